using MmVerify.Spec;
using MmVerify.Xunit;

namespace Starter.Tests;

/// <summary>Your own tests, and those that a report offers for pasting. They run one program each:</summary>
/// <code>
/// [Fact]
/// public void BuddyMerge() => LawAssert.Keeps&lt;BuddyAllocator&gt;(
///     "BUDDY-MERGE",
///     BuddySetup.Flat(2, maxOrder: 1),
///     new BuddyOperation.Allocate(new Order(0)),
///     new BuddyOperation.Free(0));
/// </code>
public sealed class BuddyAllocatorTests
{
}
