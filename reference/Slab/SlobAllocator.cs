using MmVerify.Spec;

namespace MmVerify.Reference;

/// <summary>
/// SLOB, simple lists of blocks: one lock for everything, and for each slab its free runs in the order of
/// addresses; the first run of the first slab that has one is used, and a slab that is free is given back.
/// The word of a run's first object tells how long the run is and where the next one starts. Linux 6.1
/// mm/slob.c, which lets caches share their pages and keeps the runs in what is free.
/// </summary>
public sealed class SlobAllocator : CacheFront, ISlabAllocator
{
    private const int LongestRun = 1 << 16;

    private readonly SharedWords gate;

    private SlobAllocator(SlabMachine machine)
        : base(machine) => gate = machine.Shared.Take("lock", 1);

    /// <inheritdoc/>
    public static ISlabAllocator Create(SlabSetup setup, SlabMachine machine) => new SlobAllocator(machine);

    /// <inheritdoc/>
    protected override (CacheSlab Slab, int Index)? TakeOut(CachePool pool)
    {
        Lock();
        CacheSlab? slab = pool.Slabs.Find(static one => one.Links.Load(one.HeadWord) != 0) ?? New(pool);
        int index = 0;
        if (slab is not null)
        {
            index = (int)slab.Links.Load(slab.HeadWord) - 1;
            (int length, int next) = RunAt(slab, index);
            if (length > 1)
            {
                Store(slab, index + 1, length - 1, next);
            }

            slab.Links.Store(slab.HeadWord, length > 1 ? index + 2 : next);
        }

        Unlock();
        return slab is null ? null : (slab, index);
    }

    /// <inheritdoc/>
    protected override void PutBack(CacheSlab slab, int index)
    {
        Lock();
        int before = slab.HeadWord;
        int after = (int)slab.Links.Load(before);
        while (after != 0 && after - 1 < index)
        {
            before = after - 1;
            after = RunAt(slab, before).Next;
        }

        Store(slab, index, 1, after);
        Join(slab, index, after);
        if (before == slab.HeadWord)
        {
            slab.Links.Store(before, index + 1);
        }
        else
        {
            Store(slab, before, RunAt(slab, before).Length, index + 1);
            Join(slab, before, index + 1);
        }

        if (slab.Links.Load(slab.HeadWord) == 1 && RunAt(slab, 0).Length == slab.ObjectCount)
        {
            Drop(slab);
        }

        Unlock();
    }

    /// <inheritdoc/>
    protected override void Trim(CachePool pool)
    {
        // What is free was given back when it became so.
    }

    private CacheSlab? New(CachePool pool)
    {
        CacheSlab? slab = Grow(pool);
        if (slab is not null)
        {
            Store(slab, 0, slab.ObjectCount, 0);
            slab.Links.Store(slab.HeadWord, 1);
        }

        return slab;
    }

    // Next is one more than where the next run starts, and 0 behind the last.
    private static (int Length, int Next) RunAt(CacheSlab slab, int index)
    {
        long word = slab.Links.Load(index);
        return ((int)(word % LongestRun), (int)(word / LongestRun));
    }

    private static void Store(CacheSlab slab, int index, int length, int next) =>
        slab.Links.Store(index, ((long)next * LongestRun) + length);

    // Two runs that touch are one.
    private static void Join(CacheSlab slab, int index, int next)
    {
        (int length, _) = RunAt(slab, index);
        if (next != 0 && index + length == next - 1)
        {
            (int more, int behind) = RunAt(slab, next - 1);
            Store(slab, index, length + more, behind);
        }
    }

    private void Lock()
    {
        while (gate.CompareExchange(0, 1, 0) != 0)
        {
            Shared.Relax();
        }
    }

    private void Unlock() => gate.Store(0, 0);
}
