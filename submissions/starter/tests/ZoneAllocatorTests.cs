namespace Starter.Tests;

/// <summary>Your own tests, and those that a report offers for pasting.</summary>
public sealed class ZoneAllocatorTests
{
    // Such a test runs one program and asks one law, for example:
    //
    // [Fact]
    // public void ZonePlacement() => LawAssert.Keeps<ZoneAllocator>(
    //     "ZONE-PLACEMENT",
    //     ZonesSetup.Usual(MemoryMap.Flat(16384), ZoneLayout.Amd64),
    //     new ZonesOperation.Allocate(new Order(0), Gfp.Kernel));
}
