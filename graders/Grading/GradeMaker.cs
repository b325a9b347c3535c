using MmVerify.Properties;
using MmVerify.Spec;

namespace MmVerify.Grader;

/// <summary>Turns findings into a grade; what it is worth is for <see cref="Scoring"/> to say.</summary>
public static class GradeMaker
{
    /// <summary>The version of the suite.</summary>
    public static string SuiteVersion { get; } =
        typeof(GradeMaker).Assembly.GetName().Version?.ToString(3) ?? "0.0.0";

    /// <summary>The grade of one chapter.</summary>
    /// <param name="chapter">The chapter.</param>
    /// <param name="findings">What was found.</param>
    public static GradeChapter Chapter(Chapter chapter, IReadOnlyList<Finding> findings) =>
        new(chapter.Name, Attempted: true, 0, 0, [.. findings.Select(Law)]);

    /// <summary>The grade of one chapter of which nothing could be judged.</summary>
    /// <param name="worth">The chapter, and which of its laws would have been judged.</param>
    /// <param name="reason">Why nothing could be judged.</param>
    public static GradeChapter NotJudged(RubricChapter worth, string reason) => new(
        worth.Chapter.Name, Attempted: false, 0, 0, [.. worth.Laws.Select(law => NotJudged(law, reason))]);

    /// <summary>The grade of a submission.</summary>
    public static Grade Whole(
        string submission,
        GradingRequest request,
        GradeSandbox sandbox,
        IReadOnlyList<GradeChapter> chapters) =>
        Scoring.Summed(new Grade(submission, SuiteVersion, request.Options.Seed, 0, 0, sandbox, chapters)
        {
            Rubric = request.Rubric.Title,
        });

    private static GradeLaw NotJudged(Law law, string reason) => new(
        law.Id, law.Statement, 0, 0, Scoring.Unknown, 0, reason, null)
    {
        Why = law.Why,
        Source = law.Source,
    };

    private static GradeLaw Law(Finding finding)
    {
        Law law = finding.Law;
        Verdict verdict = finding.Verdict;
        return new GradeLaw(
            law.Id,
            law.Statement,
            0,
            0,
            verdict.Kind.ToString().ToLowerInvariant(),
            verdict.Witnesses,
            verdict.Reason,
            finding.Counterexample is Counterexample counterexample ? Shown(counterexample) : null)
        {
            Why = law.Why,
            Source = law.Source,
        };
    }

    private static GradeCounterexample Shown(Counterexample counterexample) => new(
        counterexample.Replay,
        [.. counterexample.Steps.Select(static step => new GradeStep(
            step.Number < 0 ? step.Operation : $"#{step.Number} {step.Operation}", step.Reply, step.Breaks)
        {
            Story = step.Story.Count == 0 ? null : step.Story,
        })],
        counterexample.Culprit,
        counterexample.Expected,
        counterexample.Actual,
        counterexample.Test)
    {
        Fault = counterexample.End?.Kind.ToString().ToLowerInvariant(),
        Place = FaultPlace.Of(counterexample.End?.Fault),
        Pictures = counterexample.Pictures,
        ShrunkFrom = counterexample.ShrunkFrom,
    };
}
