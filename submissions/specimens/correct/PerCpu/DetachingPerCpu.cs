using MmVerify.Spec;

namespace MmVerify.Specimens.PerCpu;

/// <summary>
/// Never holds two locks: what leaves a list is detached first and given back then, and a batch is taken
/// before it is put onto the list.
/// </summary>
public sealed class DetachingPerCpu : IPerCpuPages
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

    private DetachingPerCpu(PerCpuSetup setup, IPageAllocator pages, SharedMemory memory)
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
        new DetachingPerCpu(setup, pages, memory);

    public Result<Pfn> Allocate()
    {
        int cpu = memory.CurrentCpu;
        Lock(cpu);
        long count = counts.Load(cpu);
        if (count > 0)
        {
            long page = slots.Load(SlotOf(cpu, count - 1));
            counts.Store(cpu, count - 1);
            Unlock(cpu);
            return Use(page);
        }

        Unlock(cpu);
        List<long> batch = Take();
        if (batch.Count == 0)
        {
            return Errno.ENOMEM;
        }

        // Meanwhile others may have drained the list, but only this CPU adds to it.
        Lock(cpu);
        foreach (long page in batch.Skip(1))
        {
            Push(cpu, page);
        }

        Unlock(cpu);
        return Use(batch[0]);
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
        Push(cpu, (long)page.Value);
        List<long> batch = counts.Load(cpu) > setup.High ? Detach(cpu, setup.Batch) : [];
        Unlock(cpu);
        GiveBack(batch);
        return Errno.None;
    }

    public Errno Drain(int cpu)
    {
        if (cpu < 0 || cpu >= setup.Cpus)
        {
            return Errno.EINVAL;
        }

        Lock(cpu);
        List<long> all = Detach(cpu, counts.Load(cpu));
        Unlock(cpu);
        GiveBack(all);
        return Errno.None;
    }

    public void DrainAll()
    {
        for (int cpu = setup.Cpus - 1; cpu >= 0; cpu--)
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

    private Pfn Use(long page)
    {
        var frame = new Pfn((ulong)page);
        used.Store(PlaceOf(frame), 1);
        return frame;
    }

    private List<long> Take()
    {
        List<long> batch = [];
        Lock(setup.Cpus);
        while (batch.Count < setup.Batch && pages.Allocate(Single).TryGet(out Block block))
        {
            batch.Add((long)block.Start.Value);
        }

        Unlock(setup.Cpus);
        return batch;
    }

    private void GiveBack(List<long> batch)
    {
        if (batch.Count == 0)
        {
            return;
        }

        Lock(setup.Cpus);
        foreach (long page in batch)
        {
            pages.Free(new Block(new Pfn((ulong)page), Single));
        }

        Unlock(setup.Cpus);
    }

    private void Push(int cpu, long page)
    {
        long count = counts.Load(cpu);
        slots.Store(SlotOf(cpu, count), page);
        counts.Store(cpu, count + 1);
    }

    private List<long> Detach(int cpu, long many)
    {
        List<long> detached = [];
        for (long count = counts.Load(cpu); detached.Count < many; count--)
        {
            detached.Add(slots.Load(SlotOf(cpu, count - 1)));
        }

        counts.Store(cpu, counts.Load(cpu) - many);
        return detached;
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
