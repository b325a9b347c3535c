using MmVerify.Spec;

namespace MmVerify.Specimens.Vmalloc;

/// <summary>
/// As Linux does: what was freed is unmapped and its frames go back at once, but its addresses wait on a lazy
/// list until there are many, or until they are needed.
/// </summary>
public sealed class LazyVmalloc : IVmallocAllocator
{
    private const long MostLazyPages = 12;

    private readonly VmallocSetup setup;
    private readonly IPageAllocator pages;
    private readonly IPageMap map;
    private readonly SortedDictionary<ulong, long> free = [];
    private readonly List<(VirtAddr Start, long PageCount)> lazy = [];
    private readonly Dictionary<VirtAddr, List<Block>> areas = [];

    private LazyVmalloc(VmallocSetup setup, IPageAllocator pages, IPageMap map)
    {
        this.setup = setup;
        this.pages = pages;
        this.map = map;
        free.Add(setup.Range.Start.Value, setup.Range.PageCount);
    }

    public static IVmallocAllocator Create(VmallocSetup setup, IPageAllocator pages, IPageMap map) =>
        new LazyVmalloc(setup, pages, map);

    public Result<VirtAddr> Allocate(ulong sizeBytes)
    {
        if (sizeBytes == 0)
        {
            return Errno.EINVAL;
        }

        ulong count = ((sizeBytes - 1) / Page.SizeBytes) + 1;
        if (count > (ulong)setup.Memory.PageCount)
        {
            return Errno.ENOMEM;
        }

        // First without those on the lazy list.
        if (!TryReserve((long)count + 1, out VirtAddr start))
        {
            Purge();
            if (!TryReserve((long)count + 1, out start))
            {
                return Errno.ENOMEM;
            }
        }

        var blocks = new List<Block>();
        areas.Add(start, blocks);
        for (long i = 0; i < (long)count; i++)
        {
            if (!Back(start.PlusPages(i), blocks))
            {
                areas.Remove(start);
                Release(start, blocks);
                Join(start, (long)count + 1);
                return Errno.ENOMEM;
            }
        }

        return start;
    }

    public Errno Free(VirtAddr start)
    {
        if (start.Value == 0)
        {
            return Errno.None;
        }

        if (!areas.Remove(start, out List<Block>? blocks))
        {
            return Errno.EINVAL;
        }

        lazy.Add((start, blocks.Count + 1));
        Release(start, blocks);
        if (lazy.Sum(static one => one.PageCount) > MostLazyPages)
        {
            Purge();
        }

        return Errno.None;
    }

    public Result<Pfn> ToPage(VirtAddr address)
    {
        foreach ((VirtAddr start, List<Block> blocks) in areas)
        {
            ulong behind = unchecked(address.Value - start.Value) / Page.SizeBytes;
            if (behind < (ulong)blocks.Count)
            {
                return blocks[(int)behind].Start;
            }
        }

        return Errno.EFAULT;
    }

    private bool TryReserve(long pageCount, out VirtAddr start)
    {
        foreach ((ulong at, long length) in free)
        {
            if (length >= pageCount)
            {
                start = new VirtAddr(at);
                free.Remove(at);
                if (length > pageCount)
                {
                    free.Add(start.PlusPages(pageCount).Value, length - pageCount);
                }

                return true;
            }
        }

        start = default;
        return false;
    }

    private bool Back(VirtAddr page, List<Block> blocks)
    {
        if (!pages.Allocate(new Order(0)).TryGet(out Block block))
        {
            return false;
        }

        if (map.Map(page, block.Start) != Errno.None)
        {
            pages.Free(block);
            return false;
        }

        blocks.Add(block);
        return true;
    }

    // All pages first, then all frames.
    private void Release(VirtAddr start, List<Block> blocks)
    {
        for (int i = 0; i < blocks.Count; i++)
        {
            map.Unmap(start.PlusPages(i));
        }

        blocks.ForEach(block => pages.Free(block));
    }

    private void Purge()
    {
        lazy.ForEach(one => Join(one.Start, one.PageCount));
        lazy.Clear();
    }

    private void Join(VirtAddr start, long pageCount)
    {
        ulong end = start.PlusPages(pageCount).Value;
        if (free.Remove(end, out long behind))
        {
            pageCount += behind;
        }

        foreach ((ulong at, long length) in free)
        {
            if (new VirtAddr(at).PlusPages(length) == start)
            {
                free[at] = length + pageCount;
                return;
            }
        }

        free.Add(start.Value, pageCount);
    }
}
