using System.Numerics;
using MmVerify.Spec;

namespace MmVerify.Specimens.Buddy;

/// <summary>Goes over all frames in every call, eight at a time, to count those that are free.</summary>
[Breaks("BUDDY-COST")]
public sealed class CountsEveryFrameEachTime : IBuddyAllocator
{
    private readonly SortedSet<ulong>[] free =
        [.. Enumerable.Range(0, Order.Count).Select(_ => new SortedSet<ulong>())];

    private readonly Dictionary<ulong, int> held = [];
    private readonly int maxOrder;
    private readonly byte[] isFree; // a bit for each frame
    private readonly ulong origin;

    private CountsEveryFrameEachTime(BuddySetup setup)
    {
        maxOrder = setup.MaxOrder.Value;
        origin = setup.Memory.First.AlignedDownTo(Order.Max).Value;
        isFree = new byte[((setup.Memory.End.Value - origin) / 8) + 1];
        foreach (FrameRange range in setup.Memory.Ranges)
        {
            AddRange(range.Start.Value, range.End.Value);
        }

        Count();
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
        Flip(start, order.Value);
        Count();
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
        Flip(start, order);
        Count();
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
            Flip(at, order);
            at += 1UL << order;
        }
    }

    private void Flip(ulong start, int order)
    {
        int at = (int)(start - origin);
        if (order < 3)
        {
            isFree[at / 8] ^= (byte)(((1 << (1 << order)) - 1) << (at % 8));
            return;
        }

        for (int i = at / 8; i < (at + (1 << order)) / 8; i++)
        {
            isFree[i] = (byte)~isFree[i];
        }
    }

    private void Count()
    {
        FreePageCount = 0;
        foreach (byte eight in isFree)
        {
            FreePageCount += BitOperations.PopCount(eight); // adding or subtracting one block would do
        }
    }
}
