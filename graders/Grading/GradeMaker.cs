using MmVerify.Properties;
using MmVerify.Spec;

namespace MmVerify.Grader;

/// <summary>Turns findings into a grade.</summary>
public static class GradeMaker
{
    /// <summary>The version of the suite.</summary>
    public static string SuiteVersion { get; } =
        typeof(GradeMaker).Assembly.GetName().Version?.ToString(3) ?? "0.0.0";

    /// <summary>The grade of one chapter.</summary>
    /// <param name="chapter">The chapter.</param>
    /// <param name="findings">What was found; null when the submission has no class for it.</param>
    public static GradeChapter Chapter(Chapter chapter, IReadOnlyList<Finding>? findings)
    {
        IReadOnlyList<GradeLaw> laws = findings is null
            ? [.. chapter.Laws.Where(static law => !law.IsPolicy).Select(law => NotAttempted(law, chapter))]
            : [.. findings.Select(Law)];
        return new GradeChapter(
            chapter.Name,
            findings is not null,
            laws.Sum(static law => law.Earned),
            laws.Sum(static law => law.Points),
            laws);
    }

    /// <summary>The grade of a submission.</summary>
    public static Grade Whole(
        string submission, ulong seed, GradeSandbox sandbox, IReadOnlyList<GradeChapter> chapters) => new(
            submission,
            SuiteVersion,
            seed,
            chapters.Sum(static chapter => chapter.Score),
            chapters.Sum(static chapter => chapter.MaxScore),
            sandbox,
            chapters);

    private static GradeLaw NotAttempted(Law law, Chapter chapter) => new(
        law.Id, law.Statement, law.Points, 0, "unknown", 0,
        $"no public class implements {chapter.Contract.Name}", null)
    {
        Why = law.Why,
        Source = law.Source,
    };

    private static GradeLaw Law(Finding finding)
    {
        Law law = finding.Law;
        Verdict verdict = finding.Verdict;
        int points = law.IsPolicy ? 0 : law.Points;
        return new GradeLaw(
            law.Id,
            law.Statement,
            points,
            verdict.Kind == VerdictKind.Holds ? points : 0,
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
            step.Number < 0 ? step.Operation : $"#{step.Number} {step.Operation}", step.Reply, step.Breaks))],
        counterexample.Culprit,
        counterexample.Expected,
        counterexample.Actual,
        counterexample.Test)
    {
        Pictures = counterexample.Pictures,
        ShrunkFrom = counterexample.ShrunkFrom,
    };
}
