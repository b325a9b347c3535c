namespace MmVerify.Spec;

/// <summary>A request that makes sense.</summary>
/// <param name="Order">The size.</param>
/// <param name="Flags">What it says of itself.</param>
/// <param name="Named">The highest zone that the flags name and the layout has.</param>
public readonly record struct ZoneRequest(Order Order, Gfp Flags, ZoneKind Named)
{
    /// <summary>Whether it may go below the min mark at all.</summary>
    public bool IsUrgent => Flags.Has(Gfp.High);
}

/// <summary>
/// Who holds which frames, and what each zone has to say to a request. Of each zone it keeps the frames that
/// are free, eight in a byte: the largest blocks have as many.
/// </summary>
public sealed class ZonesModel : IModel<ZonesSetup, ZonesOperation, ZonesReply>
{
    private const int MostGeometries = 64;

    private readonly Dictionary<ZonesSetup, ZonesGeometry> geometries = [];
    private readonly Dictionary<Pfn, Order> held = [];
    private readonly ZoneFrames[] frames =
        [.. Enumerable.Range(0, ZoneLayout.KindCount).Select(static _ => new ZoneFrames())];

    private ZonesGeometry? geometry;

    /// <summary>The machine.</summary>
    public ZonesSetup Setup => Geometry.Setup;

    private ZonesGeometry Geometry =>
        geometry ?? throw new InvalidOperationException("the model was not started");

    /// <inheritdoc/>
    public void Start(ZonesSetup setup)
    {
        if (!ReferenceEquals(setup, geometry?.Setup))
        {
            Use(setup);
        }

        held.Clear();
        for (int zone = 0; zone < frames.Length; zone++)
        {
            frames[zone].CopyFrom(Geometry.Frames[zone]);
        }
    }

    /// <inheritdoc/>
    public bool Follow(ZonesOperation operation, in ZonesReply reply)
    {
        if (operation.Kind == ZonesOperation.Kinds.Create || reply.Outcome.Kind != OutcomeKind.Done)
        {
            return true;
        }

        Block block = reply.Block;
        bool isAllocation = operation.Kind == ZonesOperation.Kinds.Allocate;
        if (isAllocation ? !IsFree(block) : !IsHeld(block))
        {
            return false;
        }

        frames[(int)Setup.Layout.ZoneOf(block.Start)!.Value].Toggle(block);
        return isAllocation ? held.TryAdd(block.Start, block.Order) : held.Remove(block.Start);
    }

    /// <summary>Frames of a zone that exist. Unit: pages.</summary>
    public long Managed(ZoneKind zone) => Geometry.Frames[(int)zone].FreePages;

    /// <summary>Frames of a zone that are free. Unit: pages.</summary>
    public long Free(ZoneKind zone) => frames[(int)zone].FreePages;

    /// <summary>The zone's watermarks.</summary>
    public Watermarks WatermarksOf(ZoneKind zone) => Geometry.Marks[(int)zone];

    /// <summary>What a zone keeps from requests that name another. Unit: pages.</summary>
    public long Reserve(ZoneKind zone, ZoneKind named) => Geometry.Reserves[(int)zone][(int)named];

    /// <summary>Whether all frames of a block exist.</summary>
    public bool Exists(Block block)
    {
        foreach (FrameRange range in Setup.Memory.Ranges)
        {
            ulong behind = unchecked(block.Start.Value - range.Start.Value);
            if (behind < (ulong)range.PageCount)
            {
                return block.PageCount <= range.PageCount - (long)behind;
            }
        }

        return false;
    }

    /// <summary>
    /// Whether a block is aligned, of an order that may be handed out, within one zone, and all free.
    /// </summary>
    public bool IsFree(Block block) => block.IsAligned && block.Order.Value <= ZonesSetup.MaxOrder
        && Setup.Layout.ZoneOf(block.Start) is ZoneKind zone && frames[(int)zone].IsFree(block);

    /// <summary>Whether just that block is handed out.</summary>
    public bool IsHeld(Block block) => held.TryGetValue(block.Start, out Order order) && order == block.Order;

    /// <summary>The zone in which all of a block lies; null when there is none.</summary>
    public ZoneKind? ZoneOf(Block block)
    {
        ZoneKind? zone = Setup.Layout.ZoneOf(block.Start);
        return Exists(block) && zone == Setup.Layout.ZoneOf(block.End.Plus(-1)) ? zone : null;
    }

