using MmVerify.Spec;

namespace MmVerify.Properties;

/// <summary>Machines on which programs run: small ones, whose zones are soon at their marks.</summary>
internal static class ZonesSetups
{
    /// <summary>Two zones of 16 pages; min 8, low 10, and the lower one reserves 4.</summary>
    public static ZonesSetup Two { get; } = Make(
        32, 64, (ZoneKind.Dma, 16, 4), (ZoneKind.Normal, 1 << 20, 2));

    /// <summary>
    /// One zone of 16 pages, and 18 are to be kept: half of that is 9, and 3 eighths are 7. Only urgent
    /// requests are served.
    /// </summary>
    public static ZonesSetup Short { get; } = Make(16, 72, (ZoneKind.Normal, 1 << 20, 32));

    /// <summary>Three zones of 8, 16 and 16 pages, as on a PC with 64 bits.</summary>
    public static ZonesSetup Three { get; } = Make(
        40, 40, (ZoneKind.Dma, 8, 8), (ZoneKind.Dma32, 24, 8), (ZoneKind.Normal, 1 << 20, 2));

    /// <summary>Three zones of 4 pages each, and nothing is kept.</summary>
    public static ZonesSetup ThreeTiny { get; } = Make(
        12, 0, (ZoneKind.Dma, 4, 0), (ZoneKind.Dma32, 8, 0), (ZoneKind.Normal, 1 << 20, 0));

    /// <summary>High memory of 48 pages, of which 32 are kept, above 16.</summary>
    public static ZonesSetup High { get; } = Make(
        64, 16, (ZoneKind.Normal, 16, 8), (ZoneKind.HighMem, 1 << 20, 0));

    /// <summary>A zone for pages that can be moved, above all others.</summary>
    public static ZonesSetup Movable { get; } = Make(
        96, 16, (ZoneKind.Normal, 16, 8), (ZoneKind.HighMem, 56, 8), (ZoneKind.Movable, 1 << 20, 0));

    /// <summary>Two zones of one page each, and a block would span the border.</summary>
    public static ZonesSetup Border { get; } = new(
        MemoryMap.Flat(2, 2), Layout((ZoneKind.Dma, 3, 0), (ZoneKind.Normal, 1 << 20, 0)), new KibiBytes(0));

    /// <summary>Holes in both zones and a border at an odd frame.</summary>
    public static ZonesSetup Holed { get; } = new(
        new MemoryMap(
            new FrameRange(new Pfn(0), 5), new FrameRange(new Pfn(7), 9), new FrameRange(new Pfn(18), 6)),
        Layout((ZoneKind.Dma, 13, 0), (ZoneKind.Normal, 1 << 20, 0)),
        new KibiBytes(8));

    /// <summary>A machine whose memory starts above its lowest zone.</summary>
    public static ZonesSetup NoDma { get; } = new(
        MemoryMap.Flat(8, 24),
        Layout((ZoneKind.Dma, 16, 4), (ZoneKind.Normal, 1 << 20, 2)), new KibiBytes(16));

    /// <summary>One page, and nothing is kept.</summary>
    public static ZonesSetup One { get; } = Make(1, 0, (ZoneKind.Normal, 1 << 20, 32));

    /// <summary>All of them, and larger ones.</summary>
    public static IReadOnlyList<ZonesSetup> All { get; } =
    [
        Two, Short, Three, ThreeTiny, High, Movable, Border, Holed, NoDma, One,
        Make(200, 100, (ZoneKind.Dma, 50, 4), (ZoneKind.Dma32, 120, 4), (ZoneKind.Normal, 1 << 20, 32)),
        Make(160, 200, (ZoneKind.Dma, 30, 2), (ZoneKind.Normal, 1 << 20, 2)),
        Make(61, 120, (ZoneKind.Dma, 27, 3), (ZoneKind.Normal, 1 << 20, 2)),
        Make(300, 100, (ZoneKind.Dma, 20, 8), (ZoneKind.Normal, 100, 8), (ZoneKind.HighMem, 220, 8),
            (ZoneKind.Movable, 1 << 20, 0)),
        new(MemoryMap.Flat(120), Layout((ZoneKind.Dma, 40, 8), (ZoneKind.Normal, 1 << 20, 8)),
            new KibiBytes(40), scaleFactor: 1500),
        new(new MemoryMap(new FrameRange(new Pfn(1), 158), new FrameRange(new Pfn(256), 1792)),
            Layout((ZoneKind.Dma, 1024, 256), (ZoneKind.Normal, 1 << 20, 32)), new KibiBytes(5600)),
    ];

    /// <summary>A machine without holes, from frame 0 on.</summary>
    public static ZonesSetup Make(
        long pageCount, long minFree, params ReadOnlySpan<(ZoneKind Kind, int End, int Ratio)> limits) =>
        new(MemoryMap.Flat(pageCount), Layout(limits), new KibiBytes(minFree));

    private static ZoneLayout Layout(
        params ReadOnlySpan<(ZoneKind Kind, int End, int Ratio)> limits)
    {
        var made = new List<ZoneLimit>();
        foreach ((ZoneKind kind, int end, int ratio) in limits)
        {
            made.Add(new ZoneLimit(kind, new Pfn((ulong)end), ratio));
        }

        return new ZoneLayout([.. made]);
    }
}
