using MmVerify.Spec;

namespace MmVerify.Reference;

/// <summary>
/// SLAB: each CPU has a few free objects of each cache to itself, the one given back last on top, and takes
/// more, or puts some back, in batches and under a lock. Slabs are on three lists: full, partial, empty.
/// Source: Bonwick, "The Slab Allocator", USENIX 1994; Bonwick and Adams, "Magazines and Vmem", USENIX 2001;
/// Linux 6.1 mm/slab.c.
/// </summary>
public sealed class SlabAllocator : CacheFront, ISlabAllocator
{
    // Linux computes these from the size of an object.
    private const int Limit = 4;
    private const int Batch = 2;
    private const int MostEmpty = 2;

    // An entry of an array is the number of a slab, times this, and the index of an object.
    private const int MostObjects = 1 << 16;

    private SlabAllocator(SlabMachine machine)
        : base(machine)
    {
    }

    /// <inheritdoc/>
    public static ISlabAllocator Create(SlabSetup setup, SlabMachine machine) => new SlabAllocator(machine);

    /// <inheritdoc/>
    protected override (CacheSlab Slab, int Index)? TakeOut(CachePool pool)
    {
        Lists lists = ListsOf(pool);
        int first = FirstOf(Shared.CurrentCpu);
        int count = (int)lists.Arrays.Load(first);
        if (count == 0)
        {
            pool.Lock();
            count = Refill(pool, lists, first);
            pool.Unlock();
        }

        if (count == 0)
        {
            return null;
        }

        int taken = (int)lists.Arrays.Load(first + count);
        lists.Arrays.Store(first, count - 1);
        return (lists.Numbered[taken / MostObjects]!, taken % MostObjects);
    }

    /// <inheritdoc/>
    protected override void PutBack(CacheSlab slab, int index)
    {
        CachePool pool = slab.Pool;
        Lists lists = ListsOf(pool);
        int first = FirstOf(Shared.CurrentCpu);
        int count = (int)lists.Arrays.Load(first);
        if (count == Limit)
        {
            pool.Lock();
            Flush(lists, first, Batch, MostEmpty);
            pool.Unlock();
            count = Limit - Batch;
        }

        lists.Arrays.Store(first + count + 1, (slab.Number * MostObjects) + index);
        lists.Arrays.Store(first, count + 1);
    }

    /// <inheritdoc/>
    protected override void Trim(CachePool pool)
    {
        Lists lists = ListsOf(pool);
        for (int cpu = 0; cpu < SlabSetup.CpuCount; cpu++)
        {
            Flush(lists, FirstOf(cpu), Limit, mostEmpty: 0);
        }
    }

    private static int FirstOf(int cpu) => cpu * (Limit + 1);

    private Lists ListsOf(CachePool pool) => (Lists)(pool.Lists ??=
        new Lists(Shared.Take("array", SlabSetup.CpuCount * (Limit + 1))));

    // Partial slabs first, then empty ones, then new ones.
    private int Refill(CachePool pool, Lists lists, int first)
    {
        int count = 0;
        while (count < Batch)
        {
            CacheSlab? slab = lists.Partial.Count > 0 ? lists.Partial[0]
                : lists.Empty.Count > 0 ? lists.Empty[0]
                : count == 0 ? New(pool, lists)
                : null;
            if (slab is null)
            {
                break;
            }

            int index = (int)slab.Links.Load(slab.HeadWord);
            slab.Links.Store(slab.HeadWord, slab.Links.Load(index));
            lists.Free[slab.Number]--;
            lists.Place(slab);
            count++;
            lists.Arrays.Store(first + count, (slab.Number * MostObjects) + index);
        }

        return count;
    }

    // The oldest go first; the ones that were given back last are still in the processor's cache.
    private void Flush(Lists lists, int first, int most, int mostEmpty)
    {
        int count = (int)lists.Arrays.Load(first);
        int flushed = Math.Min(most, count);
        for (int place = 1; place <= flushed; place++)
        {
            int entry = (int)lists.Arrays.Load(first + place);
            CacheSlab slab = lists.Numbered[entry / MostObjects]!;
            int index = entry % MostObjects;
            slab.Links.Store(index, slab.Links.Load(slab.HeadWord));
            slab.Links.Store(slab.HeadWord, index);
            lists.Free[slab.Number]++;
            lists.Place(slab);
        }

        for (int place = flushed + 1; place <= count; place++)
        {
            lists.Arrays.Store(first + place - flushed, lists.Arrays.Load(first + place));
        }

        lists.Arrays.Store(first, count - flushed);
        DropEmpty(lists, mostEmpty);
    }

    private CacheSlab? New(CachePool pool, Lists lists)
    {
        if (Grow(pool) is not CacheSlab slab)
        {
            return null;
        }

        for (int index = 1; index < slab.ObjectCount; index++)
        {
            slab.Links.Store(index - 1, index);
        }

        slab.Links.Store(slab.HeadWord, 0);

        lists.Add(slab);
        return slab;
    }

    private void DropEmpty(Lists lists, int mostEmpty)
    {
        while (lists.Empty.Count > mostEmpty)
        {
            CacheSlab slab = lists.Empty[^1];
            lists.Remove(slab);
            Drop(slab);
        }
    }

    private sealed class Lists(SharedWords arrays)
    {
        public SharedWords Arrays => arrays;

        public List<CacheSlab> Full { get; } = [];

        public List<CacheSlab> Partial { get; } = [];

        public List<CacheSlab> Empty { get; } = [];

        public List<CacheSlab?> Numbered { get; } = [];

        public List<int> Free { get; } = [];

        public void Add(CacheSlab slab)
        {
            int number = Numbered.IndexOf(null);
            if (number < 0)
            {
                number = Numbered.Count;
                Numbered.Add(null);
                Free.Add(0);
            }

            Numbered[number] = slab;
            Free[number] = slab.ObjectCount;
            slab.Number = number;
        }

        public void Place(CacheSlab slab)
        {
            int free = Free[slab.Number];
            List<CacheSlab> list = free == 0 ? Full : free == slab.ObjectCount ? Empty : Partial;
            if (!list.Contains(slab))
            {
                _ = Full.Remove(slab) || Partial.Remove(slab) || Empty.Remove(slab);
                list.Add(slab);
            }
        }

        public void Remove(CacheSlab slab)
        {
            Empty.Remove(slab);
            Numbered[slab.Number] = null;
        }
    }
}
