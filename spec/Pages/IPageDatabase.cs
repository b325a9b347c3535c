namespace MmVerify.Spec;

/// <summary>
/// The page frame database: for each frame of physical memory one description, which says how many use it, in
/// how many page tables it is, whose it is, and what else is known of it. Linux: <c>struct page</c>,
/// <c>mem_map</c>.
/// </summary>
/// <remarks>
/// Several CPUs call an instance at the same time, all members but <see cref="StateOf"/>. Whatever it
/// knows it keeps in words that <see cref="Create"/> takes of <see cref="SharedMemory"/>: only there the
/// CPUs see each other's work, and a lock is made of such words as well. What is kept elsewhere is judged
/// as if there were one CPU. A frame is free when it has no reference. Where several reasons to refuse
/// apply, <see cref="Errno.EINVAL"/> comes before <see cref="Errno.EPERM"/>, and both before all others.
/// </remarks>
public interface IPageDatabase
{
    /// <summary>Makes the descriptions of all frames. Linux: <c>memmap_init</c>.</summary>
    /// <remarks>
    /// <para>Requires: nothing is left of an earlier instance.</para>
    /// <para>Ensures: reserved frames have one reference and the flag <see cref="PageFlags.Reserved"/>; all
    /// others are free. At most 64 bytes of words for each frame were taken, and 512 for all
    /// together.</para>
    /// <para>Failure: there is none.</para>
    /// <para>Open: what the words mean, and where the descriptions are.</para>
    /// </remarks>
    /// <param name="setup">Which frames there are.</param>
    /// <param name="memory">Where words come from. It may be kept.</param>
    static abstract IPageDatabase Create(PagesSetup setup, SharedMemory memory);

    /// <summary>Where the description of a frame is. Linux: <c>pfn_to_page</c>.</summary>
    /// <remarks>
    /// <para>Requires: nothing. Ensures: no two frames have the same, and it never changes.</para>
    /// <para>Failure: <see cref="Errno.EINVAL"/> when there is no such frame.</para>
    /// <para>Open: which addresses.</para>
    /// </remarks>
    /// <param name="frame">The frame.</param>
    Result<PageAddr> PageOf(Pfn frame);

    /// <summary>Whose description is at an address. Linux: <c>page_to_pfn</c>.</summary>
    /// <remarks>
    /// <para>Requires: nothing. Ensures: it is the reverse of <see cref="PageOf"/>.</para>
    /// <para>Failure: <see cref="Errno.EINVAL"/> when no description is there.</para>
    /// <para>Open: nothing.</para>
    /// </remarks>
    /// <param name="page">The address.</param>
    Result<Pfn> PfnOf(PageAddr page);

    /// <summary>Where a byte of memory can be seen. Linux: <c>phys_to_virt</c>.</summary>
    /// <remarks>
    /// <para>Requires: nothing. Ensures: it is as far from <see cref="PagesSetup.DirectMap"/> as the byte is
    /// from physical address 0.</para>
    /// <para>Failure: <see cref="Errno.EINVAL"/> when no memory is there.</para>
    /// <para>Open: nothing.</para>
    /// </remarks>
    /// <param name="address">The address of the byte.</param>
    Result<VirtAddr> ToVirtual(PhysAddr address);

    /// <summary>Which byte of memory is seen somewhere. Linux: <c>virt_to_phys</c>.</summary>
    /// <remarks>
    /// <para>Requires: nothing. Ensures: it is the reverse of <see cref="ToVirtual"/>.</para>
    /// <para>Failure: <see cref="Errno.EINVAL"/> when no memory is seen there.</para>
    /// <para>Open: nothing.</para>
    /// </remarks>
    /// <param name="address">Where it is seen.</param>
    Result<PhysAddr> ToPhysical(VirtAddr address);

    /// <summary>Takes a free frame into use. Linux: <c>set_page_refcounted</c>.</summary>
    /// <remarks>
    /// <para>Requires: nothing; misuse is recognised.</para>
    /// <para>Ensures: the frame has one reference, no mapping, no flag, and the owner. Of several CPUs that
    /// try at once one succeeds.</para>
    /// <para>Failure: <see cref="Errno.EINVAL"/> when there is no such frame or the owner is not 1 to 65535;
    /// <see cref="Errno.EPERM"/> when it is reserved; <see cref="Errno.EBUSY"/> when it is in use. Nothing
    /// has changed then.</para>
    /// <para>Open: nothing.</para>
    /// </remarks>
    /// <param name="frame">The frame.</param>
    /// <param name="owner">Whose it is from now on.</param>
    Errno Claim(Pfn frame, int owner);

    /// <summary>Adds a reference. Linux: <c>get_page</c>, <c>try_get_page</c>.</summary>
    /// <remarks>
    /// <para>Requires: nothing; misuse is recognised.</para>
    /// <para>Ensures: the frame has one reference more.</para>
    /// <para>Failure: <see cref="Errno.EINVAL"/> when there is no such frame; <see cref="Errno.EPERM"/> when
    /// it is reserved; <see cref="Errno.ENOENT"/> when it is free; <see cref="Errno.ENOMEM"/> when it has
    /// <see cref="PagesSetup.MostReferences"/>. Nothing has changed then.</para>
    /// <para>Open: nothing.</para>
    /// </remarks>
    /// <param name="frame">The frame.</param>
    Errno Get(Pfn frame);

