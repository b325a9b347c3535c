using System.Diagnostics;
using MmVerify.Spec;

namespace MmVerify.Reference;

/// <summary>
/// An allocator with zones as in the kernel: a request walks down from the highest zone that its flags allow,
/// once with the low marks and once with the min marks. Linux: mm/page_alloc.c.
/// </summary>
public sealed class ZoneAllocator : IZoneAllocator
{
    // The zones that have frames, the highest first, as the kernel's zone list.
    private readonly List<Zone> zonelist = [];
    private readonly Zone?[] zones = new Zone?[ZoneLayout.KindCount];

    private ZoneAllocator(ZonesSetup setup)
    {
        ulong start = 0;
        foreach (ZoneLimit limit in setup.Layout.Limits)
        {
            var zone = new Zone(limit, setup.Memory, start);
            zones[(int)limit.Kind] = zone;
            start = limit.End.Value;
            if (zone.Managed > 0)
            {
                zonelist.Insert(0, zone);
            }
        }

        SetUpWatermarks(setup);
        SetUpLowmemReserve();
    }

    /// <inheritdoc/>
    public long KswapdWakeupCount { get; private set; }

    /// <inheritdoc/>
    public static IZoneAllocator Create(ZonesSetup setup) => new ZoneAllocator(setup);

    /// <inheritdoc/>
    public long ManagedPageCount(ZoneKind zone) => Of(zone).Managed;

    /// <inheritdoc/>
    public long FreePageCount(ZoneKind zone) => Of(zone).Frames.FreePages;

    /// <inheritdoc/>
    public Watermarks WatermarksOf(ZoneKind zone) => Of(zone).Marks;

    /// <inheritdoc/>
    public long LowmemReserve(ZoneKind zone, ZoneKind named) => Of(zone).Reserve[(int)named];

    /// <inheritdoc/>
    public Result<Block> Allocate(Order order, Gfp flags)
    {
        if (order.Value > ZonesSetup.MaxOrder || NamedBy(flags) is not ZoneKind named)
        {
            return Errno.EINVAL;
        }

        bool hasZone = false;
        foreach (Zone zone in zonelist)
        {
            hasZone |= zone.Kind <= named;
            if (zone.Kind <= named && zone.IsOk(order, zone.Marks.Low, named))
            {
                return zone.Frames.Take(order);
            }
        }

        // The slow path begins.
        KswapdWakeupCount += hasZone && flags.Has(Gfp.KswapdReclaim) ? 1 : 0;
        foreach (Zone zone in zonelist)
        {
            if (zone.Kind <= named && zone.IsOk(order, MinFor(zone, flags), named))
            {
                return zone.Frames.Take(order);
            }
        }

        return Errno.ENOMEM;
    }

    /// <inheritdoc/>
    public Errno Free(Block block)
    {
        foreach (Zone zone in zonelist)
        {
            if (zone.Frames.TryGiveBack(block))
            {
                return Errno.None;
            }
        }

        return Errno.EINVAL;
    }

    private static long MinFor(Zone zone, Gfp flags)
    {
        long min = zone.Marks.Min;
        if (flags.Has(Gfp.High))
        {
            min -= min / 2;
            if (!flags.Has(Gfp.DirectReclaim))
            {
                min -= min / 4;
            }
        }

        return min;
    }

    // Linux: gfp_zone, as a table of the low bits. Null is GFP_ZONE_BAD.
    private ZoneKind? NamedBy(Gfp flags)
    {
        ZoneKind? wanted = (flags & (Gfp.Dma | Gfp.Dma32 | Gfp.HighMem)) switch
        {
            Gfp.None => ZoneKind.Normal,
            Gfp.Dma => ZoneKind.Dma,
            Gfp.Dma32 => ZoneKind.Dma32,
            Gfp.HighMem when flags.Has(Gfp.Movable) && zones[(int)ZoneKind.Movable] is not null =>
                ZoneKind.Movable,
            Gfp.HighMem => ZoneKind.HighMem,
            _ => null,
        };
        return wanted is ZoneKind kind && zones[(int)kind] is null ? ZoneKind.Normal : wanted;
    }

    // Linux: __setup_per_zone_wmarks.
    private void SetUpWatermarks(ZonesSetup setup)
    {
        long lowmem = zonelist.Where(static zone => !zone.IsHigh).Sum(static zone => zone.Managed);
        foreach (Zone zone in zones.OfType<Zone>())
        {
            long share = setup.MinFree.WholePages * zone.Managed / lowmem;
            long min = zone.IsHigh ? Math.Clamp(zone.Managed / 1024, 32, 128) : share;
            long gap = Math.Max(share / 4, zone.Managed * setup.WatermarkScaleFactor / 10_000);
            zone.Marks = new Watermarks(min, min + gap, min + gap + gap);
        }
    }

    // Linux: setup_per_zone_lowmem_reserve.
    private void SetUpLowmemReserve()
    {
        foreach (Zone zone in zonelist.Where(static zone => zone.Ratio > 0))
        {
            for (ZoneKind named = zone.Kind + 1; named <= ZoneKind.Movable; named++)
            {
                ZoneKind limit = named;
                long above = zonelist.Where(one => one.Kind > zone.Kind && one.Kind <= limit)
                    .Sum(static one => one.Managed);
                zone.Reserve[(int)named] = above / zone.Ratio;
            }
        }
    }

