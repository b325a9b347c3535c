namespace MmVerify.Grader;

/// <summary>Tells a run that went wrong from a result, and says what went wrong.</summary>
internal static class StrykerTrouble
{
    private const string HalfFail = "more than 50% failing tests";

    /// <summary>Why there is no report.</summary>
    /// <param name="exitCode">Stryker's exit code.</param>
    /// <param name="log">What it printed, as far as it was understood.</param>
    /// <param name="tail">The end of what it printed.</param>
    public static string Of(int exitCode, StrykerLog log, string tail)
    {
        string cause = log.TestsFound == 0 ? "it found no tests"
            : tail.Contains(HalfFail, StringComparison.Ordinal)
            ? "the laws that hold in the sandbox do not hold in it, before anything is mutated"
            : exitCode != 0 ? $"it ended with exit code {exitCode}"
            : "it wrote no report";
        string said = log.Troubles.Count > 0
            ? string.Join('\n', log.Troubles.Select(static line => "  " + line))
            : ToolRun.LastLines(tail);
        return $"Stryker failed: {cause}; it said:\n{said}";
    }

    /// <summary>Requires that a report is one of a run that worked.</summary>
    /// <param name="run">What the report says.</param>
    /// <param name="log">What was said meanwhile.</param>
    /// <param name="tests">How many tests there are.</param>
    /// <exception cref="UnmeasuredException">It is not.</exception>
    public static void RequireSense(MutationRun run, StrykerLog log, int tests)
    {
        if (log.TestsFound != tests)
        {
            throw new UnmeasuredException(
                $"Stryker failed: it found {log.TestsFound ?? 0} tests and not {tests}", isOurs: true);
        }

        if (run.Mutants.All(static one => one.Fate is MutantFate.NotTried or MutantFate.LeftOut))
        {
            throw new UnmeasuredException("there is nothing to mutate", isOurs: false);
        }

        if (run.Count(MutantFate.Killed) == 0)
        {
            throw new UnmeasuredException(
                $"of {run.Mutants.Count} mutants none was killed, so the laws were not asked or there is "
                + "nothing that they see" + Said(log),
                isOurs: true);
        }
    }

    private static string Said(StrykerLog log) =>
        log.Troubles.Count == 0 ? "" : $"; Stryker said: {string.Join("; ", log.Troubles)}";
}
