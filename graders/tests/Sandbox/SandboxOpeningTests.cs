using MmVerify.Host;

namespace MmVerify.Grader.Tests;

[Collection(SandboxTests.Name)]
public sealed class SandboxOpeningTests(OpenSandboxes sandboxes)
{
    public static TheoryData<SandboxTier> RealTiers => OpenSandboxes.RealTiers;

    [SkippableTheory, MemberData(nameof(RealTiers))]
    public void EveryLayerSaysWhetherItIsInForce(SandboxTier tier)
    {
        Dictionary<string, bool> layers = sandboxes.Get(tier).Layers.ToDictionary(
            static layer => layer.Name, static layer => layer.InForce);

        Assert.Equal(
            ["environment", "landlock", "limits", "mounts", "network", "output cap", "seccomp", "user"],
            layers.Keys.Order());
        Assert.Equal(tier == SandboxTier.Bubblewrap, layers["mounts"]);
        Assert.Equal(tier == SandboxTier.Landlock, layers["landlock"]);
        Assert.All(
            layers.Where(static layer => layer.Key is not ("mounts" or "landlock")),
            static layer => Assert.True(layer.Value, layer.Key));
    }

    [SkippableFact]
    public void WithoutAWishTheStrongestTierIsTaken()
    {
        _ = sandboxes.Get(SandboxTier.Landlock);
        using Sandbox sandbox = Sandbox.Open();

        Assert.NotEqual(SandboxTier.None, sandbox.Tier);
        Assert.True(sandbox.Trials[^1].Works);
        Assert.All(sandbox.Trials.SkipLast(1), static trial => Assert.NotNull(trial.WhyNot));
    }

    [Fact]
    public void GoingWithoutHasToBeAllowed()
    {
        SandboxUnavailableException refusal =
            Assert.Throws<SandboxUnavailableException>(static () => Sandbox.Open(SandboxTier.None));

        Assert.Equal("To run submissions without a sandbox has to be allowed explicitly.", refusal.Message);
    }

    [Fact]
    public void AProgramIsShownItsOwnFilesOnly()
    {
        string[] names = [.. ProgramFiles.Of(SandboxedProgram.Host.DllPath).Paths.Select(Path.GetFileName)!];

        Assert.Contains("MmVerify.Host.dll", names);
        Assert.DoesNotContain("MmVerify.Reference.dll", names);
        Assert.DoesNotContain("mmverify.dll", names);
    }

    [Fact]
    public void AMissingProgramIsNamed()
    {
        FileNotFoundException error = Assert.Throws<FileNotFoundException>(
            static () => ProgramFiles.Of("/nowhere/Program.dll"));

        Assert.Contains("/nowhere/Program.dll", error.Message, StringComparison.Ordinal);
    }

    [SkippableTheory]
    [InlineData("seccomp:0 caps:0 nnp:1 uid:1000", "no system call filter is in force")]
    [InlineData("seccomp:2 caps:0 nnp:0 uid:1000", "it could gain privileges")]
    [InlineData("seccomp:2 caps:1ff nnp:1 uid:1000", "it has privileges of root")]
    public void AProcessThatLacksALayerIsRefused(string report, string lack)
    {
        Sandbox sandbox = sandboxes.Get(SandboxTier.Landlock);
        LockdownReport weak =
            LockdownReport.Parse($"{report} limits:{LockdownLimits.ForSubmission} trouble:");

        SandboxUnavailableException refusal =
            Assert.Throws<SandboxUnavailableException>(() => sandbox.Require(weak));

        Assert.Equal($"A process is not locked down: {lack}.", refusal.Message);
    }
}
