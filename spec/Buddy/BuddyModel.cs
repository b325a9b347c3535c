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

    /// <summary>Just that block was handed out and given back, and is free.</summary>
    GivenBack,

    /// <summary>
    /// Just that block was handed out and given back, and lies in the middle of another one now.
    /// </summary>
    Overtaken,

    /// <summary>The start is a free frame, but not of a block that was ever given back as such.</summary>
    Free,

    /// <summary>There is no such frame.</summary>
    NoFrame,
}

/// <summary>
/// Who holds which frames. Of every aligned block of every order it knows whether it is whole: all its frames
/// exist and are free. A whole block that is not part of a larger whole one is a free block, merged as far as
/// can be. What lies inside a block that is handed out stays marked as it was, whole.
/// </summary>
public sealed class BuddyModel : IModel<BuddySetup, BuddyOperation, BuddyReply>
{
    private const byte NeverHeld = byte.MaxValue;
    private const byte WasHeld = 0x80;
    private const int MostGeometries = 64;

    private readonly Dictionary<BuddySetup, Geometry> geometries = [];
    private Geometry geometry = new(BuddySetup.Flat(1, 0));
    private bool[] isWhole = [];
    private byte[] heldOrder = [];
    private CountPerOrder freeBlocks;
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
    public ref readonly CountPerOrder FreeBlocks => ref freeBlocks;

    /// <inheritdoc/>
    public void Start(BuddySetup setup)
    {
        if (!ReferenceEquals(setup, geometry.Setup) || isWhole.Length == 0)
        {
            Use(setup);
        }

        geometry.IsWhole.CopyTo(isWhole, 0);
        Array.Fill(heldOrder, NeverHeld);
        freeBlocks = geometry.FreeBlocks;
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
            return IsFree(reply.Block) && HandOut(reply.Block);
        }

        return ClaimOf(reply.Block) == BuddyClaim.Held && TakeBack(reply.Block);
    }

    /// <summary>Whether all frames of a block exist.</summary>
    public bool Exists(Block block)
    {
        foreach (FrameRange range in geometry.Setup.Memory.Ranges)
        {
            ulong behind = unchecked(block.Start.Value - range.Start.Value);
            if (behind < (ulong)range.PageCount)
            {
                return block.PageCount <= range.PageCount - (long)behind;
            }
        }

        return false;
    }

    /// <summary>
    /// Whether a block is aligned, of an order that may be handed out, and all its frames are free.
    /// </summary>
    public bool IsFree(Block block)
    {
        ulong at = unchecked(block.Start.Value - origin);
        int order = block.Order.Value;
        if (order > maxOrder || !block.IsAligned || at >= (ulong)heldOrder.Length)
        {
            return false;
        }

        int node = NodeOf((int)at, order);
        if (!isWhole[node])
        {
            return false;
        }

        // The smallest block around it that is not whole has lost a part to someone else, or is held itself.
        for (int level = order + 1; level <= maxOrder; level++)
        {
            node >>= 1;
            if (!isWhole[node])
            {
                return heldOrder[(node << level) - heldOrder.Length] != level;
            }
        }

        return true;
    }

    /// <summary>
    /// Whether some block of an order could be handed out: it is one of the free blocks, or part of one.
    /// </summary>
    public bool HasFree(Order order) => SmallestFree(order) is not null;

    /// <summary>
    /// The smallest order, from one on, of which there is a free block; null when there is none.
    /// </summary>
    public Order? SmallestFree(Order from)
    {
        for (int order = from.Value; order <= maxOrder; order++)
        {
            if (freeBlocks[order] > 0)
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
        if (at < (ulong)heldOrder.Length && heldOrder[at] < WasHeld)
        {
            return heldOrder[at] == block.Order.Value ? BuddyClaim.Held : BuddyClaim.OtherOrder;
        }

        Block frame = block with { Order = new Order(0) };
        if (!Exists(frame))
        {
            return BuddyClaim.NoFrame;
        }

        bool wasHeld = heldOrder[at] == (WasHeld | block.Order.Value);
        return IsFree(frame)
            ? wasHeld ? BuddyClaim.GivenBack : BuddyClaim.Free
            : wasHeld ? BuddyClaim.Overtaken : BuddyClaim.Inside;
    }

    /// <summary>
    /// The first block, by address, that is handed out and shares a frame with another; null when none does.
    /// </summary>
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
            if (at < (ulong)heldOrder.Length && heldOrder[at] < WasHeld)
            {
                return new Block(frame, new Order(heldOrder[at]));
            }
        }

        return null;
    }

    private bool HandOut(Block block)
    {
        int order = block.Order.Value;
        int at = (int)(block.Start.Value - origin);
        int node = NodeOf(at, order);
        int level = order;
        isWhole[node] = false;
        while (level < maxOrder && isWhole[node >> 1])
        {
            // The block around is whole no longer; its other half is a free block now.
            freeBlocks[level]++;
            level++;
            node >>= 1;
            isWhole[node] = false;
        }

        freeBlocks[level]--;
        heldOrder[at] = (byte)order;
        heldBlocks++;
        FreePages -= block.PageCount;
        return true;
    }

    private bool TakeBack(Block block)
    {
        int order = block.Order.Value;
        int at = (int)(block.Start.Value - origin);
        int node = NodeOf(at, order);
        int level = order;
        isWhole[node] = true;
        while (level < maxOrder && isWhole[node ^ 1])
        {
            freeBlocks[level]--;
            level++;
            node >>= 1;
            isWhole[node] = true;
        }

        freeBlocks[level]++;
        heldOrder[at] = (byte)(WasHeld | order);
        heldBlocks--;
        FreePages += block.PageCount;
        return true;
    }

    // The blocks of each order lie in a row behind those of the next: as in a heap, half the index is the
    // block around.
    private int NodeOf(int at, int order) => (heldOrder.Length + at) >> order;

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
        isWhole = found.Working;
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
            Working = new bool[2 * length];
            IsWhole = new bool[2 * length];
            foreach (FrameRange range in memory.Ranges)
            {
                IsWhole.AsSpan(length + (int)(range.Start.Value - Origin), (int)range.PageCount).Fill(true);
            }

            for (int order = 0; order <= setup.MaxOrder.Value; order++)
            {
                int whole = 0;
                for (int node = length >> order; node < 2 * length >> order; node++)
                {
                    IsWhole[node] = order == 0 ? IsWhole[node] : IsWhole[2 * node] && IsWhole[(2 * node) + 1];
                    whole += IsWhole[node] ? 1 : 0;
                }

                // A block that is whole is one free block in the place of its two halves.
                FreeBlocks[order] += whole;
                if (order > 0)
                {
                    FreeBlocks[order - 1] -= 2 * whole;
                }
            }
        }

        public BuddySetup Setup { get; }

        public ulong Origin { get; }

        public byte[] HeldOrder { get; }

        public bool[] IsWhole { get; }

        // What a history changes; lent to the one model.
        public bool[] Working { get; }

        public readonly CountPerOrder FreeBlocks;
    }
}
