using MmVerify.Spec;

namespace MmVerify.Grader;

/// <summary>How the laws of a chapter stood their trial.</summary>
/// <param name="Chapter">The chapter.</param>
/// <param name="Rows">Every specimen, correct ones first.</param>
/// <param name="Variants">Every mistake made in a law.</param>
/// <param name="Explained">Mistakes that nobody can notice, with the reason, as the chapter's list has
/// them.</param>
internal sealed record TrialReport(
    Chapter Chapter,
    IReadOnlyList<TrialRow> Rows,
    IReadOnlyList<VariantResult> Variants,
    IReadOnlyList<ExplainedVariant> Explained)
{
    /// <summary>The most operations of a shrunk program, of which a person is still to make sense.</summary>
    public const int MostOperations = 12;

    /// <summary>What is not as it must be; nothing when the laws are in order.</summary>
    public IReadOnlyList<string> Faults =>
    [
        .. Rows.Where(static row => !row.IsAsNamed).Select(static row =>
            $"{row.Specimen.Name} breaks {Words(row.Broken)} and names {Words(row.Specimen.Breaks)}"),
        .. Rows.SelectMany(static row => row.Cells.Where(IsLong).Select(cell =>
            $"{row.Specimen.Name} breaks {cell.LawId} by {cell.Operations} operations; "
                + $"{MostOperations} are the most")),
        .. Chapter.Laws.Where(law => BreakingAlone(law).Count == 0)
            .Select(static law => $"{law.Id} is broken by no specimen alone"),
        .. Variants.Where(variant => variant.NoticedBy is null && ReasonFor(variant) is null)
            .Select(static variant =>
                $"{variant.LawId}: nobody notices, and the list does not explain: {variant.Change}"),
        .. Explained.Where(explained => !Variants.Any(variant => explained.IsAbout(variant)
                && variant.NoticedBy is null))
            .Select(static explained =>
                $"{explained.LawId}: explained, but noticed or gone: {explained.Change}"),
    ];

    /// <summary>The specimens that break a law.</summary>
    public IReadOnlyList<TrialRow> Breaking(Law law) =>
        [.. Rows.Where(row => row.Cells.Any(cell => IsBreach(cell, law)))];

    /// <summary>The specimens that break a law and no other; of policies, that are correct
    /// otherwise.</summary>
    public IReadOnlyList<TrialRow> BreakingAlone(Law law) =>
        [.. Breaking(law).Where(row => law.IsPolicy
            ? row.Specimen.IsCorrect && row.Policies.Count == 1
            : row.Broken.Count == 1)];

    /// <summary>The cells of a law that is broken there.</summary>
    public IEnumerable<TrialCell> Breaches(Law law) =>
        Rows.SelectMany(static row => row.Cells).Where(cell => IsBreach(cell, law));

    /// <summary>Why nobody can notice a mistake; null when the list does not say.</summary>
    public string? ReasonFor(VariantResult variant) =>
        Explained.FirstOrDefault(explained => explained.IsAbout(variant))?.Reason;

    // A cost that is an average over many operations cannot be seen in a few.
    private static bool IsLong(TrialCell cell) =>
        !cell.IsPolicy && cell.Operations > MostOperations && cell.LawId != "BUDDY-COST";

    private static bool IsBreach(TrialCell cell, Law law) =>
        cell.LawId == law.Id && cell.Verdict == VerdictKind.Broken;

    private static string Words(IReadOnlyList<string> ids) =>
        ids.Count == 0 ? "nothing" : string.Join(' ', ids);
}

/// <summary>A mistake in a law that nobody can notice.</summary>
/// <param name="LawId">The law.</param>
/// <param name="Change">What is changed.</param>
/// <param name="Reason">Why no implementation shows it.</param>
internal sealed record ExplainedVariant(string LawId, string Change, string Reason)
{
    /// <summary>Whether it is a given one.</summary>
    public bool IsAbout(VariantResult variant) => variant.LawId == LawId && variant.Change == Change;

    /// <summary>Reads the rows <c>| law | `change` | reason |</c> of a chapter's list.</summary>
    public static IReadOnlyList<ExplainedVariant> Read(Checkout checkout, Chapter chapter)
    {
        string path = checkout.PathOf("properties", chapter.Name, "Unnoticed.md");
        return !File.Exists(path) ? [] :
        [
            .. File.ReadLines(path)
                .Select(static line => line.Split(" | ", 3))
                .Where(static cells => cells.Length == 3 && cells[1].StartsWith('`'))
                .Select(static cells => new ExplainedVariant(
                    cells[0].TrimStart('|', ' '), cells[1].Trim('`'), cells[2].TrimEnd('|', ' '))),
        ];
    }
}
