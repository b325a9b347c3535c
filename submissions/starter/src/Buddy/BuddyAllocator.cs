using MmVerify.Spec;

namespace Starter;

/// <summary>
/// Your buddy allocator. What each member must do is written at <see cref="IBuddyAllocator"/>: place the
/// cursor on a name and press F12, or let the editor show its documentation.
/// </summary>
public sealed class BuddyAllocator : IBuddyAllocator
{
    // setup.Memory.Ranges are the frames that exist; setup.MaxOrder is the largest order that may be handed
    // out. The first frame need not be frame 0, no count need be a power of two, and between two ranges lies
    // a hole.
    private readonly BuddySetup setup;

    // What to keep account of, in whatever way you like:
    //   * the free blocks of each order: lists, sets, bitmaps, a tree;
    //   * which blocks are handed out and of which order, or a wrong Free cannot be told from a right one;
    //   * how many pages are free, unless you count them when asked.

    private BuddyAllocator(BuddySetup setup)
    {
        this.setup = setup;

        // At first everything is free, in blocks as large as possible. Walk through each range: of all blocks
        // that start at the frame where you are, take the largest that is aligned, ends inside the range and
        // has at most the largest order. BUDDY-CONSERVES and BUDDY-MERGE look at the result before anything
        // is asked for.
    }

    /// <inheritdoc/>
    public long FreePageCount => throw new NotImplementedException(
        "FreePageCount: answer how many frames are free; at first that is setup.Memory.PageCount");

    /// <inheritdoc/>
    public static IBuddyAllocator Create(BuddySetup setup) => new BuddyAllocator(setup);

    /// <inheritdoc/>
    public int FreeBlockCount(Order order) => throw new NotImplementedException(
        "FreeBlockCount: answer how many free blocks have just this order, as /proc/buddyinfo does");

    /// <inheritdoc/>
    public Result<Block> Allocate(Order order)
    {
        // 1. An order above the largest is refused: return Errno.EINVAL;
        // 2. Find a free block of that order or a larger one. There is none: return Errno.ENOMEM;
        // 3. Split it until it has the order asked for. A block of order k that starts at frame f has two
        //    halves of order k - 1, which start at f and at f + 2^(k-1). One is split on, the other is free.
        // 4. Note that it is handed out, and return new Block(new Pfn(start), order);
        // BUDDY-ALIGN, BUDDY-IN-RANGE and BUDDY-DISJOINT are the first laws to get right.
        throw new NotImplementedException($"Allocate: find, split and hand out a block of {order}");
    }

    /// <inheritdoc/>
    public Errno Free(Block block)
    {
        // 1. Is just this block, with this order, handed out? If not: return Errno.EINVAL; and change
        //    nothing.
        // 2. Its buddy is the other half of the block from which it was split. Their frame numbers differ in
        //    one bit:
        //        ulong buddy = start ^ (1UL << order);
        //    and the block that both make up starts at the lower of the two:
        //        ulong whole = start & ~(1UL << order);
        //    The same is written block.Buddy and block.Start.AlignedDownTo(order.Up()).
        // 3. As long as the buddy is free, as a block of the same order, and the order is not the largest
        //    yet: take the buddy out of the free blocks and go on with both as one block of the next order.
        // 4. Put the result among the free blocks, and return Errno.None;
        // BUDDY-MERGE and BUDDY-RESTORES are about this; start with BUDDY-ACCEPTS-FREE.
        throw new NotImplementedException($"Free: take {block} back and merge it with its buddy");
    }
}
