using MmVerify.Reference;
using MmVerify.Specimens.Zones;

namespace MmVerify.Properties.Tests;

/// <summary>The scene is played by any allocator with zones.</summary>
public sealed class ZonesSceneTests
{
    [Fact]
    public void DmaIsThereWhenNormalIsFull()
    {
        string[] lines = ZonesScene.NormalIsFull(ZoneAllocator.Create).TrimEnd().Split('\n');
        Assert.Equal(8, lines.Length);
        Assert.StartsWith("order 3, Kernel     ENOMEM", lines[4], StringComparison.Ordinal);
        Assert.StartsWith("order 1, Dma|Kernel Dma", lines[5], StringComparison.Ordinal);
    }

    [Fact]
    public void AnotherAllocatorTellsTheSameStory() => Assert.Equal(
        ZonesScene.NormalIsFull(ZoneAllocator.Create), ZonesScene.NormalIsFull(BitmapZones.Create));

    [Fact]
    public void NormalEndsAt896MegabytesWith32Bits()
    {
        string machines = ZonesScene.Machines();
        Assert.Contains("Normal     880 MB", machines);
        Assert.Contains("HighMem    128 MB", machines);
    }
}
