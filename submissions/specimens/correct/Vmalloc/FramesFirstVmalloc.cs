using MmVerify.Spec;

namespace MmVerify.Specimens.Vmalloc;

/// <summary>
/// Takes all frames before it looks for addresses, goes on behind the area that it handed out last, and tries
/// once more when a lower layer fails.
/// </summary>
public sealed class FramesFirstVmalloc : IVmallocAllocator
{
    private const int Tries = 2;

    private readonly VmallocSetup setup;
    private readonly IPageAllocator pages;
    private readonly IPageMap map;

    // For each page of the range its frame; a guard belongs to nobody else, but has none.
    private readonly Dictionary<long, Pfn> frameOf = [];
    private readonly Dictionary<long, int> lengthOf = [];
    private long next;

    private FramesFirstVmalloc(VmallocSetup setup, IPageAllocator pages, IPageMap map)
    {
        this.setup = setup;
        this.pages = pages;
        this.map = map;
    }

    public static IVmallocAllocator Create(VmallocSetup setup, IPageAllocator pages, IPageMap map) =>
        new FramesFirstVmalloc(setup, pages, map);

    public Result<VirtAddr> Allocate(ulong sizeBytes)
    {
        ulong count = (sizeBytes / Page.SizeBytes) + (sizeBytes % Page.SizeBytes > 0 ? 1UL : 0);
        if (count == 0)
        {
            return Errno.EINVAL;
        }

        if (count > (ulong)setup.Memory.PageCount || count >= (ulong)setup.Range.PageCount)
        {
            return Errno.ENOMEM;
        }

        Pfn[] frames = [.. Take((int)count)];
        if (frames.Length < (int)count || Place((int)count) is not long first || !Map(first, frames))
        {
            Array.ForEach(frames, GiveBack);
            return Errno.ENOMEM;
        }

        lengthOf[first] = frames.Length;
        next = first + frames.Length + 1;
        return setup.Range.Page(first);
    }

    public Errno Free(VirtAddr start)
    {
        if (start.Value == 0)
        {
            return Errno.None;
        }

        long first = setup.Range.IndexOf(start);
        if (!start.IsPageStart || !lengthOf.Remove(first, out int length))
        {
            return Errno.EINVAL;
        }

        for (long page = first; page < first + length; page++)
        {
            map.Unmap(setup.Range.Page(page));
            frameOf.Remove(page, out Pfn frame);
            GiveBack(frame);
        }

        return Errno.None;
    }

    public Result<Pfn> ToPage(VirtAddr address) =>
        frameOf.TryGetValue(setup.Range.IndexOf(address), out Pfn frame) ? frame : Errno.EFAULT;

    private IEnumerable<Pfn> Take(int count)
    {
        for (int i = 0; i < count; i++)
        {
            Result<Block> taken = Errno.ENOMEM;
            for (int attempt = 0; attempt < Tries && !taken.IsSuccess; attempt++)
            {
                taken = pages.Allocate(new Order(0));
            }

            if (!taken.TryGet(out Block block))
            {
                yield break;
            }

            yield return block.Start;
        }
    }

    private bool Map(long first, Pfn[] frames)
    {
        for (int i = 0; i < frames.Length; i++)
        {
            VirtAddr page = setup.Range.Page(first + i);
            if (map.Map(page, frames[i]) != Errno.None && map.Map(page, frames[i]) != Errno.None)
            {
                while (--i >= 0)
                {
                    map.Unmap(setup.Range.Page(first + i));
                    frameOf.Remove(first + i);
                }

                return false;
            }

            frameOf[first + i] = frames[i];
        }

        return true;
    }

    private long? Place(int count)
    {
        long last = setup.Range.PageCount - count;
        for (long tried = 0; tried < setup.Range.PageCount; tried++)
        {
            long first = (next + tried) % setup.Range.PageCount;
            if (first < last && IsFree(first, first + count + 1))
            {
                return first;
            }
        }

        return null;
    }

    private bool IsFree(long from, long to)
    {
        foreach ((long first, int length) in lengthOf)
        {
            if (first < to && from <= first + length)
            {
                return false;
            }
        }

        return true;
    }

    private void GiveBack(Pfn frame) => pages.Free(new Block(frame, new Order(0)));
}
