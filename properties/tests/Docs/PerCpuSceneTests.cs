using MmVerify.Reference;
using MmVerify.Specimens.PerCpu;
using MmVerify.Specimens.PerCpuVariables;

namespace MmVerify.Properties.Tests;

/// <summary>The scenes of both chapters are played by any implementation.</summary>
public sealed class PerCpuSceneTests
{
    private static readonly PerCpuScene Scene = new(PerCpuPages.Create);

    [Fact]
    public void ListsSpareMostOfTheLocks()
    {
        string[] lines = Scene.Locks().TrimEnd().Split('\n');
        int[] together = [.. lines.Skip(1).Select(static line => int.Parse(
            line[(line.LastIndexOf(' ') + 1)..], System.Globalization.CultureInfo.InvariantCulture))];
        Assert.Equal(together[0], together[1]);
        Assert.True(together[^1] * 10 < together[0]);
    }

    [Fact]
    public void OthersTakeTheLockAsOften() =>
        Assert.Equal(Scene.Locks(), new PerCpuScene(MarkedPerCpu.Create).Locks());

    [Fact]
    public void WithoutALockThePageIsInTwoPlaces()
    {
        Assert.Contains("-> pfn 0x6", new PerCpuScene(AllocatesWithoutTheLock.Create).Race(3));
        Assert.EndsWith(": -\n", Scene.Race(3), StringComparison.Ordinal);
    }

    [Fact]
    public void WhoIsMovedWhileItAddsLosesAnAddition()
    {
        Assert.EndsWith(
            "together 1\n",
            new PerCpuVariablesScene(AddsWhilePreemptible.Create).Race(2),
            StringComparison.Ordinal);
        Assert.EndsWith(
            "together 2\n",
            new PerCpuVariablesScene(Reference.PerCpuVariables.Create).Race(2),
            StringComparison.Ordinal);
    }
}
