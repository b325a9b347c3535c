using MmVerify.Spec;

namespace MmVerify.Reference;

/// <summary>
/// SLUB: each CPU has a slab of each cache to itself, and takes from its list without a lock: it reads the
/// head, and which object is next, and exchanges the head if nothing has changed. A number that grows with
/// every change tells a list that is as it was from one whose head is the same object again. Who gives an
/// object of another's slab back puts it on a second list, the slab's own, which its CPU takes as a whole
/// when the first is used up. Linux mm/slub.c, slab_alloc_node, ___slab_alloc, __slab_free.
/// </summary>
public sealed class SlubAllocator : CacheFront, ISlabAllocator
{
    private const int FieldBits = 16;
    private const long FieldMask = (1L << FieldBits) - 1;
    private const long FrozenBit = 1L << (2 * FieldBits);
    private const int MostPartial = 5;

    private SlubAllocator(SlabMachine machine)
        : base(machine)
    {
    }

    /// <inheritdoc/>
    public static ISlabAllocator Create(SlabSetup setup, SlabMachine machine) => new SlubAllocator(machine);

    /// <inheritdoc/>
    protected override CacheSlab? TakeOut(CachePool pool, out int index)
    {
        Lists lists = ListsOf(pool);
        int cpu = Shared.CurrentCpu;
        while (true)
        {
            long seen = lists.Fast.Load(cpu);
            int head = HeadOf(seen);
            if (head == 0)
            {
                pool.Lock();
                bool isFilled = Fill(pool, lists, cpu);
                pool.Unlock();
                if (!isFilled)
                {
                    index = -1;
                    return null;
                }

                continue;
            }

            CacheSlab slab = lists.Numbered[SlabOf(seen)]!;
            int next = (int)slab.Links.Load(head - 1);
            if (lists.Fast.CompareExchange(cpu, Changed(seen, SlabOf(seen), next), seen) == seen)
            {
                index = head - 1;
                return slab;
            }
        }
    }

    /// <inheritdoc/>
    protected override void PutBack(CacheSlab slab, int index)
    {
        Lists lists = ListsOf(slab.Pool);
        int cpu = Shared.CurrentCpu;
        while (true)
        {
            long seen = lists.Fast.Load(cpu);
            if (SlabOf(seen) != slab.Number)
            {
                break;
            }

            slab.Links.Store(index, HeadOf(seen));
            if (lists.Fast.CompareExchange(cpu, Changed(seen, slab.Number, index + 1), seen) == seen)
            {
                return;
            }
        }

        (long before, long after) = Push(slab, index);
        bool isFrozen = (after & FrozenBit) != 0;
        if (!isFrozen && (HeadOf(before) == 0 || UsesOf(after) == 0))
        {
            slab.Pool.Lock();
            Place(lists, slab);
            slab.Pool.Unlock();
        }
    }

    /// <inheritdoc/>
    protected override void Trim(CachePool pool)
    {
        Lists lists = ListsOf(pool);
        for (int cpu = 0; cpu < SlabSetup.CpuCount; cpu++)
        {
            long seen = lists.Fast.Load(cpu);
            if (SlabOf(seen) == 0)
            {
                continue;
            }

            CacheSlab slab = lists.Numbered[SlabOf(seen)]!;
            for (int head = HeadOf(seen); head != 0;)
            {
                int next = (int)slab.Links.Load(head - 1);
                Push(slab, head - 1);
                head = next;
            }

            lists.Fast.Store(cpu, Changed(seen, 0, 0));
            slab.Links.FetchAnd(slab.ObjectCount, ~FrozenBit);
            Place(lists, slab);
        }

        foreach (CacheSlab slab in lists.Partial.Where(IsEmpty).ToArray())
        {
            Discard(lists, slab);
        }
    }

    /// <inheritdoc/>
    protected override Order OrderOf(CachePool pool) =>
        SlabGeometry.OrderFor(pool.Stride, SlabSetup.CpuCount) ?? Order.ForBytes(pool.Stride);

    private static int HeadOf(long word) => (int)(word & FieldMask);

    private static int SlabOf(long fast) => (int)((fast >> FieldBits) & FieldMask);

    private static int UsesOf(long state) => (int)((state >> FieldBits) & FieldMask);

