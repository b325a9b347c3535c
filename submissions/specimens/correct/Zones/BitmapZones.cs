using MmVerify.Spec;

namespace MmVerify.Specimens.Zones;

/// <summary>
/// No lists at all: a flag for each frame, searched from the end; free pages and marks are computed when
/// asked.
/// </summary>
public sealed class BitmapZones : IZoneAllocator
{
    private readonly ZonesSetup setup;
    private readonly ulong origin;
    private readonly bool[] exists;
    private readonly bool[] isFree;
    private readonly byte[] lent;
    private readonly long[] managed = new long[ZoneLayout.KindCount];
    private readonly long[] free = new long[ZoneLayout.KindCount];

    private BitmapZones(ZonesSetup setup)
    {
        this.setup = setup;
        origin = setup.Memory.First.AlignedDownTo(new Order(ZonesSetup.MaxOrder)).Value;
        exists = new bool[setup.Memory.End.Value - origin + 8];
        foreach (FrameRange range in setup.Memory.Ranges)
        {
            Array.Fill(exists, true, (int)(range.Start.Value - origin), (int)range.PageCount);
        }

        isFree = [.. exists];
        lent = new byte[exists.Length];
        foreach (ZoneLimit limit in setup.Layout.Limits)
        {
            (int from, int to) = EndsOf(limit.Kind);
            managed[(int)limit.Kind] = exists.AsSpan(from, to - from).Count(true);
        }

        managed.CopyTo(free, 0);
    }

    public long KswapdWakeupCount { get; private set; }

    public static IZoneAllocator Create(ZonesSetup setup) => new BitmapZones(setup);

    public long ManagedPageCount(ZoneKind zone) => managed[(int)zone];

    public long FreePageCount(ZoneKind zone)
    {
        (int from, int to) = EndsOf(zone);
        return isFree.AsSpan(from, to - from).Count(true);
    }

    public Watermarks WatermarksOf(ZoneKind zone)
    {
        long pages = managed[(int)zone];
        long share = setup.MinFree.Value / 4 * pages / managed.AsSpan(0, 3).ToArray().Sum();
        long min = zone <= ZoneKind.Normal ? share : Math.Min(128, Math.Max(32, pages >> 10));
        long gap = Math.Max(share >> 2, pages * setup.WatermarkScaleFactor / 10000);
        return new Watermarks(min, min + gap, min + gap + gap);
    }

    public long LowmemReserve(ZoneKind zone, ZoneKind named)
    {
        int ratio = setup.Layout.Limits.Single(limit => limit.Kind == zone).ReserveRatio;
        return named <= zone || ratio == 0 || managed[(int)zone] == 0
            ? 0
            : managed.AsSpan((int)zone + 1, named - zone).ToArray().Sum() / ratio;
    }

    public Result<Block> Allocate(Order order, Gfp flags)
    {
        if (order.Value > ZonesSetup.MaxOrder || !TryName(flags, out ZoneKind named))
        {
            return Errno.EINVAL;
        }

        int start = Search(order, named, zone => WatermarksOf(zone).Low);
        if (start < 0)
        {
            bool hasZone = managed.AsSpan(0, (int)named + 1).ToArray().Sum() > 0;
            KswapdWakeupCount += hasZone && flags.Has(Gfp.KswapdReclaim) ? 1 : 0;
            start = Search(order, named, zone => MinFor(zone, flags));
        }

        if (start < 0)
        {
            return Errno.ENOMEM;
        }

        Mark(start, order, false);
        lent[start] = (byte)(order.Value + 1);
        return new Block(new Pfn(origin + (ulong)start), order);
    }

    public Errno Free(Block block)
    {
        ulong at = unchecked(block.Start.Value - origin);
        if (at >= (ulong)lent.Length || lent[at] != block.Order.Value + 1)
        {
            return Errno.EINVAL;
        }

        lent[at] = 0;
        Mark((int)at, block.Order, true);
        return Errno.None;
    }

    private void Mark(int start, Order order, bool becomesFree)
    {
        Array.Fill(isFree, becomesFree, start, (int)order.PageCount);
        ZoneKind zone = setup.Layout.ZoneOf(new Pfn(origin + (ulong)start))!.Value;
        free[(int)zone] += becomesFree ? order.PageCount : -order.PageCount;
    }

    private long MinFor(ZoneKind zone, Gfp flags)
    {
        long min = WatermarksOf(zone).Min;
        long half = min - (min / 2);
        return !flags.Has(Gfp.High) ? min : flags.Has(Gfp.DirectReclaim) ? half : half - (half / 4);
    }

    // The first place, from above, in the highest zone that stays above its mark; -1 when there is none.
    private int Search(Order order, ZoneKind named, Func<ZoneKind, long> mark)
    {
        int size = (int)order.PageCount;
        foreach (ZoneLimit limit in setup.Layout.Limits.Reverse().Where(limit => limit.Kind <= named))
        {
            (int from, int to) = EndsOf(limit.Kind);
            long needed = mark(limit.Kind) + LowmemReserve(limit.Kind, named);
            if (free[(int)limit.Kind] - size + 1 <= needed)
            {
                continue;
            }

            for (int at = (to / size * size) - size; at >= from; at -= size)
            {
                if (isFree[at] && !isFree.AsSpan(at, size).Contains(false))
                {
                    return at;
                }
            }
        }

        return -1;
    }

    private (int From, int To) EndsOf(ZoneKind zone)
    {
        ulong start = setup.Layout.Limits.LastOrDefault(limit => limit.Kind < zone).End.Value;
        ulong end = setup.Layout.Limits.Single(limit => limit.Kind == zone).End.Value;
        ulong last = setup.Memory.End.Value;
        ulong from = Math.Clamp(start, origin, last) - origin;
        return ((int)from, (int)(Math.Clamp(end, origin, last) - origin));
    }

    private bool TryName(Gfp flags, out ZoneKind named)
    {
        bool dma = flags.Has(Gfp.Dma);
        bool dma32 = flags.Has(Gfp.Dma32);
        bool high = flags.Has(Gfp.HighMem);
        bool isMovable = high && flags.Has(Gfp.Movable) && setup.Layout.Has(ZoneKind.Movable);
        named = dma ? ZoneKind.Dma : dma32 ? ZoneKind.Dma32
            : isMovable ? ZoneKind.Movable : high ? ZoneKind.HighMem : ZoneKind.Normal;
        named = setup.Layout.Has(named) ? named : ZoneKind.Normal;
        return !(dma && dma32) && !(dma && high) && !(dma32 && high);
    }
}
