using MmVerify.Spec;

namespace Starter;

/// <summary>
/// Your slab allocator. What each member must do is written at <see cref="ISlabAllocator"/>, and what you are
/// given at <see cref="SlabMachine"/>: place the cursor on a name and press F12, or let the editor show its
/// documentation.
/// </summary>
public sealed class SlabAllocator : ISlabAllocator
{
    // You will want to know the slabs of each cache, and of each slab which objects are free. What CPUs
    // change at once has to be in words of machine.Shared: one word that is a lock will do.
    private readonly SlabMachine machine;

    private SlabAllocator(SlabMachine machine)
    {
        this.machine = machine;
    }

    /// <inheritdoc/>
    public static ISlabAllocator Create(SlabSetup setup, SlabMachine machine) => new SlabAllocator(machine);

    /// <inheritdoc/>
    public Result<SlabCache> CreateCache(CacheSetup cache)
    {
        // 1. It makes no sense: return Errno.EINVAL; CacheSetup.MakesSense tells.
        // 2. How far is it from one object to the next? Mind EffectiveAlign, and the red zones.
        throw new NotImplementedException("CreateCache: note what is wished for, and answer a number");
    }

    /// <inheritdoc/>
    public Result<PhysAddr> Allocate(SlabCache cache)
    {
        // 1. No such cache: return Errno.EINVAL;
        // 2. A slab with a free object, or else a new one: take a block of machine.Pages, which may fail, cut
        //    it into objects, and construct or poison each.
        // 3. Look at the poison, if the cache has it, and write the red zones.
        throw new NotImplementedException("Allocate: find a free object, or take frames for a new slab");
    }

    /// <inheritdoc/>
    public Errno Free(SlabCache cache, PhysAddr start) => throw new NotImplementedException(
        "Free: is it an object of that cache that is handed out? Then look at its red zones, and it is free");

    /// <inheritdoc/>
    public Errno Shrink(SlabCache cache) => throw new NotImplementedException(
        "Shrink: give each slab back in which no object is handed out");

    /// <inheritdoc/>
    public Errno Validate(SlabCache cache) => throw new NotImplementedException(
        "Validate: look at every object, and report what is spoilt to machine.Log");

    /// <inheritdoc/>
    public Errno Destroy(SlabCache cache) => throw new NotImplementedException(
        "Destroy: Errno.EBUSY while an object is handed out, or else give all slabs back");

    /// <inheritdoc/>
    public Result<SlabUsage> UsageOf(SlabCache cache) => throw new NotImplementedException(
        "UsageOf: tell how many objects are handed out, how many have room, and how many pages there are");

    /// <inheritdoc/>
    public Result<PhysAddr> Kmalloc(ulong sizeBytes) => throw new NotImplementedException(
        "Kmalloc: nothing, a class, or a block of its own; KmallocSizes has the sizes");

    /// <inheritdoc/>
    public Result<PhysAddr> Kzalloc(ulong sizeBytes) => throw new NotImplementedException(
        "Kzalloc: Kmalloc, and machine.Memory.Fill");

    /// <inheritdoc/>
    public Errno Kfree(PhysAddr start) => throw new NotImplementedException(
        "Kfree: nothing, an object of a class, or a block of its own?");

    /// <inheritdoc/>
    public Result<long> Ksize(PhysAddr start) => throw new NotImplementedException(
        "Ksize: the size of the class, or of the block");

    /// <inheritdoc/>
    public Result<PhysAddr> Krealloc(PhysAddr start, ulong sizeBytes) => throw new NotImplementedException(
        "Krealloc: stay where there is room, or take more, copy, and give the old bytes back");
}
