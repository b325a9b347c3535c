using System.Collections;
using System.Numerics;
using MmVerify.Spec;

namespace MmVerify.Specimens.Buddy;

/// <summary>
/// No lists: one binary tree over all frames, a byte for each node, which says how large a block can be had
/// below it. A block is found by going down from the root, always to the lower half if that will do, whatever
/// the size of the block that has to be split.
/// </summary>
public sealed class BitmapTreeBuddy : IBuddyAllocator
{
    // Node 1 is the root, 2n and 2n + 1 are the halves of n. The largest free order below a node plus 1, or 0
    // when nothing is free. What lies below a free block is free too; what lies below a held one is left as
    // it was.
    private readonly byte[] tree;
    private readonly BitArray isHeld;
    private readonly int[] counts = new int[Order.Count];
    private readonly int height;
    private readonly int maxOrder;
    private readonly ulong origin;

    private BitmapTreeBuddy(BuddySetup setup)
    {
        MemoryMap memory = setup.Memory;
        origin = memory.First.AlignedDownTo(Order.Max).Value;
        height = Math.Max(Order.MaxValue, BitOperations.Log2(memory.End.Value - origin) + 1);
        maxOrder = setup.MaxOrder.Value;
        tree = new byte[2 << height];
        isHeld = new BitArray(tree.Length);
        FreePageCount = memory.PageCount;
        foreach (FrameRange range in memory.Ranges)
        {
            int leaf = (1 << height) + (int)(range.Start.Value - origin);
            Array.Fill(tree, (byte)1, leaf, (int)range.PageCount);
            counts[0] += (int)range.PageCount;
        }

        for (int node = (1 << height) - 1; node > 0; node--)
        {
            int order = height - BitOperations.Log2((uint)node);
            tree[node] = Combined(tree[2 * node], tree[(2 * node) + 1], order);
            if (tree[node] > order)
            {
                counts[order]++;
                counts[order - 1] -= 2;
            }
        }
    }

    public long FreePageCount { get; private set; }

    public static IBuddyAllocator Create(BuddySetup setup) => new BitmapTreeBuddy(setup);

    public int FreeBlockCount(Order order) => counts[order.Value];

    public Result<Block> Allocate(Order order)
    {
        if (order.Value > maxOrder)
        {
            return Errno.EINVAL;
        }

        if (tree[1] <= order.Value)
        {
            return Errno.ENOMEM;
        }

        int node = 1;
        bool isInFreeBlock = false;
        for (int at = height; at > order.Value; at--)
        {
            bool isFreeBlock = !isInFreeBlock && tree[node] == at + 1;
            counts[Math.Min(at, maxOrder)] -= isFreeBlock ? 1 : 0;
            isInFreeBlock |= isFreeBlock;
            node = tree[2 * node] > order.Value ? 2 * node : (2 * node) + 1;
            counts[Math.Min(at - 1, maxOrder)] += isInFreeBlock ? 1 : 0;
        }

        counts[order.Value] -= isInFreeBlock ? 0 : 1;
        tree[node] = 0;
        isHeld[node] = true;
        UpdateAbove(node, order.Value);
        FreePageCount -= order.PageCount;
        ulong index = (ulong)(node - (1 << (height - order.Value)));
        return new Block(new Pfn(origin + (index << order.Value)), order);
    }

    public Errno Free(Block block)
    {
        ulong offset = block.Start.Value - origin;
        int order = block.Order.Value;
        if (!block.IsAligned || block.Start.Value < origin || offset >= 1UL << height)
        {
            return Errno.EINVAL;
        }

        int node = (1 << (height - order)) + (int)(offset >> order);
        if (!isHeld[node])
        {
            return Errno.EINVAL;
        }

        isHeld[node] = false;
        FreePageCount += block.PageCount;
        tree[node] = (byte)(order + 1);
        while (order < maxOrder && tree[node ^ 1] == order + 1)
        {
            counts[order]--;
            order++;
            node /= 2;
            tree[node] = (byte)(order + 1);
        }

        counts[order]++;
        UpdateAbove(node, order);
        return Errno.None;
    }

    private void UpdateAbove(int node, int order)
    {
        while (node > 1)
        {
            byte combined = Combined(tree[node], tree[node ^ 1], ++order);
            if (combined == tree[node / 2])
            {
                return; // nothing changes further up either
            }

            node /= 2;
            tree[node] = combined;
        }
    }

    private byte Combined(byte left, byte right, int order)
    {
        bool isWhole = order <= maxOrder && left == order && right == order;
        return isWhole ? (byte)(order + 1) : Math.Max(left, right);
    }
}
