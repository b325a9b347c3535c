using MmVerify.Spec;

namespace MmVerify.Specimens.Buddy;

/// <summary>
/// Merges each block that comes back except the very last one, which waits for the next request.
/// </summary>
[Breaks("BUDDY-RESTORES")]
public sealed class LeavesTheLastBlockUnmerged : IBuddyAllocator
{
    private readonly SortedSet<ulong>[] free =
        [.. Enumerable.Range(0, Order.Count).Select(_ => new SortedSet<ulong>())];

    private readonly Dictionary<ulong, int> held = [];
    private readonly int maxOrder;
    private (ulong Start, int Order)? late;

    private LeavesTheLastBlockUnmerged(BuddySetup setup)
    {
        maxOrder = setup.MaxOrder.Value;
        FreePageCount = setup.Memory.PageCount;
        foreach (FrameRange range in setup.Memory.Ranges)
        {
            AddRange(range.Start.Value, range.End.Value);
        }
    }

    public long FreePageCount { get; private set; }

    public static IBuddyAllocator Create(BuddySetup setup) => new LeavesTheLastBlockUnmerged(setup);

    public int FreeBlockCount(Order order) => free[order.Value].Count;

    public Result<Block> Allocate(Order order)
    {
        if (order.Value > maxOrder)
        {
            return Errno.EINVAL;
        }

        if (Smallest(order) > maxOrder && OrderOfLateMerged() < order.Value)
        {
            return Errno.ENOMEM;
        }

        MergeLate();
        int found = Smallest(order);

        ulong start = free[found].Min;
        free[found].Remove(start);
        while (found > order.Value)
        {
            found--;
            free[found].Add(start + (1UL << found));
        }

        held[start] = order.Value;
        FreePageCount -= order.PageCount;
        return new Block(new Pfn(start), order);
    }

    public Errno Free(Block block)
    {
        ulong start = block.Start.Value;
        int order = block.Order.Value;
        if (!held.TryGetValue(start, out int lent) || lent != order)
        {
            return Errno.EINVAL;
        }

        held.Remove(start);
        FreePageCount += block.PageCount;
        MergeLate();
        free[order].Add(start);
        late = (start, order);
        if (held.Count > 0)
        {
            MergeLate(); // forgotten when the block was the last one that was handed out
        }

        return Errno.None;
    }

    private int Smallest(Order order)
    {
        int found = order.Value;
        while (found <= maxOrder && free[found].Count == 0)
        {
            found++;
        }

        return found;
    }

    private int OrderOfLateMerged()
    {
        if (late is not (ulong start, int order))
        {
            return -1;
        }

        while (order < maxOrder && free[order].Contains(start ^ (1UL << order)))
        {
            start &= ~(1UL << order);
            order++;
        }

        return order;
    }

    private void MergeLate()
    {
        if (late is not (ulong start, int order))
        {
            return;
        }

        late = null;
        free[order].Remove(start);
        while (order < maxOrder && free[order].Remove(start ^ (1UL << order)))
        {
            start &= ~(1UL << order);
            order++;
        }

        free[order].Add(start);
    }

    private void AddRange(ulong at, ulong end)
    {
        while (at < end)
        {
            int order = maxOrder;
            while (at % (1UL << order) != 0 || at + (1UL << order) > end)
            {
                order--;
            }

            free[order].Add(at);
            at += 1UL << order;
        }
    }
}
