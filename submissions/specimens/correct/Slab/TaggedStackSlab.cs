using MmVerify.Spec;

namespace MmVerify.Specimens.Slab;

/// <summary>
/// A stack of free objects without a lock: a number in its head grows with every change, so that a stack is
/// never taken for one that it only resembles.
/// </summary>
public sealed class TaggedStackSlab : ISlabAllocator
{
    private const int Head = 0;
    private const int Active = 1;
    private const int Gate = 2;
    private const int IndexBits = 16;

    private readonly SlabMachine machine;
    private readonly Dictionary<int, Cache> caches = [];
    private readonly Dictionary<long, Cache> classes = [];
    private int made;

    private TaggedStackSlab(SlabMachine machine) => this.machine = machine;

    public static ISlabAllocator Create(SlabSetup setup, SlabMachine machine) =>
        new TaggedStackSlab(machine);

    public Result<SlabCache> CreateCache(CacheSetup cache)
    {
        if (!cache.MakesSense)
        {
            return Errno.EINVAL;
        }

        caches.Add(++made, new Cache(cache, cache.EffectiveAlign, machine.Shared));
        return new SlabCache(made);
    }

    public Result<PhysAddr> Allocate(SlabCache cache) =>
        Find(cache) is Cache found ? Take(found) : Errno.EINVAL;

    public Errno Free(SlabCache cache, PhysAddr start) =>
        Find(cache) is Cache found ? Give(found, start) : Errno.EINVAL;

    public Errno Shrink(SlabCache cache)
    {
        if (Find(cache) is not Cache found)
        {
            return Errno.EINVAL;
        }

        Trim(found);
        return Errno.None;
    }

    public Errno Validate(SlabCache cache)
    {
        if (Find(cache) is not Cache found)
        {
            return Errno.EINVAL;
        }

        foreach ((PhysAddr start, (Slab slab, int index)) in found.Places)
        {
            Action<Cache, PhysAddr> check = slab.Out.Load(index) == 1 ? CheckZones : CheckPoison;
            check(found, start);
        }

        return Errno.None;
    }

    public Errno Destroy(SlabCache cache)
    {
        if (Find(cache) is not Cache found || found.Words.Load(Active) > 0)
        {
            return Find(cache) is null ? Errno.EINVAL : Errno.EBUSY;
        }

        Shrink(cache);
        caches.Remove(cache.Value);
        return Errno.None;
    }

    public Result<SlabUsage> UsageOf(SlabCache cache) => Find(cache) is Cache found
        ? new SlabUsage(
            found.Words.Load(Active),
            found.Places.Count,
            found.Slabs.OfType<Slab>().Sum(static slab => slab.Block.PageCount))
        : Errno.EINVAL;

    // What is large is an object that has a slab to itself.
    public Result<PhysAddr> Kmalloc(ulong sizeBytes)
    {
        if (sizeBytes is 0 or > KmallocSizes.Most)
        {
            return sizeBytes == 0 ? KmallocSizes.ZeroSizePointer : Errno.ENOMEM;
        }

        long size = KmallocSizes.UsableFor(sizeBytes);
        if (!classes.TryGetValue(size, out Cache? found))
        {
            found = new Cache(
                new CacheSetup(size), long.IsPow2(size) ? size : CacheSetup.LeastAlign, machine.Shared);
            classes.Add(size, found);
        }

        return Take(found);
    }

    public Result<PhysAddr> Kzalloc(ulong sizeBytes)
    {
        Result<PhysAddr> result = Kmalloc(sizeBytes);
        if (sizeBytes > 0 && result.TryGet(out PhysAddr start))
        {
            machine.Memory.Fill(start, (long)sizeBytes, 0);
        }

        return result;
    }

    public Errno Kfree(PhysAddr start) => KmallocSizes.IsZeroOrNull(start) ? Errno.None
        : ClassAt(start) is Cache found ? GiveTrimmed(found, start) : Errno.EINVAL;

