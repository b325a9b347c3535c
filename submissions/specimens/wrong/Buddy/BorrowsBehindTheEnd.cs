using MmVerify.Spec;

namespace MmVerify.Specimens.Buddy;

/// <summary>
/// When no block is large enough it hands out the last free one together with frames behind the end.
/// </summary>
[Breaks("BUDDY-IN-RANGE")]
public sealed class BorrowsBehindTheEnd : IBuddyAllocator
{
    private readonly SortedSet<ulong>[] free =
        [.. Enumerable.Range(0, Order.Count).Select(_ => new SortedSet<ulong>())];

    private readonly Dictionary<ulong, int> held = [];
    private readonly int maxOrder;
    private readonly ulong end;

    private BorrowsBehindTheEnd(BuddySetup setup)
    {
        maxOrder = setup.MaxOrder.Value;
        FreePageCount = setup.Memory.PageCount;
        end = setup.Memory.End.Value;
        foreach (FrameRange range in setup.Memory.Ranges)
        {
            AddRange(range.Start.Value, range.End.Value);
        }
    }

    public long FreePageCount { get; private set; }

    public static IBuddyAllocator Create(BuddySetup setup) => new BorrowsBehindTheEnd(setup);

    public int FreeBlockCount(Order order) => free[order.Value].Count;

    public Result<Block> Allocate(Order order)
    {
        if (order.Value > maxOrder)
        {
            return Errno.EINVAL;
        }

        int found = order.Value;
        while (found <= maxOrder && free[found].Count == 0)
        {
            found++;
        }

        if (found > maxOrder)
        {
            return BorrowBehindTheEnd(order);
        }

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
        while (order < maxOrder && free[order].Remove(start ^ (1UL << order)))
        {
            start &= ~(1UL << order);
            order++;
        }

        free[order].Add(start);
        return Errno.None;
    }

    private Result<Block> BorrowBehindTheEnd(Order order)
    {
        if (order.Value == 0 || free[order.Value - 1].Count == 0)
        {
            return Errno.ENOMEM;
        }

        // The buddy of the last block is not handed out, but it does not exist either.
        var last = new Pfn(free[order.Value - 1].Max);
        return last.IsAlignedTo(order) && last.Plus(order.PageCount / 2).Value == end
            ? new Block(last, order)
            : Errno.ENOMEM;
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
