using MmVerify.Host;

namespace MmVerify.Grader.Tests;

[Collection(SandboxTests.Name)]
public sealed class CanaryTests(OpenSandboxes sandboxes)
{
    public static TheoryData<SandboxTier> RealTiers => OpenSandboxes.RealTiers;

    [SkippableTheory, MemberData(nameof(RealTiers))]
    public void NothingIsOpenToTheCanary(SandboxTier tier)
    {
        IReadOnlyList<CanaryFinding> findings = sandboxes.Get(tier).Findings;

        Assert.Equal(22, findings.Count);
        Assert.DoesNotContain(findings, static finding => finding.Outcome == CanaryOutcome.Open);
    }

    [SkippableFact]
    public void BubblewrapHidesEvenNames() =>
        Assert.All(
            sandboxes.Get(SandboxTier.Bubblewrap).Findings,
            static finding => Assert.Equal(CanaryOutcome.Blocked, finding.Outcome));

    [SkippableFact]
    public void LandlockLeavesNamesVisibleAndNothingElse() =>
        Assert.Equal(
            ["stat-secret", "list-processes", "judge-cmdline"],
            sandboxes.Get(SandboxTier.Landlock).Findings
                .Where(static finding => finding.Outcome == CanaryOutcome.Known)
                .Select(static finding => finding.Attempt));

    // The canary that must get through: were it blocked here too, its silence elsewhere would mean nothing.
    [SkippableFact]
    public void WithoutASandboxTheCanaryReadsAndWrites()
    {
        IEnumerable<string> open = sandboxes.Get(SandboxTier.None).Findings
            .Where(static finding => finding.Outcome == CanaryOutcome.Open)
            .Select(static finding => finding.Attempt);

        HashSet<string> expected = ["read-secret", "list-root", "write-temp", "judge-cmdline"];
        Assert.Superset(expected, open.ToHashSet());
    }

    [SkippableTheory, MemberData(nameof(RealTiers))]
    public void ProcessesAndNetworkHaveALayerThatTheCanaryMet(SandboxTier tier)
    {
        Dictionary<string, string> refusals = sandboxes.Get(tier).Findings.ToDictionary(
            static finding => finding.Attempt, static finding => finding.Detail);

        Assert.Equal("EACCES", refusals["tcp"]);
        Assert.Equal("EACCES", refusals["abstract-socket"]);
        Assert.Equal("EPERM", refusals["start-process"]);
        Assert.Equal("EPERM", refusals["signal"]);
        Assert.Equal("ENOSYS", refusals["new-namespace"]);
    }

    [SkippableTheory, MemberData(nameof(RealTiers))]
    public void AVariableOfTheJudgeDoesNotReachTheProgram(SandboxTier tier)
    {
        Environment.SetEnvironmentVariable("MMVERIFY_TEST_SECRET", "hidden");
        Sandbox sandbox = sandboxes.Get(tier);
        using CanaryLure lure = new();
        using SandboxedProcess canary = sandbox.Start(
            SandboxedProgram.Host with { Arguments = ["canary", .. lure.Bait.ToArguments()] });

        Assert.Contains("environment blocked scrubbed", OpenSandboxes.LinesOf(canary));
    }

    [Fact]
    public void AFindingSurvivesItsText()
    {
        CanaryFinding finding = new("environment", CanaryOutcome.Open, "PATH,HOME and more");

        Assert.Equal(finding, CanaryFinding.Parse(finding.ToString()));
        Assert.Throws<FormatException>(() => CanaryFinding.Parse("environment perhaps"));
    }
}
