namespace MmVerify.Spec;

/// <summary>The name of a cache: a number of the implementation's choice. Linux: <c>struct kmem_cache *</c>.
/// </summary>
/// <param name="Value">The number.</param>
public readonly record struct SlabCache(int Value);

/// <summary>What a cache has. Linux: a line of <c>/proc/slabinfo</c>.</summary>
/// <param name="ActiveObjects">Objects that are handed out.</param>
/// <param name="TotalObjects">Objects for which there is room in its pages, those handed out
/// included.</param>
/// <param name="PageCount">Pages that it holds. Unit: pages.</param>
public readonly record struct SlabUsage(long ActiveObjects, long TotalObjects, long PageCount);

/// <summary>What a submission may use besides itself.</summary>
/// <param name="Pages">Where frames come from.</param>
/// <param name="Memory">The bytes of the frames that were taken.</param>
/// <param name="Shared">The words that all CPUs see.</param>
/// <param name="Log">Where spoilt objects are told of.</param>
public sealed record SlabMachine(
    IPageAllocator Pages, FrameMemory Memory, SharedMemory Shared, ISlabLog Log);

/// <summary>How an object was spoilt.</summary>
public enum SlabFault
{
    /// <summary>Something was written just outside of it. Linux: <c>Right Redzone overwritten</c>.</summary>
    RedZone,

    /// <summary>Something was written into it while it was free. Linux: <c>Poison overwritten</c>.</summary>
    UseAfterFree,
}

/// <summary>Takes down what was found spoilt. Linux: <c>slab_bug</c>, which prints it.</summary>
public interface ISlabLog
{
    /// <summary>An object was found spoilt.</summary>
    /// <param name="fault">How.</param>
    /// <param name="spoilt">Its address.</param>
    void Report(SlabFault fault, PhysAddr spoilt);
}

/// <summary>
/// Hands out small pieces of memory: objects of one size each from caches, and any size from kmalloc. Linux:
/// <c>mm/slub.c</c>, <c>mm/slab_common.c</c>.
/// </summary>
/// <remarks>
/// Objects lie in slabs: blocks of frames of the page allocator, each of one cache or of kmalloc. Several
/// CPUs call <see cref="Allocate"/> and <see cref="Free"/> at the same time; all other members are called by
/// one CPU, while no other is at work. What CPUs share is kept in <see cref="SlabMachine.Shared"/>; what is
/// kept elsewhere is judged as if there were one CPU. Frames are taken by what hands out, one block at most
/// for each, in which then the object lies; their bytes are whatever they were. Whoever is handed an object
/// may write all of its bytes; nobody else does. An object of a cache with a constructor is given back in the
/// state in which it was constructed. Any call of the page allocator may fail.
/// </remarks>
public interface ISlabAllocator
{
    /// <summary>Makes an allocator without caches. Linux: <c>kmem_cache_init</c>.</summary>
    /// <remarks>
    /// <para>Requires: nothing. Ensures: no frame is taken, and kmalloc works.</para>
    /// <para>Failure: there is none.</para>
    /// <para>Open: how the accounts are kept.</para>
    /// </remarks>
    /// <param name="setup">How much memory there is.</param>
    /// <param name="machine">What may be used. It may be kept.</param>
    static abstract ISlabAllocator Create(SlabSetup setup, SlabMachine machine);

    /// <summary>Makes a cache. Linux: <c>kmem_cache_create</c>.</summary>
    /// <remarks>
    /// <para>Requires: nothing. Ensures: the cache has no objects and no frames. The constructor is called
    /// once for each object while it has its place: between the taking of its slab and the slab's giving
    /// back, and before the object is first handed out.</para>
    /// <para>Failure: <see cref="Errno.EINVAL"/> unless <see cref="CacheSetup.MakesSense"/>.</para>
    /// <para>Open: which number it has, how large its slabs are, and whether objects are constructed with
    /// their slab or on first use.</para>
    /// </remarks>
    /// <param name="cache">What is wished for.</param>
    Result<SlabCache> CreateCache(CacheSetup cache);

