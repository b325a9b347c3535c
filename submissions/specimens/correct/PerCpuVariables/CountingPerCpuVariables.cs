using MmVerify.Spec;

namespace MmVerify.Specimens.PerCpuVariables;

/// <summary>
/// Counts the gets of each CPU itself, and disables preemption once for all of them.
/// </summary>
public sealed class CountingPerCpuVariables : IPerCpuVariables
{
    private readonly PerCpuVariablesSetup setup;
    private readonly IScheduler scheduler;
    private readonly SharedMemory memory;
    private readonly SharedWords copies;
    private readonly SharedWords gets;

    private CountingPerCpuVariables(PerCpuVariablesSetup setup, IScheduler scheduler, SharedMemory memory)
    {
        this.setup = setup;
        this.scheduler = scheduler;
        this.memory = memory;
        copies = memory.Take("copy", setup.Cpus * setup.Variables);
        gets = memory.Take("gets", setup.Cpus);
        for (int i = 0; i < copies.Count; i++)
        {
            copies.Store(i, setup.Initial);
        }
    }

    public static IPerCpuVariables Create(
        PerCpuVariablesSetup setup, IScheduler scheduler, SharedMemory memory) =>
        new CountingPerCpuVariables(setup, scheduler, memory);

    public Result<long> Get(int variable)
    {
        if (variable < 0 || variable >= setup.Variables)
        {
            return Errno.EINVAL;
        }

        scheduler.DisablePreemption();
        if (gets.FetchAdd(memory.CurrentCpu, 1) > 0)
        {
            scheduler.EnablePreemption();
        }

        return copies.Load(PlaceOf(variable, memory.CurrentCpu));
    }

    public Errno Put()
    {
        if (scheduler.PreemptCount == 0)
        {
            return Errno.EPERM;
        }

        if (gets.FetchAdd(memory.CurrentCpu, -1) == 1)
        {
            scheduler.EnablePreemption();
        }

        return Errno.None;
    }

    public Errno Write(int variable, long value)
    {
        if (variable < 0 || variable >= setup.Variables)
        {
            return Errno.EINVAL;
        }

        if (scheduler.PreemptCount == 0)
        {
            return Errno.EPERM;
        }

        copies.Store(PlaceOf(variable, memory.CurrentCpu), value);
        return Errno.None;
    }

    public Errno Add(int variable, long addend)
    {
        if (variable < 0 || variable >= setup.Variables)
        {
            return Errno.EINVAL;
        }

        scheduler.DisablePreemption();
        int place = PlaceOf(variable, memory.CurrentCpu);
        long value = copies.Load(place);
        copies.Store(place, value + addend);
        scheduler.EnablePreemption();
        return Errno.None;
    }

    public Result<long> Read(int variable, int cpu)
    {
        if (variable < 0 || variable >= setup.Variables || cpu < 0 || cpu >= setup.Cpus)
        {
            return Errno.EINVAL;
        }

        return copies.Load(PlaceOf(variable, cpu));
    }

    public Result<long> Sum(int variable)
    {
        if (variable < 0 || variable >= setup.Variables)
        {
            return Errno.EINVAL;
        }

        long sum = 0;
        for (int cpu = 0; cpu < setup.Cpus; cpu++)
        {
            sum += copies.Load(PlaceOf(variable, cpu));
        }

        return sum;
    }

    public Errno Sleep()
    {
        if (scheduler.PreemptCount > 0)
        {
            return Errno.EBUSY;
        }

        scheduler.Schedule();
        return Errno.None;
    }

    private int PlaceOf(int variable, int cpu) => (variable * setup.Cpus) + cpu;
}
