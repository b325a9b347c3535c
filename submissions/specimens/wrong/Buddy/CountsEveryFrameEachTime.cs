using MmVerify.Spec;

namespace MmVerify.Specimens.Buddy;

/// <summary>Walks over all frames in every call to count those that are free.</summary>
[Breaks("BUDDY-COST")]
public sealed class CountsEveryFrameEachTime : IBuddyAllocator
{
    private readonly SortedSet<ulong>[] free =
        [.. Enumerable.Range(0, Order.Count).Select(_ => new SortedSet<ulong>())];

    private readonly Dictionary<ulong, int> held = [];
    private readonly int maxOrder;
    private readonly MemoryMap memory;
    private readonly bool[] isHeld;

    private CountsEveryFrameEachTime(BuddySetup setup)
    {
        maxOrder = setup.MaxOrder.Value;
        memory = setup.Memory;
        isHeld = new bool[memory.Span];
        FreePageCount = memory.PageCount;
        foreach (FrameRange range in setup.Memory.Ranges)
        {
            AddRange(range.Start.Value, range.End.Value);
        }
    }

    public long FreePageCount { get; private set; }

    public static IBuddyAllocator Create(BuddySetup setup) => new CountsEveryFrameEachTime(setup);

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
        Recount(start, order, isLent: true);
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
        Recount(start, block.Order, isLent: false);
        while (order < maxOrder && free[order].Remove(start ^ (1UL << order)))
        {
            start &= ~(1UL << order);
            order++;
        }

        free[order].Add(start);
        return Errno.None;
    }

    private void Recount(ulong start, Order order, bool isLent)
    {
        isHeld.AsSpan((int)(start - memory.First.Value), (int)order.PageCount).Fill(isLent);
        FreePageCount = 0;
        foreach (FrameRange range in memory.Ranges)
        {
            // Adding or subtracting the pages of one block would do.
            for (long at = 0; at < range.PageCount; at++)
            {
                FreePageCount += isHeld[(long)(range.Start.Value - memory.First.Value) + at] ? 0 : 1;
            }
        }
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
