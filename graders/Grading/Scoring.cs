namespace MmVerify.Grader;

/// <summary>What a run measures besides laws.</summary>
[Flags]
public enum MeasuredKinds
{
    /// <summary>Nothing.</summary>
    None = 0,

    /// <summary>How many mutants the laws kill.</summary>
    Mutation = 1,

    /// <summary>How much of the code runs.</summary>
    Coverage = 2,
}

/// <summary>
/// Gives points for what was found, as a rubric says. Scores are whole numbers, and scoring again what was
/// scored changes nothing, so that a measure can be added to a grade later.
/// </summary>
public static class Scoring
{
    /// <summary>The verdict on a law that earns its points.</summary>
    public const string Holds = "holds";

    /// <summary>The verdict on a law of which nothing is known.</summary>
    public const string Unknown = "unknown";

    /// <summary>Scores a chapter: its laws, then what was measured besides them.</summary>
    /// <param name="chapter">What was found.</param>
    /// <param name="worth">What it is worth.</param>
    /// <param name="measured">What this run measures: the rest that a rubric counts is left out of the
    /// maximum.</param>
    public static GradeChapter Scored(
        GradeChapter chapter, RubricChapter worth, MeasuredKinds measured = MeasuredKinds.None)
    {
        HashSet<string> earning = Earning(chapter.Laws, worth);
        GradeLaw[] laws = [.. chapter.Laws.Select(law => Scored(law, earning, worth))];
        GradeMutation? mutation = MutationOf(chapter, worth.Mutation, measured);
        GradeCoverage? coverage = CoverageOf(chapter, worth.Coverage, measured);
        return chapter with
        {
            Laws = laws,
            Mutation = mutation,
            Coverage = coverage,
            Score = laws.Sum(static law => law.Earned) + (mutation?.Earned ?? 0) + (coverage?.Earned ?? 0),
            MaxScore = laws.Sum(static law => law.Points) + (mutation?.Points ?? 0) + (coverage?.Points ?? 0),
        };
    }

    /// <summary>
    /// Scores what mutation testing gave. No percentage means that it could not be measured, which costs
    /// nothing once a chapter is scored; where that is the submission's own doing, it is 0 %.
    /// </summary>
    public static GradeMutation Scored(GradeMutation measured, RubricShare worth) => measured with
    {
        Points = worth.Points,
        Earned = measured.Percent is decimal percent ? worth.Earned(percent) : 0,
    };

    /// <summary>Scores what coverage of lines gave; where there are no lines, nothing is earned.</summary>
    public static GradeCoverage Scored(GradeCoverage measured, RubricShare worth) => measured with
    {
        Points = worth.Points,
        Earned = measured.Lines > 0 ? worth.Earned(100m * measured.LinesCovered / measured.Lines) : 0,
    };

    /// <summary>A grade with the sums of its chapters.</summary>
    public static Grade Summed(Grade grade) => grade with
    {
        Score = grade.Chapters.Sum(static chapter => chapter.Score),
        MaxScore = grade.Chapters.Sum(static chapter => chapter.MaxScore),
    };

    // What holds but has to wait for another law is unknown, never a pass without points: every format made
    // from the grade then shows it as what it is.
    private static GradeLaw Scored(GradeLaw law, HashSet<string> earning, RubricChapter worth)
    {
        int points = worth.Points.GetValueOrDefault(law.Id);
        if (law.Verdict != Holds)
        {
            return law with { Points = points, Earned = 0 };
        }

        if (earning.Contains(law.Id))
        {
            return law with { Points = points, Earned = points };
        }

        string missing = string.Join(", ", worth.NeedsOf(law.Id).Where(need => !earning.Contains(need)));
        return law with
        {
            Points = points,
            Earned = 0,
            Verdict = Unknown,
            Reason = $"fix {missing} first, which this law needs: {law.Reason}",
        };
    }

    // Round by round, those that hold and need nothing more.
    private static HashSet<string> Earning(IReadOnlyList<GradeLaw> laws, RubricChapter worth)
    {
        var earning = new HashSet<string>();
        int before;
        do
        {
            before = earning.Count;
            earning.UnionWith(laws
                .Where(law => law.Verdict == Holds && worth.NeedsOf(law.Id).All(earning.Contains))
                .Select(static law => law.Id));
        }
        while (earning.Count > before);

        return earning;
    }

    // What could not be measured has no percentage, and costs nobody a point.
    private static GradeMutation? MutationOf(
        GradeChapter chapter, RubricShare worth, MeasuredKinds measured) =>
        (chapter.Mutation, worth.Counts) switch
        {
            ({ Percent: not null } found, _) => Scored(found, worth),
            (GradeMutation found, true) => found with { Reason = LeftOut(found.Reason, worth) },
            (null, true) when measured.HasFlag(MeasuredKinds.Mutation) =>
                Scored(NoMutation("there was nothing to mutate") with { Percent = 0 }, worth),
            (null, true) => NoMutation(LeftOut("mutation was not measured in this run", worth)),
            (_, false) => chapter.Mutation,
        };

    private static GradeCoverage? CoverageOf(
        GradeChapter chapter, RubricShare worth, MeasuredKinds measured) =>
        (chapter.Coverage, worth.Counts) switch
        {
            ({ Lines: > 0 } or { Points: > 0 }, _) => Scored(chapter.Coverage, worth),
            (GradeCoverage found, true) => found with { Reason = LeftOut(found.Reason, worth) },
            (null, true) when measured.HasFlag(MeasuredKinds.Coverage) =>
                Scored(NoCoverage("there was nothing to run"), worth),
            (null, true) => NoCoverage(LeftOut("coverage was not measured in this run", worth)),
            (_, false) => chapter.Coverage,
        };

    private static string LeftOut(string reason, RubricShare worth)
    {
        string end = $"; its points, {worth.Points} in the rubric, are left out";
        return reason.EndsWith(end, StringComparison.Ordinal) ? reason : reason + end;
    }

    private static GradeMutation NoMutation(string reason) => new(0, 0, null, 0, 0, 0, 0, reason, []);

    private static GradeCoverage NoCoverage(string reason) => new(0, 0, 0, 0, 0, 0, reason, []);
}
