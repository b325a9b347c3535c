namespace MmVerify.Spec;

/// <summary>All that follows from the setup alone.</summary>
internal sealed class ZonesGeometry
{
    private const int Kinds = ZoneLayout.KindCount;

    public ZonesGeometry(ZonesSetup setup)
    {
        Setup = setup;
        ulong start = 0;
        foreach (ZoneLimit limit in setup.Layout.Limits)
        {
            Frames[(int)limit.Kind].Fill(setup.Memory, new Pfn(start), limit.End);
            start = limit.End.Value;
        }

        long low = Managed(ZoneKind.Dma) + Managed(ZoneKind.Dma32) + Managed(ZoneKind.Normal);
        foreach (ZoneLimit limit in setup.Layout.Limits)
        {
            Marks[(int)limit.Kind] = MarksOf(limit.Kind, low);
            FillReserves(limit);
        }
    }

    public ZonesSetup Setup { get; }

    public ZoneFrames[] Frames { get; } =
        [.. Enumerable.Range(0, Kinds).Select(static _ => new ZoneFrames())];

    public Watermarks[] Marks { get; } = new Watermarks[Kinds];

    public long[][] Reserves { get; } =
        [.. Enumerable.Range(0, Kinds).Select(static _ => new long[Kinds])];

    private long Managed(ZoneKind zone) => Frames[(int)zone].FreePages;

    // Linux mm/page_alloc.c, __setup_per_zone_wmarks.
    private Watermarks MarksOf(ZoneKind zone, long lowPages)
    {
        const long Fraction = 1024;
        const long Least = 32;
        const long Most = 128;
        const long ScaleUnit = 10_000;
        long managed = Managed(zone);
        long share = Setup.MinFree.WholePages * managed / lowPages;
        long min = zone > ZoneKind.Normal ? Math.Clamp(managed / Fraction, Least, Most) : share;
        long distance = Math.Max(share / 4, managed * Setup.WatermarkScaleFactor / ScaleUnit);
        return new Watermarks(min, min + distance, min + (2 * distance));
    }

    // Linux mm/page_alloc.c, setup_per_zone_lowmem_reserve.
    private void FillReserves(ZoneLimit limit)
    {
        long above = 0;
        for (int named = (int)limit.Kind + 1; named < Kinds; named++)
        {
            above += Frames[named].FreePages;
            bool isKept = limit.ReserveRatio > 0 && Managed(limit.Kind) > 0;
            Reserves[(int)limit.Kind][named] = isKept ? above / limit.ReserveRatio : 0;
        }
    }
}
