using MmVerify.Spec;

namespace MmVerify.Specimens.Buddy;

/// <summary>
/// Free blocks in sets ordered by address, one for each order: the smallest sufficient block is taken, and of
/// several the one at the lowest address, so that what is handed out stays together at the bottom of memory.
/// </summary>
public sealed class AddressOrderedBuddy : IBuddyAllocator
{
    private readonly SortedSet<Pfn>[] free =
        [.. Enumerable.Range(0, Order.Count).Select(_ => new SortedSet<Pfn>())];

    private readonly HashSet<Block> held = [];
    private readonly Order maxOrder;

    private AddressOrderedBuddy(BuddySetup setup)
    {
        maxOrder = setup.MaxOrder;
        foreach (FrameRange range in setup.Memory.Ranges)
        {
            for (Pfn at = range.Start; at < range.End;)
            {
                Block block = LargestAt(at, range.End);
                Merge(block);
                FreePageCount += block.PageCount;
                at = block.End;
            }
        }
    }

    public long FreePageCount { get; private set; }

    public static IBuddyAllocator Create(BuddySetup setup) => new AddressOrderedBuddy(setup);

    public int FreeBlockCount(Order order) => free[order.Value].Count;

    public Result<Block> Allocate(Order order)
    {
        if (order > maxOrder)
        {
            return Errno.EINVAL;
        }

        int found = Array.FindIndex(free, order.Value, set => set.Count > 0);
        if (found < 0)
        {
            return Errno.ENOMEM;
        }

        var block = new Block(free[found].Min, new Order(found));
        free[found].Remove(block.Start);
        while (block.Order > order)
        {
            block = block with { Order = block.Order.Down() };
            free[block.Order.Value].Add(block.Buddy.Start);
        }

        held.Add(block);
        FreePageCount -= block.PageCount;
        return block;
    }

    public Errno Free(Block block)
    {
        if (!held.Remove(block))
        {
            return Errno.EINVAL;
        }

        FreePageCount += block.PageCount;
        Merge(block);
        return Errno.None;
    }

    private void Merge(Block block)
    {
        while (block.Order < maxOrder && free[block.Order.Value].Remove(block.Buddy.Start))
        {
            Order larger = block.Order.Up();
            block = new Block(block.Start.AlignedDownTo(larger), larger);
        }

        free[block.Order.Value].Add(block.Start);
    }

    private Block LargestAt(Pfn start, Pfn end)
    {
        var block = new Block(start, maxOrder);
        while (!block.IsAligned || block.End > end)
        {
            block = block with { Order = block.Order.Down() };
        }

        return block;
    }
}
