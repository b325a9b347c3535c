using MmVerify.Spec;

namespace MmVerify.Reference;

/// <summary>
/// What the three allocators have in common: caches and their names, kmalloc on top of caches, and bytes that
/// are watched. They differ in how they keep which objects are free. Linux: <c>mm/slab_common.c</c>.
/// </summary>
public abstract class CacheFront
{
    // Linux SLUB_RED_ACTIVE. While an object is free Linux has 0xbb there.
    private const byte RedZone = 0xcc;

    private readonly SlabMachine machine;
    private readonly List<CachePool?> caches = [];
    private readonly CachePool?[] classes = new CachePool?[KmallocSizes.Classes.Length];
    private readonly Dictionary<PhysAddr, Block> large = [];
    private readonly Dictionary<Pfn, CacheSlab> slabs = [];
    private readonly Dictionary<int, Stack<(SharedWords Used, SharedWords Links)>> spare = [];

    /// <summary>Makes an allocator without caches.</summary>
    /// <param name="machine">What may be used.</param>
    protected CacheFront(SlabMachine machine) => this.machine = machine;

    /// <summary>The words that all CPUs see.</summary>
    protected SharedMemory Shared => machine.Shared;

    /// <inheritdoc cref="ISlabAllocator.CreateCache"/>
    public Result<SlabCache> CreateCache(CacheSetup cache)
    {
        if (!cache.MakesSense)
        {
            return Errno.EINVAL;
        }

        caches.Add(new CachePool(cache, machine.Shared));
        return new SlabCache(caches.Count - 1);
    }

    /// <inheritdoc cref="ISlabAllocator.Allocate"/>
    public Result<PhysAddr> Allocate(SlabCache cache) =>
        PoolOf(cache) is CachePool pool ? Allocate(pool) : Errno.EINVAL;

    /// <inheritdoc cref="ISlabAllocator.Free"/>
    public Errno Free(SlabCache cache, PhysAddr start) =>
        PoolOf(cache) is CachePool pool && slabs.TryGetValue(start.ToPfn(), out CacheSlab? slab)
            && slab.Pool == pool ? Free(slab, start) : Errno.EINVAL;

    /// <inheritdoc cref="ISlabAllocator.Shrink"/>
    public Errno Shrink(SlabCache cache)
    {
        if (PoolOf(cache) is not CachePool pool)
        {
            return Errno.EINVAL;
        }

        Trim(pool);
        return Errno.None;
    }

    /// <inheritdoc cref="ISlabAllocator.Validate"/>
    public Errno Validate(SlabCache cache)
    {
        if (PoolOf(cache) is not CachePool pool)
        {
            return Errno.EINVAL;
        }

        foreach (CacheSlab slab in pool.Slabs)
        {
            for (int index = 0; index < slab.ObjectCount; index++)
            {
                bool isOut = slab.Used.Load(index) != 0;
                CheckZones(pool, slab.AddressOf(index), isOut);
                CheckPoison(pool, slab.AddressOf(index), isOut);
            }
        }

        return Errno.None;
    }

    /// <inheritdoc cref="ISlabAllocator.Destroy"/>
    public Errno Destroy(SlabCache cache)
    {
        if (PoolOf(cache) is not CachePool pool)
        {
            return Errno.EINVAL;
        }

        if (pool.ActiveObjects > 0)
        {
            return Errno.EBUSY;
        }

        Trim(pool);
        caches[cache.Value] = null;
        return Errno.None;
    }

    /// <inheritdoc cref="ISlabAllocator.UsageOf"/>
    public Result<SlabUsage> UsageOf(SlabCache cache)
    {
        if (PoolOf(cache) is not CachePool pool)
        {
            return Errno.EINVAL;
        }

        long objects = 0;
        long pages = 0;
        foreach (CacheSlab slab in pool.Slabs)
        {
            objects += slab.ObjectCount;
            pages += slab.Block.PageCount;
        }

        return new SlabUsage(pool.ActiveObjects, objects, pages);
    }

    /// <inheritdoc cref="ISlabAllocator.Kmalloc"/>
    public Result<PhysAddr> Kmalloc(ulong sizeBytes)
    {
        if (sizeBytes is 0 or > KmallocSizes.Most)
        {
            return sizeBytes == 0 ? KmallocSizes.ZeroSizePointer : Errno.ENOMEM;
        }

        if (sizeBytes <= KmallocSizes.MostSmall)
        {
            return Allocate(ClassFor(KmallocSizes.UsableFor(sizeBytes)));
        }

        if (!machine.Pages.Allocate(Order.ForBytes((long)sizeBytes)).TryGet(out Block block))
        {
            return Errno.ENOMEM;
        }

        large.Add(block.Start.ToPhysAddr(), block);
        return block.Start.ToPhysAddr();
    }