    public Result<long> Ksize(PhysAddr start) => KmallocSizes.IsZeroOrNull(start) ? 0
        : ClassAt(start) is Cache found ? found.Setup.SizeBytes : Errno.EINVAL;

    public Result<PhysAddr> Krealloc(PhysAddr start, ulong sizeBytes)
    {
        if (!Ksize(start).TryGet(out long before))
        {
            return Errno.EINVAL;
        }

        if (sizeBytes > 0 && sizeBytes <= (ulong)before)
        {
            return start;
        }

        Result<PhysAddr> result = Kmalloc(sizeBytes);
        if (result.TryGet(out PhysAddr moved))
        {
            machine.Memory.Copy(start, moved, sizeBytes == 0 ? 0 : before);
            Kfree(start);
        }

        return result;
    }

    private Cache? Find(SlabCache cache) => caches.GetValueOrDefault(cache.Value);

    private Cache? ClassAt(PhysAddr start) =>
        classes.Values.FirstOrDefault(one =>
            one.Places.TryGetValue(start, out (Slab Slab, int Index) place)
            && place.Slab.Out.Load(place.Index) == 1);

    private Result<PhysAddr> Take(Cache cache)
    {
        while (true)
        {
            long head = cache.Words.Load(Head);
            if ((int)head == 0)
            {
                if (!TryGrow(cache))
                {
                    return Errno.ENOMEM;
                }

                continue;
            }

            Slab slab = cache.Slabs[((int)head - 1) >> IndexBits]!;
            int index = ((int)head - 1) & ((1 << IndexBits) - 1);
            long next = slab.Next.Load(index);
            if (cache.Words.CompareExchange(Head, Changed(head, next), head) == head)
            {
                slab.Out.Store(index, 1);
                cache.Words.FetchAdd(Active, 1);
                CheckPoison(cache, slab.Places[index]);
                FillZones(cache, slab.Places[index]);
                return slab.Places[index];
            }
        }
    }

    private Errno Give(Cache cache, PhysAddr start)
    {
        if (!cache.Places.TryGetValue(start, out (Slab Slab, int Index) place)
            || place.Slab.Out.CompareExchange(place.Index, 0, 1) != 1)
        {
            return Errno.EINVAL;
        }

        cache.Words.FetchAdd(Active, -1);
        CheckZones(cache, start);
        Poison(cache, start);
        Push(cache, place.Slab, place.Index);
        return Errno.None;
    }

    private Errno GiveTrimmed(Cache cache, PhysAddr start)
    {
        Errno errno = Give(cache, start);
        if (cache.Setup.SizeBytes > (long)KmallocSizes.MostSmall)
        {
            Trim(cache);
        }

        return errno;
    }

    private static void Push(Cache cache, Slab slab, int index)
    {
        long id = ((long)slab.Number << IndexBits) + index + 1;
        long head;
        do
        {
            head = cache.Words.Load(Head);
            slab.Next.Store(index, (int)head);
        }
        while (cache.Words.CompareExchange(Head, Changed(head, id), head) != head);
    }

    private static long Changed(long head, long id) =>
        (((head >> 32) + 1) << 32) | (uint)id;

    // Who waited for the lock looks again.
    private bool TryGrow(Cache cache)
    {
        while (cache.Words.CompareExchange(Gate, 1, 0) != 0)
        {
            machine.Shared.Relax();
        }

        bool isGrown = (int)cache.Words.Load(Head) != 0 || Grow(cache);
        cache.Words.Store(Gate, 0);
        return isGrown;
    }

