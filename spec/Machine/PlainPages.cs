namespace MmVerify.Spec;

/// <summary>
/// The plainest page allocator: a mark for each frame. It is what those above are given unless they bring
/// their own, so that they can be judged without any other chapter.
/// </summary>
/// <remarks>
/// Single frames come from the top and larger blocks from the bottom: who takes it for granted that the next
/// frame is one higher is wrong at once. It believes what it is given back, since a witness stands before
/// it.
/// </remarks>
/// <param name="memory">Which frames there are.</param>
public sealed class PlainPages(MemoryMap memory) : IPageAllocator
{
    private readonly bool[] isFree = Marks(memory);
    private readonly ulong origin = memory.First.Value;

    /// <inheritdoc/>
    public Result<Block> Allocate(Order order)
    {
        int at = order.Value == 0 ? Array.LastIndexOf(isFree, value: true) : FirstRun(order);
        if (at < 0)
        {
            return Errno.ENOMEM;
        }

        isFree.AsSpan(at, (int)order.PageCount).Clear();
        return new Block(new Pfn(origin + (ulong)at), order);
    }

    /// <inheritdoc/>
    public Errno Free(Block block)
    {
        isFree.AsSpan((int)(block.Start.Value - origin), (int)block.PageCount).Fill(true);
        return Errno.None;
    }

    private int FirstRun(Order order)
    {
        ulong size = (ulong)order.PageCount;
        for (ulong start = (origin + size - 1) / size * size; start + size <= memory.End.Value; start += size)
        {
            if (!isFree.AsSpan((int)(start - origin), (int)size).Contains(false))
            {
                return (int)(start - origin);
            }
        }

        return -1;
    }

    private static bool[] Marks(MemoryMap memory)
    {
        bool[] marks = new bool[memory.Span];
        foreach (FrameRange range in memory.Ranges)
        {
            marks.AsSpan((int)(range.Start.Value - memory.First.Value), (int)range.PageCount).Fill(true);
        }

        return marks;
    }
}