    private static bool IsEmpty(CacheSlab slab) => UsesOf(slab.Links.Load(slab.ObjectCount)) == 0;

    // The transaction's number is in the upper half.
    private static long Changed(long fast, int slab, int head) =>
        (((fast >> 32) + 1) << 32) | ((long)slab << FieldBits) | (uint)head;

    private Lists ListsOf(CachePool pool) =>
        (Lists)(pool.Lists ??= new Lists(Shared.Take("fast", SlabSetup.CpuCount)));

    // The list of the CPU is used up, and the lock is taken.
    private bool Fill(CachePool pool, Lists lists, int cpu)
    {
        long seen = lists.Fast.Load(cpu);
        if (SlabOf(seen) != 0)
        {
            CacheSlab current = lists.Numbered[SlabOf(seen)]!;
            int found = TakeAll(current, staysFrozen: false);
            if (found != 0)
            {
                lists.Fast.Store(cpu, Changed(seen, current.Number, found));
                return true;
            }
        }

        CacheSlab? slab = lists.Partial.Count > 0 ? lists.Partial[0] : Grow(pool);
        if (slab is null)
        {
            lists.Fast.Store(cpu, Changed(seen, 0, 0));
            return false;
        }

        int head = 1;
        if (slab.IsListed)
        {
            lists.Partial.Remove(slab);
            slab.IsListed = false;
            head = TakeAll(slab, staysFrozen: true);
        }
        else
        {
            lists.Add(slab);
            for (int index = 0; index < slab.ObjectCount; index++)
            {
                slab.Links.Store(index, index + 1 == slab.ObjectCount ? 0 : index + 2);
            }

            slab.Links.Store(slab.ObjectCount, FrozenBit | ((long)slab.ObjectCount << FieldBits));
        }

        lists.Fast.Store(cpu, Changed(seen, slab.Number, head));
        return true;
    }

    // A slab of which nothing is left to take belongs to no CPU any more.
    private static int TakeAll(CacheSlab slab, bool staysFrozen)
    {
        while (true)
        {
            long state = slab.Links.Load(slab.ObjectCount);
            bool isFrozen = staysFrozen || HeadOf(state) != 0;
            long taken = ((long)slab.ObjectCount << FieldBits) | (isFrozen ? FrozenBit : 0);
            if (slab.Links.CompareExchange(slab.ObjectCount, taken, state) == state)
            {
                return HeadOf(state);
            }
        }
    }

    private static (long Before, long After) Push(CacheSlab slab, int index)
    {
        while (true)
        {
            long state = slab.Links.Load(slab.ObjectCount);
            slab.Links.Store(index, HeadOf(state));
            long pushed = (state & FrozenBit) | ((long)(UsesOf(state) - 1) << FieldBits) | (uint)(index + 1);
            if (slab.Links.CompareExchange(slab.ObjectCount, pushed, state) == state)
            {
                return (state, pushed);
            }
        }
    }

    // Others may have been here since: only what is true now counts.
    private void Place(Lists lists, CacheSlab slab)
    {
        long state = slab.Links.Load(slab.ObjectCount);
        if ((state & FrozenBit) != 0 || HeadOf(state) == 0 || lists.Numbered[slab.Number] != slab)
        {
            return;
        }

        if (!slab.IsListed)
        {
            slab.IsListed = true;
            lists.Partial.Add(slab);
        }

        if (UsesOf(state) == 0 && lists.Partial.Count > MostPartial)
        {
            Discard(lists, slab);
        }
    }

    private void Discard(Lists lists, CacheSlab slab)
    {
        slab.IsListed = false;
        lists.Partial.Remove(slab);
        lists.Numbered[slab.Number] = null;
        Drop(slab);
    }

    private sealed class Lists(SharedWords fast)
    {
        public SharedWords Fast => fast;

        public List<CacheSlab> Partial { get; } = [];

        // Number 0 is none.
        public List<CacheSlab?> Numbered { get; } = [null];

        public void Add(CacheSlab slab)
        {
            int number = Numbered.IndexOf(null, 1);
            if (number < 0)
            {
                number = Numbered.Count;
                Numbered.Add(null);
            }

            Numbered[number] = slab;
            slab.Number = number;
        }
    }
}
