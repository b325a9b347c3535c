using MmVerify.Reference;
using MmVerify.Specimens.Slab;

namespace MmVerify.Properties.Tests;

/// <summary>The scene is played by any allocator, and tells when it cannot be.</summary>
public sealed class SlabSceneTests
{
    private static readonly SlabScene Scene = new(SlubAllocator.Create);

    [Fact]
    public void ACacheTakesLessThanTheNextClass()
    {
        string[] lines = Scene.Thousand().TrimEnd().Split('\n');
        Assert.StartsWith("cache     1000 of", lines[1], StringComparison.Ordinal);
        Assert.StartsWith("kmalloc   1024 bytes for each", lines[2], StringComparison.Ordinal);
    }

    [Fact]
    public void WhatIsSpoiltIsReported()
    {
        string[] lines = Scene.Damage().TrimEnd().Split('\n');
        Assert.EndsWith("reports RedZone", lines[4], StringComparison.Ordinal);
        Assert.EndsWith("reports UseAfterFree", lines[6], StringComparison.Ordinal);
    }

    [Fact]
    public void ASlabIsTakenFilledAndGivenBack()
    {
        string[] lines = SlabScene.Life(SlubAllocator.Create).TrimEnd().Split('\n');
        Assert.EndsWith("########", lines[3], StringComparison.Ordinal);
        Assert.Contains("########   ", lines[4]);
        Assert.DoesNotContain("........", lines[^2]);
        Assert.Equal(UsedIn(lines[^2]) + 2, UsedIn(lines[^1]));
    }

    [Fact]
    public void TheOthersTellTheSameOfWhatIsSpoilt()
    {
        Assert.Equal(Scene.Damage(), new SlabScene(SlabAllocator.Create).Damage());
        Assert.Equal(Scene.Damage(), new SlabScene(SlobAllocator.Create).Damage());
    }

    [Fact]
    public void TwoCpusTellAStory() =>
        Assert.Contains("CompareExchange", SlabScene.Story(ComparesTheHeadOnly.Create));

    [Fact]
    public void AnAllocatorThatThrowsCannotPlay() =>
        Assert.Throws<ArgumentException>(static () => new SlabScene(RefusesEverything.Create));

    private static int UsedIn(string line) => line.Count(static mark => mark == '#');

    private static class RefusesEverything
    {
        public static MmVerify.Spec.ISlabAllocator Create(
            MmVerify.Spec.SlabSetup setup, MmVerify.Spec.SlabMachine machine) =>
            throw new InvalidOperationException();
    }
}
