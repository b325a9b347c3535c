using MmVerify.Spec;

namespace MmVerify.Specimens.Vmalloc;

/// <summary>Takes the fewest blocks that make up an area, and nothing else will do.</summary>
[Breaks("VMALLOC-BEATS-FRAGMENTATION")]
public sealed class AsksForLargeBlocksOnly : IVmallocAllocator
{
    private readonly VmallocSetup setup;
    private readonly IPageAllocator pages;
    private readonly IPageMap map;
    private readonly List<(VirtAddr Start, long PageCount)> holes = [];
    private readonly Dictionary<VirtAddr, Block[]> areas = [];

    private AsksForLargeBlocksOnly(VmallocSetup setup, IPageAllocator pages, IPageMap map)
    {
        this.setup = setup;
        this.pages = pages;
        this.map = map;
        holes.Add((setup.Range.Start, setup.Range.PageCount));
    }

    public static IVmallocAllocator Create(VmallocSetup setup, IPageAllocator pages, IPageMap map) =>
        new AsksForLargeBlocksOnly(setup, pages, map);

    public Result<VirtAddr> Allocate(ulong sizeBytes)
    {
        if (sizeBytes == 0)
        {
            return Errno.EINVAL;
        }

        ulong needed = (sizeBytes / Page.SizeBytes) + (sizeBytes % Page.SizeBytes == 0 ? 0UL : 1);
        if (needed > (ulong)setup.Memory.PageCount)
        {
            return Errno.ENOMEM;
        }

        long pageCount = (long)needed;
        int hole = holes.FindIndex(one => one.PageCount > pageCount);
        if (hole < 0)
        {
            return Errno.ENOMEM;
        }

        VirtAddr start = holes[hole].Start;
        var blocks = new List<Block>();
        for (long page = 0; page < pageCount; page += blocks[^1].PageCount)
        {
            var order = new Order(Math.Min(Order.MaxValue, (int)Math.Log2(pageCount - page)));
            if (!pages.Allocate(order).TryGet(out Block block))
            {
                Undo(start, pageCount, blocks);
                return Errno.ENOMEM;
            }

            blocks.Add(block);
            for (long i = 0; i < block.PageCount; i++)
            {
                if (map.Map(start.PlusPages(page + i), block.Start.Plus(i)) != Errno.None)
                {
                    Undo(start, pageCount, blocks);
                    return Errno.ENOMEM;
                }
            }
        }

        Cut(hole, pageCount + 1);
        areas[start] = [.. blocks];
        return start;
    }

    public Errno Free(VirtAddr start)
    {
        if (start.Value == 0)
        {
            return Errno.None;
        }

        if (!areas.Remove(start, out Block[]? blocks))
        {
            return Errno.EINVAL;
        }

        long pageCount = blocks.Sum(static block => block.PageCount);
        Undo(start, pageCount, blocks);
        Insert(start, pageCount + 1);
        return Errno.None;
    }

    public Result<Pfn> ToPage(VirtAddr address) => map.Translate(address);

    private void Undo(VirtAddr start, long pageCount, IReadOnlyList<Block> blocks)
    {
        for (long i = 0; i < pageCount; i++)
        {
            map.Unmap(start.PlusPages(i));
        }

        foreach (Block block in blocks)
        {
            pages.Free(block);
        }
    }

    private void Cut(int hole, long pageCount)
    {
        (VirtAddr start, long left) = holes[hole];
        holes[hole] = (start.PlusPages(pageCount), left - pageCount);
        if (left == pageCount)
        {
            holes.RemoveAt(hole);
        }
    }

    private void Insert(VirtAddr start, long pageCount)
    {
        holes.Add((start, pageCount));
        holes.Sort(static (one, other) => one.Start.Value.CompareTo(other.Start.Value));
        for (int i = holes.Count - 1; i > 0; i--)
        {
            (VirtAddr before, long count) = holes[i - 1];
            if (before.PlusPages(count) == holes[i].Start)
            {
                holes[i - 1] = (before, count + holes[i].PageCount);
                holes.RemoveAt(i);
            }
        }
    }
}