    /// <summary>Drops a reference. Linux: <c>put_page_testzero</c>.</summary>
    /// <remarks>
    /// <para>Requires: nothing; misuse is recognised.</para>
    /// <para>Ensures: the frame has one reference less. With the last one it is free, and has neither flags
    /// nor an owner.</para>
    /// <para>Failure: <see cref="Errno.EINVAL"/> when there is no such frame; <see cref="Errno.EPERM"/> when
    /// it is reserved; <see cref="Errno.ENOENT"/> when it is free; <see cref="Errno.EBUSY"/> when all of its
    /// references are those of mappings. Nothing has changed then.</para>
    /// <para>Open: nothing.</para>
    /// </remarks>
    /// <param name="frame">The frame.</param>
    /// <returns>Whether that was the last one: true for just one caller each time a frame becomes
    /// free.</returns>
    Result<bool> Put(Pfn frame);

    /// <summary>Notes that a page table maps the frame. Linux: <c>get_page</c> and
    /// <c>page_add_rmap</c>.</summary>
    /// <remarks>
    /// <para>Requires: nothing; misuse is recognised.</para>
    /// <para>Ensures: the frame has one mapping more, and one reference more, which is the
    /// mapping's.</para>
    /// <para>Failure: as <see cref="Get"/>.</para>
    /// <para>Open: nothing.</para>
    /// </remarks>
    /// <param name="frame">The frame.</param>
    Errno Map(Pfn frame);

    /// <summary>Notes that a page table does not map the frame any more. Linux: <c>page_remove_rmap</c> and
    /// <c>put_page</c>.</summary>
    /// <remarks>
    /// <para>Requires: nothing; misuse is recognised.</para>
    /// <para>Ensures: the frame has one mapping and one reference less. With its last reference it is free,
    /// as in <see cref="Put"/>.</para>
    /// <para>Failure: <see cref="Errno.EINVAL"/> when there is no such frame; <see cref="Errno.EPERM"/> when
    /// it is reserved; <see cref="Errno.ENOENT"/> when it has no mapping. Nothing has changed then.</para>
    /// <para>Open: nothing.</para>
    /// </remarks>
    /// <param name="frame">The frame.</param>
    /// <returns>Whether that was the last reference.</returns>
    Result<bool> Unmap(Pfn frame);

    /// <summary>Sets a flag. Linux: <c>SetPageDirty</c> and its like.</summary>
    /// <remarks>
    /// <para>Requires: nothing; misuse is recognised.</para>
    /// <para>Ensures: the frame has the flag. Nothing else changes, also when other CPUs set or clear other
    /// flags.</para>
    /// <para>Failure: <see cref="Errno.EINVAL"/> when there is no such frame or it is not one flag of
    /// <see cref="PageFlags"/>; <see cref="Errno.EPERM"/> when it is <see cref="PageFlags.Reserved"/> or the
    /// frame is reserved; <see cref="Errno.ENOENT"/> when it is free. Nothing has changed then.</para>
    /// <para>Open: nothing.</para>
    /// </remarks>
    /// <param name="frame">The frame.</param>
    /// <param name="flag">One flag.</param>
    Errno SetFlag(Pfn frame, PageFlags flag);

    /// <summary>Clears a flag. Linux: <c>ClearPageDirty</c> and its like.</summary>
    /// <remarks>
    /// <para>Requires: nothing; misuse is recognised.</para>
    /// <para>Ensures: the frame has not the flag. Nothing else changes.</para>
    /// <para>Failure: as <see cref="SetFlag"/>.</para>
    /// <para>Open: nothing.</para>
    /// </remarks>
    /// <param name="frame">The frame.</param>
    /// <param name="flag">One flag.</param>
    Errno ClearFlag(Pfn frame, PageFlags flag);

    /// <summary>Sets a flag and tells what it was: how a page is locked. Linux:
    /// <c>TestSetPageLocked</c>.</summary>
    /// <remarks>
    /// <para>Requires: nothing; misuse is recognised.</para>
    /// <para>Ensures: as <see cref="SetFlag"/>. Of several CPUs that do so at once one is told that it was
    /// clear.</para>
    /// <para>Failure: as <see cref="SetFlag"/>.</para>
    /// <para>Open: nothing.</para>
    /// </remarks>
    /// <param name="frame">The frame.</param>
    /// <param name="flag">One flag.</param>
    /// <returns>Whether the frame had the flag before.</returns>
    Result<bool> TestAndSet(Pfn frame, PageFlags flag);

    /// <summary>Clears a flag and tells what it was. Linux: <c>TestClearPageDirty</c> and its like.</summary>
    /// <remarks>
    /// <para>Requires: nothing; misuse is recognised.</para>
    /// <para>Ensures: as <see cref="ClearFlag"/>. Of several CPUs that do so at once one is told that it was
    /// set.</para>
    /// <para>Failure: as <see cref="SetFlag"/>.</para>
    /// <para>Open: nothing.</para>
    /// </remarks>
    /// <param name="frame">The frame.</param>
    /// <param name="flag">One flag.</param>
    /// <returns>Whether the frame had the flag before.</returns>
    Result<bool> TestAndClear(Pfn frame, PageFlags flag);

    /// <summary>All that is known of a frame. Linux: <c>dump_page</c>, <c>/proc/kpagecount</c>,
    /// <c>/proc/kpageflags</c>.</summary>
    /// <remarks>
    /// <para>Requires: no other CPU is at work. Ensures: nothing changes.</para>
    /// <para>Failure: <see cref="Errno.EINVAL"/> when there is no such frame.</para>
    /// <para>Open: nothing.</para>
    /// </remarks>
    /// <param name="frame">The frame.</param>
    Result<PageState> StateOf(Pfn frame);
}
