using BenchmarkDotNet.Attributes;
using MmVerify.Spec;

namespace MmVerify.Reference.Bench;

/// <summary>
/// One allocation and one free of the reference's buddy allocator, for memories of 16 MiB, 1 GiB and 16 GiB.
/// The time must not grow with the memory.
/// </summary>
[MemoryDiagnoser]
public class BuddyBenchmarks
{
    private const int Kept = 1024;

    private IBuddyAllocator merged = null!;
    private IBuddyAllocator scattered = null!;

    /// <summary>The number of frames, as a power of two.</summary>
    [Params(12, 18, 22)]
    public int LogFrames { get; set; }

    /// <summary>
    /// One memory in which all is free, and one in which every second of the first frames is handed out.
    /// </summary>
    [GlobalSetup]
    public void Prepare()
    {
        BuddySetup setup = BuddySetup.Flat(1L << LogFrames, Order.MaxValue);
        merged = BuddyAllocator.Create(setup);
        scattered = BuddyAllocator.Create(setup);
        Block[] blocks =
            [.. Enumerable.Range(0, 2 * Kept).Select(_ => scattered.Allocate(new Order(0)).Value)];
        for (int i = 0; i < blocks.Length; i += 2)
        {
            scattered.Free(blocks[i]);
        }
    }

    /// <summary>The most work there is: the largest block is split ten times and merged ten times.</summary>
    [Benchmark]
    public Errno SplitsAndMergesEverything() => merged.Free(merged.Allocate(new Order(0)).Value);

    /// <summary>The least: a single free frame is there and stays one.</summary>
    [Benchmark]
    public Errno SplitsAndMergesNothing() => scattered.Free(scattered.Allocate(new Order(0)).Value);
}
