using MmVerify.Properties;
using MmVerify.Spec;

namespace MmVerify.Grader;

/// <summary>
/// The keys of a rubric: the one table that reader, JSON schema and documentation are made from.
/// </summary>
internal static class RubricKeys
{
    public const string Title = "title";
    public const string Chapters = "chapters";
    public const string Laws = "laws";
    public const string Needs = "needs";
    public const string Mutation = "mutation";
    public const string Coverage = "coverage";
    public const string Points = "points";
    public const string From = "from";
    public const string Full = "full";
    public const string Witnesses = "witnesses";
    public const string Budget = "budget";
    public const string RandomPrograms = "randomPrograms";
    public const string LongestProgram = "longestProgram";
    public const string ShrinkPrograms = "shrinkPrograms";

    private const int MostPoints = 1000;
    private const int LongestTitle = 80;
    private const string Key = "key";

    /// <summary>What serves where a rubric is silent.</summary>
    public static ExaminationOptions Usual { get; } = new();

    /// <summary>What serves where a rubric is silent about a percentage.</summary>
    public static RubricShare UsualShare { get; } = new(0, 0, 100);

    /// <summary>A whole rubric.</summary>
    public static RubricShape.Mapping Root { get; } = new(Key,
    [
        new(Title, new RubricShape.Text(LongestTitle),
            "What the rubric is called; the grade tells it.", null),
        new(Chapters, ChapterNames(), "The chapters that are graded.", "all chapters"),
        new(Witnesses, new RubricShape.Number(1, 1_000_000),
            "A law of which fewer steps than this spoke is unknown.", $"{Usual.LeastWitnesses}"),
        new(Budget, BudgetNumbers(), "How much is searched.", "as below"),
    ]);

    private static RubricShape.Mapping BudgetNumbers() => new(Key,
    [
        new(RandomPrograms, new RubricShape.Number(0, 1_000_000),
            "Random programs for each chapter, after the small scopes.", $"{Usual.RandomPrograms}"),
        new(LongestProgram, new RubricShape.Number(1, 2000),
            "The most operations of a random program.", $"{Usual.LongestProgram}"),
        new(ShrinkPrograms, new RubricShape.Number(0, 100_000),
            "Programs that may be tried to shorten the one that breaks a law.", $"{Usual.ShrinkBudget}"),
    ]);

    private static RubricShape.Mapping ChapterNames() => new(
        "chapter",
        [.. Spec.Chapters.All.Select(static chapter => new RubricKey(
            chapter.Name, OneChapter(chapter), $"The chapter {chapter.Name}.", "not graded"))],
        new RubricKey(
            "CHAPTER", OneChapter(Spec.Chapters.All[0]), "What one chapter is worth.", "not graded"));

    private static RubricShape.Mapping OneChapter(Chapter chapter) => new(Key,
    [
        new(Laws, LawPoints(chapter), "What laws are worth.", "what the laws say"),
        new(Needs, LawNeeds(chapter), "What must hold first.", "nothing"),
        new(Mutation, Share("killed mutants"), "What mutation testing counts.", "not counted"),
        new(Coverage, Share("lines that ran"), "What coverage counts.", "not counted"),
    ]);

    private static RubricShape.Mapping LawPoints(Chapter chapter)
    {
        var points = new RubricShape.Number(0, MostPoints);
        return new(
            "law",
            [.. chapter.Laws.Select(law => new RubricKey(
                law.Id, points, law.Statement, law.IsPolicy ? "off, a policy" : $"{law.Points}"))],
            new RubricKey(
                "LAW", points, "What the law is worth. A policy law is judged only where it is named here.",
                "as `mmverify laws` says"));
    }

    private static RubricShape.Mapping LawNeeds(Chapter chapter)
    {
        var laws = new RubricShape.Names("law", [.. chapter.Laws.Select(static law => law.Id)]);
        return new(
            "law",
            [.. chapter.Laws.Select(law => new RubricKey(
                law.Id, laws, $"What must hold before {law.Id} earns anything.", "nothing"))],
            new RubricKey(
                "LAW", laws, "The law earns nothing until these laws of the same chapter hold.", "nothing"));
    }

    private static RubricShape.Mapping Share(string what) => new(Key,
    [
        new(Points, new RubricShape.Number(0, MostPoints),
            "What it is worth; 0 when it does not count.", $"{UsualShare.Points}"),
        new(From, new RubricShape.Number(0, 100),
            $"The percentage of {what} up to which nothing is earned.", $"{UsualShare.From}"),
        new(Full, new RubricShape.Number(0, 100),
            "The percentage from which on all is earned; between the two, in proportion.",
            $"{UsualShare.Full}"),
    ]);
}
