using MmVerify.Spec;

namespace MmVerify.Specimens.Buddy;

/// <summary>Answers the number of free blocks when asked for the number of free pages.</summary>
[Breaks("BUDDY-CONSERVES")]
public sealed class CountsBlocksForPages : IBuddyAllocator
{
    private readonly SortedSet<ulong>[] free =
        [.. Enumerable.Range(0, Order.Count).Select(_ => new SortedSet<ulong>())];

    private readonly Dictionary<ulong, int> held = [];
    private readonly int maxOrder;

    private CountsBlocksForPages(BuddySetup setup)
    {
        maxOrder = setup.MaxOrder.Value;
        foreach (FrameRange range in setup.Memory.Ranges)
        {
            AddRange(range.Start.Value, range.End.Value);
        }
    }

    public long FreePageCount => free.Sum(set => set.Count); // each counts for one page

    public static IBuddyAllocator Create(BuddySetup setup) => new CountsBlocksForPages(setup);

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
            return Errno.ENOMEM;
        }

        ulong start = free[found].Min;
        free[found].Remove(start);
        while (found > order.Value)
        {
            found--;
            free[found].Add(start + (1UL << found));
        }

        held[start] = order.Value;
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
