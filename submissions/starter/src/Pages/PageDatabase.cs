using MmVerify.Spec;

namespace Starter;

/// <summary>
/// Your page frame database. What each member must do is written at <see cref="IPageDatabase"/>: place the
/// cursor on a name and press F12, or let the editor show its documentation.
/// </summary>
public sealed class PageDatabase : IPageDatabase
{
    private readonly PagesSetup setup;
    private readonly SharedMemory memory;

    private PageDatabase(PagesSetup setup, SharedMemory memory)
    {
        this.setup = setup;
        this.memory = memory;

        // 1. Take the words that you need, for example memory.Take("count", setup.Frames.Count). All you know
        //    of a frame has to be in such words, and any lock as well: that is what other CPUs see.
        // 2. The first setup.Reserved frames are reserved: one reference, and the flag. PAGE-RESERVED-STAYS.
    }

    /// <inheritdoc/>
    public static IPageDatabase Create(PagesSetup setup, SharedMemory memory) =>
        new PageDatabase(setup, memory);

    /// <inheritdoc/>
    public Result<PageAddr> PageOf(Pfn frame)
    {
        // setup.PlaceOf tells which of all frames it is, from 0, or -1 for a frame that does not exist. Which
        // address you make of that is up to you. PAGE-PFN-BIJECTION is about this and the next.
        throw new NotImplementedException("PageOf: tell where the description of a frame is");
    }

    /// <inheritdoc/>
    public Result<Pfn> PfnOf(PageAddr page) => throw new NotImplementedException(
        "PfnOf: tell whose description is there; Errno.EINVAL where none is");

    /// <inheritdoc/>
    public Result<VirtAddr> ToVirtual(PhysAddr address) => throw new NotImplementedException(
        "ToVirtual: add the start of the direct map, where there is memory");

    /// <inheritdoc/>
    public Result<PhysAddr> ToPhysical(VirtAddr address) => throw new NotImplementedException(
        "ToPhysical: subtract it again, where there is memory");

    /// <inheritdoc/>
    public Errno Claim(Pfn frame, int owner)
    {
        // 1. What makes no sense: return Errno.EINVAL; reserved: Errno.EPERM; in use: Errno.EBUSY.
        // 2. One reference and the owner; flags and mappings are none, since the frame was free.
        // 3. Of two CPUs that claim the same frame one succeeds: to look and to write has to be one step, or
        //    to happen under a lock. PAGE-ATOMIC shows you who came in between.
        throw new NotImplementedException("Claim: give a free frame its first reference and an owner");
    }

    /// <inheritdoc/>
    public Errno Get(Pfn frame) => throw new NotImplementedException(
        "Get: add a reference, unless the frame is free or has setup.MostReferences");

    /// <inheritdoc/>
    public Result<bool> Put(Pfn frame)
    {
        // Whoever drops the last reference is told so, and just once; flags and owner go with it. What
        // belongs to a mapping is dropped by Unmap only.
        throw new NotImplementedException("Put: drop a reference, and tell whether it was the last");
    }

    /// <inheritdoc/>
    public Errno Map(Pfn frame) => throw new NotImplementedException(
        "Map: add a mapping, and the reference that it holds");

    /// <inheritdoc/>
    public Result<bool> Unmap(Pfn frame) => throw new NotImplementedException(
        "Unmap: drop a mapping with its reference, and tell whether that was the last");

    /// <inheritdoc/>
    public Errno SetFlag(Pfn frame, PageFlags flag) => throw new NotImplementedException(
        "SetFlag: set one flag and leave the others as they are");

    /// <inheritdoc/>
    public Errno ClearFlag(Pfn frame, PageFlags flag) => throw new NotImplementedException(
        "ClearFlag: clear one flag and leave the others as they are");

    /// <inheritdoc/>
    public Result<bool> TestAndSet(Pfn frame, PageFlags flag) => throw new NotImplementedException(
        "TestAndSet: set a flag, and tell whether it was set before: one step for both");

    /// <inheritdoc/>
    public Result<bool> TestAndClear(Pfn frame, PageFlags flag) => throw new NotImplementedException(
        "TestAndClear: clear a flag, and tell whether it was set before");

    /// <inheritdoc/>
    public Result<PageState> StateOf(Pfn frame) => throw new NotImplementedException(
        "StateOf: tell all that is known of a frame");
}
