namespace MmVerify.Grader;

/// <summary>
/// Chooses the survivors that tell an author most. Of each line one is shown: first those that ran, then
/// changes of conditions and bounds, then of arithmetic, then what was taken out, then texts and the rest;
/// among equals the first in the source.
/// </summary>
internal static class SurvivorChoice
{
    /// <summary>The most that are shown.</summary>
    public const int Most = 10;

    // Words of Stryker's names of mutators, the most telling kinds first.
    private static readonly string[][] Kinds =
    [
        ["Equality", "Negate", "Logical", "Boolean", "Conditional"],
        ["Arithmetic", "Bitwise", "Increment", "Decrement", "Assignment", "Unary", "Math", "Checked"],
        ["Statement", "Block"],
    ];

    /// <summary>Chooses.</summary>
    public static IReadOnlyList<GradeSurvivor> Of(IReadOnlyList<Mutant> mutants) =>
    [
        .. mutants
            .Where(static one => one.Fate is MutantFate.Survived or MutantFate.NoCoverage)
            .OrderBy(static one => one.Fate == MutantFate.Survived ? 0 : 1)
            .ThenBy(RankOf)
            .ThenBy(static one => one.File, StringComparer.Ordinal)
            .ThenBy(static one => one.Line)
            .ThenBy(static one => one.Column)
            .ThenBy(static one => one.Replacement, StringComparer.Ordinal)
            .DistinctBy(static one => (one.File, one.Line))
            .Take(Most)
            .Select(static one =>
                new GradeSurvivor(one.File, one.Line, one.Mutator, one.Original, one.Replacement)),
    ];

    private static int RankOf(Mutant mutant)
    {
        int rank = Array.FindIndex(Kinds, kind => kind.Any(word =>
            mutant.Mutator.Contains(word, StringComparison.OrdinalIgnoreCase)));
        return rank < 0 ? Kinds.Length : rank;
    }
}
