using System.Diagnostics;
using System.Diagnostics.CodeAnalysis;
using MmVerify.Spec;

namespace MmVerify.Reference;

/// <summary>
/// A ring of pages for each CPU: what was freed last is at the hot end, where pages are handed out, and a
/// batch leaves at the cold end. Each list has a lock, since others may drain it; below these there is one
/// for the page allocator. Linux: mm/page_alloc.c, rmqueue_pcplist, free_unref_page, drain_pages_zone.
/// </summary>
public sealed class PerCpuPages : IPerCpuPages
{
    private static readonly Order SinglePage = new(0);

    private readonly PerCpuSetup setup;
    private readonly IPageAllocator pages;
    private readonly SharedMemory memory;
    private readonly SharedWords zoneLock;
    private readonly SharedWords locks;
    private readonly SharedWords counts;
    private readonly SharedWords coldEnds;
    private readonly SharedWords slots;
    private readonly SharedWords inUse;

    private PerCpuPages(PerCpuSetup setup, IPageAllocator pages, SharedMemory memory)
    {
        this.setup = setup;
        this.pages = pages;
        this.memory = memory;
        zoneLock = memory.Take("zone", 1);
        locks = memory.Take("lock", setup.Cpus);
        counts = memory.Take("count", setup.Cpus);
        coldEnds = memory.Take("cold", setup.Cpus);
        slots = memory.Take("page", setup.Cpus * Capacity);
        inUse = memory.Take("used", (int)setup.Memory.Span);
    }

    // One more than a list may have: the page that makes it too long is there for a moment.
    private int Capacity => setup.High + 1;

    /// <inheritdoc/>
    public static IPerCpuPages Create(PerCpuSetup setup, IPageAllocator pages, SharedMemory memory) =>
        new PerCpuPages(setup, pages, memory);

    /// <inheritdoc/>
    public Result<Pfn> Allocate()
    {
        int cpu = memory.CurrentCpu;
        AssertInvariants(cpu);
        Lock(locks, cpu);
        long count = counts.Load(cpu);
        if (count == 0)
        {
            count = Refill(cpu);
        }

        if (count == 0)
        {
            Unlock(locks, cpu);
            return Errno.ENOMEM;
        }

        var page = new Pfn((ulong)slots.Load(SlotOf(cpu, count - 1)));
        counts.Store(cpu, count - 1);
        inUse.Store(PlaceOf(page), 1);
        Unlock(locks, cpu);
        return page;
    }

    /// <inheritdoc/>
    public Errno Free(Pfn page)
    {
        int place = PlaceOf(page);
        if (place < 0 || inUse.Exchange(place, 0) == 0)
        {
            return Errno.EINVAL;
        }

        int cpu = memory.CurrentCpu;
        AssertInvariants(cpu);
        Lock(locks, cpu);
        long count = counts.Load(cpu);
        slots.Store(SlotOf(cpu, count), (long)page.Value);
        counts.Store(cpu, count + 1);
        if (count + 1 > setup.High)
        {
            GiveBack(cpu, setup.Batch);
        }

        Unlock(locks, cpu);
        return Errno.None;
    }

    /// <inheritdoc/>
    public Errno Drain(int cpu)
    {
        if (!Exists(cpu))
        {
            return Errno.EINVAL;
        }

        AssertInvariants(cpu);
        Lock(locks, cpu);
        long count = counts.Load(cpu);
        if (count > 0)
        {
            GiveBack(cpu, count);
        }

        Unlock(locks, cpu);
        return Errno.None;
    }

    /// <inheritdoc/>
    public void DrainAll()
    {
        for (int cpu = 0; cpu < setup.Cpus; cpu++)
        {
            Drain(cpu);
        }
    }

    /// <inheritdoc/>
    public Errno PagesOf(int cpu, Action<Pfn> visit)
    {
        if (!Exists(cpu))
        {
            return Errno.EINVAL;
        }

        for (long i = counts.Load(cpu) - 1; i >= 0; i--)
        {
            visit(new Pfn((ulong)slots.Load(SlotOf(cpu, i))));
        }

        return Errno.None;
    }

    private bool Exists(int cpu) => cpu >= 0 && cpu < setup.Cpus;

    // The page allocator's own lock is taken once for all of them. Who asked for them says how many stay.
    private long Refill(int cpu)
    {
        Lock(zoneLock, 0);
        long count = 0;
        while (count < setup.Batch && pages.Allocate(SinglePage).TryGet(out Block block))
        {
            slots.Store(SlotOf(cpu, count), (long)block.Start.Value);
            count++;
        }

        Unlock(zoneLock, 0);
        return count;
    }

    private void GiveBack(int cpu, long many)
    {
        Lock(zoneLock, 0);
        for (long i = 0; i < many; i++)
        {
            pages.Free(new Block(new Pfn((ulong)slots.Load(SlotOf(cpu, i))), SinglePage));
        }

        Unlock(zoneLock, 0);
        coldEnds.Store(cpu, (coldEnds.Load(cpu) + many) % Capacity);
        counts.Store(cpu, counts.Load(cpu) - many);
    }

    // Slots are counted from the cold end.
    private int SlotOf(int cpu, long index) =>
        (cpu * Capacity) + (int)((coldEnds.Load(cpu) + index) % Capacity);

    private int PlaceOf(Pfn page) => page < setup.Memory.First || page >= setup.Memory.End
        ? -1
        : (int)(page.Value - setup.Memory.First.Value);

    private void Lock(SharedWords words, int index)
    {
        while (words.Exchange(index, 1) != 0)
        {
            memory.Relax();
        }
    }

    private static void Unlock(SharedWords words, int index) => words.Store(index, 0);

    // Looking at words is an access too, which is not to come in between where CPUs are at work.
    [Conditional("DEBUG")]
    [ExcludeFromCodeCoverage]
    private void AssertInvariants(int cpu) =>
        Debug.Assert(cpu < setup.Cpus, "a CPU calls that is not there");
}
