using MmVerify.Spec;

namespace MmVerify.Specimens.Buddy;

/// <summary>Indexes its lists with an order that was not checked.</summary>
[Breaks("BUDDY-NO-THROW")]
public sealed class ThrowsAboveTheLargestOrder : IBuddyAllocator
{
    private readonly SortedSet<ulong>[] free;

    private readonly Dictionary<ulong, int> held = [];
    private readonly int maxOrder;

    private ThrowsAboveTheLargestOrder(BuddySetup setup)
    {
        maxOrder = setup.MaxOrder.Value;
        free = [.. Enumerable.Range(0, maxOrder + 1).Select(_ => new SortedSet<ulong>())];
        FreePageCount = setup.Memory.PageCount;
        foreach (FrameRange range in setup.Memory.Ranges)
        {
            AddRange(range.Start.Value, range.End.Value);
        }
    }

    public long FreePageCount { get; private set; }

    public static IBuddyAllocator Create(BuddySetup setup) => new ThrowsAboveTheLargestOrder(setup);

    public int FreeBlockCount(Order order) => free[order.Value].Count;

    public Result<Block> Allocate(Order order)
    {
        int found = order.Value;
        while (free[found].Count == 0)
        {
            found++;
            if (found > maxOrder)
            {
                return Errno.ENOMEM;
            }
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
