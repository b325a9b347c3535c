namespace MmVerify.Spec;

/// <summary>What a claim to give back a block is, given who holds what.</summary>
public enum BuddyClaim
{
    /// <summary>Just that block is handed out: the claim is right.</summary>
    Held,

    /// <summary>A block that starts there is handed out, but of another order.</summary>
    OtherOrder,

    /// <summary>The start lies in the middle of a block that is handed out.</summary>
    Inside,

    /// <summary>The start is a free frame.</summary>
    Free,

    /// <summary>There is no such frame.</summary>
    NoFrame,
}

/// <summary>
/// Who holds which frames. For every aligned block of every order it keeps one number, how many of its frames are
/// free; the rest follows by counting. A block is whole when all its frames are free; a whole block that is not part
/// of a larger whole one is a free block, merged as far as can be.
/// </summary>
public sealed class BuddyModel : IModel<BuddySetup, BuddyOperation, BuddyReply>
{
    private const byte NotHeld = byte.MaxValue;
    private const int MostGeometries = 64;

    private readonly Dictionary<BuddySetup, Geometry> geometries = [];
    private Geometry geometry = new(BuddySetup.Flat(1, 0));
    private ushort[][] freeFrames = [];
    private byte[] heldOrder = [];
    private CountPerOrder whole;
    private ulong origin;
    private int maxOrder;
    private long heldBlocks;

    /// <summary>Frames that exist. Unit: pages.</summary>
    public long PageCount => geometry.Setup.Memory.PageCount;

    /// <summary>Frames that are free. Unit: pages.</summary>
    public long FreePages { get; private set; }

    /// <summary>Whether nothing is handed out.</summary>
    public bool IsIdle => heldBlocks == 0;

    /// <summary>The largest order that may be handed out.</summary>
    public Order MaxOrder => new(maxOrder);

    /// <summary>Operations since creation.</summary>
    public long Operations { get; private set; }

    /// <summary>Steps that these took, where they were counted. Unit: ticks.</summary>
    public long Work { get; private set; }

    /// <summary>Free blocks of each order when all possible merging is done.</summary>
    public CountPerOrder FreeBlocks
    {
        get
        {
            CountPerOrder counts = whole;
            for (int order = 0; order < maxOrder; order++)
            {
                // Each whole block of the next order has two halves, which are whole but not free blocks of their own.
                counts[order] -= 2 * whole[order + 1];
            }

            return counts;
        }
    }

    /// <inheritdoc/>
    public void Start(BuddySetup setup)
    {
        if (!ReferenceEquals(setup, geometry.Setup) || freeFrames.Length == 0)
        {
            Use(setup);
        }

        for (int order = 0; order <= maxOrder; order++)
        {
            geometry.InitialFrames[order].CopyTo(freeFrames[order], 0);
        }

        Array.Fill(heldOrder, NotHeld);
        whole = geometry.InitialWhole;
        FreePages = PageCount;
        heldBlocks = 0;
        Operations = 0;
        Work = 0;
    }

    /// <inheritdoc/>
    public bool Follow(BuddyOperation operation, in BuddyReply reply)
    {
        if (operation.Kind == BuddyOperation.Kinds.Create)
        {
            return true;
        }

        Operations++;
        Work += reply.Work;
        if (reply.Outcome.Kind != OutcomeKind.Done)
        {
            return true;
        }

        if (operation.Kind == BuddyOperation.Kinds.Allocate)
        {
            return IsFree(reply.Block) && Set(reply.Block, isFree: false);
        }

        return ClaimOf(reply.Block) == BuddyClaim.Held && Set(reply.Block, isFree: true);
    }

    /// <summary>Whether all frames of a block exist.</summary>
    public bool Exists(Block block)
    {
        foreach (FrameRange range in geometry.Setup.Memory.Ranges)
        {
            if (block.Start >= range.Start && block.Start < range.End)
            {
                return block.PageCount <= (long)(range.End.Value - block.Start.Value);
            }
        }

        return false;
    }

    /// <summary>Whether a block is aligned, of an order that may be handed out, and all its frames are free.</summary>
    public bool IsFree(Block block) =>
        block.Order.Value <= maxOrder && block.IsAligned
            && unchecked(block.Start.Value - origin) < (ulong)heldOrder.Length
            && FreeFramesIn(block) == block.PageCount;

    /// <summary>Whether some block of an order could be handed out: it is one of the free blocks, or part of one.</summary>
    public bool HasFree(Order order) => order.Value <= maxOrder && whole[order.Value] > 0;

    /// <summary>The smallest order, from one on, of which there is a free block; null when there is none.</summary>
    public Order? SmallestFree(Order from)
    {
        CountPerOrder counts = FreeBlocks;
        for (int order = from.Value; order <= maxOrder; order++)
        {
            if (counts[order] > 0)
            {
                return new Order(order);
            }
        }

        return null;
    }

