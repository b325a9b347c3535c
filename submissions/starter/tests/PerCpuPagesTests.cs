namespace Starter.Tests;

/// <summary>Your own tests, and those that a report offers for pasting.</summary>
public sealed class PerCpuPagesTests
{
    // Such a test runs one program and asks one law, for example, where one CPU drains a list while another
    // one uses it, and is stopped after three steps:
    //
    // [Fact]
    // public void PerCpuLinearizable() => LawAssert.Keeps<PerCpuPages>(
    //     "PCPU-LINEARIZABLE",
    //     PerCpuSetup.Flat(frames: 8, cpus: 2, batch: 2, high: 2),
    //     new PerCpuOperation.Allocate(0),
    //     new PerCpuOperation.Free(0, 0),
    //     new PerCpuOperation.Concurrently(new Concurrent<PerCpuOperation>([
    //         [new PerCpuOperation.Allocate(0)],
    //         [new PerCpuOperation.Drain(1, 0)]], 3)));
}
