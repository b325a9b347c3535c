using System.Text.RegularExpressions;
using MmVerify.Host;

namespace MmVerify.Grader.Tests;

[Collection(SandboxTests.Name)]
public sealed partial class SandboxLimitTests(OpenSandboxes sandboxes)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    public static TheoryData<SandboxTier> RealTiers => OpenSandboxes.RealTiers;

    [SkippableTheory, MemberData(nameof(RealTiers))]
    public void TheHeapEndsAtItsLimit(SandboxTier tier) =>
        Assert.InRange(RefusedAfter(tier, OpenSandboxes.Exceeding("heap")), 150, 192);

    [SkippableTheory, MemberData(nameof(RealTiers))]
    public void NativeMemoryEndsAtItsLimit(SandboxTier tier) =>
        Assert.InRange(RefusedAfter(tier, OpenSandboxes.Exceeding("data")), 256, 512);

    [SkippableTheory, MemberData(nameof(RealTiers))]
    public void ThreadsEndAtTheirLimit(SandboxTier tier) =>
        Assert.InRange(RefusedAfter(tier, OpenSandboxes.Exceeding("threads")), 16, 48);

    [SkippableTheory, MemberData(nameof(RealTiers))]
    public void ProcessorTimeEndsAtItsLimit(SandboxTier tier)
    {
        SandboxedProgram spin = OpenSandboxes.Exceeding("cpu");
        using SandboxedProcess process = sandboxes.Get(tier).Start(
            spin with { Limits = LockdownLimits.ForSubmission with { CpuSeconds = 1 } });

        Assert.True(process.WaitForExit(Patience));
        Assert.Equal("killed by the kernel: CPU limit (SIGXCPU)", process.DescribeDeath());

        // The kernel counts whole ticks for the limit: on a busy machine more than were used.
        Assert.InRange(process.CpuTime.TotalSeconds, 0.5, 1.5);
    }

    [SkippableTheory, MemberData(nameof(RealTiers))]
    public void AMemoryFileEndsTheProcessThatMakesItTooLarge(SandboxTier tier) =>
        Assert.Equal("killed by the kernel: file size limit (SIGXFSZ)", DeathBy(tier, "file"));

    [SkippableTheory, MemberData(nameof(RealTiers))]
    public void EndlessRecursionIsCalledByItsName(SandboxTier tier) =>
        Assert.Equal("stack overflow", DeathBy(tier, "stack"));

    [SkippableTheory, MemberData(nameof(RealTiers))]
    public void AFloodOfOutputIsKeptInPartAndEnded(SandboxTier tier)
    {
        using SandboxedProcess process = sandboxes.Get(tier).Start(OpenSandboxes.Exceeding("output"));

        Assert.True(process.WaitForExit(Patience));
        Assert.Equal("killed by the judge: more than 4 MiB of console output", process.DescribeDeath());
        Assert.Equal(64 * 1024, process.Console.Length);
    }

    [SkippableTheory, MemberData(nameof(RealTiers))]
    public void AProgramReportsTheLimitsItWasGiven(SandboxTier tier)
    {
        SandboxedProgram sleep = OpenSandboxes.Exceeding("sleep");
        LockdownLimits limits = new(300_000_000, 400_000_000, 40, 7, 2_000_000);
        using SandboxedProcess process = sandboxes.Get(tier).Start(sleep with { Limits = limits });

        LockdownReport report = OpenSandboxes.ReportOf(process);

        Assert.Equal(limits, report.Limits);
        Assert.Equal("", report.Trouble);
        sandboxes.Get(tier).Require(report);
    }

    private string DeathBy(SandboxTier tier, string excess)
    {
        using SandboxedProcess process = sandboxes.Get(tier).Start(OpenSandboxes.Exceeding(excess));
        Assert.True(process.WaitForExit(Patience));
        return process.DescribeDeath();
    }

    private int RefusedAfter(SandboxTier tier, SandboxedProgram program)
    {
        using SandboxedProcess process = sandboxes.Get(tier).Start(program);
        string[] lines = OpenSandboxes.LinesOf(process);

        Assert.True(process.WaitForExit(Patience));
        Assert.Equal("exited by itself with code 0", process.DescribeDeath());
        return int.Parse(RefusedCount().Match(lines[1]).Groups["count"].Value, null);
    }

    [GeneratedRegex("^refused after (?<count>[0-9]+) ", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex RefusedCount();
}