    /// <summary>Hands out an object. Linux: <c>kmem_cache_alloc</c>.</summary>
    /// <remarks>
    /// <para>Requires: nothing. Ensures: the object lies in a slab of the cache, at a multiple of
    /// <see cref="CacheSetup.EffectiveAlign"/>, and shares no byte with another. With a constructor it is in
    /// the state in which that, or its last owner, left it. With poison it is filled as <see cref="Free"/>
    /// says. Frames are taken only when no object is free that this CPU gave back, or that nobody ever
    /// had.</para>
    /// <para>Failure: <see cref="Errno.EINVAL"/> when there is no such cache; <see cref="Errno.ENOMEM"/> when
    /// the page allocator refused. Nothing has changed then.</para>
    /// <para>Open: which object it is.</para>
    /// </remarks>
    /// <param name="cache">The cache.</param>
    Result<PhysAddr> Allocate(SlabCache cache);

    /// <summary>Takes an object back. Linux: <c>kmem_cache_free</c>.</summary>
    /// <remarks>
    /// <para>Requires: no two CPUs give the same object back at once. Other misuse is recognised.</para>
    /// <para>Ensures: the object is free. With poison all of its bytes become
    /// <see cref="CacheSetup.PoisonFree"/>, and the last one <see cref="CacheSetup.PoisonEnd"/>, unless its
    /// slab is given back. With red zones it is reported when a byte was written of the
    /// <see cref="CacheSetup.RedZoneBytes"/> before it, or of those behind it up to the next multiple of 8,
    /// which are 8 where it ends at one; and is free all the same.</para>
    /// <para>Failure: <see cref="Errno.EINVAL"/> when no object of that cache that is handed out starts at
    /// the address: given back before, of another cache or of kmalloc, in the middle of one, none at all.
    /// Nothing has changed then.</para>
    /// <para>Open: whether an empty slab is kept.</para>
    /// </remarks>
    /// <param name="cache">The cache from which it is.</param>
    /// <param name="start">What <see cref="Allocate"/> handed out.</param>
    Errno Free(SlabCache cache, PhysAddr start);

    /// <summary>Gives back what a cache does not need. Linux: <c>kmem_cache_shrink</c>.</summary>
    /// <remarks>
    /// <para>Requires: nothing. Ensures: in each slab that the cache still has an object is handed
    /// out.</para>
    /// <para>Failure: <see cref="Errno.EINVAL"/> when there is no such cache. Open: nothing.</para>
    /// </remarks>
    /// <param name="cache">The cache.</param>
    Errno Shrink(SlabCache cache);

    /// <summary>Looks at all objects of a cache. Linux: <c>validate_slab_cache</c>.</summary>
    /// <remarks>
    /// <para>Requires: nothing. Ensures: each object in a slab of the cache that is spoilt is reported: with
    /// red zones, one that is handed out and outside of which something was written, as <see cref="Free"/>
    /// says; with poison, a free one that is not filled any more. No other is. What was reported may be
    /// repaired.</para>
    /// <para>Failure: <see cref="Errno.EINVAL"/> when there is no such cache. Open: the order; whether what
    /// was reported before is reported again; when else, sooner, what is spoilt is told: but a free object is
    /// reported before it is handed out again.</para>
    /// </remarks>
    /// <param name="cache">The cache.</param>
    Errno Validate(SlabCache cache);

    /// <summary>Ends a cache. Linux: <c>kmem_cache_destroy</c>.</summary>
    /// <remarks>
    /// <para>Requires: nothing. Ensures: all of its slabs are given back, and there is no such cache any
    /// more.</para>
    /// <para>Failure: <see cref="Errno.EBUSY"/> while an object of it is handed out;
    /// <see cref="Errno.EINVAL"/> when there is no such cache. Nothing has changed then.</para>
    /// <para>Open: whether its number is used again.</para>
    /// </remarks>
    /// <param name="cache">The cache.</param>
    Errno Destroy(SlabCache cache);

