using MmVerify.Spec;

namespace MmVerify.Specimens.Buddy;

/// <summary>
/// Splits a block in the hope of serving a request that it then refuses, and mends that only later.
/// </summary>
[Breaks("BUDDY-REFUSAL-CHANGES-NOTHING")]
public sealed class SplitsBeforeItRefuses : IBuddyAllocator
{
    private readonly SortedSet<ulong>[] free =
        [.. Enumerable.Range(0, Order.Count).Select(_ => new SortedSet<ulong>())];

    private readonly Dictionary<ulong, int> held = [];
    private readonly int maxOrder;
    private (ulong Start, int Order)? split;

    private SplitsBeforeItRefuses(BuddySetup setup)
    {
        maxOrder = setup.MaxOrder.Value;
        FreePageCount = setup.Memory.PageCount;
        foreach (FrameRange range in setup.Memory.Ranges)
        {
            AddRange(range.Start.Value, range.End.Value);
        }
    }

    public long FreePageCount { get; private set; }

    public static IBuddyAllocator Create(BuddySetup setup) => new SplitsBeforeItRefuses(setup);

    public int FreeBlockCount(Order order) => free[order.Value].Count;

    public Result<Block> Allocate(Order order)
    {
        Mend();
        if (order.Value > maxOrder)
        {
            return Refuse(Errno.EINVAL);
        }

        int found = order.Value;
        while (found <= maxOrder && free[found].Count == 0)
        {
            found++;
        }

        if (found > maxOrder)
        {
            return Refuse(Errno.ENOMEM);
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

    private Errno Refuse(Errno errno)
    {
        int order = Array.FindLastIndex(free, set => set.Count > 0);
        if (held.Count == 0 && order > 0)
        {
            // Left in halves: what was refused has changed something.
            ulong start = free[order].Min;
            free[order].Remove(start);
            free[order - 1].Add(start);
            free[order - 1].Add(start + (1UL << (order - 1)));
            split = (start, order);
        }

        return errno;
    }

    private void Mend()
    {
        if (split is (ulong start, int order))
        {
            free[order - 1].Remove(start);
            free[order - 1].Remove(start + (1UL << (order - 1)));
            free[order].Add(start);
            split = null;
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
