using MmVerify.Spec;

namespace MmVerify.Specimens.Buddy;

/// <summary>Takes a block back as often as it is given: it never notes that it has it again.</summary>
[Breaks("BUDDY-DOUBLE-FREE")]
public sealed class AcceptsDoubleFree : IBuddyAllocator
{
    private readonly SortedSet<ulong>[] free =
        [.. Enumerable.Range(0, Order.Count).Select(_ => new SortedSet<ulong>())];

    private readonly Dictionary<ulong, int> held = [];
    private readonly int maxOrder;

    private AcceptsDoubleFree(BuddySetup setup)
    {
        maxOrder = setup.MaxOrder.Value;
        FreePageCount = setup.Memory.PageCount;
        foreach (FrameRange range in setup.Memory.Ranges)
        {
            AddRange(range.Start.Value, range.End.Value);
        }
    }

    public long FreePageCount { get; private set; }

    public static IBuddyAllocator Create(BuddySetup setup) => new AcceptsDoubleFree(setup);

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
