namespace Starter.Tests;

/// <summary>Your own tests, and those that a report offers for pasting.</summary>
public sealed class VmallocAllocatorTests
{
    // Such a test runs one program and asks one law, for example, where the second call of a lower layer
    // fails while two pages are asked for:
    //
    // [Fact]
    // public void VmallocCleanFailure() => LawAssert.Keeps<VmallocAllocator>(
    //     "VMALLOC-CLEAN-FAILURE",
    //     VmallocSetup.Flat(frames: 4, pages: 4),
    //     new VmallocOperation.Allocate(8192, Failing: 2));
}
