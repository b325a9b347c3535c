using MmVerify.Reference;
using MmVerify.Spec;

namespace MmVerify.Properties.Tests;

/// <summary>The scene is played by any allocator, and tells when it cannot be.</summary>
public sealed class BuddySceneTests
{
    [Fact]
    public void EverythingIsOneBlockAgainAtTheEnd()
    {
        string[] lines = new BuddyScene(BuddyAllocator.Create).Lecture().TrimEnd().Split('\n');
        Assert.Equal(12, lines.Length);
        Assert.Equal(lines[1]["at first".Length..].Trim(), lines[^1]["E gives back".Length..].Trim());
        Assert.Contains("|EEEEEEEEE------|", lines[6]);
    }

    [Fact]
    public void MergingFlipsOneBitAfterTheOther()
    {
        string merge = new BuddyScene(BuddyAllocator.Create).Merge();
        Assert.Contains("0000 ^ 0100 = 0100   is free", merge);
        Assert.DoesNotContain("1000 ^", merge);
    }

    [Fact]
    public void AnAllocatorThatRefusesCannotPlay() =>
        Assert.Throws<ArgumentException>(static () => new BuddyScene(static _ => new Refusing()));

    private sealed class Refusing : IBuddyAllocator
    {
        public long FreePageCount => 0;

        public static IBuddyAllocator Create(BuddySetup setup) => new Refusing();

        public Result<Block> Allocate(Order order) => Errno.ENOMEM;

        public Errno Free(Block block) => Errno.EINVAL;

        public int FreeBlockCount(Order order) => 0;
    }
}
