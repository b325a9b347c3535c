namespace MmVerify.Spec;

/// <summary>
/// Hands out areas of kernel memory whose pages lie one behind the other by their virtual addresses, and
/// wherever they happen to be by their frames. Linux: <c>mm/vmalloc.c</c>.
/// </summary>
/// <remarks>
/// An instance is used by one thread. It has the addresses of <see cref="VmallocSetup.Range"/> to itself;
/// frames come from the page allocator that it is given, and pages become frames in the page map. An area has
/// a page for every byte that was asked for, and takes up one page more, its guard, which is behind its last
/// page and never mapped. Keep accounts wherever you like; frames are for what you hand out. Which addresses,
/// and which frames, is open everywhere. Any call of the lower layers may fail where its documentation says
/// so.
/// </remarks>
public interface IVmallocAllocator
{
    /// <summary>Makes an allocator that has handed out nothing.</summary>
    /// <remarks>
    /// <para>Requires: nothing; a setup that exists is a valid one.</para>
    /// <para>Ensures: no frame is held and no page is mapped. Failure: there is none.</para>
    /// <para>Open: how the accounts are kept.</para>
    /// </remarks>
    /// <param name="setup">Which addresses there are, and how much memory.</param>
    /// <param name="pages">Where frames come from.</param>
    /// <param name="map">Where pages become frames.</param>
    static abstract IVmallocAllocator Create(VmallocSetup setup, IPageAllocator pages, IPageMap map);

    /// <summary>Hands out an area. Linux: <c>vmalloc</c>.</summary>
    /// <remarks>
    /// <para>Requires: nothing; any size may be asked for.</para>
    /// <para>Ensures: the area starts at a page, lies in the range together with its guard, and shares no
    /// page with another area or its guard. When the call returns each of its pages is mapped to a frame of
    /// its own, and no other frame is held and no other page mapped than before.</para>
    /// <para>Failure: <see cref="Errno.EINVAL"/> for 0 bytes. <see cref="Errno.ENOMEM"/> if, and only if, no
    /// run of pages in the range that belong to no area is long enough, or fewer frames are free than it has
    /// pages, or a call of a lower layer failed. What is held and mapped is as before then, and the same call
    /// succeeds once its reason is gone.</para>
    /// <para>Open: which of several runs is used, and whether frames are taken one by one or in blocks, as
    /// long as single ones do where there are no larger ones. A call of a lower layer that failed may be made
    /// up for.</para>
    /// </remarks>
    /// <param name="sizeBytes">How many bytes; the last page need not be used up.</param>
    Result<VirtAddr> Allocate(ulong sizeBytes);

    /// <summary>Takes an area back. Linux: <c>vfree</c>.</summary>
    /// <remarks>
    /// <para>Requires: nothing; misuse is recognised. To free the null address, 0, does nothing.</para>
    /// <para>Ensures: when the call returns none of its pages is mapped and all of its frames are given back,
    /// each after it was unmapped. Its addresses belong to no area.</para>
    /// <para>Failure: <see cref="Errno.EINVAL"/> when no area starts at the address: freed before, never
    /// handed out, in the middle of an area. Nothing has changed then.</para>
    /// <para>Open: when the addresses are used again; but no request is refused for want of addresses while
    /// there are any.</para>
    /// </remarks>
    /// <param name="start">What <see cref="Allocate"/> handed out, or 0.</param>
    Errno Free(VirtAddr start);

    /// <summary>Tells which frame an address leads to. Linux: <c>vmalloc_to_pfn</c>.</summary>
    /// <remarks>
    /// <para>Requires: nothing; any address may be asked for. Ensures: the frame to which the address's page
    /// is mapped; nothing changes.</para>
    /// <para>Failure: <see cref="Errno.EFAULT"/> when the page is not mapped: a guard, what was freed, what
    /// is not in the range.</para>
    /// <para>Open: whether the page map is asked or the accounts are.</para>
    /// </remarks>
    /// <param name="address">Any address, at the start of a page or not.</param>
    Result<Pfn> ToPage(VirtAddr address);
}
