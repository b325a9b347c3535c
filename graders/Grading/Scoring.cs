namespace MmVerify.Grader;

/// <summary>What a run measures besides laws.</summary>
[Flags]
public enum Measures
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
        GradeChapter chapter, RubricChapter worth, Measures measured = Measures.None)
    {
        GradeLaw[] laws = [.. chapter.Laws.Select(law => Scored(law, chapter.Laws, worth))];
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

    /// <summary>Scores what mutation testing gave; where that is no percentage, nothing is earned.</summary>
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
    private static GradeLaw Scored(GradeLaw law, IReadOnlyList<GradeLaw> all, RubricChapter worth)
    {
        int points = worth.Points.GetValueOrDefault(law.Id);
        if (law.Verdict != Holds)
        {
            return law with { Points = points, Earned = 0 };
        }

        string[] missing = [.. worth.NeedsOf(law.Id).Where(need => !IsMet(need, all, worth))];
        return missing.Length == 0
            ? law with { Points = points, Earned = points }
            : law with
            {
                Points = points,
                Earned = 0,
                Verdict = Unknown,
                Reason = $"fix {string.Join(", ", missing)} first, which this law needs: {law.Reason}",
            };
    }

    private static bool IsMet(string id, IReadOnlyList<GradeLaw> all, RubricChapter worth) =>
        all.Any(law => law.Id == id && law.Verdict == Holds)
            && worth.NeedsOf(id).All(need => IsMet(need, all, worth));

    private static GradeMutation? MutationOf(GradeChapter chapter, RubricShare worth, Measures measured) =>
        chapter.Mutation is { Percent: not null } found ? Scored(found, worth)
        : !worth.Counts ? chapter.Mutation
        : measured.HasFlag(Measures.Mutation)
            ? Scored(chapter.Mutation ?? NoMutation("there was nothing to mutate"), worth)
        : NoMutation(LeftOut("mutation testing", worth));

    private static GradeCoverage? CoverageOf(GradeChapter chapter, RubricShare worth, Measures measured) =>
        chapter.Coverage is { Lines: > 0 } found ? Scored(found, worth)
        : !worth.Counts ? chapter.Coverage
        : measured.HasFlag(Measures.Coverage)
            ? Scored(chapter.Coverage ?? NoCoverage("there was nothing to run"), worth)
        : NoCoverage(LeftOut("coverage", worth));

    private static string LeftOut(string what, RubricShare worth) =>
        $"{what} was not measured in this run; its points, {worth.Points} in the rubric, are left out";

    private static GradeMutation NoMutation(string reason) => new(0, 0, null, 0, 0, 0, 0, reason, []);

    private static GradeCoverage NoCoverage(string reason) => new(0, 0, 0, 0, 0, 0, reason, []);
}
