using MmVerify.Host;

namespace MmVerify.Grader;

/// <summary>Makes the table of defences from what the trial of a tier has shown.</summary>
internal static class SandboxLayers
{
    /// <summary>A row for each defence, in the order in which a report prints them.</summary>
    internal static IReadOnlyList<SandboxLayer> Of(Confinement confinement, SandboxTrial trial)
    {
        LockdownReport report = trial.Lockdown!;
        return
        [
            .. confinement.Layers,
            new("seccomp", report.SeccompMode == 2, report.SeccompMode == 2
                ? "no sockets, programs, signals, tracing, namespaces or changes to files"
                : "the kernel took no filter"),
            new("user", report.EffectiveCapabilities == 0, User(confinement, report)),
            Environment(trial.Findings.Single(static finding => finding.Attempt == "environment")),
            new("limits", report.Trouble.Length == 0, report.Trouble.Length == 0
                ? "heap, memory, address space, threads, processor time, file size"
                : $"not set: {report.Trouble}"),
            new("output cap", InForce: true, "64 KiB of console kept, 4 MiB end the process"),
        ];
    }

    private static string User(Confinement confinement, LockdownReport report)
    {
        string user = confinement.DropsUser
            ? "another user, who owns nothing"
            : "the user of the judge";
        string privileges = report.EffectiveCapabilities == 0 ? "no capabilities" : "capabilities of root";
        return $"{user}, {privileges}";
    }

    private static SandboxLayer Environment(CanaryFinding finding)
    {
        bool isScrubbed = finding.Outcome == CanaryOutcome.Blocked;
        string detail = isScrubbed ? "seven variables, none of the judge's" : finding.Detail;
        return new("environment", isScrubbed, detail);
    }
}
