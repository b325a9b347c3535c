using MmVerify.Properties;
using MmVerify.Spec;

namespace MmVerify.Grader;

/// <summary>What is to be graded, and how.</summary>
/// <param name="Path">The submission's folder, or one source file.</param>
/// <param name="Chapters">The chapters.</param>
/// <param name="Options">How much is searched.</param>
public sealed record GradingRequest(string Path, IReadOnlyList<Chapter> Chapters, ExaminationOptions Options)
{
    /// <summary>What everything is worth.</summary>
    public Rubric Rubric { get; init; } = Rubric.Default;

    /// <summary>
    /// Whether a chapter counts only when a class implements its contract. Where nobody said which chapters
    /// are asked for, who writes one of them is not graded for the others.
    /// </summary>
    public bool OnlyAttempted { get; init; }

    /// <summary>What stands below chapters that are given a page allocator.</summary>
    public PageSource Stack { get; init; }

    /// <summary>Which of what a rubric may count, besides laws, is measured.</summary>
    public MeasuredKinds Measured { get; init; }

    /// <summary>Adds to a chapter what is measured besides its laws; null when nothing is.</summary>
    public MeasureChapter? Measure { get; init; }
}

/// <summary>Adds to a chapter's grade what is measured besides its laws.</summary>
/// <param name="graded">The grade.</param>
/// <param name="submission">The submission.</param>
/// <param name="image">Its class for the chapter.</param>
/// <param name="findings">What the examination found.</param>
public delegate GradeChapter MeasureChapter(
    GradeChapter graded,
    CompiledSubmission submission,
    SubmissionImage image,
    IReadOnlyList<Finding> findings);

/// <summary>A grade, and the findings it was made from.</summary>
/// <param name="Grade">The grade.</param>
/// <param name="Findings">The findings of the chapters that were attempted.</param>
/// <param name="NotCounted">The chapters that do not count because they were not attempted.</param>
public sealed record GradingResult(
    Grade Grade, IReadOnlyList<Finding> Findings, IReadOnlyList<Chapter> NotCounted);

/// <summary>From a folder of sources to a grade.</summary>
public static class Grading
{
    private const string Own = "own";

    /// <summary>Grades a submission.</summary>
    /// <param name="request">What, and how.</param>
    /// <param name="sandbox">Where the submission is compiled and run.</param>
    /// <param name="progress">Is told what is being done; or null.</param>
    /// <exception cref="BadSubmissionException">It cannot be read as a submission.</exception>
    /// <exception cref="DoesNotCompileException">
    /// It does not compile, or is not clear about what it is.
    /// </exception>
    public static GradingResult Grade(
        GradingRequest request, Sandbox sandbox, Action<string, ExaminationProgress>? progress = null)
    {
        progress?.Invoke("compiling", default);
        CompiledSubmission submission =
            CompiledSubmission.Read(request.Path, sandbox) with { Stack = request.Stack };
        RequireSomething(request.Chapters, submission);
        var chapters = new List<GradeChapter>();
        var findings = new List<Finding>();
        IReadOnlyList<Chapter> notCounted = request.OnlyAttempted
            ? [.. request.Chapters.Where(chapter => submission.ImageFor(chapter) is null)]
            : [];
        foreach (Chapter chapter in request.Chapters.Except(notCounted))
        {
            if (submission.ImageFor(chapter) is not SubmissionImage image)
            {
                chapters.Add(NotJudged(
                    request, chapter, $"no public class implements {chapter.Contract.Name}"));
                continue;
            }

            IReadOnlyList<Finding> found = Examine(image, request.Options, sandbox, progress);
            findings.AddRange(found);
            GradeChapter judged = FaultPlace.In(submission.Sources, GradeMaker.Chapter(chapter, found));
            GradeChapter measured = request.Measure?.Invoke(judged, submission, image, found) ?? judged;
            chapters.Add(Scoring.Scored(
                measured with
                {
                    Place = submission.PlaceOf(chapter),
                    Stack = image.BuddyTypeName is null ? null : Own,
                },
                request.Rubric.Require(chapter),
                request.Measured));
        }

        GradeSandbox layers = GradeLayers.Of(submission, sandbox, findings);
        return new GradingResult(
            GradeMaker.Whole(submission.Name, request, layers, chapters), findings, notCounted);
    }

    /// <summary>The grade of a submission that does not compile: nothing of it could be judged.</summary>
    /// <param name="request">What was asked.</param>
    /// <param name="sandbox">Where it was compiled.</param>
    /// <param name="failure">Why it does not compile.</param>
    public static Grade NotCompiled(
        GradingRequest request, Sandbox sandbox, DoesNotCompileException failure) =>
        GradeMaker.Whole(
            CompiledSubmission.NameOf(request.Path),
            request,
            GradeLayers.OfCompiler(sandbox),
            [.. request.Chapters.Select(
                chapter => NotJudged(request, chapter, "the submission does not compile"))]) with
        {
            Errors = [.. failure.Errors.Select(static error => new GradeError(
                error.Id, error.Place.File, error.Place.Line, error.Place.Column, error.Message))],
        };

    private static GradeChapter NotJudged(GradingRequest request, Chapter chapter, string reason)
    {
        RubricChapter worth = request.Rubric.Require(chapter);
        return Scoring.Scored(GradeMaker.NotJudged(worth, reason), worth, request.Measured);
    }

    /// <summary>Examines the classes that a submission has for some chapters, one after the other.</summary>
    internal static IEnumerable<(SubmissionImage Image, IReadOnlyList<Finding> Findings)> Examine(
        CompiledSubmission submission,
        IReadOnlyList<Chapter> chapters,
        ExaminationOptions options,
        Sandbox sandbox,
        Action<string, ExaminationProgress>? progress)
    {
        RequireSomething(chapters, submission);
        return chapters.Select(submission.ImageFor).OfType<SubmissionImage>()
            .Select(image => (image, Examine(image, options, sandbox, progress)));
    }

    private static IReadOnlyList<Finding> Examine(
        SubmissionImage image,
        ExaminationOptions options,
        Sandbox sandbox,
        Action<string, ExaminationProgress>? progress) =>
        ChapterPrograms.Of(image.Chapter).Accept(new ExaminationVisitor(
            sandbox, image, options, at => progress?.Invoke(image.Chapter.Name, at)));

    // Nothing to examine at all is a mistake to be told, not a grade of 0.
    private static void RequireSomething(IReadOnlyList<Chapter> chapters, CompiledSubmission submission)
    {
        if (chapters.Any(chapter => submission.ImageFor(chapter) is not null))
        {
            return;
        }

        string first = chapters[0].Contract.Name;
        string contracts = string.Join(
            " or ", chapters.Select(static chapter => chapter.Contract.Name));
        string hints = string.Concat(
            chapters.SelectMany(submission.HintsFor).Select(static hint => $"\n  {hint}"));
        throw new BadSubmissionException(
            submission.Name,
            "it has no public class that implements " + contracts,
            $"make one: public sealed class {first[1..]} : {first}" + hints);
    }
}
