using MmVerify.Spec;

namespace MmVerify.Specimens.Buddy;

/// <summary>
/// Merges late: a block that comes back is queued as it is, to be handed out again at once. The queue is
/// worked off when no block is large enough for a request, or when it is full. Who asks for the counts is
/// answered as if all merging had been done.
/// </summary>
public sealed class LazyBuddy : IBuddyAllocator
{
    // The number bounds what it costs to answer FreeBlockCount.
    private const int QueueLength = 32;

    private readonly HashSet<Block>[] free =
        [.. Enumerable.Range(0, Order.Count).Select(_ => new HashSet<Block>())];

    private readonly Stack<Block>[] latest =
        [.. Enumerable.Range(0, Order.Count).Select(_ => new Stack<Block>())];

    private readonly HashSet<Block> held = [];
    private readonly List<Block> unmerged = new(QueueLength);
    private readonly Order maxOrder;

    private LazyBuddy(BuddySetup setup)
    {
        maxOrder = setup.MaxOrder;
        FreePageCount = setup.Memory.PageCount;
        foreach (FrameRange range in setup.Memory.Ranges)
        {
            Block block;
            for (Pfn at = range.Start; at < range.End; at = block.End)
            {
                block = new Block(at, maxOrder);
                while (!block.IsAligned || block.End > range.End)
                {
                    block = block with { Order = block.Order.Down() };
                }

                Add(block);
            }
        }
    }

    public long FreePageCount { get; private set; }

    public static IBuddyAllocator Create(BuddySetup setup) => new LazyBuddy(setup);

    public int FreeBlockCount(Order order)
    {
        // Merged on paper: what merging would add and take away, without doing it.
        HashSet<Block> added = [];
        HashSet<Block> gone = [];
        foreach (Block queued in unmerged)
        {
            Block block = queued;
            while (block.Order < maxOrder && IsFree(block) && IsFree(block.Buddy))
            {
                gone.Add(block);
                gone.Add(block.Buddy);
                block = Parent(block);
                added.Add(block);
            }
        }

        return free[order.Value].Count + added.Count(block => block.Order == order)
            - gone.Count(block => block.Order == order);

        bool IsFree(Block block) =>
            !gone.Contains(block) && (added.Contains(block) || free[block.Order.Value].Contains(block));
    }

    public Result<Block> Allocate(Order order)
    {
        if (order > maxOrder)
        {
            return Errno.EINVAL;
        }

        if (Take(order) is not Block block)
        {
            MergeAll();
            if (Take(order) is not Block merged)
            {
                return Errno.ENOMEM;
            }

            block = merged;
        }

        while (block.Order > order)
        {
            block = block with { Order = block.Order.Down() };
            Add(block.Buddy);
        }

        held.Add(block);
        FreePageCount -= block.PageCount;
        return block;
    }

    public Errno Free(Block block)
    {
        if (!held.Remove(block))
        {
            return Errno.EINVAL;
        }

        FreePageCount += block.PageCount;
        Add(block);
        unmerged.Add(block);
        if (unmerged.Count == QueueLength)
        {
            MergeAll();
        }

        return Errno.None;
    }

    private Block? Take(Order least)
    {
        for (int order = least.Value; order <= maxOrder.Value; order++)
        {
            // A block that was merged meanwhile is still on the stack, once for each time it was free.
            while (latest[order].TryPop(out Block block))
            {
                if (free[order].Remove(block))
                {
                    return block;
                }
            }
        }

        return null;
    }

    private void Add(Block block)
    {
        free[block.Order.Value].Add(block);
        latest[block.Order.Value].Push(block);
    }

    private void MergeAll()
    {
        foreach (Block queued in unmerged)
        {
            Block block = queued;
            while (block.Order < maxOrder && AreBothFree(block))
            {
                free[block.Order.Value].Remove(block);
                free[block.Order.Value].Remove(block.Buddy);
                block = Parent(block);
                Add(block);
            }
        }

        unmerged.Clear();
    }

    private bool AreBothFree(Block block) =>
        free[block.Order.Value].Contains(block) && free[block.Order.Value].Contains(block.Buddy);

    private static Block Parent(Block block) =>
        new(block.Start.AlignedDownTo(block.Order.Up()), block.Order.Up());
}
