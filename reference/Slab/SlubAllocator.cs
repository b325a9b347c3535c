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
    protected override (CacheSlab Slab, int Index)? TakeOut(CachePool pool)
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
                    return null;
                }

                continue;
            }

            CacheSlab slab = lists.Numbered[SlabOf(seen)]!;
            int next = (int)slab.Links.Load(head - 1);
            if (lists.Fast.CompareExchange(cpu, Changed(seen, SlabOf(seen), next), seen) == seen)
            {
                return (slab, head - 1);
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
            slab.Links.FetchAnd(slab.HeadWord, ~FrozenBit);
            Place(lists, slab);
        }

        foreach (CacheSlab slab in pool.Slabs.Where(IsEmpty).ToArray())
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

    private static bool IsEmpty(CacheSlab slab) => UsesOf(slab.Links.Load(slab.HeadWord)) == 0;

    // The transaction's number is in the upper half.
    private static long Changed(long fast, int slab, int head) =>
        (((fast >> 32) + 1) << 32) | ((long)slab << FieldBits) | (uint)head;

    private Lists ListsOf(CachePool pool) =>
        (Lists)(pool.Lists ??= new Lists(
            Shared.Take("fast", SlabSetup.CpuCount), Shared.Take("partial", Lists.PartialWords)));

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

        CacheSlab? slab = lists.FirstPartial ?? Grow(pool);
        if (slab is null)
        {
            lists.Fast.Store(cpu, Changed(seen, 0, 0));
            return false;
        }

        int head = 1;
        if (slab.IsListed)
        {
            lists.Unlist(slab);
            head = TakeAll(slab, staysFrozen: true);
        }
        else
        {
            lists.Add(slab);
            for (int index = 1; index <= slab.ObjectCount; index++)
            {
                slab.Links.Store(index - 1, index == slab.ObjectCount ? 0 : index + 1);
            }

            slab.Links.Store(slab.HeadWord, FrozenBit | ((long)slab.ObjectCount << FieldBits));
        }

        lists.Fast.Store(cpu, Changed(seen, slab.Number, head));
        return true;
    }

    // A slab of which nothing is left to take belongs to no CPU any more.
    private static int TakeAll(CacheSlab slab, bool staysFrozen)
    {
        while (true)
        {
            long state = slab.Links.Load(slab.HeadWord);
            bool isFrozen = staysFrozen || HeadOf(state) != 0;
            long taken = ((long)slab.ObjectCount << FieldBits) | (isFrozen ? FrozenBit : 0);
            if (slab.Links.CompareExchange(slab.HeadWord, taken, state) == state)
            {
                return HeadOf(state);
            }
        }
    }

    private static (long Before, long After) Push(CacheSlab slab, int index)
    {
        while (true)
        {
            long state = slab.Links.Load(slab.HeadWord);
            slab.Links.Store(index, HeadOf(state));
            long pushed = (state & FrozenBit) | ((long)(UsesOf(state) - 1) << FieldBits) | (uint)(index + 1);
            if (slab.Links.CompareExchange(slab.HeadWord, pushed, state) == state)
            {
                return (state, pushed);
            }
        }
    }

    // Others may have been here since: only what is true now counts.
    private void Place(Lists lists, CacheSlab slab)
    {
        long state = slab.Links.Load(slab.HeadWord);
        if ((state & FrozenBit) != 0 || HeadOf(state) == 0 || lists.Numbered[slab.Number] != slab)
        {
            return;
        }

        if (!slab.IsListed)
        {
            lists.List(slab);
        }

        if (UsesOf(state) == 0 && lists.PartialCount > MostPartial)
        {
            Discard(lists, slab);
        }
    }

    private void Discard(Lists lists, CacheSlab slab)
    {
        lists.Unlist(slab);
        lists.Numbered[slab.Number] = null;
        Drop(slab);
    }

    // The word of each CPU is its slab's number, the head of its list, and how often that was changed.
    private sealed class Lists(SharedWords fast, SharedWords partial)
    {
        // The number of the first partial slab, and how many there are.
        public const int PartialWords = 2;

        public SharedWords Fast => fast;

        // Number 0 is none.
        public List<CacheSlab?> Numbered { get; } = [null];

        public CacheSlab? FirstPartial => Numbered[(int)partial.Load(0)];

        public long PartialCount => partial.Load(1);

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

        public void List(CacheSlab slab)
        {
            slab.IsListed = true;
            slab.Links.Store(slab.NextWord, partial.Load(0));
            partial.Store(0, slab.Number);
            partial.Store(1, partial.Load(1) + 1);
        }

        public void Unlist(CacheSlab slab)
        {
            slab.IsListed = false;
            long next = slab.Links.Load(slab.NextWord);
            CacheSlab first = FirstPartial!;
            if (first == slab)
            {
                partial.Store(0, next);
            }
            else
            {
                while (first.Links.Load(first.NextWord) != slab.Number)
                {
                    first = Numbered[(int)first.Links.Load(first.NextWord)]!;
                }

                first.Links.Store(first.NextWord, next);
            }

            partial.Store(1, partial.Load(1) - 1);
        }
    }
}
