using MmVerify.Spec;

namespace MmVerify.Specimens.Buddy;

/// <summary>
/// Splits the largest free block for every request, and of several the one at the highest address; what is
/// handed out is the upper half. That is worst fit: legal, though large blocks do not last.
/// </summary>
public sealed class LargestFirstBuddy : IBuddyAllocator
{
    private const sbyte Nothing = -1;

    private readonly SortedSet<int>[] free =
        [.. Enumerable.Range(0, Order.Count).Select(_ => new SortedSet<int>())];

    private readonly sbyte[] lent; // the order of the block that starts there, or Nothing
    private readonly ulong origin;
    private readonly int maxOrder;

    private LargestFirstBuddy(BuddySetup setup)
    {
        // A multiple of the largest block: offsets from here are aligned as frame numbers are.
        origin = setup.Memory.First.AlignedDownTo(Order.Max).Value;
        maxOrder = setup.MaxOrder.Value;
        lent = new sbyte[setup.Memory.End.Value - origin];
        Array.Fill(lent, Nothing);
        foreach (FrameRange range in setup.Memory.Ranges)
        {
            for (int at = (int)(range.End.Value - origin); at > (int)(range.Start.Value - origin);)
            {
                at -= AddLargestBefore(at, (int)(range.Start.Value - origin));
            }
        }
    }

    public long FreePageCount { get; private set; }

    public static IBuddyAllocator Create(BuddySetup setup) => new LargestFirstBuddy(setup);

    public int FreeBlockCount(Order order) => free[order.Value].Count;

    public Result<Block> Allocate(Order order)
    {
        if (order.Value > maxOrder)
        {
            return Errno.EINVAL;
        }

        int found = Array.FindLastIndex(free, set => set.Count > 0);
        if (found < order.Value)
        {
            return Errno.ENOMEM;
        }

        int start = free[found].Max;
        free[found].Remove(start);
        while (found > order.Value)
        {
            found--;
            free[found].Add(start);
            start += 1 << found;
        }

        lent[start] = (sbyte)order.Value;
        FreePageCount -= order.PageCount;
        return new Block(new Pfn(origin + (ulong)start), order);
    }

    public Errno Free(Block block)
    {
        bool isInside = block.Start.Value >= origin && block.Start.Value - origin < (ulong)lent.Length;
        if (!isInside || lent[block.Start.Value - origin] != block.Order.Value)
        {
            return Errno.EINVAL;
        }

        int start = (int)(block.Start.Value - origin);
        lent[start] = Nothing;
        FreePageCount += block.PageCount;
        int order = block.Order.Value;
        while (order < maxOrder && free[order].Remove(start ^ (1 << order)))
        {
            start &= ~(1 << order);
            order++;
        }

        free[order].Add(start);
        return Errno.None;
    }

    // From the end downwards, which gives the same blocks as from the start upwards.
    private int AddLargestBefore(int end, int start)
    {
        int order = maxOrder;
        while (end % (1 << order) != 0 || end - (1 << order) < start)
        {
            order--;
        }

        free[order].Add(end - (1 << order));
        FreePageCount += 1 << order;
        return 1 << order;
    }
}
