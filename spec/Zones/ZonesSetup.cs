using System.Globalization;

namespace MmVerify.Spec;

/// <summary>What an allocator with zones is created with.</summary>
public sealed record ZonesSetup
{
    /// <summary>The largest order that is handed out. Linux: <c>PAGE_ALLOC_COSTLY_ORDER</c>.</summary>
    public const int MaxOrder = 3;

    /// <summary>The most that may be kept free: 4 GiB. Unit: KiB.</summary>
    public const long MostMinFree = 1L << 22;

    /// <summary>The largest <see cref="WatermarkScaleFactor"/>, as in Linux: 30 %.</summary>
    public const int MaxScaleFactor = 3000;

    private const int UsualScaleFactor = 10;

    /// <summary>Makes a setup.</summary>
    /// <param name="memory">The frames that boot has left over; some of them below high memory.</param>
    /// <param name="layout">The zones; together they reach to the last frame.</param>
    /// <param name="minFree">What is to be kept free of the low zones together.</param>
    /// <param name="scaleFactor">See <see cref="WatermarkScaleFactor"/>.</param>
    /// <exception cref="ArgumentException">There is no such machine; the message says why.</exception>
    public ZonesSetup(
        MemoryMap memory, ZoneLayout layout, KibiBytes minFree, int scaleFactor = UsualScaleFactor)
    {
        if (memory.End > layout.End)
        {
            throw new ArgumentException("the memory ends behind the last zone", nameof(memory));
        }

        if (layout.ZoneOf(memory.First) > ZoneKind.Normal)
        {
            throw new ArgumentException("there is no memory in the low zones", nameof(memory));
        }

        if (minFree.Value is < 0 or > MostMinFree || scaleFactor is < 1 or > MaxScaleFactor)
        {
            throw new ArgumentException("so much cannot be kept free", nameof(minFree));
        }

        Memory = memory;
        Layout = layout;
        MinFree = minFree;
        WatermarkScaleFactor = scaleFactor;
    }

    /// <summary>The frames that exist and are not reserved.</summary>
    public MemoryMap Memory { get; }

    /// <summary>The zones.</summary>
    public ZoneLayout Layout { get; }

    /// <summary>What is to be kept free of the low zones together. Linux: <c>min_free_kbytes</c>.</summary>
    public KibiBytes MinFree { get; }

    /// <summary>
    /// The least distance between two watermarks, in parts of 10000 of the zone. Linux:
    /// <c>watermark_scale_factor</c>.
    /// </summary>
    public int WatermarkScaleFactor { get; }

    /// <summary>What a kernel keeps free unless it is told otherwise.</summary>
    /// <remarks>
    /// Linux mm/page_alloc.c, <c>calculate_min_free_kbytes</c>: the root of 16 times the low memory, rounded
    /// down, from 128 KiB to 256 MiB. Huge pages raise it; here nobody does.
    /// </remarks>
    /// <param name="lowPages">Pages of DMA, DMA32 and Normal together. Unit: pages.</param>
    public static KibiBytes UsualMinFree(long lowPages)
    {
        const long Factor = 16;
        const long Least = 128;
        const long Most = 262_144;
        long square = KibiBytes.OfPages(lowPages).Value * Factor;
        long root = (long)Math.Sqrt(square);
        while (root * root > square)
        {
            root--;
        }

        while ((root + 1) * (root + 1) <= square)
        {
            root++;
        }

        return new KibiBytes(Math.Clamp(root, Least, Most));
    }

    /// <summary>A machine that keeps free what a kernel usually does.</summary>
    /// <param name="memory">The frames.</param>
    /// <param name="layout">The zones.</param>
    public static ZonesSetup Usual(MemoryMap memory, ZoneLayout layout)
    {
        Pfn lowEnd = layout.Limits.Last(static limit => limit.Kind <= ZoneKind.Normal).End;
        long low = memory.Ranges.Sum(range =>
            Math.Max(0, (long)Math.Min(range.End.Value, lowEnd.Value) - (long)range.Start.Value));
        return new ZonesSetup(memory, layout, UsualMinFree(low));
    }

    /// <inheritdoc/>
    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture,
        $"{Memory.PageCount} page{(Memory.PageCount == 1 ? "" : "s")} {Memory}, zones {Layout}; "
            + $"min_free {MinFree}, scale {WatermarkScaleFactor}");
}
