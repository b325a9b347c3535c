using System.Diagnostics;
using System.Diagnostics.CodeAnalysis;
using MmVerify.Spec;

namespace MmVerify.Reference;

/// <summary>
/// The lowest run of addresses that is long enough, and single frames from wherever they come. Linux keeps
/// the free runs in a tree, and those just freed apart until they are worth a flush of all processors. Linux:
/// mm/vmalloc.c, alloc_vmap_area, vm_area_alloc_pages, vfree.
/// </summary>
public sealed class VmallocAllocator : IVmallocAllocator
{
    private static readonly Order SinglePage = new(0);

    private readonly VmallocSetup setup;
    private readonly IPageAllocator pages;
    private readonly IPageMap map;

    // The runs that belong to no area, in order; no two of them touch.
    private readonly List<Run> free = [];
    private readonly Dictionary<VirtAddr, long> areas = [];

    private VmallocAllocator(VmallocSetup setup, IPageAllocator pages, IPageMap map)
    {
        this.setup = setup;
        this.pages = pages;
        this.map = map;
        free.Add(new Run(setup.Range.Start, setup.Range.PageCount));
    }

    /// <inheritdoc/>
    public static IVmallocAllocator Create(VmallocSetup setup, IPageAllocator pages, IPageMap map) =>
        new VmallocAllocator(setup, pages, map);

    /// <inheritdoc/>
    public Result<VirtAddr> Allocate(ulong sizeBytes)
    {
        AssertInvariants();
        if (sizeBytes == 0)
        {
            return Errno.EINVAL;
        }

        // Not (size + 4095) / 4096: near the largest size that begins anew at 0.
        ulong needed = (sizeBytes / Page.SizeBytes) + (sizeBytes % Page.SizeBytes == 0 ? 0UL : 1);
        if (needed > (ulong)setup.Memory.PageCount)
        {
            return Errno.ENOMEM;
        }

        long pageCount = (long)needed;
        int at = free.FindIndex(run => run.PageCount > pageCount);
        if (at < 0)
        {
            return Errno.ENOMEM;
        }

        VirtAddr start = free[at].Start;
        for (long page = 0; page < pageCount; page++)
        {
            if (!TryBack(start.PlusPages(page)))
            {
                Release(start, page);
                return Errno.ENOMEM;
            }
        }

        Cut(at, pageCount + 1);
        areas.Add(start, pageCount);
        return start;
    }

    /// <inheritdoc/>
    public Errno Free(VirtAddr start)
    {
        AssertInvariants();
        if (start.Value == 0)
        {
            return Errno.None;
        }

        if (!areas.Remove(start, out long pageCount))
        {
            return Errno.EINVAL;
        }

        Release(start, pageCount);
        Join(new Run(start, pageCount + 1));
        return Errno.None;
    }

    /// <inheritdoc/>
    public Result<Pfn> ToPage(VirtAddr address) => map.Translate(address);

    private bool TryBack(VirtAddr page)
    {
        if (!pages.Allocate(SinglePage).TryGet(out Block block))
        {
            return false;
        }

        if (map.Map(page, block.Start) == Errno.None)
        {
            return true;
        }

        pages.Free(block);
        return false;
    }

    // A frame that is given back may be somebody else's at once, so it is unmapped before.
    private void Release(VirtAddr start, long pageCount)
    {
        for (long page = 0; page < pageCount; page++)
        {
            Pfn frame = map.Unmap(start.PlusPages(page)).Value;
            pages.Free(new Block(frame, SinglePage));
        }
    }

    private void Cut(int at, long pageCount)
    {
        Run run = free[at];
        if (run.PageCount == pageCount)
        {
            free.RemoveAt(at);
        }
        else
        {
            free[at] = new Run(run.Start.PlusPages(pageCount), run.PageCount - pageCount);
        }
    }

    private void Join(Run run)
    {
        int at = free.FindIndex(other => other.Start.Value > run.Start.Value);
        at = at < 0 ? free.Count : at;
        if (at < free.Count && run.End == free[at].Start)
        {
            run = run with { PageCount = run.PageCount + free[at].PageCount };
            free.RemoveAt(at);
        }

        if (at > 0 && free[at - 1].End == run.Start)
        {
            free[at - 1] = free[at - 1] with { PageCount = free[at - 1].PageCount + run.PageCount };
        }
        else
        {
            free.Insert(at, run);
        }
    }

    [Conditional("DEBUG")]
    [ExcludeFromCodeCoverage]
    private void AssertInvariants()
    {
        for (int i = 1; i < free.Count; i++)
        {
            Debug.Assert(free[i - 1].End.Value < free[i].Start.Value, "two free runs touch or overlap");
        }
    }

    private readonly record struct Run(VirtAddr Start, long PageCount)
    {
        public VirtAddr End => Start.PlusPages(PageCount);
    }
}