    /// <inheritdoc cref="ISlabAllocator.Kzalloc"/>
    public Result<PhysAddr> Kzalloc(ulong sizeBytes)
    {
        Result<PhysAddr> result = Kmalloc(sizeBytes);
        if (result.TryGet(out PhysAddr start))
        {
            machine.Memory.Fill(start, (long)sizeBytes, 0);
        }

        return result;
    }

    /// <inheritdoc cref="ISlabAllocator.Kfree"/>
    public Errno Kfree(PhysAddr start)
    {
        if (KmallocSizes.IsZeroOrNull(start))
        {
            return Errno.None;
        }

        if (large.Remove(start, out Block block))
        {
            return machine.Pages.Free(block);
        }

        return SmallAt(start) is CacheSlab slab ? Free(slab, start) : Errno.EINVAL;
    }

    /// <inheritdoc cref="ISlabAllocator.Ksize"/>
    public Result<long> Ksize(PhysAddr start)
    {
        if (KmallocSizes.IsZeroOrNull(start))
        {
            return 0;
        }

        if (large.TryGetValue(start, out Block block))
        {
            return block.PageCount * Page.SizeBytes;
        }

        return SmallAt(start) is CacheSlab slab && slab.IndexOf(start) is var index && index >= 0
            && slab.Used.Load(index) != 0 ? slab.Pool.Setup.SizeBytes : Errno.EINVAL;
    }

    /// <inheritdoc cref="ISlabAllocator.Krealloc"/>
    public Result<PhysAddr> Krealloc(PhysAddr start, ulong sizeBytes)
    {
        Result<long> usable = Ksize(start);
        if (!usable.TryGet(out long before))
        {
            return usable.Errno;
        }

        if (sizeBytes == 0)
        {
            Kfree(start);
            return KmallocSizes.ZeroSizePointer;
        }

        if (sizeBytes <= (ulong)before)
        {
            return start;
        }

        Result<PhysAddr> result = Kmalloc(sizeBytes);
        if (result.TryGet(out PhysAddr moved))
        {
            machine.Memory.Copy(start, moved, before);
            Kfree(start);
        }

        return result;
    }

    /// <summary>Takes a free object out; null when memory is short.</summary>
    protected abstract (CacheSlab Slab, int Index)? TakeOut(CachePool pool);

    /// <summary>Puts an object back that nobody has any more.</summary>
    protected abstract void PutBack(CacheSlab slab, int index);

    /// <summary>Gives back every slab of which no object is handed out, while no other CPU is at
    /// work.</summary>
    protected abstract void Trim(CachePool pool);

    /// <summary>The order of a new slab, if it can be had: the least, unless wished otherwise.</summary>
    protected virtual Order OrderOf(CachePool pool) => Order.ForBytes(pool.Stride);

    /// <summary>
    /// Takes frames for a slab, as many as wished for or as few as an object needs; null when there are none.
    /// </summary>
    protected CacheSlab? Grow(CachePool pool)
    {
        Order least = Order.ForBytes(pool.Stride);
        Order order = OrderOf(pool);
        if (!machine.Pages.Allocate(order).TryGet(out Block block)
            && (order <= least || !machine.Pages.Allocate(least).TryGet(out block)))
        {
            return null;
        }

        int count = (int)(block.PageCount * Page.SizeBytes / pool.Stride);
        (SharedWords used, SharedWords links) = WordsFor(count);
        var slab = new CacheSlab(pool, block, used, links);
        pool.Slabs.Add(slab);
        for (long frame = 0; frame < block.PageCount; frame++)
        {
            slabs.Add(block.Start.Plus(frame), slab);
        }

        for (int index = 0; index < count && (pool.IsWatched || pool.Setup.Constructor is not null); index++)
        {
            PhysAddr start = slab.AddressOf(index);
            FillZones(pool, start);
            Poison(pool, start);
            pool.Setup.Constructor?.Invoke(start);
        }

        return slab;
    }

