namespace Starter.Tests;

/// <summary>Your own tests, and those that a report offers for pasting.</summary>
public sealed class BuddyAllocatorTests
{
    // Such a test runs one program and asks one law, for example:
    //
    // [Fact]
    // public void BuddyMerge() => LawAssert.Keeps<BuddyAllocator>(
    //     "BUDDY-MERGE",
    //     BuddySetup.Flat(2, maxOrder: 1),
    //     new BuddyOperation.Allocate(new Order(0)),
    //     new BuddyOperation.Free(0));
}