    /// <summary>Whether flags name two zones that cannot both be meant.</summary>
    /// <remarks>Linux include/linux/gfp.h, <c>GFP_ZONE_BAD</c>.</remarks>
    public static bool AreContradictory(Gfp flags)
    {
        Gfp named = flags & (Gfp.Dma | Gfp.Dma32 | Gfp.HighMem);
        return named is not (Gfp.None or Gfp.Dma or Gfp.Dma32 or Gfp.HighMem);
    }

    /// <summary>The request of an operation; null when it is none that makes sense.</summary>
    public ZoneRequest? RequestOf(ZonesOperation operation) =>
        operation is ZonesOperation.Allocate { Order: var order, Flags: var flags }
        && order.Value <= ZonesSetup.MaxOrder && !AreContradictory(flags)
            ? new ZoneRequest(order, flags, NamedBy(flags))
            : null;

    /// <summary>The highest zone with frames that a request may be served from.</summary>
    public ZoneKind? HighestFor(ZoneRequest request) =>
        First(request, static (model, zone, _) => model.Managed(zone) > 0);

    /// <summary>The highest zone that is above its low mark.</summary>
    public ZoneKind? AboveLow(ZoneRequest request) => First(request, static (model, zone, request) =>
        model.IsAbove(zone, request, model.WatermarksOf(zone).Low));

    /// <summary>The highest zone that is above its min mark, with what the request's urgency
    /// allows.</summary>
    public ZoneKind? AboveMin(ZoneRequest request) => First(request, static (model, zone, request) =>
        model.IsAbove(zone, request, model.MinFor(zone, request)));

    /// <summary>The highest zone that is above its min mark for requests that are not urgent.</summary>
    public ZoneKind? AbovePlainMin(ZoneRequest request) => First(request, static (model, zone, request) =>
        model.IsAbove(zone, request, model.WatermarksOf(zone).Min));

    /// <summary>The min mark, less what the request's urgency allows. Unit: pages.</summary>
    /// <remarks>Linux mm/page_alloc.c, <c>__zone_watermark_ok</c>.</remarks>
    public long MinFor(ZoneKind zone, ZoneRequest request)
    {
        long min = WatermarksOf(zone).Min;
        if (request.IsUrgent)
        {
            min -= min / 2;
            min -= !request.Flags.Has(Gfp.DirectReclaim) ? min / 4 : 0;
        }

        return min;
    }

    /// <summary>Free pages that count for a request: all but one page of the block go off. Unit:
    /// pages.</summary>
    public long Spare(ZoneKind zone, ZoneRequest request) => Free(zone) - (request.Order.PageCount - 1);

    /// <summary>Whether a zone could serve a request and stay above a mark.</summary>
    public bool IsAbove(ZoneKind zone, ZoneRequest request, long mark) =>
        Spare(zone, request) > mark + Reserve(zone, request.Named)
        && frames[(int)zone].HasFree(request.Order);

    private ZoneKind? First(ZoneRequest request, Func<ZonesModel, ZoneKind, ZoneRequest, bool> isSuitable)
    {
        for (ZoneKind zone = request.Named; zone >= ZoneKind.Dma; zone--)
        {
            if (isSuitable(this, zone, request))
            {
                return zone;
            }
        }

        return null;
    }

    // A zone that the layout lacks is not named: Linux include/linux/gfp.h, OPT_ZONE_DMA and its like.
    private ZoneKind NamedBy(Gfp flags)
    {
        ZoneLayout layout = Setup.Layout;
        ZoneKind wanted = flags.Has(Gfp.Dma) ? ZoneKind.Dma
            : flags.Has(Gfp.Dma32) ? ZoneKind.Dma32
            : !flags.Has(Gfp.HighMem) ? ZoneKind.Normal
            : flags.Has(Gfp.Movable) && layout.Has(ZoneKind.Movable) ? ZoneKind.Movable
            : ZoneKind.HighMem;
        return layout.Has(wanted) ? wanted : ZoneKind.Normal;
    }

    private void Use(ZonesSetup setup)
    {
        if (!geometries.TryGetValue(setup, out geometry))
        {
            if (geometries.Count == MostGeometries)
            {
                geometries.Clear();
            }

            geometry = new ZonesGeometry(setup);
            geometries.Add(setup, geometry);
        }
    }
}
