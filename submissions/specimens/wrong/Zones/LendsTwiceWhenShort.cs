using MmVerify.Spec;

namespace MmVerify.Specimens.Zones;

/// <summary>Hands out a block of the largest size once more when no zone has enough left.</summary>
[Breaks("ZONE-SOUND")]
public sealed class LendsTwiceWhenShort : IZoneAllocator
{
    private readonly List<Zone> zones = [];
    private readonly Dictionary<ulong, int> held = [];

    private LendsTwiceWhenShort(ZonesSetup setup)
    {
        ulong start = 0;
        foreach (ZoneLimit limit in setup.Layout.Limits)
        {
            var zone = new Zone(limit.Kind, limit.End.Value);
            zones.Add(zone);
            foreach (FrameRange range in setup.Memory.Ranges)
            {
                ulong first = Math.Max(start, range.Start.Value);
                ulong last = Math.Min(limit.End.Value, range.End.Value);
                if (first < last)
                {
                    zone.Managed += (long)(last - first);
                    zone.AddRange(first, last);
                }
            }

            zone.Free = zone.Managed;
            start = limit.End.Value;
        }

        long low = zones.Where(zone => zone.Kind <= ZoneKind.Normal).Sum(zone => zone.Managed);
        for (int i = 0; i < zones.Count; i++)
        {
            Zone zone = zones[i];
            long share = setup.MinFree.WholePages * zone.Managed / low;
            long min = zone.Kind > ZoneKind.Normal ? Math.Clamp(zone.Managed / 1024, 32, 128) : share;
            long gap = Math.Max(share / 4, zone.Managed * setup.WatermarkScaleFactor / 10000);
            zone.Marks = new Watermarks(min, min + gap, min + 2 * gap);
            long above = 0;
            int ratio = setup.Layout.Limits[i].ReserveRatio;
            foreach (Zone named in zones.Skip(i + 1))
            {
                above += named.Managed;
                zone.Reserve[named.Kind] = ratio == 0 || zone.Managed == 0 ? 0 : above / ratio;
            }
        }
    }

    public long KswapdWakeupCount { get; private set; }

    public static IZoneAllocator Create(ZonesSetup setup) => new LendsTwiceWhenShort(setup);

    public long ManagedPageCount(ZoneKind zone) => Of(zone).Managed;

    public long FreePageCount(ZoneKind zone) => Of(zone).Free;

    public Watermarks WatermarksOf(ZoneKind zone) => Of(zone).Marks;

    public long LowmemReserve(ZoneKind zone, ZoneKind named) => Of(zone).Reserve.GetValueOrDefault(named);

    public Result<Block> Allocate(Order order, Gfp flags)
    {
        if (order.Value > ZonesSetup.MaxOrder)
        {
            return Errno.EINVAL;
        }

        Gfp asked = flags & (Gfp.Dma | Gfp.Dma32 | Gfp.HighMem);
        if (asked is not (Gfp.None or Gfp.Dma or Gfp.Dma32 or Gfp.HighMem))
        {
            return Errno.EINVAL;
        }

        ZoneKind named = NamedBy(asked, flags.Has(Gfp.Movable));
        List<Zone> allowed = [.. zones.Where(zone => zone.Kind <= named && zone.Managed > 0).Reverse()];
        Zone? chosen = allowed.Find(zone => IsAbove(zone, zone.Marks.Low, order, named));
        if (chosen is null && allowed.Count > 0 && flags.Has(Gfp.KswapdReclaim))
        {
            KswapdWakeupCount++;
        }

        chosen ??= allowed.Find(zone => IsAbove(zone, MinFor(zone, flags), order, named));
        if (chosen is null)
        {
            foreach ((ulong taken, int size) in held)
            {
                if (size == order.Value && size == ZonesSetup.MaxOrder)
                {
                    return new Block(new Pfn(taken), order);
                }
            }

            return Errno.ENOMEM;
        }

        ulong start = chosen.Take(order.Value);
        held[start] = order.Value;
        chosen.Free -= order.PageCount;
        return new Block(new Pfn(start), order);
    }

    public Errno Free(Block block)
    {
        ulong start = block.Start.Value;
        if (!held.TryGetValue(start, out int order) || order != block.Order.Value)
        {
            return Errno.EINVAL;
        }

        held.Remove(start);
        Zone home = zones.Find(zone => start < zone.End)!;
        home.Free += block.PageCount;
        home.Give(start, order);
        return Errno.None;
    }

    private static bool IsAbove(Zone zone, long mark, Order order, ZoneKind named)
    {
        long counted = zone.Free - (order.PageCount - 1);
        return counted > mark + zone.Reserve.GetValueOrDefault(named) && zone.Has(order.Value);
    }

    private static long MinFor(Zone zone, Gfp flags)
    {
        long min = zone.Marks.Min;
        if (flags.Has(Gfp.High))
        {
            min -= min / 2;
            min -= flags.Has(Gfp.DirectReclaim) ? 0 : min / 4;
        }

        return min;
    }

    private ZoneKind NamedBy(Gfp asked, bool isMovable)
    {
        ZoneKind named = asked switch
        {
            Gfp.Dma => ZoneKind.Dma,
            Gfp.Dma32 => ZoneKind.Dma32,
            Gfp.HighMem => isMovable && Exists(ZoneKind.Movable) ? ZoneKind.Movable : ZoneKind.HighMem,
            _ => ZoneKind.Normal,
        };
        return Exists(named) ? named : ZoneKind.Normal;
    }

    private bool Exists(ZoneKind kind) => zones.Exists(zone => zone.Kind == kind);

    private Zone Of(ZoneKind kind) => zones.Find(zone => zone.Kind == kind)!;

    private sealed class Zone(ZoneKind kind, ulong end)
    {
        private readonly SortedSet<ulong>[] blocks = [[], [], [], []];

        public ZoneKind Kind => kind;

        public ulong End => end;

        public long Managed { get; set; }

        public long Free { get; set; }

        public Watermarks Marks { get; set; }

        public Dictionary<ZoneKind, long> Reserve { get; } = [];

        public bool Has(int order) => blocks.Skip(order).Any(set => set.Count > 0);

        public void AddRange(ulong at, ulong last)
        {
            while (at < last)
            {
                int order = ZonesSetup.MaxOrder;
                while (at % (1UL << order) != 0 || at + (1UL << order) > last)
                {
                    order--;
                }

                blocks[order].Add(at);
                at += 1UL << order;
            }
        }

        public ulong Take(int order)
        {
            int found = order;
            while (blocks[found].Count == 0)
            {
                found++;
            }

            ulong start = blocks[found].Min;
            blocks[found].Remove(start);
            while (found > order)
            {
                found--;
                blocks[found].Add(start + (1UL << found));
            }

            return start;
        }

        public void Give(ulong start, int order)
        {
            while (order < ZonesSetup.MaxOrder && blocks[order].Remove(start ^ (1UL << order)))
            {
                start &= ~(1UL << order);
                order++;
            }

            blocks[order].Add(start);
        }
    }
}
