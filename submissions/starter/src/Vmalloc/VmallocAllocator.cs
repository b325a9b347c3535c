using MmVerify.Spec;

namespace Starter;

/// <summary>
/// Your vmalloc. What each member must do is written at <see cref="IVmallocAllocator"/>, and what you are
/// given at <see cref="IPageAllocator"/> and <see cref="IPageMap"/>: place the cursor on a name and press
/// F12, or let the editor show its documentation.
/// </summary>
public sealed class VmallocAllocator : IVmallocAllocator
{
    // You will want to know which runs of addresses are free, and of each area how many pages it has.
    private readonly VmallocSetup setup;
    private readonly IPageAllocator pages;
    private readonly IPageMap map;

    private VmallocAllocator(VmallocSetup setup, IPageAllocator pages, IPageMap map)
    {
        this.setup = setup;
        this.pages = pages;
        this.map = map;
    }

    /// <inheritdoc/>
    public static IVmallocAllocator Create(VmallocSetup setup, IPageAllocator pages, IPageMap map) =>
        new VmallocAllocator(setup, pages, map);

    /// <inheritdoc/>
    public Result<VirtAddr> Allocate(ulong sizeBytes)
    {
        // 1. 0 bytes: return Errno.EINVAL;
        // 2. How many pages is that? Mind the last one, and that adding to the largest size begins anew at 0.
        // 3. Find as many pages of addresses in setup.Range, and one more for the guard, that belong to no
        //    area. None: return Errno.ENOMEM;
        // 4. For each page take a frame of pages and map it. Either may fail, at any page: then undo all that
        //    was done so far, and return Errno.ENOMEM; VMALLOC-CLEAN-FAILURE is about this.
        throw new NotImplementedException("Allocate: find addresses, take frames, map them, or undo it all");
    }

    /// <inheritdoc/>
    public Errno Free(VirtAddr start)
    {
        // 1. The null address: return Errno.None; no area that starts there: return Errno.EINVAL;
        // 2. Unmap each page, then give its frame back: in between it would be somebody else's, and mapped.
        // 3. The addresses are free again, guard included, and one run with what is free beside them.
        throw new NotImplementedException("Free: unmap the pages, give the frames back, join the addresses");
    }

    /// <inheritdoc/>
    public Result<Pfn> ToPage(VirtAddr address) => throw new NotImplementedException(
        "ToPage: answer the frame to which the address's page is mapped, or Errno.EFAULT");
}
