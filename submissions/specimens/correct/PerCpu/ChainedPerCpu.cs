using MmVerify.Spec;

namespace MmVerify.Specimens.PerCpu;

/// <summary>
/// One lock for everything. A list is a chain: a word for each frame names the next one, counted from 1; at
/// the end stands 0, and at a frame that is in use a mark. The youngest is handed out and given back first.
/// </summary>
public sealed class ChainedPerCpu : IPerCpuPages
{
    private const long InUse = -1;

    private static readonly Order Single = new(0);

    private readonly PerCpuSetup setup;
    private readonly IPageAllocator pages;
    private readonly SharedMemory memory;
    private readonly SharedWords gate;
    private readonly SharedWords heads;
    private readonly SharedWords lengths;
    private readonly SharedWords next;

    private ChainedPerCpu(PerCpuSetup setup, IPageAllocator pages, SharedMemory memory)
    {
        this.setup = setup;
        this.pages = pages;
        this.memory = memory;
        gate = memory.Take("gate", 1);
        heads = memory.Take("head", setup.Cpus);
        lengths = memory.Take("length", setup.Cpus);
        next = memory.Take("next", (int)setup.Memory.Span + 1);
    }

    public static IPerCpuPages Create(PerCpuSetup setup, IPageAllocator pages, SharedMemory memory) =>
        new ChainedPerCpu(setup, pages, memory);

    public Result<Pfn> Allocate()
    {
        int cpu = memory.CurrentCpu;
        Lock();
        for (int i = 0; heads.Load(cpu) == 0 || (i > 0 && i < setup.Batch); i++)
        {
            if (i >= setup.Batch || !pages.Allocate(Single).TryGet(out Block block))
            {
                break;
            }

            Push(cpu, NumberOf(block.Start));
        }

        long number = Pop(cpu);
        if (number != 0)
        {
            next.Store((int)number, InUse);
        }

        Unlock();
        return number == 0 ? Errno.ENOMEM : PageOf(number);
    }

    public Errno Free(Pfn page)
    {
        if (page < setup.Memory.First || page >= setup.Memory.End)
        {
            return Errno.EINVAL;
        }

        int cpu = memory.CurrentCpu;
        long number = NumberOf(page);
        Lock();
        bool isInUse = next.Load((int)number) == InUse;
        if (isInUse)
        {
            Push(cpu, number);
            bool isLong = lengths.Load(cpu) > setup.High;
            for (int i = 0; i < setup.Batch && isLong; i++)
            {
                GiveBack(cpu);
            }
        }

        Unlock();
        return isInUse ? Errno.None : Errno.EINVAL;
    }

    public Errno Drain(int cpu)
    {
        if (cpu < 0 || cpu >= setup.Cpus)
        {
            return Errno.EINVAL;
        }

        Lock();
        while (heads.Load(cpu) != 0)
        {
            GiveBack(cpu);
        }

        Unlock();
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

        for (long number = heads.Load(cpu); number != 0; number = next.Load((int)number))
        {
            visit(PageOf(number));
        }

        return Errno.None;
    }

    private void GiveBack(int cpu) => pages.Free(new Block(PageOf(Pop(cpu)), Single));

    private void Push(int cpu, long number)
    {
        next.Store((int)number, heads.Load(cpu));
        heads.Store(cpu, number);
        lengths.FetchAdd(cpu, 1);
    }

    private long Pop(int cpu)
    {
        long number = heads.Load(cpu);
        if (number != 0)
        {
            heads.Store(cpu, next.Exchange((int)number, 0));
            lengths.FetchAdd(cpu, -1);
        }

        return number;
    }

    private Pfn PageOf(long number) => setup.Memory.First.Plus(number - 1);

    private long NumberOf(Pfn page) => (long)(page.Value - setup.Memory.First.Value) + 1;

    private void Lock()
    {
        while (gate.FetchOr(0, 1) != 0)
        {
            memory.Relax();
        }
    }

    private void Unlock() => gate.Store(0, 0);
}
