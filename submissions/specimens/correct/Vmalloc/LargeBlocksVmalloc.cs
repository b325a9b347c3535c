using MmVerify.Spec;

namespace MmVerify.Specimens.Vmalloc;

/// <summary>
/// Asks for blocks as large as fit and makes do with smaller ones, down to single frames, as Linux does for
/// large areas; uses the shortest run of addresses that is long enough.
/// </summary>
public sealed class LargeBlocksVmalloc : IVmallocAllocator
{
    private readonly VmallocSetup setup;
    private readonly IPageAllocator pages;
    private readonly IPageMap map;
    private readonly List<Area> areas = [];

    private LargeBlocksVmalloc(VmallocSetup setup, IPageAllocator pages, IPageMap map)
    {
        this.setup = setup;
        this.pages = pages;
        this.map = map;
    }

    public static IVmallocAllocator Create(VmallocSetup setup, IPageAllocator pages, IPageMap map) =>
        new LargeBlocksVmalloc(setup, pages, map);

    public Result<VirtAddr> Allocate(ulong sizeBytes)
    {
        if (sizeBytes == 0)
        {
            return Errno.EINVAL;
        }

        ulong count = ((sizeBytes - 1) / Page.SizeBytes) + 1;
        if (count > (ulong)setup.Memory.PageCount || BestPlace((long)count + 1) is not long first)
        {
            return Errno.ENOMEM;
        }

        var area = new Area(first, []);
        while (area.PageCount < (long)count)
        {
            if (!Extend(area, (long)count - area.PageCount))
            {
                Release(area);
                return Errno.ENOMEM;
            }
        }

        areas.Add(area);
        areas.Sort(static (one, other) => one.First.CompareTo(other.First));
        return setup.Range.Page(first);
    }

    public Errno Free(VirtAddr start)
    {
        if (start.Value == 0)
        {
            return Errno.None;
        }

        int at = areas.FindIndex(area => setup.Range.Page(area.First) == start);
        if (at < 0)
        {
            return Errno.EINVAL;
        }

        Release(areas[at]);
        areas.RemoveAt(at);
        return Errno.None;
    }

    public Result<Pfn> ToPage(VirtAddr address)
    {
        long index = setup.Range.IndexOf(address);
        Area? area = areas.Find(one => index >= one.First && index < one.First + one.PageCount);
        if (area is null)
        {
            return Errno.EFAULT;
        }

        index -= area.First;
        foreach (Block block in area.Blocks)
        {
            if (index < block.PageCount)
            {
                return block.Start.Plus(index);
            }

            index -= block.PageCount;
        }

        return Errno.EFAULT;
    }

    // Free is what lies between two areas, so nothing has to be joined.
    private long? BestPlace(long length)
    {
        long? best = null;
        long bestLength = long.MaxValue;
        long at = 0;
        foreach (Area area in areas.Append(new Area(setup.Range.PageCount, [])))
        {
            long run = area.First - at;
            if (run >= length && run < bestLength)
            {
                (best, bestLength) = (at, run);
            }

            at = area.First + area.PageCount + 1;
        }

        return best;
    }

    private bool Extend(Area area, long wanted)
    {
        int order = Math.Min((int)Math.Log2(wanted), Order.MaxValue);
        Result<Block> taken = Errno.ENOMEM;
        while (!taken.IsSuccess && order >= 0)
        {
            taken = pages.Allocate(new Order(order));
            order--;
        }

        if (!taken.TryGet(out Block block))
        {
            return false;
        }

        VirtAddr page = setup.Range.Page(area.First + area.PageCount);
        area.Blocks.Add(block);
        bool isMapped = true;
        for (long i = 0; i < block.PageCount && isMapped; i++)
        {
            isMapped = map.Map(page.PlusPages(i), block.Start.Plus(i)) == Errno.None;
        }

        return isMapped;
    }

    // Where it failed half way some of the pages are not mapped, and to unmap them does no harm.
    private void Release(Area area)
    {
        for (long i = 0; i < area.PageCount; i++)
        {
            map.Unmap(setup.Range.Page(area.First + i));
        }

        foreach (Block block in area.Blocks)
        {
            pages.Free(block);
        }
    }

    private sealed record Area(long First, List<Block> Blocks)
    {
        public long PageCount => Blocks.Sum(static block => block.PageCount);
    }
}
