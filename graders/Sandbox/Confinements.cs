namespace MmVerify.Grader;

/// <summary>The confinements that are worth a try on this machine, the strongest first.</summary>
internal static class Confinements
{
    /// <summary>
    /// Those of one tier, or of all; none but real ones unless it is allowed to go without.
    /// </summary>
    internal static IEnumerable<Confinement> Candidates(SandboxTier? wanted, bool allowNone) =>
        All(allowNone).Where(confinement => wanted is null || confinement.Tier == wanted);

    private static IEnumerable<Confinement> All(bool allowNone)
    {
        bool[] drops = Environment.IsPrivilegedProcess ? [true, false] : [false];
        foreach (bool drop in drops.Where(static drop => drop || !IsRealRoot()))
        {
            yield return new BubblewrapConfinement { DropsUser = drop };
        }

        foreach (bool drop in drops)
        {
            yield return new LandlockConfinement { DropsUser = drop };
        }

        foreach (bool drop in drops.Where(_ => allowNone))
        {
            yield return new BareConfinement { DropsUser = drop };
        }
    }

    // The limit on threads does not hold for the root of the machine, only for the root of a user namespace,
    // whose number stands for another: user_namespaces(7).
    private static bool IsRealRoot() =>
        Environment.IsPrivilegedProcess
        && File.ReadAllText("/proc/self/uid_map").Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)
            is ["0", "0", "4294967295"];
}