    /// <summary>Gives the frames of a slab back.</summary>
    protected void Drop(CacheSlab slab)
    {
        slab.Pool.Slabs.Remove(slab);
        for (long frame = 0; frame < slab.Block.PageCount; frame++)
        {
            slabs.Remove(slab.Block.Start.Plus(frame));
        }

        spare[slab.ObjectCount].Push((slab.Used, slab.Links));
        machine.Pages.Free(slab.Block);
    }

    private CachePool? PoolOf(SlabCache cache) => caches.ElementAtOrDefault(cache.Value);

    // Slabs start at pages, so that what is a power of two is aligned to its size.
    private CachePool ClassFor(long size)
    {
        int place = KmallocSizes.Classes.IndexOf((int)size);
        return classes[place] ??= new CachePool(new CacheSetup(size), machine.Shared);
    }

    private CacheSlab? SmallAt(PhysAddr start) =>
        slabs.TryGetValue(start.ToPfn(), out CacheSlab? slab) && classes.Contains(slab.Pool) ? slab : null;

    private (SharedWords Used, SharedWords Links) WordsFor(int count)
    {
        if (!spare.TryGetValue(count, out Stack<(SharedWords Used, SharedWords Links)>? stack))
        {
            spare[count] = stack = new();
        }

        return stack.TryPop(out (SharedWords Used, SharedWords Links) words)
            ? words
            : (machine.Shared.Take("used", count), machine.Shared.Take("next", count + 2));
    }

    private Result<PhysAddr> Allocate(CachePool pool)
    {
        pool.BeginWatched();
        Result<PhysAddr> result = Errno.ENOMEM;
        if (TakeOut(pool) is (CacheSlab slab, int index))
        {
            slab.Used.Store(index, 1);
            pool.Count(1);
            CheckPoison(pool, slab.AddressOf(index), isOut: false);
            result = slab.AddressOf(index);
        }

        pool.EndWatched();
        return result;
    }

    private Errno Free(CacheSlab slab, PhysAddr start)
    {
        CachePool pool = slab.Pool;
        int index = slab.IndexOf(start);
        if (index < 0 || slab.Used.CompareExchange(index, 0, 1) != 1)
        {
            return Errno.EINVAL;
        }

        pool.BeginWatched();
        CheckZones(pool, start, isOut: true);
        Poison(pool, start);
        pool.Count(-1);
        PutBack(slab, index);
        pool.EndWatched();
        return Errno.None;
    }

    private void Poison(CachePool pool, PhysAddr start)
    {
        if (pool.Setup.IsPoisoned)
        {
            machine.Memory.Fill(start, pool.Setup.SizeBytes - 1, CacheSetup.PoisonFree);
            machine.Memory.Write(LastOf(pool, start), CacheSetup.PoisonEnd);
        }
    }

    private void FillZones(CachePool pool, PhysAddr start)
    {
        if (pool.Setup.IsRedZoned)
        {
            machine.Memory.Fill(LeftOf(start), CacheSetup.RedZoneBytes, RedZone);
            machine.Memory.Fill(RightOf(pool, start), pool.RightZone, RedZone);
        }
    }

    private void CheckZones(CachePool pool, PhysAddr start, bool isOut)
    {
        if (pool.Setup.IsRedZoned && isOut
            && (!machine.Memory.IsFilled(LeftOf(start), CacheSetup.RedZoneBytes, RedZone)
                || !machine.Memory.IsFilled(RightOf(pool, start), pool.RightZone, RedZone)))
        {
            machine.Log.Report(SlabFault.RedZone, start);
            FillZones(pool, start);
        }
    }

    private void CheckPoison(CachePool pool, PhysAddr start, bool isOut)
    {
        if (pool.Setup.IsPoisoned && !isOut
            && (!machine.Memory.IsFilled(start, pool.Setup.SizeBytes - 1, CacheSetup.PoisonFree)
                || machine.Memory.Read(LastOf(pool, start)) != CacheSetup.PoisonEnd))
        {
            machine.Log.Report(SlabFault.UseAfterFree, start);
            Poison(pool, start);
        }
    }

    private static PhysAddr LeftOf(PhysAddr start) => new(start.Value - CacheSetup.RedZoneBytes);

    private static PhysAddr RightOf(CachePool pool, PhysAddr start) =>
        new(start.Value + (ulong)pool.Setup.SizeBytes);

    private static PhysAddr LastOf(CachePool pool, PhysAddr start) =>
        new(start.Value + (ulong)pool.Setup.SizeBytes - 1);
}
