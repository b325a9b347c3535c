using MmVerify.Properties;
using MmVerify.Spec;

namespace MmVerify.Grader;

/// <summary>What is graded, and what everything is worth.</summary>
/// <param name="Title">Its name, which the grade bears.</param>
/// <param name="Chapters">The chapters that are graded, in teaching order.</param>
/// <param name="Budget">How much is searched, and which policy laws are asked.</param>
public sealed record Rubric(string Title, IReadOnlyList<RubricChapter> Chapters, ExaminationOptions Budget)
{
    /// <summary>The one that serves where none is given.</summary>
    public static Rubric Default { get; } = RubricFile.Shipped();

    /// <summary>All points that there are.</summary>
    public int MaxScore => Chapters.Sum(static chapter => chapter.MaxScore);

    /// <summary>What a chapter is worth; null where this rubric does not grade it.</summary>
    public RubricChapter? Of(Chapter chapter) => Chapters.FirstOrDefault(one => one.Chapter == chapter);

    /// <summary>What a chapter is worth that this rubric is known to grade.</summary>
    public RubricChapter Require(Chapter chapter) => Of(chapter)
        ?? throw new ArgumentException($"'{Title}' does not grade {chapter.Name}", nameof(chapter));

    /// <summary>How much is searched, with a seed.</summary>
    public ExaminationOptions Options(ulong seed) => Budget with { Seed = seed };
}

/// <summary>What one chapter is worth.</summary>
/// <param name="Chapter">The chapter.</param>
/// <param name="Points">What each law is worth that is judged, by id; a policy law only where it is turned
/// on.</param>
/// <param name="Needs">For some laws, the laws that must hold before they earn anything.</param>
/// <param name="Mutation">What mutation testing counts.</param>
/// <param name="Coverage">What coverage of lines counts.</param>
public sealed record RubricChapter(
    Chapter Chapter,
    IReadOnlyDictionary<string, int> Points,
    IReadOnlyDictionary<string, IReadOnlyList<string>> Needs,
    RubricShare Mutation,
    RubricShare Coverage)
{
    /// <summary>The laws that are judged, in teaching order.</summary>
    public IEnumerable<Law> Laws => Chapter.Laws.Where(law => Points.ContainsKey(law.Id));

    /// <summary>All points that there are.</summary>
    public int MaxScore => Points.Values.Sum() + Mutation.Points + Coverage.Points;

    /// <summary>The laws that must hold before this one earns anything.</summary>
    public IReadOnlyList<string> NeedsOf(string law) => Needs.GetValueOrDefault(law) ?? [];
}

/// <summary>
/// Points for a percentage: none up to <paramref name="From"/>, all from <paramref name="Full"/> on, and
/// between them in proportion, rounded down.
/// </summary>
/// <param name="Points">All points; 0 when it does not count.</param>
/// <param name="From">Where they begin. Unit: percent.</param>
/// <param name="Full">Where all are earned, not below <paramref name="From"/>. Unit: percent.</param>
public sealed record RubricShare(int Points, int From, int Full)
{
    /// <summary>Whether it is worth anything.</summary>
    public bool Counts => Points > 0;

    /// <summary>What a percentage earns.</summary>
    public int Earned(decimal percent) =>
        percent >= Full ? Points
        : percent <= From ? 0
        : (int)decimal.Floor(Points * (percent - From) / (Full - From));

    /// <inheritdoc/>
    public override string ToString() => Counts
        ? $"{Points} points, from {From} % on, in full at {Full} %"
        : "not counted";
}
