using MmVerify.Reference;
using MmVerify.Specimens.Vmalloc;

namespace MmVerify.Properties.Tests;

/// <summary>The scene is played by any allocator, and tells when it cannot be.</summary>
public sealed class VmallocSceneTests
{
    private static readonly VmallocScene Scene = new(VmallocAllocator.Create);

    [Fact]
    public void ScatteredFramesServeWhereOneBlockCannotBeHad()
    {
        string[] lines = Scene.Memory().TrimEnd().Split('\n');
        Assert.Equal(5, lines.Length);
        Assert.EndsWith("ENOMEM", lines[2], StringComparison.Ordinal);
        Assert.Contains("v#v#v#v#", lines[3]);
        Assert.EndsWith("ok", lines[4], StringComparison.Ordinal);
        Assert.EndsWith("not mapped", Scene.Pages().TrimEnd(), StringComparison.Ordinal);
    }

    [Fact]
    public void AddressesThatCameBackOneByOneAreOneRun()
    {
        string[] lines = Scene.Addresses().TrimEnd().Split('\n');
        Assert.Contains("| A | A | - | D | - | C | C | - |", lines[5]);
        Assert.Contains("| A | A | - | E | E | E | E | E | E | E | - |", lines[^1]);
    }

    [Fact]
    public void WhatWasTakenIsGivenBackWhenAPageCannotBeMapped()
    {
        string[] lines = Scene.Failure().TrimEnd().Split('\n');
        Assert.Equal("ENOMEM", lines[^1]);
        Assert.Equal(
            lines.Count(static line => line.Contains("take ", StringComparison.Ordinal)),
            lines.Count(static line => line.Contains("give back ", StringComparison.Ordinal)));
    }

    [Fact]
    public void AnotherAllocatorTellsTheSameOfMemory() =>
        Assert.Equal(Scene.Memory(), new VmallocScene(LargeBlocksVmalloc.Create).Memory());

    [Fact]
    public void AnAllocatorThatNeedsLargeBlocksCannotPlay() =>
        Assert.Throws<ArgumentException>(static () => new VmallocScene(AsksForLargeBlocksOnly.Create));
}
