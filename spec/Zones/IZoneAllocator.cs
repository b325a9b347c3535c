namespace MmVerify.Spec;

/// <summary>
/// Hands out blocks of page frames from zones: a request says by its flags which zones will do and how urgent
/// it is, and each zone keeps some pages for those who cannot wait. Linux: <c>alloc_pages</c>,
/// <c>__free_pages</c>; <c>/proc/zoneinfo</c> shows the numbers.
/// </summary>
/// <remarks>
/// An instance is used by one thread. A zone consists of the frames of <see cref="ZonesSetup.Memory"/> that
/// lie between its ends; at first all are free. Nothing is ever reclaimed, so what Linux would wait for is
/// refused. Which of several suitable blocks of one zone is handed out is open everywhere.
/// </remarks>
public interface IZoneAllocator
{
    /// <summary>Makes an allocator whose frames are all free.</summary>
    /// <remarks>
    /// <para>Requires: nothing; a setup that exists is a valid one.</para>
    /// <para>Ensures: the numbers of each zone follow from the setup, as their members say.</para>
    /// <para>Failure: there is none.</para>
    /// <para>Open: how the accounts are kept.</para>
    /// </remarks>
    /// <param name="setup">The frames, the zones, and what is to be kept free.</param>
    static abstract IZoneAllocator Create(ZonesSetup setup);

    /// <summary>Hands out 2^order frames of one zone. Linux: <c>alloc_pages(gfp, order)</c>.</summary>
    /// <remarks>
    /// <para>Requires: nothing; any order and any flags may be asked for.</para>
    /// <para>Ensures: the block has the order asked for, starts at a multiple of its size, lies in one zone
    /// and consists of frames that exist and are not handed out. The zone is the highest that the flags allow
    /// and that is above its low mark for this request; where none is, the highest that is above its min
    /// mark. Flags: <see cref="Gfp.Dma"/> allows DMA; <see cref="Gfp.Dma32"/> also DMA32; none of them also
    /// Normal; <see cref="Gfp.HighMem"/> also HighMem; both <see cref="Gfp.HighMem"/> and
    /// <see cref="Gfp.Movable"/> also Movable. A flag whose zone the layout lacks counts as no flag, except
    /// that without Movable the last pair counts as <see cref="Gfp.HighMem"/>. A zone without frames is
    /// passed over.</para>
    /// <para>A zone is above a mark when free pages less (2^order - 1) exceed the mark plus the zone's
    /// reserve against the highest zone the flags name, strictly, and an aligned run of 2^order free frames
    /// is there. For the min mark only: <see cref="Gfp.High"/> takes half of the mark off, rounded down, and
    /// if <see cref="Gfp.DirectReclaim"/> is missing then a quarter of the rest as well, rounded down.</para>
    /// <para>Failure: <see cref="Errno.EINVAL"/> for an order above <see cref="ZonesSetup.MaxOrder"/>, and
    /// for more than one of <see cref="Gfp.Dma"/>, <see cref="Gfp.Dma32"/> and <see cref="Gfp.HighMem"/>,
    /// whether or not the layout has these zones;
    /// <see cref="Errno.ENOMEM"/> if, and only if, no allowed zone is above its min mark. Nothing has changed
    /// then, but that kswapd may have been asked.</para>
    /// <para>Open: which block of the zone.</para>
    /// </remarks>
    /// <param name="order">The size of the block.</param>
    /// <param name="flags">Which zones will do, and how urgent it is.</param>
    Result<Block> Allocate(Order order, Gfp flags);

    /// <summary>Takes back a block. Linux: <c>__free_pages(page, order)</c>.</summary>
    /// <remarks>
    /// <para>Requires: nothing; misuse is recognised.</para>
    /// <para>Ensures: the frames are free again, in the zone in which they lie.</para>
    /// <para>Failure: <see cref="Errno.EINVAL"/> when the block is not, as it stands, one that was handed out
    /// and not yet given back. Nothing has changed then.</para>
    /// <para>Open: nothing that can be seen.</para>
    /// </remarks>
    /// <param name="block">What <see cref="Allocate"/> handed out.</param>
    Errno Free(Block block);

    /// <summary>Frames of a zone, free or not. Unit: pages. Linux: <c>managed_pages</c>.</summary>
    /// <remarks>
    /// <para>Requires: a zone of the layout. Ensures: the frames that exist between its ends, holes not
    /// counted. Failure: there is none. Open: whether it is kept or counted when asked.</para>
    /// </remarks>
    /// <param name="zone">The zone.</param>
    long ManagedPageCount(ZoneKind zone);

    /// <summary>Frames of a zone that are free. Unit: pages. Linux: <c>NR_FREE_PAGES</c>.</summary>
    /// <remarks>
    /// <para>Requires: a zone of the layout. Ensures: its frames less those handed out. Failure: there is
    /// none. Open: whether it is kept or counted when asked.</para>
    /// </remarks>
    /// <param name="zone">The zone.</param>
    long FreePageCount(ZoneKind zone);

    /// <summary>A zone's watermarks. Linux: <c>__setup_per_zone_wmarks</c>.</summary>
    /// <remarks>
    /// <para>Requires: a zone of the layout.</para>
    /// <para>Ensures, all divisions rounding down: the zone's share is the whole pages of
    /// <see cref="ZonesSetup.MinFree"/>, times its frames, by the frames of DMA, DMA32 and Normal together.
    /// Min is the share; of HighMem and Movable it is a 1024th of their frames, at least 32 and at most 128.
    /// The distance is a quarter of the share, or frames times <see cref="ZonesSetup.WatermarkScaleFactor"/>
    /// by 10000 if that is more. Low is min and the distance, high is low and the distance.</para>
    /// <para>Failure: there is none. Open: whether they are kept or computed when asked.</para>
    /// </remarks>
    /// <param name="zone">The zone.</param>
    Watermarks WatermarksOf(ZoneKind zone);

    /// <summary>
    /// What a zone keeps, besides its mark, from requests that name a higher zone. Unit: pages. Linux:
    /// <c>setup_per_zone_lowmem_reserve</c>.
    /// </summary>
    /// <remarks>
    /// <para>Requires: two zones of the layout.</para>
    /// <para>Ensures: the frames of all zones above <paramref name="zone"/> up to <paramref name="named"/>
    /// together, by the zone's <see cref="ZoneLimit.ReserveRatio"/>, rounding down. 0 if the ratio is 0, if
    /// <paramref name="zone"/> has no frames, or if <paramref name="named"/> is not above it.</para>
    /// <para>Failure: there is none. Open: whether they are kept or computed when asked.</para>
    /// </remarks>
    /// <param name="zone">The zone that keeps.</param>
    /// <param name="named">The highest zone that the request's flags name.</param>
    long LowmemReserve(ZoneKind zone, ZoneKind named);

    /// <summary>
    /// How often kswapd was asked to wake since creation. Linux: <c>wake_all_kswapds</c>.
    /// </summary>
    /// <remarks>
    /// <para>Requires: nothing. Ensures: at first 0, and one more for each request that makes sense, has
    /// <see cref="Gfp.KswapdReclaim"/>, allows a zone with frames and found none of them above its low mark,
    /// whether or not it was served. Failure: there is none. Open: nothing.</para>
    /// </remarks>
    long KswapdWakeupCount { get; }
}
