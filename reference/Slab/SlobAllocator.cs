using MmVerify.Spec;

namespace MmVerify.Reference;

/// <summary>
/// SLOB, simple lists of blocks: one lock for everything, and for each slab its free runs in the order of
/// addresses; the first run of the first slab that has one is used, and a slab that is free is given back.
/// Linux 6.1 mm/slob.c, which lets caches share their pages and keeps the runs in what is free.
/// </summary>
public sealed class SlobAllocator : CacheFront, ISlabAllocator
{
    private readonly SharedWords gate;
    private readonly Dictionary<CacheSlab, List<Run>> free = [];

    private SlobAllocator(SlabMachine machine)
        : base(machine) => gate = machine.Shared.Take("lock", 1);

    /// <inheritdoc/>
    public static ISlabAllocator Create(SlabSetup setup, SlabMachine machine) => new SlobAllocator(machine);

    /// <inheritdoc/>
    protected override CacheSlab? TakeOut(CachePool pool, out int index)
    {
        index = -1;
        Lock();
        CacheSlab? slab = pool.Slabs.Find(one => free[one].Count > 0);
        if (slab is null && Grow(pool) is CacheSlab grown)
        {
            slab = grown;
            free.Add(slab, [new Run(0, slab.ObjectCount)]);
        }

        if (slab is not null)
        {
            List<Run> runs = free[slab];
            index = runs[0].First;
            runs[0] = new Run(index + 1, runs[0].Count - 1);
            runs.RemoveAll(static run => run.Count == 0);
        }

        Unlock();
        return slab;
    }

    /// <inheritdoc/>
    protected override void PutBack(CacheSlab slab, int index)
    {
        Lock();
        List<Run> runs = free[slab];
        int at = runs.FindIndex(run => run.First > index);
        at = at < 0 ? runs.Count : at;
        runs.Insert(at, new Run(index, 1));
        JoinWithNext(runs, at);
        JoinWithNext(runs, at - 1);
        if (runs[0].Count == slab.ObjectCount)
        {
            free.Remove(slab);
            Drop(slab);
        }

        Unlock();
    }

    /// <inheritdoc/>
    protected override void Trim(CachePool pool)
    {
        // What is free was given back when it became so.
    }

    /// <inheritdoc/>
    protected override Order OrderOf(CachePool pool) => Order.ForBytes(pool.Stride);

    private static void JoinWithNext(List<Run> runs, int at)
    {
        if (at >= 0 && at + 1 < runs.Count && runs[at].First + runs[at].Count == runs[at + 1].First)
        {
            runs[at] = new Run(runs[at].First, runs[at].Count + runs[at + 1].Count);
            runs.RemoveAt(at + 1);
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

    private readonly record struct Run(int First, int Count);
}
