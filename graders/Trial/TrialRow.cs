using MmVerify.Properties;
using MmVerify.Spec;

namespace MmVerify.Grader;

/// <summary>What a specimen did to one law.</summary>
/// <param name="LawId">The law.</param>
/// <param name="IsPolicy">Whether a correct implementation may break it.</param>
/// <param name="Verdict">The verdict.</param>
/// <param name="FoundAfter">Programs until it was first broken; 0 when it was not.</param>
/// <param name="Operations">The length of the shrunk program; 0 when it was not broken.</param>
/// <param name="Replay">The token of the shrunk program; empty when it was not broken.</param>
internal sealed record TrialCell(
    string LawId, bool IsPolicy, VerdictKind Verdict, long FoundAfter, int Operations, string Replay)
{
    /// <summary>What was found about one law.</summary>
    public static TrialCell Of(Finding finding) => new(
        finding.Law.Id,
        finding.Law.IsPolicy,
        finding.Verdict.Kind,
        finding.FoundAfter,
        (finding.Counterexample?.Steps.Count - 1) ?? 0,
        finding.Counterexample?.Replay ?? "");
}

/// <summary>One specimen, examined with all laws, policies too.</summary>
/// <param name="Specimen">The specimen.</param>
/// <param name="Cells">One for each law, in teaching order.</param>
/// <param name="Seconds">Processor time that it took. Unit: seconds.</param>
internal sealed record TrialRow(Specimen Specimen, IReadOnlyList<TrialCell> Cells, double Seconds)
{
    /// <summary>The laws it broke, in the order of their ids, without policies.</summary>
    public IReadOnlyList<string> Broken => [.. BrokenOf(isPolicy: false)];

    /// <summary>The policies it breaks.</summary>
    public IReadOnlyList<string> Policies => [.. BrokenOf(isPolicy: true)];

    /// <summary>Whether it did just what it says.</summary>
    public bool IsAsNamed => Broken.SequenceEqual(Specimen.Breaks);

    private IEnumerable<string> BrokenOf(bool isPolicy) => Cells
        .Where(cell => cell.IsPolicy == isPolicy && cell.Verdict == VerdictKind.Broken)
        .Select(static cell => cell.LawId).Order(StringComparer.Ordinal);
}

/// <summary>A mistake in a law that no specimen noticed, or the first that did.</summary>
/// <param name="LawId">The law.</param>
/// <param name="Change">What was changed.</param>
/// <param name="NoticedBy">The specimen whose verdict changed; null when none did.</param>
internal sealed record VariantResult(string LawId, string Change, string? NoticedBy);
