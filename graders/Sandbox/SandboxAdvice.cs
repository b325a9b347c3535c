namespace MmVerify.Grader;

/// <summary>What keeps this machine from a better tier, and how to change that.</summary>
internal static class SandboxAdvice
{
    /// <summary>A line for each thing to do, the most useful first.</summary>
    internal static IReadOnlyList<string> For(IEnumerable<SandboxTrial> trials) =>
        [.. trials.Where(static trial => !trial.Works).SelectMany(For).Distinct()];

    private static IEnumerable<string> For(SandboxTrial trial) => trial switch
    {
        { WhyNot: string why } when why.Contains("setpriv is not installed", StringComparison.Ordinal) =>
            ["install setpriv: sudo apt install util-linux, or run the judge as an ordinary user"],
        { WhyNot: string why } when why.Contains("bwrap is not installed", StringComparison.Ordinal) =>
            ["install bubblewrap: sudo apt install bubblewrap (Fedora: sudo dnf install bubblewrap)"],
        { WhyNot: string why } when why.Contains("bwrap: ", StringComparison.Ordinal) => ForNamespaces(),
        { Tier: SandboxTier.Landlock, Lockdown: null } =>
            ["use a kernel with Landlock (5.13 or later) and landlock in its lsm= boot parameter"],
        _ => [],
    };

    private static IEnumerable<string> ForNamespaces()
    {
        if (Setting("/proc/sys/kernel/apparmor_restrict_unprivileged_userns") == "1")
        {
            yield return "let AppArmor allow bubblewrap its namespaces: a profile for /usr/bin/bwrap with "
                + "flags=(unconfined) { userns, }, or "
                + "sudo sysctl -w kernel.apparmor_restrict_unprivileged_userns=0";
        }

        if (Setting("/proc/sys/kernel/unprivileged_userns_clone") == "0")
        {
            yield return "allow user namespaces: sudo sysctl -w kernel.unprivileged_userns_clone=1";
        }

        if (Setting("/proc/sys/user/max_user_namespaces") == "0")
        {
            yield return "allow user namespaces: sudo sysctl -w user.max_user_namespaces=15000";
        }

        yield return "in a container, allow user namespaces: docker run --security-opt seccomp=unconfined "
            + "--security-opt apparmor=unconfined";
    }

    private static string? Setting(string path) => File.Exists(path) ? File.ReadAllText(path).Trim() : null;
}
