using System.Diagnostics;
using System.Diagnostics.CodeAnalysis;
using MmVerify.Spec;

namespace MmVerify.Reference;

/// <summary>
/// A buddy allocator as in the kernel: one doubly linked list of free blocks for each order, last in first
/// out, whose links lie in arrays beside the frames. Every operation takes a number of steps proportional to
/// the number of orders and allocates nothing. Linux: mm/page_alloc.c.
/// </summary>
public sealed class BuddyAllocator : IBuddyAllocator
{
    // One byte for each frame: 0, or the frame is the start of a block, free or held, and the order is in the
    // low bits.
    private const byte FreeMark = 0x40;
    private const byte HeldMark = 0x80;
    private const int None = -1;

    private readonly ulong origin;
    private readonly int maxOrder;
    private readonly byte[] marks;
    private readonly int[] next;
    private readonly int[] previous;
    private readonly int[] heads = new int[Order.Count];
    private readonly int[] counts = new int[Order.Count];
    private readonly long pageCount;

    private BuddyAllocator(BuddySetup setup)
    {
        // Frames are numbered from a multiple of the largest block, so that what is aligned as a frame number
        // is aligned as an index too, and the buddy of every index lies inside the arrays.
        origin = setup.Memory.First.AlignedDownTo(Order.Max).Value;
        maxOrder = setup.MaxOrder.Value;
        pageCount = setup.Memory.PageCount;
        int length = (int)((setup.Memory.End.Value - origin + (ulong)Order.Max.PageCount - 1)
            / (ulong)Order.Max.PageCount * (ulong)Order.Max.PageCount);
        marks = new byte[length];
        next = GC.AllocateUninitializedArray<int>(length);
        previous = GC.AllocateUninitializedArray<int>(length);
        Array.Fill(heads, None);
        foreach (FrameRange range in setup.Memory.Ranges)
        {
            AddRange((int)(range.Start.Value - origin), (int)(range.End.Value - origin));
        }

        AssertInvariants();
    }

    /// <inheritdoc/>
    public long FreePageCount { get; private set; }

    /// <inheritdoc/>
    public static IBuddyAllocator Create(BuddySetup setup) => new BuddyAllocator(setup);

    /// <inheritdoc/>
    public int FreeBlockCount(Order order) => counts[order.Value];

    /// <inheritdoc/>
    public Result<Block> Allocate(Order order)
    {
        AssertInvariants();
        if (order.Value > maxOrder)
        {
            return Errno.EINVAL;
        }

        int found = order.Value;
        while (found <= maxOrder && heads[found] == None)
        {
            found++;
        }

        if (found > maxOrder)
        {
            return Errno.ENOMEM;
        }

        int start = heads[found];
        Remove(start, found);
        while (found > order.Value)
        {
            // The lower half is split on, the upper half stays free. Linux: expand.
            found--;
            Insert(start + (1 << found), found);
        }

        marks[start] = (byte)(HeldMark | order.Value);
        FreePageCount -= order.PageCount;
        return new Block(new Pfn(origin + (ulong)start), order);
    }

    /// <inheritdoc/>
    public Errno Free(Block block)
    {
        AssertInvariants();
        ulong at = unchecked(block.Start.Value - origin);
        if (at >= (ulong)marks.Length || marks[at] != (HeldMark | block.Order.Value))
        {
            return Errno.EINVAL;
        }

        int start = (int)at;
        int order = block.Order.Value;
        marks[start] = 0;
        FreePageCount += block.PageCount;
        while (order < maxOrder && marks[start ^ (1 << order)] == (FreeMark | order))
        {
            Remove(start ^ (1 << order), order);
            start &= ~(1 << order);
            order++;
        }

        Insert(start, order);
        return Errno.None;
    }

    // As memblock hands memory to the buddy system at boot: the largest aligned block that fits, again and
    // again.
    private void AddRange(int start, int end)
    {
        while (start < end)
        {
            int order = 0;
            while (order < maxOrder && (start & (1 << order)) == 0 && start + (2 << order) <= end)
            {
                order++;
            }

            Insert(start, order);
            FreePageCount += 1 << order;
            start += 1 << order;
        }
    }

    private void Insert(int start, int order)
    {
        int head = heads[order];
        next[start] = head;
        previous[start] = None;
        if (head != None)
        {
            previous[head] = start;
        }

        heads[order] = start;
        marks[start] = (byte)(FreeMark | order);
        counts[order]++;
    }

    private void Remove(int start, int order)
    {
        int before = previous[start];
        int behind = next[start];
        if (before == None)
        {
            heads[order] = behind;
        }
        else
        {
            next[before] = behind;
        }

        if (behind != None)
        {
            previous[behind] = before;
        }

        marks[start] = 0;
        counts[order]--;
    }

    // The cheap ones on every call; the marks are walked only where memory is small.
    [Conditional("DEBUG")]
    [ExcludeFromCodeCoverage(Justification = "checks this class, and in debug builds alone")]
    private void AssertInvariants()
    {
        const int SmallLength = 2048;
        long free = 0;
        for (int order = 0; order <= maxOrder; order++)
        {
            free += (long)counts[order] << order;
            Debug.Assert(heads[order] == None == (counts[order] == 0), "a list is empty when its count is 0");
            Debug.Assert(
                heads[order] == None || marks[heads[order]] == (FreeMark | order),
                "a list holds blocks of its order");
        }

        Debug.Assert(free == FreePageCount, "the free blocks add up to the free pages");
        Debug.Assert(free <= pageCount, "no page was made from nothing");
        for (int start = 0; marks.Length <= SmallLength && start < marks.Length; start++)
        {
            int order = marks[start] & ~(FreeMark | HeldMark);
            Debug.Assert(marks[start] == 0 || (start & ((1 << order) - 1)) == 0, "every block is aligned");
            Debug.Assert(
                (marks[start] & FreeMark) == 0
                    || order == maxOrder
                    || marks[start ^ (1 << order)] != marks[start],
                "no two free blocks are each other's buddy");
        }
    }
}