    /// <summary>The free block of which a free one is part: merged as far as can be.</summary>
    public Block MergedAround(Block block)
    {
        Block merged = block;
        while (merged.Order.Value < maxOrder)
        {
            var larger = new Block(merged.Start.AlignedDownTo(merged.Order.Up()), merged.Order.Up());
            if (!IsFree(larger))
            {
                break;
            }

            merged = larger;
        }

        return merged;
    }

    /// <summary>What a claim to give back a block is.</summary>
    public BuddyClaim ClaimOf(Block block)
    {
        ulong at = unchecked(block.Start.Value - origin);
        if (at < (ulong)heldOrder.Length && heldOrder[at] != NotHeld)
        {
            return heldOrder[at] == block.Order.Value ? BuddyClaim.Held : BuddyClaim.OtherOrder;
        }

        if (!Exists(block with { Order = new Order(0) }))
        {
            return BuddyClaim.NoFrame;
        }

        return freeFrames[0][at] == 1 ? BuddyClaim.Free : BuddyClaim.Inside;
    }

    /// <summary>The first block, by address, that is handed out and shares a frame with another; null when none does.</summary>
    public Block? FirstHeldIn(Block block)
    {
        for (int order = Order.MaxValue; order >= 0; order--)
        {
            Pfn start = block.Start.AlignedDownTo(new Order(order));
            var holder = new Block(start, new Order(order));
            if (start != block.Start && holder.End > block.Start && ClaimOf(holder) == BuddyClaim.Held)
            {
                return holder;
            }
        }

        for (Pfn frame = block.Start; frame < block.End; frame = frame.Plus(1))
        {
            ulong at = unchecked(frame.Value - origin);
            if (at < (ulong)heldOrder.Length && heldOrder[at] != NotHeld)
            {
                return new Block(frame, new Order(heldOrder[at]));
            }
        }

        return null;
    }

    private int FreeFramesIn(Block block) =>
        freeFrames[block.Order.Value][(block.Start.Value - origin) >> block.Order.Value];

    private bool Set(Block block, bool isFree)
    {
        int blockOrder = block.Order.Value;
        int at = (int)(block.Start.Value - origin);
        int sign = isFree ? 1 : -1;
        for (int order = 0; order <= maxOrder; order++)
        {
            if (order <= blockOrder)
            {
                int count = 1 << (blockOrder - order);
                freeFrames[order].AsSpan(at >> order, count).Fill((ushort)(isFree ? 1 << order : 0));
                whole[order] += sign * count;
            }
            else
            {
                ref ushort free = ref freeFrames[order][at >> order];
                int wasWhole = free >> order;
                free = (ushort)(free + (sign << blockOrder));
                whole[order] += (free >> order) - wasWhole;
            }
        }

        heldOrder[at] = isFree ? NotHeld : (byte)blockOrder;
        heldBlocks -= sign;
        FreePages += sign * block.PageCount;
        return true;
    }

    private void Use(BuddySetup setup)
    {
        if (!geometries.TryGetValue(setup, out Geometry? found))
        {
            if (geometries.Count == MostGeometries)
            {
                geometries.Clear();
            }

            found = new Geometry(setup);
            geometries.Add(setup, found);
        }

        geometry = found;
        origin = found.Origin;
        maxOrder = setup.MaxOrder.Value;
        freeFrames = found.Frames;
        heldOrder = found.HeldOrder;
    }

    // All that follows from the setup alone, and arrays of its size.
    private sealed class Geometry
    {
        public Geometry(BuddySetup setup)
        {
            Setup = setup;
            MemoryMap memory = setup.Memory;
            long largest = Order.Max.PageCount;
            Origin = memory.First.AlignedDownTo(Order.Max).Value;
            int length = (int)(((long)(memory.End.Value - Origin) + largest - 1) / largest * largest);
            HeldOrder = new byte[length];
            InitialFrames = new ushort[setup.MaxOrder.Value + 1][];
            Frames = new ushort[setup.MaxOrder.Value + 1][];
            for (int order = 0; order <= setup.MaxOrder.Value; order++)
            {
                int count = length >> order;
                InitialFrames[order] = new ushort[count];
                Frames[order] = new ushort[count];
                for (int i = 0; order > 0 && i < count; i++)
                {
                    ushort[] halves = InitialFrames[order - 1];
                    InitialFrames[order][i] = (ushort)(halves[2 * i] + halves[(2 * i) + 1]);
                }

                foreach (FrameRange range in order == 0 ? memory.Ranges : [])
                {
                    InitialFrames[0].AsSpan((int)(range.Start.Value - Origin), (int)range.PageCount).Fill(1);
                }

                InitialWhole[order] = InitialFrames[order].Count(free => free == 1 << order);
            }
        }

        public BuddySetup Setup { get; }

        public ulong Origin { get; }

        public byte[] HeldOrder { get; }

        public ushort[][] InitialFrames { get; }

        public ushort[][] Frames { get; }

        public readonly CountPerOrder InitialWhole;
    }
}
