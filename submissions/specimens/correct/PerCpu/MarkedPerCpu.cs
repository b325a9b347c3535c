using MmVerify.Spec;

namespace MmVerify.Specimens.PerCpu;

/// <summary>
/// No lists: a word for each frame says whose it is, nobody's, in use, or a CPU's, and whoever looks for one
/// looks at all of them. The lowest frame is handed out, the highest ones are given back.
/// </summary>
public sealed class MarkedPerCpu : IPerCpuPages
{
    private const long Buddy = 0;
    private const long InUse = 1;
    private const long FirstCpu = 2;

    private static readonly Order Single = new(0);

    private readonly PerCpuSetup setup;
    private readonly IPageAllocator pages;
    private readonly SharedMemory memory;
    private readonly SharedWords busy;
    private readonly SharedWords owner;

    private MarkedPerCpu(PerCpuSetup setup, IPageAllocator pages, SharedMemory memory)
    {
        this.setup = setup;
        this.pages = pages;
        this.memory = memory;
        busy = memory.Take("busy", setup.Cpus + 1);
        owner = memory.Take("owner", (int)setup.Memory.Span);
    }

    public static IPerCpuPages Create(PerCpuSetup setup, IPageAllocator pages, SharedMemory memory) =>
        new MarkedPerCpu(setup, pages, memory);

    public Result<Pfn> Allocate()
    {
        int cpu = memory.CurrentCpu;
        using Held list = Hold(cpu);
        int place = PlacesOf(cpu).FirstOrDefault(-1);
        if (place < 0)
        {
            using Held zone = Hold(setup.Cpus);
            for (int i = 0; i < setup.Batch && pages.Allocate(Single).TryGet(out Block block); i++)
            {
                place = (int)(block.Start.Value - setup.Memory.First.Value);
                owner.Store(place, FirstCpu + cpu);
            }
        }

        if (place < 0)
        {
            return Errno.ENOMEM;
        }

        owner.Store(place, InUse);
        return setup.Memory.First.Plus(place);
    }

    public Errno Free(Pfn page)
    {
        int cpu = memory.CurrentCpu;
        if (page < setup.Memory.First || page >= setup.Memory.End)
        {
            return Errno.EINVAL;
        }

        using Held list = Hold(cpu);
        int place = (int)(page.Value - setup.Memory.First.Value);
        if (owner.CompareExchange(place, FirstCpu + cpu, InUse) != InUse)
        {
            return Errno.EINVAL;
        }

        int[] places = [.. PlacesOf(cpu)];
        if (places.Length > setup.High)
        {
            GiveBack(places.TakeLast(setup.Batch));
        }

        return Errno.None;
    }

    public Errno Drain(int cpu)
    {
        if (cpu < 0 || cpu >= setup.Cpus)
        {
            return Errno.EINVAL;
        }

        using Held list = Hold(cpu);
        GiveBack([.. PlacesOf(cpu)]);
        return Errno.None;
    }

    public void DrainAll()
    {
        foreach (int cpu in Enumerable.Range(0, setup.Cpus))
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

        foreach (int place in PlacesOf(cpu))
        {
            visit(setup.Memory.First.Plus(place));
        }

        return Errno.None;
    }

    private IEnumerable<int> PlacesOf(int cpu) =>
        Enumerable.Range(0, owner.Count).Where(place => owner.Load(place) == FirstCpu + cpu);

    private void GiveBack(IEnumerable<int> places)
    {
        using Held zone = Hold(setup.Cpus);
        foreach (int place in places)
        {
            owner.Store(place, Buddy);
            pages.Free(new Block(setup.Memory.First.Plus(place), Single));
        }
    }

    private Held Hold(int number)
    {
        while (busy.Exchange(number, 1) == 1)
        {
            memory.Relax();
        }

        return new Held(busy, number);
    }

    private readonly record struct Held(SharedWords Words, int Number) : IDisposable
    {
        public void Dispose() => Words.Store(Number, 0);
    }
}
