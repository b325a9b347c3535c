using MmVerify.Spec;

namespace Starter;

/// <summary>
/// Your page lists for each CPU. What each member must do is written at <see cref="IPerCpuPages"/>, and what
/// you are given at <see cref="IPageAllocator"/> and <see cref="SharedMemory"/>: place the cursor on a name
/// and press F12, or let the editor show its documentation.
/// </summary>
public sealed class PerCpuPages : IPerCpuPages
{
    private readonly PerCpuSetup setup;
    private readonly IPageAllocator pages;
    private readonly SharedMemory memory;

    private PerCpuPages(PerCpuSetup setup, IPageAllocator pages, SharedMemory memory)
    {
        // Take words here: a lock for each list and one for the page allocator; of each list how many
        // pages it has and which, up to setup.High + 1; and of each frame whether it is in use.
        this.setup = setup;
        this.pages = pages;
        this.memory = memory;
    }

    /// <inheritdoc/>
    public static IPerCpuPages Create(PerCpuSetup setup, IPageAllocator pages, SharedMemory memory) =>
        new PerCpuPages(setup, pages, memory);

    /// <inheritdoc/>
    public Result<Pfn> Allocate()
    {
        // 1. Lock the list of memory.CurrentCpu: others may drain it. While you wait: memory.Relax();
        // 2. Is it empty? Lock the page allocator, take setup.Batch blocks of order 0, or as many as there
        //    are.
        // 3. Still empty: unlock, and return Errno.ENOMEM;
        // 4. Take a page off the list, note that it is in use, unlock.
        throw new NotImplementedException(
            "Allocate: take a page off this CPU's list, and refill it by a batch");
    }

    /// <inheritdoc/>
    public Errno Free(Pfn page)
    {
        // 1. No such frame, or not in use: return Errno.EINVAL; two CPUs may free it at once, so look and
        //    note in one access.
        // 2. Put it onto the list of memory.CurrentCpu.
        // 3. Has the list more than setup.High pages? Give setup.Batch of them back.
        throw new NotImplementedException("Free: put the page onto this CPU's list, and give a batch back");
    }

    /// <inheritdoc/>
    public Errno Drain(int cpu) => throw new NotImplementedException(
        "Drain: give all pages of that list back, or answer Errno.EINVAL");

    /// <inheritdoc/>
    public void DrainAll() => throw new NotImplementedException("DrainAll: drain each list");

    /// <inheritdoc/>
    public Errno PagesOf(int cpu, Action<Pfn> visit) => throw new NotImplementedException(
        "PagesOf: visit each page of that list, or answer Errno.EINVAL");
}
