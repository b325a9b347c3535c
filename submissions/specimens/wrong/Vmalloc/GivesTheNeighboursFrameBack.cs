using MmVerify.Spec;

namespace MmVerify.Specimens.Vmalloc;

/// <summary>Gives back, with an area, the frame of the first page of the next one.</summary>
[Breaks("VMALLOC-OTHERS-UNTOUCHED")]
public sealed class GivesTheNeighboursFrameBack : IVmallocAllocator
{
    private static readonly Order Single = new(0);

    private readonly VmallocSetup setup;
    private readonly IPageAllocator pages;
    private readonly IPageMap map;
    private readonly List<(VirtAddr Start, long PageCount)> holes = [];
    private readonly Dictionary<VirtAddr, Pfn[]> areas = [];

    private GivesTheNeighboursFrameBack(VmallocSetup setup, IPageAllocator pages, IPageMap map)
    {
        this.setup = setup;
        this.pages = pages;
        this.map = map;
        holes.Add((setup.Range.Start, setup.Range.PageCount));
    }

    public static IVmallocAllocator Create(VmallocSetup setup, IPageAllocator pages, IPageMap map) =>
        new GivesTheNeighboursFrameBack(setup, pages, map);

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
        var frames = new List<Pfn>();
        while (frames.Count < pageCount)
        {
            if (!pages.Allocate(Single).TryGet(out Block block))
            {
                Undo(start, [.. frames]);
                return Errno.ENOMEM;
            }

            if (map.Map(start.PlusPages(frames.Count), block.Start) != Errno.None)
            {
                pages.Free(block);
                Undo(start, [.. frames]);
                return Errno.ENOMEM;
            }

            frames.Add(block.Start);
        }

        Cut(hole, pageCount + 1);
        areas[start] = [.. frames];
        return start;
    }

    public Errno Free(VirtAddr start)
    {
        if (start.Value == 0)
        {
            return Errno.None;
        }

        if (!areas.Remove(start, out Pfn[]? frames))
        {
            return Errno.EINVAL;
        }

        Undo(start, frames);
        if (map.Translate(start.PlusPages(frames.Length + 1)).TryGet(out Pfn next))
        {
            pages.Free(new Block(next, Single));
        }

        Insert(start, frames.Length + 1);
        return Errno.None;
    }

    public Result<Pfn> ToPage(VirtAddr address) => map.Translate(address);

    private void Undo(VirtAddr start, Pfn[] frames)
    {
        for (int i = 0; i < frames.Length; i++)
        {
            map.Unmap(start.PlusPages(i));
            pages.Free(new Block(frames[i], Single));
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