    private Zone Of(ZoneKind kind) => zones[(int)kind]!;

    private sealed class Zone(ZoneLimit limit, MemoryMap memory, ulong start)
    {
        public ZoneKind Kind => limit.Kind;

        public int Ratio => limit.ReserveRatio;

        public bool IsHigh => Kind is ZoneKind.HighMem or ZoneKind.Movable;

        public ZoneFreeLists Frames { get; } = new(memory, start, limit.End.Value);

        public long Managed => Frames.PageCount;

        public Watermarks Marks { get; set; }

        public long[] Reserve { get; } = new long[ZoneLayout.KindCount];

        // Linux: __zone_watermark_ok. All pages of the block but one go off; the comparison is strict.
        public bool IsOk(Order order, long mark, ZoneKind named)
        {
            long counted = Frames.FreePages - (order.PageCount - 1);
            Debug.Assert(mark <= Marks.Low, "only the low and the min mark are asked");
            return counted > mark + Reserve[(int)named] && Frames.HasFree(order);
        }
    }
}

/// <summary>
/// The frames of one zone: a doubly linked list of free blocks of each order. A block is split on its way
/// out, and merged with its buddy when it comes back; both never leave the zone. Linux:
/// <c>struct free_area</c>.
/// </summary>
internal sealed class ZoneFreeLists
{
    // One byte for each frame: 0, or a block starts there and the order is in the low bits.
    private const byte FreeMark = 0x40;
    private const byte HeldMark = 0x80;
    private const int None = -1;
    private const ulong Largest = 1UL << ZonesSetup.MaxOrder;

    private readonly ulong origin;
    private readonly byte[] marks;
    private readonly int[] next;
    private readonly int[] previous;
    private readonly int[] heads = new int[ZonesSetup.MaxOrder + 1];

    public ZoneFreeLists(MemoryMap memory, ulong start, ulong end)
    {
        ulong first = Math.Max(start, memory.First.Value);
        end = Math.Min(end, memory.End.Value);

        // From a multiple of the largest block on, so that what is aligned as a number is as an index.
        origin = first / Largest * Largest;
        marks = new byte[first < end ? (end - origin + Largest - 1) / Largest * Largest : 0];
        next = new int[marks.Length];
        previous = new int[marks.Length];
        Array.Fill(heads, None);
        foreach (FrameRange range in memory.Ranges)
        {
            ulong last = Math.Min(end, range.End.Value);
            ulong at = Math.Max(first, range.Start.Value);
            while (at < last)
            {
                at += AddLargest((int)(at - origin), (int)(last - origin));
            }
        }

        PageCount = FreePages;
    }

    public long PageCount { get; }

    public long FreePages { get; private set; }

    public bool HasFree(Order order)
    {
        for (int above = order.Value; above < heads.Length; above++)
        {
            if (heads[above] != None)
            {
                return true;
            }
        }

        return false;
    }

    public Block Take(Order order)
    {
        int found = order.Value;
        while (heads[found] == None)
        {
            found++;
        }

        int start = heads[found];
        Remove(start, found);
        while (found > order.Value)
        {
            // The lower half is split on, the upper half stays free. Linux: expand.
            found--;
            Insert(start + (1 << found), found);
        }

        marks[start] = (byte)(HeldMark | order.Value);
        FreePages -= order.PageCount;
        return new Block(new Pfn(origin + (ulong)start), order);
    }

    public bool TryGiveBack(Block block)
    {
        ulong at = unchecked(block.Start.Value - origin);
        if (at >= (ulong)marks.Length || marks[at] != (HeldMark | block.Order.Value))
        {
            return false;
        }

        int start = (int)at;
        int order = block.Order.Value;
        FreePages += block.PageCount;
        marks[start] = 0;
        while (order < ZonesSetup.MaxOrder && marks[start ^ (1 << order)] == (FreeMark | order))
        {
            Remove(start ^ (1 << order), order);
            start &= ~(1 << order);
            order++;
        }

        Insert(start, order);
        return true;
    }

    private ulong AddLargest(int start, int end)
    {
        int order = 0;
        while (order < ZonesSetup.MaxOrder && (start & (1 << order)) == 0 && start + (2 << order) <= end)
        {
            order++;
        }

        Insert(start, order);
        FreePages += 1 << order;
        return 1UL << order;
    }

    private void Insert(int start, int order)
    {
        Debug.Assert(start % (1 << order) == 0, "every block is aligned");
        int head = heads[order];
        next[start] = head;
        previous[start] = None;
        if (head != None)
        {
            previous[head] = start;
        }

        heads[order] = start;
        marks[start] = (byte)(FreeMark | order);
    }

    private void Remove(int start, int order)
    {
        Debug.Assert(marks[start] == (FreeMark | order), "only what is in the list is taken out of it");
        int before = previous[start];
        int behind = next[start];
        if (before == None)
        {
            heads[order] = behind;
        }
        else
        {
            next[before] = behind;
        }

        if (behind != None)
        {
            previous[behind] = before;
        }

        marks[start] = 0;
    }
}
