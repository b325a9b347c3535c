using MmVerify.Spec;

namespace MmVerify.Grader;

/// <summary>What a kernel's page allocator told of itself.</summary>
internal enum PageEventKind
{
    /// <summary>A block was handed out: <c>mm_page_alloc</c>.</summary>
    Allocated,

    /// <summary>A request was refused: <c>mm_page_alloc</c> without a page.</summary>
    Refused,

    /// <summary>A block was given back: <c>mm_page_free</c>.</summary>
    Freed,

    /// <summary>A block left the zone's free lists: <c>mm_page_alloc_zone_locked</c>.</summary>
    Taken,

    /// <summary>A block came to the zone's free lists: <c>mm_page_pcpu_drain</c>, or the like.</summary>
    Returned,

    /// <summary>
    /// A block was taken from pages of another kind of mobility: <c>mm_page_alloc_extfrag</c>. It may raise
    /// the marks of the zone.
    /// </summary>
    Stolen,

    /// <summary>The free lists were written down.</summary>
    Snapshot,
}

/// <summary>One line of a recording.</summary>
/// <param name="Line">Which, from 1.</param>
/// <param name="Kind">What happened.</param>
/// <param name="Block">To which block; of a refusal, only the order means anything.</param>
/// <param name="Flags">Of a request: what it said of itself.</param>
/// <param name="Label">Of a snapshot: its name.</param>
internal readonly record struct PageEvent(
    int Line, PageEventKind Kind, Block Block, Gfp Flags = Gfp.None, string Label = "")
{
    // Linux mm/page_alloc.c, PAGE_ALLOC_COSTLY_ORDER and pageblock_order.
    private const int HighestOfLists = 3;
    private const int HugeOrder = 9;

    /// <summary>Whether blocks of this size go through the lists of a CPU. Linux:
    /// <c>pcp_allowed_order</c>.</summary>
    public bool IsOfCpuLists => Block.Order.Value is <= HighestOfLists or HugeOrder;
}
