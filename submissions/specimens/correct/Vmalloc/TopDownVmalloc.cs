using MmVerify.Spec;

namespace MmVerify.Specimens.Vmalloc;

/// <summary>
/// Marks each page of the range that is taken, guards too, and hands out the highest pages that are free; the
/// frames of an area are known to the page map alone.
/// </summary>
public sealed class TopDownVmalloc : IVmallocAllocator
{
    private readonly VmallocSetup setup;
    private readonly IPageAllocator pages;
    private readonly IPageMap map;
    private readonly bool[] isTaken;
    private readonly long[] lengths;

    private TopDownVmalloc(VmallocSetup setup, IPageAllocator pages, IPageMap map)
    {
        this.setup = setup;
        this.pages = pages;
        this.map = map;
        isTaken = new bool[setup.Range.PageCount];
        lengths = new long[setup.Range.PageCount];
    }

    public static IVmallocAllocator Create(VmallocSetup setup, IPageAllocator pages, IPageMap map) =>
        new TopDownVmalloc(setup, pages, map);

    public Result<VirtAddr> Allocate(ulong sizeBytes)
    {
        if (sizeBytes == 0)
        {
            return Errno.EINVAL;
        }

        ulong count = ((sizeBytes - 1) / Page.SizeBytes) + 1;
        if (count >= (ulong)isTaken.Length || FreeRun((int)count + 1) is not int first)
        {
            return Errno.ENOMEM;
        }

        VirtAddr start = setup.Range.Page(first);
        int length = (int)count;
        for (int i = 0; i < length; i++)
        {
            Result<Block> frame = pages.Allocate(new Order(0));
            if (!frame.IsSuccess)
            {
                Release(start, i);
                return frame.Errno;
            }

            Errno errno = map.Map(start.PlusPages(i), frame.Value.Start);
            if (errno != Errno.None)
            {
                pages.Free(frame.Value);
                Release(start, i);
                return errno;
            }
        }

        Array.Fill(isTaken, true, first, length + 1);
        lengths[first] = length;
        return start;
    }

    public Errno Free(VirtAddr start)
    {
        if (start == default)
        {
            return Errno.None;
        }

        long first = setup.Range.IndexOf(start);
        if (first < 0 || first >= lengths.Length || !start.IsPageStart || lengths[first] == 0)
        {
            return Errno.EINVAL;
        }

        Release(start, lengths[first]);
        Array.Fill(isTaken, false, (int)first, (int)lengths[first] + 1);
        lengths[first] = 0;
        return Errno.None;
    }

    public Result<Pfn> ToPage(VirtAddr address) => map.Translate(address);

    private int? FreeRun(int length)
    {
        int run = 0;
        for (int page = isTaken.Length - 1; page >= 0; page--)
        {
            run = isTaken[page] ? 0 : run + 1;
            if (run == length)
            {
                return page;
            }
        }

        return null;
    }

    private void Release(VirtAddr start, long length)
    {
        for (long i = length - 1; i >= 0; i--)
        {
            pages.Free(new Block(map.Unmap(start.PlusPages(i)).Value, new Order(0)));
        }
    }
}
