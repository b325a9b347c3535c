using MmVerify.Spec;

namespace MmVerify.Specimens.Buddy;

/// <summary>
/// Refuses when there is no block of just the order asked for, instead of splitting a larger one.
/// </summary>
[Breaks("BUDDY-FAILS-ONLY-WHEN-FULL")]
public sealed class LooksForTheExactOrderOnly : IBuddyAllocator
{
    private readonly SortedSet<ulong>[] free =
        [.. Enumerable.Range(0, Order.Count).Select(_ => new SortedSet<ulong>())];

    private readonly Dictionary<ulong, int> held = [];
    private readonly int maxOrder;

    private LooksForTheExactOrderOnly(BuddySetup setup)
    {
        maxOrder = setup.MaxOrder.Value;
        FreePageCount = setup.Memory.PageCount;
        foreach (FrameRange range in setup.Memory.Ranges)
        {
            AddRange(range.Start.Value, range.End.Value);
        }
    }

    public long FreePageCount { get; private set; }

    public static IBuddyAllocator Create(BuddySetup setup) => new LooksForTheExactOrderOnly(setup);

    public int FreeBlockCount(Order order) => free[order.Value].Count;

    public Result<Block> Allocate(Order order)
    {
        if (order.Value > maxOrder)
        {
            return Errno.EINVAL;
        }

        int found = order.Value; // a larger block would do
        if (free[found].Count == 0)
        {
            return Errno.ENOMEM;
        }

        ulong start = free[found].Min;
        free[found].Remove(start);
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
