namespace MmVerify.Grader;

/// <summary>
/// Shows how far a mutation run is: each change on a terminal, every tenth of it elsewhere.
/// </summary>
internal static class MutationPhases
{
    /// <summary>What is told of a chapter's run.</summary>
    public static Action<string, MutationProgress?> Of(string chapter, Action<string, string> shown) =>
        (phase, progress) =>
        {
            if (progress is not MutationProgress at)
            {
                shown($"{chapter}: {phase}", $"{chapter}: {phase}");
                return;
            }

            string tenth = at.All == 0 ? "" : $", {at.Tested * 10 / at.All * 10} % of {at.All} mutants";
            shown($"{chapter}: {phase}{tenth}", $"{chapter}: {phase}, {at}");
        };
}
