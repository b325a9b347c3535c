using MmVerify.Spec;

namespace Starter;

/// <summary>
/// Your allocator with zones. What each member must do is written at <see cref="IZoneAllocator"/>: place the
/// cursor on a name and press F12, or let the editor show its documentation.
/// </summary>
public sealed class ZoneAllocator : IZoneAllocator
{
    // setup.Layout.Limits are the zones, the lowest first, each with its end; setup.Memory.Ranges are the
    // frames that exist. A zone may have no frame, and its end need not be a multiple of anything.
    private readonly ZonesSetup setup;

    // What to keep account of, for each zone:
    //   * its frames and how many of them are free;
    //   * its free blocks, and which blocks are handed out;
    //   * its watermarks and its reserve against each higher zone, unless you compute them when asked.

    private ZoneAllocator(ZonesSetup setup)
    {
        this.setup = setup;

        // Cut the memory map at the zones' ends; ZONE-ACCOUNT looks at the result before anything is asked
        // for, ZONE-WATERMARKS and ZONE-RESERVES at the numbers that follow from it.
    }

    /// <inheritdoc/>
    public long KswapdWakeupCount => throw new NotImplementedException(
        "KswapdWakeupCount: answer how often kswapd was asked to wake; at first 0");

    /// <inheritdoc/>
    public static IZoneAllocator Create(ZonesSetup setup) => new ZoneAllocator(setup);

    /// <inheritdoc/>
    public long ManagedPageCount(ZoneKind zone) => throw new NotImplementedException(
        $"ManagedPageCount: answer how many of the frames in {setup.Memory} lie in {zone}");

    /// <inheritdoc/>
    public long FreePageCount(ZoneKind zone) => throw new NotImplementedException(
        "FreePageCount: answer how many frames of the zone are free; at first all");

    /// <inheritdoc/>
    public Watermarks WatermarksOf(ZoneKind zone) => throw new NotImplementedException(
        "WatermarksOf: the share of setup.MinFree.WholePages, then one and two distances above");

    /// <inheritdoc/>
    public long LowmemReserve(ZoneKind zone, ZoneKind named) => throw new NotImplementedException(
        "LowmemReserve: the frames of all zones above, up to the named one, by the zone's ReserveRatio");

    /// <inheritdoc/>
    public Result<Block> Allocate(Order order, Gfp flags)
    {
        // 1. An order above ZonesSetup.MaxOrder, or flags that name two zones: return Errno.EINVAL;
        // 2. Which is the highest zone that the flags name? Walk from there down; the first zone that stays
        //    above its low mark serves.
        // 3. None does: note that kswapd is asked, if flags.Has(Gfp.KswapdReclaim), and walk down once more
        //    with the min marks, less what flags.Has(Gfp.High) allows.
        // 4. None does: return Errno.ENOMEM;
        // ZONE-NEVER-HIGHER and ZONE-PLACEMENT are the first laws to get right.
        throw new NotImplementedException($"Allocate: choose a zone for {order} with {flags}");
    }

    /// <inheritdoc/>
    public Errno Free(Block block)
    {
        // Is just this block, with this order, handed out? If not: return Errno.EINVAL; and change nothing.
        // Otherwise its frames are free again, in the zone in which they lie: ZONE-FREED-HOME.
        throw new NotImplementedException($"Free: take {block} back into its zone");
    }
}