    private bool Grow(Cache cache)
    {
        if (!machine.Pages.Allocate(Order.ForBytes(cache.Stride)).TryGet(out Block block))
        {
            return false;
        }

        int count = (int)(block.PageCount * Page.SizeBytes / cache.Stride);
        var slab = new Slab(block, cache.Slabs.Count, machine.Shared.Take("next", count), count)
        {
            Out = machine.Shared.Take("out", count),
        };
        cache.Slabs.Add(slab);
        for (int index = count - 1; index >= 0; index--)
        {
            PhysAddr start = Plus(block.Start.ToPhysAddr(), (index * cache.Stride) + cache.LeftPad);
            slab.Places[index] = start;
            cache.Places.Add(start, (slab, index));
            Poison(cache, start);
            cache.Setup.Constructor?.Invoke(start);
            Push(cache, slab, index);
        }

        return true;
    }

    // No other CPU is at work: all are taken off the stack, and those of slabs in use put back.
    private void Trim(Cache cache)
    {
        cache.Words.Store(Head, Changed(cache.Words.Load(Head), 0));
        foreach (Slab slab in cache.Slabs.OfType<Slab>().ToArray())
        {
            int[] free = [.. Enumerable.Range(0, slab.Places.Length).Where(i => slab.Out.Load(i) == 0)];
            if (free.Length < slab.Places.Length)
            {
                Array.ForEach(free, index => Push(cache, slab, index));
                continue;
            }

            cache.Slabs[slab.Number] = null;
            Array.ForEach(slab.Places, start => cache.Places.Remove(start));
            machine.Pages.Free(slab.Block);
        }
    }

    private void FillZones(Cache cache, PhysAddr start)
    {
        machine.Memory.Fill(Plus(start, -cache.Zone), cache.Zone, 0xcc);
        machine.Memory.Fill(Plus(start, cache.Setup.SizeBytes), cache.RightZone, 0xcc);
    }

    private void CheckZones(Cache cache, PhysAddr start)
    {
        if (!machine.Memory.IsFilled(Plus(start, -cache.Zone), cache.Zone, 0xcc)
            || !machine.Memory.IsFilled(Plus(start, cache.Setup.SizeBytes), cache.RightZone, 0xcc))
        {
            machine.Log.Report(SlabFault.RedZone, start);
            FillZones(cache, start);
        }
    }

    private void Poison(Cache cache, PhysAddr start)
    {
        if (cache.Setup.IsPoisoned)
        {
            machine.Memory.Fill(start, cache.Setup.SizeBytes, CacheSetup.PoisonFree);
            machine.Memory.Write(Plus(start, cache.Setup.SizeBytes - 1), CacheSetup.PoisonEnd);
        }
    }

    private void CheckPoison(Cache cache, PhysAddr start)
    {
        long last = cache.Setup.SizeBytes - 1;
        if (cache.Setup.IsPoisoned && (!machine.Memory.IsFilled(start, last, CacheSetup.PoisonFree)
            || machine.Memory.Read(Plus(start, last)) != CacheSetup.PoisonEnd))
        {
            machine.Log.Report(SlabFault.UseAfterFree, start);
            Poison(cache, start);
        }
    }

    private static PhysAddr Plus(PhysAddr start, long offset) => new(start.Value + (ulong)offset);

    private sealed class Cache(CacheSetup setup, long align, SharedMemory shared)
    {
        public CacheSetup Setup => setup;
        public int Zone { get; } = setup.IsRedZoned ? CacheSetup.RedZoneBytes : 0;
        public int LeftPad { get; } = SlabGeometry.LeftPad(setup);
        public int RightZone { get; } = setup.IsRedZoned ? 8 - (int)(setup.SizeBytes % 8) : 0;
        public long Stride => SlabGeometry.RoundUp(LeftPad + setup.SizeBytes + RightZone, align);
        public List<Slab?> Slabs { get; } = [];
        public Dictionary<PhysAddr, (Slab Slab, int Index)> Places { get; } = [];
        public SharedWords Words { get; } = shared.Take("cache", 3);
    }

    private sealed class Slab(Block block, int number, SharedWords next, int count)
    {
        public Block Block => block;
        public int Number => number;
        public SharedWords Next => next;
        public required SharedWords Out { get; init; }
        public PhysAddr[] Places { get; } = new PhysAddr[count];
    }
}
