using System.Globalization;
using System.Numerics;

namespace MmVerify.Spec;

/// <summary>How many CPUs there are, how much memory, and how long lists may be.</summary>
public sealed record PerCpuSetup
{
    /// <summary>The most CPUs.</summary>
    public const int MostCpus = 8;

    /// <summary>The most frames there may be, holes included.</summary>
    public const long MostFrames = 1L << 12;

    // Linux mm/page_alloc.c, zone_batchsize: a quarter of what 1 MiB or a 1024th of the zone has.
    private const long FramesPerBatch = 1024;
    private const long MostFramesOfBatch = (1 << 20) / Page.SizeBytes;
    private const int BatchesBelowHigh = 4;

    /// <summary>Makes a setup.</summary>
    /// <param name="memory">Which frames there are.</param>
    /// <param name="cpus">How many CPUs, 1 to 8.</param>
    /// <param name="batch">How many pages are taken and given back together, at least 1 and at most one more
    /// than <paramref name="high"/>.</param>
    /// <param name="high">How many pages a list may have, perhaps none.</param>
    /// <exception cref="ArgumentException">One of them is not as it must be.</exception>
    public PerCpuSetup(MemoryMap memory, int cpus, int batch, int high)
    {
        if (memory.Span > MostFrames)
        {
            throw new ArgumentException($"the memory spans more than {MostFrames} pages", nameof(memory));
        }

        ArgumentOutOfRangeException.ThrowIfLessThan(cpus, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(cpus, MostCpus);
        ArgumentOutOfRangeException.ThrowIfNegative(high);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(high, MostFrames);
        ArgumentOutOfRangeException.ThrowIfLessThan(batch, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(batch, high + 1);
        Memory = memory;
        Cpus = cpus;
        Batch = batch;
        High = high;
    }

    /// <summary>Which frames there are.</summary>
    public MemoryMap Memory { get; }

    /// <summary>How many CPUs there are.</summary>
    public int Cpus { get; }

    /// <summary>Whether there are lists of others.</summary>
    public bool HasSeveralCpus => Cpus > 1;

    /// <summary>How many pages are taken from the page allocator, or given back, together.</summary>
    public int Batch { get; }

    /// <summary>How many pages a list may have. Linux: one less than <c>pcp-&gt;high</c>.</summary>
    public int High { get; }

    /// <summary>Frames in a row.</summary>
    public static PerCpuSetup Flat(int frames, int cpus, int batch, int high) =>
        new(MemoryMap.Flat(frames), cpus, batch, high);

    /// <summary>
    /// How many pages Linux takes together for a zone. Linux: <c>zone_batchsize</c>, since 5.13.
    /// </summary>
    /// <param name="managed">The zone's frames.</param>
    public static int UsualBatch(long managed)
    {
        long batch = Math.Max(Math.Min(managed / FramesPerBatch, MostFramesOfBatch) / 4, 1);
        long power = (long)BitOperations.RoundUpToPowerOf2((ulong)(batch + (batch / 2)) + 1) / 2;
        return (int)Math.Max(power - 1, 1);
    }

    /// <summary>
    /// How many pages a list of Linux may have: as many as let the lists of all CPUs hold no more than lies
    /// below the zone's low mark. Linux: <c>zone_highsize</c>; <c>pcp-&gt;high</c> in 6.1,
    /// <c>pcp-&gt;high_min</c> in 6.12.
    /// </summary>
    /// <param name="low">The low watermark of the zone. Unit: pages.</param>
    /// <param name="cpus">How many CPUs share the zone.</param>
    /// <param name="batch">What <see cref="UsualBatch"/> says.</param>
    public static long UsualHigh(long low, int cpus, int batch) =>
        Math.Max(low / cpus, BatchesBelowHigh * (long)batch);

    /// <summary>Up to where Linux lets a busy list grow: an eighth of the zone for all CPUs together. Linux:
    /// <c>pcp-&gt;high_max</c>, since 6.7.</summary>
    /// <param name="managed">The zone's frames.</param>
    /// <param name="cpus">How many CPUs share the zone.</param>
    /// <param name="batch">What <see cref="UsualBatch"/> says.</param>
    public static long UsualHighMax(long managed, int cpus, int batch) =>
        UsualHigh(managed / 8, cpus, batch);

    /// <inheritdoc/>
    public override string ToString()
    {
        string frames = Memory.PageCount == 1 ? "frame" : "frames";
        string plural = Cpus == 1 ? "" : "s";
        return string.Create(
            CultureInfo.InvariantCulture,
            $"{Memory.PageCount} {frames} {Memory}, {Cpus} CPU{plural}, batch {Batch}, high {High}");
    }
}