    /// <summary>Tells what a cache has. Linux: <c>/proc/slabinfo</c>.</summary>
    /// <remarks>
    /// <para>Requires: nothing. Ensures: nothing changes. Failure: <see cref="Errno.EINVAL"/> when there is
    /// no such cache. Open: nothing.</para>
    /// </remarks>
    /// <param name="cache">The cache.</param>
    Result<SlabUsage> UsageOf(SlabCache cache);

    /// <summary>Hands out so many bytes, or a few more. Linux: <c>kmalloc</c>.</summary>
    /// <remarks>
    /// <para>Requires: nothing. Ensures: of 0 bytes the answer is <see cref="KmallocSizes.ZeroSizePointer"/>,
    /// which is no memory. Up to <see cref="KmallocSizes.MostSmall"/> it is an object of the smallest class
    /// of <see cref="KmallocSizes.Classes"/> that is large enough, as <see cref="Allocate"/> hands it out, at
    /// a multiple of 8, and of the class where that is a power of two. Above it is a block of the page
    /// allocator of its own, of the smallest order that is large enough.</para>
    /// <para>Failure: <see cref="Errno.ENOMEM"/> above <see cref="KmallocSizes.Most"/>, or when the page
    /// allocator refused. Nothing has changed then.</para>
    /// <para>Open: which object it is; whether sizes share slabs.</para>
    /// </remarks>
    /// <param name="sizeBytes">How many. Unit: bytes.</param>
    Result<PhysAddr> Kmalloc(ulong sizeBytes);

    /// <summary>As <see cref="Kmalloc"/>, and the bytes that were asked for are 0. Linux: <c>kzalloc</c>.
    /// </summary>
    /// <param name="sizeBytes">How many. Unit: bytes.</param>
    Result<PhysAddr> Kzalloc(ulong sizeBytes);

    /// <summary>Takes back what kmalloc handed out. Linux: <c>kfree</c>.</summary>
    /// <remarks>
    /// <para>Requires: nothing; misuse is recognised. To free 0, or
    /// <see cref="KmallocSizes.ZeroSizePointer"/>, does nothing.</para>
    /// <para>Ensures: it is free; a block of its own is given back at once.</para>
    /// <para>Failure: <see cref="Errno.EINVAL"/> when it was given back before, never handed out, or is in
    /// the middle. Nothing has changed then. Open: whether an object of a cache is taken.</para>
    /// </remarks>
    /// <param name="start">What was handed out.</param>
    Errno Kfree(PhysAddr start);

    /// <summary>How many bytes may be used. Linux: <c>ksize</c>.</summary>
    /// <remarks>
    /// <para>Requires: nothing. Ensures: it is the size of the class, or of the block of its own; 0 for
    /// <see cref="KmallocSizes.ZeroSizePointer"/> and for 0. Failure: <see cref="Errno.EINVAL"/> for what
    /// kmalloc has not handed out. Open: what is answered for an object of a cache.</para>
    /// </remarks>
    /// <param name="start">What was handed out.</param>
    Result<long> Ksize(PhysAddr start);

    /// <summary>Makes what was handed out larger or smaller. Linux: <c>krealloc</c>.</summary>
    /// <remarks>
    /// <para>Requires: nothing. Ensures: of 0, or of <see cref="KmallocSizes.ZeroSizePointer"/>, it is
    /// <see cref="Kmalloc"/>; to 0 bytes it is <see cref="Kfree"/> and the answer is
    /// <see cref="KmallocSizes.ZeroSizePointer"/>. Otherwise there are that many bytes, and as many as were
    /// asked for before and are now hold what they held; where they are elsewhere, the old ones are
    /// free.</para>
    /// <para>Failure: as of <see cref="Kmalloc"/> and <see cref="Kfree"/>. The old ones are as before then.
    /// </para>
    /// <para>Open: whether they stay where they are when there is room.</para>
    /// </remarks>
    /// <param name="start">What was handed out.</param>
    /// <param name="sizeBytes">How many bytes from now on. Unit: bytes.</param>
    Result<PhysAddr> Krealloc(PhysAddr start, ulong sizeBytes);
}
