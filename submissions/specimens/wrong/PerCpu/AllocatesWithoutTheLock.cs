using MmVerify.Spec;

namespace MmVerify.Specimens.PerCpu;

/// <summary>
/// Takes a page off its own list without the lock: nobody else allocates from it, but others drain it.
/// </summary>
[Breaks("PCPU-LINEARIZABLE")]
public sealed class AllocatesWithoutTheLock : IPerCpuPages
{
    private static readonly Order Single = new(0);

    private readonly PerCpuSetup setup;
    private readonly IPageAllocator pages;
    private readonly SharedMemory memory;
    private readonly int capacity;
    private readonly SharedWords gates;
    private readonly SharedWords counts;
    private readonly SharedWords slots;
    private readonly SharedWords used;

    private AllocatesWithoutTheLock(PerCpuSetup setup, IPageAllocator pages, SharedMemory memory)
    {
        this.setup = setup;
        this.pages = pages;
        this.memory = memory;
        capacity = setup.High + 1;

        // One for each list, and the last one for the page allocator.
        gates = memory.Take("gate", setup.Cpus + 1);
        counts = memory.Take("count", setup.Cpus);
        slots = memory.Take("page", setup.Cpus * capacity);
        used = memory.Take("used", (int)setup.Memory.Span);
    }

    public static IPerCpuPages Create(PerCpuSetup setup, IPageAllocator pages, SharedMemory memory) =>
        new AllocatesWithoutTheLock(setup, pages, memory);

    public Result<Pfn> Allocate()
    {
        int cpu = memory.CurrentCpu;
        if (counts.Load(cpu) == 0)
        {
            Lock(cpu);
            Refill(cpu);
            Unlock(cpu);
        }

        long count = counts.Load(cpu);
        if (count == 0)
        {
            return Errno.ENOMEM;
        }

        var page = new Pfn((ulong)slots.Load(SlotOf(cpu, count - 1)));
        counts.Store(cpu, count - 1);
        used.Store(PlaceOf(page), 1);
        return page;
    }

    public Errno Free(Pfn page)
    {
        int place = PlaceOf(page);
        if (place < 0 || used.Exchange(place, 0) == 0)
        {
            return Errno.EINVAL;
        }

        int cpu = memory.CurrentCpu;
        Lock(cpu);
        Push(cpu, page);
        if (counts.Load(cpu) > setup.High)
        {
            GiveBack(cpu, setup.Batch);
        }

        Unlock(cpu);
        return Errno.None;
    }

    public Errno Drain(int cpu)
    {
        if (cpu < 0 || cpu >= setup.Cpus)
        {
            return Errno.EINVAL;
        }

        Lock(cpu);
        GiveBack(cpu, counts.Load(cpu));
        Unlock(cpu);
        return Errno.None;
    }

    public void DrainAll()
    {
        for (int cpu = 0; cpu < setup.Cpus; cpu++)
        {
            Drain(cpu);
        }
    }

    public Errno PagesOf(int cpu, Action<Pfn> visit)
    {
        if (cpu < 0 || cpu >= setup.Cpus)
        {
            return Errno.EINVAL;
        }

        for (long i = 0; i < counts.Load(cpu); i++)
        {
            visit(new Pfn((ulong)slots.Load(SlotOf(cpu, i))));
        }

        return Errno.None;
    }

    private void Refill(int cpu)
    {
        Lock(setup.Cpus);
        for (int i = 0; i < setup.Batch && pages.Allocate(Single).TryGet(out Block block); i++)
        {
            Push(cpu, block.Start);
        }

        Unlock(setup.Cpus);
    }

    private void Push(int cpu, Pfn page)
    {
        long count = counts.Load(cpu);
        slots.Store(SlotOf(cpu, count), (long)page.Value);
        counts.Store(cpu, count + 1);
    }

    // Those that were freed first.
    private void GiveBack(int cpu, long many)
    {
        long count = counts.Load(cpu);
        many = Math.Min(many, count);
        if (many == 0)
        {
            return;
        }

        Lock(setup.Cpus);
        for (long i = 0; i < many; i++)
        {
            pages.Free(new Block(new Pfn((ulong)slots.Load(SlotOf(cpu, i))), Single));
        }

        Unlock(setup.Cpus);
        for (long i = many; i < count; i++)
        {
            slots.Store(SlotOf(cpu, i - many), slots.Load(SlotOf(cpu, i)));
        }

        counts.Store(cpu, count - many);
    }

    private int SlotOf(int cpu, long index) => (cpu * capacity) + (int)index;

    private int PlaceOf(Pfn page) => page < setup.Memory.First || page >= setup.Memory.End
        ? -1
        : (int)(page.Value - setup.Memory.First.Value);

    private void Lock(int gate)
    {
        while (gates.CompareExchange(gate, 1, 0) != 0)
        {
            memory.Relax();
        }
    }

    private void Unlock(int gate) => gates.Store(gate, 0);
}
