using MmVerify.Spec;

namespace MmVerify.Specimens.Slab;

/// <summary>Takes null for an address that nobody was handed.</summary>
[Breaks("KMALLOC-ZERO")]
public sealed class RefusesToKfreeNull : ISlabAllocator
{
    private readonly SlabMachine machine;
    private readonly Dictionary<int, Cache> caches = [];
    private readonly Dictionary<long, Cache> classes = [];
    private int made;

    private RefusesToKfreeNull(SlabMachine machine) => this.machine = machine;

    public static ISlabAllocator Create(SlabSetup setup, SlabMachine machine) =>
        new RefusesToKfreeNull(machine);

    public Result<SlabCache> CreateCache(CacheSetup cache)
    {
        if (!cache.MakesSense)
        {
            return Errno.EINVAL;
        }
        caches.Add(++made, new Cache(cache, cache.EffectiveAlign));
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

        found.Slabs.FindAll(static slab => slab.UsedCount == 0).ForEach(slab => Drop(found, slab));
        return Errno.None;
    }

    public Errno Validate(SlabCache cache)
    {
        if (Find(cache) is not Cache found)
        {
            return Errno.EINVAL;
        }

        found.Used.Keys.ToList().ForEach(start => CheckZones(found, start));
        found.Slabs.SelectMany(static slab => slab.Free).ToList().ForEach(start => CheckPoison(found, start));
        return Errno.None;
    }

    public Errno Destroy(SlabCache cache)
    {
        if (Find(cache) is not { Used.Count: 0 })
        {
            return Find(cache) is null ? Errno.EINVAL : Errno.EBUSY;
        }
        Shrink(cache);
        caches.Remove(cache.Value);
        return Errno.None;
    }

    public Result<SlabUsage> UsageOf(SlabCache cache) => Find(cache) is Cache found
        ? new SlabUsage(found.Active, found.Slabs.Sum(static slab => slab.Count), PagesOf(found))
        : Errno.EINVAL;

    public Result<PhysAddr> Kmalloc(ulong sizeBytes)
    {
        if (sizeBytes is 0 or > KmallocSizes.Most)
        {
            return sizeBytes == 0 ? KmallocSizes.ZeroSizePointer : Errno.ENOMEM;
        }
        long size = KmallocSizes.UsableFor(sizeBytes);
        long align = long.IsPow2(size) ? size : CacheSetup.LeastAlign;
        Cache found = classes.GetValueOrDefault(size) ?? new Cache(new CacheSetup(size), align);
        classes[size] = found;
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

    public Errno Kfree(PhysAddr start) => start == KmallocSizes.ZeroSizePointer ? Errno.None
        : ClassAt(start) is Cache found ? Give(found, start) : Errno.EINVAL;

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

    private static long PagesOf(Cache cache) => cache.Slabs.Sum(static slab => slab.Block.PageCount);

    private Cache? ClassAt(PhysAddr start) =>
        classes.Values.FirstOrDefault(one => one.Used.ContainsKey(start));

    private Result<PhysAddr> Take(Cache cache)
    {
        Slab? slab = cache.Slabs.Find(static one => one.Free.Count > 0) ?? Grow(cache);
        if (slab is null)
        {
            return Errno.ENOMEM;
        }

        PhysAddr start = slab.Free.Pop();
        cache.Used.Add(start, slab);
        cache.Active++;
        CheckPoison(cache, start);
        FillZones(cache, start);
        return start;
    }

    private Errno Give(Cache cache, PhysAddr start)
    {
        if (!cache.Used.Remove(start, out Slab? slab))
        {
            return Errno.EINVAL;
        }

        slab.Free.Push(start);
        cache.Active--;
        CheckZones(cache, start);
        Poison(cache, start);
        if (cache.Setup.SizeBytes > (long)KmallocSizes.MostSmall)
        {
            Drop(cache, slab);
        }

        return Errno.None;
    }

    private Slab? Grow(Cache cache)
    {
        if (!machine.Pages.Allocate(Order.ForBytes(cache.Stride)).TryGet(out Block block))
        {
            return null;
        }

        var slab = new Slab(block, block.PageCount * Page.SizeBytes / cache.Stride);
        cache.Slabs.Add(slab);
        for (long index = slab.Count - 1; index >= 0; index--)
        {
            PhysAddr start = Plus(block.Start.ToPhysAddr(), (index * cache.Stride) + cache.LeftPad);
            slab.Free.Push(start);
            Poison(cache, start);
            cache.Setup.Constructor?.Invoke(start);
        }

        return slab;
    }

    private void Drop(Cache cache, Slab slab)
    {
        cache.Slabs.Remove(slab);
        machine.Pages.Free(slab.Block);
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

    private sealed class Cache(CacheSetup setup, long align)
    {
        public CacheSetup Setup => setup;
        public int Zone => setup.IsRedZoned ? CacheSetup.RedZoneBytes : 0;
        public int LeftPad { get; } = SlabGeometry.LeftPad(setup);
        public int RightZone { get; } = setup.IsRedZoned ? 8 - (int)(setup.SizeBytes % 8) : 0;
        public long Stride => SlabGeometry.RoundUp(LeftPad + setup.SizeBytes + RightZone, align);
        public List<Slab> Slabs { get; } = [];
        public Dictionary<PhysAddr, Slab> Used { get; } = [];
        public long Active { get; set; }
    }

    private sealed record Slab(Block Block, long Count)
    {
        public Stack<PhysAddr> Free { get; } = [];
        public long UsedCount => Count - Free.Count;
    }
}
