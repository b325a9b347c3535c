namespace MmVerify.Spec;

/// <summary>
/// A list of free pages for each CPU, in front of the page allocator that all CPUs share. Linux:
/// <c>struct per_cpu_pages</c>, mm/page_alloc.c.
/// </summary>
/// <remarks>
/// Several CPUs call an instance at the same time, all members but <see cref="PagesOf"/>. Which CPU calls
/// tells <see cref="SharedMemory.CurrentCpu"/>; it is the same from the beginning of a call to its end.
/// Whatever an instance knows it keeps in words that it takes of <see cref="SharedMemory"/>, and a lock is
/// made of such words as well. What several CPUs do at once comes to what it comes to one after the other,
/// list by list. The page allocator is called by one CPU at a time: that is what the zone lock is for. A
/// page is one frame, a block of order 0 of the page allocator. Any call of it may fail where its
/// documentation says so.
/// </remarks>
public interface IPerCpuPages
{
    /// <summary>Makes the lists, all of them empty. Linux: <c>setup_per_cpu_pageset</c>.</summary>
    /// <remarks>
    /// <para>Requires: nothing; a setup that exists is a valid one.</para>
    /// <para>Ensures: no page is held. Failure: there is none.</para>
    /// <para>Open: what the words mean.</para>
    /// </remarks>
    /// <param name="setup">How many CPUs, how much memory, and how long lists may be.</param>
    /// <param name="pages">Where pages come from. It may be kept.</param>
    /// <param name="memory">Where words come from. It may be kept.</param>
    static abstract IPerCpuPages Create(PerCpuSetup setup, IPageAllocator pages, SharedMemory memory);

    /// <summary>Hands out a page. Linux: <c>rmqueue_pcplist</c>, <c>rmqueue_bulk</c>.</summary>
    /// <remarks>
    /// <para>Requires: nothing.</para>
    /// <para>Ensures: the page comes from the list of the CPU that calls, and nobody else has it. When that
    /// list was empty, <see cref="PerCpuSetup.Batch"/> pages were taken from the page allocator first, or as
    /// many as it had; else it was not asked. No other list changes.</para>
    /// <para>Failure: <see cref="Errno.ENOMEM"/> if, and only if, the list is empty and the page allocator
    /// has no page or a call of it failed. What is held is as before then, and the same call succeeds once
    /// its reason is gone.</para>
    /// <para>Open: which page of the list it is. When a call of the page allocator fails half way, what was
    /// taken so far may be kept, or be given back and the request refused.</para>
    /// </remarks>
    Result<Pfn> Allocate();

    /// <summary>Takes a page back, on whichever CPU. Linux: <c>free_unref_page</c>,
    /// <c>free_pcppages_bulk</c>.</summary>
    /// <remarks>
    /// <para>Requires: nothing; misuse is recognised.</para>
    /// <para>Ensures: the page is on the list of the CPU that calls. Where that makes the list longer than
    /// <see cref="PerCpuSetup.High"/>, <see cref="PerCpuSetup.Batch"/> of its pages were given back to the
    /// page allocator; else it was not asked. No other list changes.</para>
    /// <para>Failure: <see cref="Errno.EINVAL"/> for a page that is not in use: freed before, never handed
    /// out, not there at all. Nothing has changed then.</para>
    /// <para>Open: which pages are given back; the one just freed may be among them.</para>
    /// </remarks>
    /// <param name="page">What <see cref="Allocate"/> handed out, to this CPU or another.</param>
    Errno Free(Pfn page);

    /// <summary>Gives back all pages of one list, on whichever CPU. Linux: <c>drain_pages</c>.</summary>
    /// <remarks>
    /// <para>Requires: nothing.</para>
    /// <para>Ensures: the list was empty at one moment, and its pages are given back. Who takes it apart page
    /// by page while its CPU goes on has not emptied it. No other list changes.</para>
    /// <para>Failure: <see cref="Errno.EINVAL"/> when there is no such CPU. Nothing has changed then.</para>
    /// <para>Open: in which order they are given back.</para>
    /// </remarks>
    /// <param name="cpu">Whose list.</param>
    Errno Drain(int cpu);

    /// <summary>Gives back all pages of all lists. Linux: <c>drain_all_pages</c>.</summary>
    /// <remarks>
    /// <para>Requires: nothing. Ensures: what <see cref="Drain"/> of each CPU does, one after the other.
    /// Failure: there is none.</para>
    /// <para>Open: in which order.</para>
    /// </remarks>
    void DrainAll();

    /// <summary>Tells which pages are on a list. Linux: <c>/proc/zoneinfo</c>, of which
    /// <c>count</c>.</summary>
    /// <remarks>
    /// <para>Requires: no other CPU is at work. Ensures: each page of the list was visited once; nothing
    /// changes.</para>
    /// <para>Failure: <see cref="Errno.EINVAL"/> when there is no such CPU; nothing was visited then.</para>
    /// <para>Open: in which order.</para>
    /// </remarks>
    /// <param name="cpu">Whose list.</param>
    /// <param name="visit">Is told each page.</param>
    Errno PagesOf(int cpu, Action<Pfn> visit);
}
