using MmVerify.Host;

namespace MmVerify.Grader;

/// <summary>What came of trying a tier with a real process.</summary>
/// <param name="Tier">The tier.</param>
/// <param name="DropsUser">Whether the process was to run as another user.</param>
/// <param name="WhyNot">Why it is not enough; null when it is.</param>
/// <param name="Lockdown">What the process reported of itself; null when it did not get that far.</param>
/// <param name="Findings">The attempts of the canary.</param>
public sealed record SandboxTrial(
    SandboxTier Tier,
    bool DropsUser,
    string? WhyNot,
    LockdownReport? Lockdown,
    IReadOnlyList<CanaryFinding> Findings)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    /// <summary>Whether the tier works here.</summary>
    public bool Works => WhyNot is null;

    /// <inheritdoc/>
    public override string ToString() =>
        $"{Tier.ToName()}{(DropsUser ? " as another user" : "")}: {WhyNot ?? "works"}";

    internal static SandboxTrial Failed(Confinement confinement, string whyNot) =>
        new(confinement.Tier, confinement.DropsUser, whyNot, null, []);

    /// <summary>Runs the canary in a sandbox that is not trusted yet.</summary>
    internal static SandboxTrial Run(Sandbox sandbox, Confinement confinement, SandboxedProgram host)
    {
        using CanaryLure lure = new();
        using SandboxedProcess canary = sandbox.Start(
            host with { Arguments = ["canary", .. lure.Bait.ToArguments()] });
        if (!canary.WaitForExit(Patience))
        {
            canary.Kill($"the canary did not end in {Patience.TotalSeconds} s");
        }

        lure.Clean(Path.GetDirectoryName(host.DllPath)!);

        // All it writes fits into the pipe, so nothing was lost by waiting first.
        using StreamReader reader = new(canary.Output);
        string[] lines = reader.ReadToEnd().Split('\n', StringSplitOptions.RemoveEmptyEntries);
        return canary.ExitCode == 0 && lines is [string report, .. string[] findings, CanaryMode.LastLine]
            ? Judge(confinement, LockdownReport.Parse(report), findings)
            : Failed(confinement, canary.DescribeDeath());
    }

    private static SandboxTrial Judge(Confinement confinement, LockdownReport report, string[] lines)
    {
        CanaryFinding[] findings = [.. lines.Select(CanaryFinding.Parse).Select(finding =>
            finding.Outcome == CanaryOutcome.Open && confinement.KnownOpenings.Contains(finding.Attempt)
                ? finding with { Outcome = CanaryOutcome.Known }
                : finding)];
        string open = string.Join(", ", findings
            .Where(static finding => finding.Outcome == CanaryOutcome.Open)
            .Select(static finding => finding.Attempt));
        string? whyNot = confinement.Tier == SandboxTier.None ? null
            : Sandbox.Lacks(confinement, report)
            ?? (open.Length == 0 ? null : $"the canary got through: {open}");
        return new(confinement.Tier, confinement.DropsUser, whyNot, report, findings);
    }
}
