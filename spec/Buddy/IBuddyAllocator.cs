namespace MmVerify.Spec;

/// <summary>
/// Hands out page frames in blocks of powers of two. A block is split in halves until one fits a request; a
/// block that is given back is merged with its buddy as long as that is free too. Linux: <c>alloc_pages</c>,
/// <c>__free_pages</c>; <c>/proc/buddyinfo</c> shows the counts.
/// </summary>
/// <remarks>
/// An instance is used by one thread. It manages the frames of <see cref="BuddySetup.Memory"/>, which at
/// first are all free. It keeps its accounts wherever it likes; the frames' own bytes are not its to use.
/// Which of several suitable blocks is handed out is open everywhere.
/// </remarks>
public interface IBuddyAllocator
{
    /// <summary>Makes an allocator whose frames are all free.</summary>
    /// <remarks>
    /// <para>Requires: nothing; a setup that exists is a valid one.</para>
    /// <para>Ensures: <see cref="FreePageCount"/> is the number of frames in the setup's memory map, holes
    /// not counted, and the free blocks are as large as alignment, holes and the largest order allow.</para>
    /// <para>Failure: there is none.</para>
    /// <para>Open: how the accounts are kept. Time proportional to the number of frames is fine here.</para>
    /// </remarks>
    /// <param name="setup">Which frames there are, and the largest order.</param>
    static abstract IBuddyAllocator Create(BuddySetup setup);

    /// <summary>Hands out a block of 2^order frames. Linux: <c>alloc_pages(gfp, order)</c>.</summary>
    /// <remarks>
    /// <para>Requires: nothing; any order may be asked for.</para>
    /// <para>Ensures: the block has just the order asked for, starts at a multiple of its size, consists of
    /// frames that exist, and shares no frame with any block that was handed out and not yet given
    /// back.</para>
    /// <para>Failure: <see cref="Errno.EINVAL"/> for an order above <see cref="BuddySetup.MaxOrder"/>;
    /// <see cref="Errno.ENOMEM"/> if, and only if, no aligned run of 2^order free frames exists. Nothing has
    /// changed then.</para>
    /// <para>Open: which free block is used. On average over many calls the number of steps grows at most
    /// with the logarithm of the number of frames.</para>
    /// </remarks>
    /// <param name="order">The size of the block.</param>
    Result<Block> Allocate(Order order);

    /// <summary>Takes back a block. Linux: <c>__free_pages(page, order)</c>.</summary>
    /// <remarks>
    /// <para>Requires: nothing; misuse is recognised.</para>
    /// <para>Ensures: the frames are free, and no two free blocks below the largest order are each other's
    /// buddy: what <see cref="FreeBlockCount"/> answers is as if all possible merging had been done.</para>
    /// <para>Failure: <see cref="Errno.EINVAL"/> when the block is not, as it stands, one that was handed out
    /// and not yet given back: given back before, never handed out, of another order, in the middle of a
    /// block, of frames that do not exist. Nothing has changed then.</para>
    /// <para>Open: when the merging is really done. On average over many calls the number of steps grows at
    /// most with the logarithm of the number of frames.</para>
    /// </remarks>
    /// <param name="block">What <see cref="Allocate"/> handed out.</param>
    Errno Free(Block block);

    /// <summary>Frames that are free. Unit: pages. Linux: <c>NR_FREE_PAGES</c>.</summary>
    /// <remarks>
    /// <para>Requires: nothing. Ensures: frames that exist less frames handed out. Failure: there is
    /// none.</para>
    /// <para>Open: whether it is kept or counted when asked.</para>
    /// </remarks>
    long FreePageCount { get; }

    /// <summary>
    /// Free blocks of one order when all possible merging is done. Linux: <c>/proc/buddyinfo</c>.
    /// </summary>
    /// <remarks>
    /// <para>Requires: an order of at most <see cref="BuddySetup.MaxOrder"/>.</para>
    /// <para>Ensures: the number of blocks of exactly that order; a larger free block is not counted as
    /// several smaller ones.</para>
    /// <para>Failure: there is none. Open: whether it is kept or counted when asked; the steps for it are not
    /// limited.</para>
    /// </remarks>
    /// <param name="order">The order.</param>
    int FreeBlockCount(Order order);
}
