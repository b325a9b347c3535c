namespace Starter.Tests;

/// <summary>Your own tests, and those that a report offers for pasting.</summary>
public sealed class SlabAllocatorTests
{
    // Such a test runs one program and asks one law, for example, where an object is given back twice:
    //
    // [Fact]
    // public void SlabDoubleFree() => LawAssert.Keeps<SlabAllocator>(
    //     "SLAB-DOUBLE-FREE",
    //     SlabSetup.Flat(4),
    //     new SlabOperation.CreateCache(0, 64, 0, CacheFlags.None),
    //     new SlabOperation.Allocate(0),
    //     new SlabOperation.Free(1),
    //     new SlabOperation.Free(1));
}
