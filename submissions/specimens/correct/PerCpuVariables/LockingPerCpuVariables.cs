using MmVerify.Spec;

namespace MmVerify.Specimens.PerCpuVariables;

/// <summary>
/// A lock for each copy, and preemption disabled while it is held, as the kernel's spin locks do; a
/// copy is kept as its difference to the initial value.
/// </summary>
public sealed class LockingPerCpuVariables : IPerCpuVariables
{
    private readonly PerCpuVariablesSetup setup;
    private readonly IScheduler scheduler;
    private readonly SharedMemory memory;
    private readonly SharedWords copies;
    private readonly SharedWords locks;

    private LockingPerCpuVariables(PerCpuVariablesSetup setup, IScheduler scheduler, SharedMemory memory)
    {
        this.setup = setup;
        this.scheduler = scheduler;
        this.memory = memory;
        copies = memory.Take("copy", setup.Cpus * setup.Variables);
        locks = memory.Take("lock", copies.Count);
    }

    public static IPerCpuVariables Create(
        PerCpuVariablesSetup setup, IScheduler scheduler, SharedMemory memory) =>
        new LockingPerCpuVariables(setup, scheduler, memory);

    public Result<long> Get(int variable)
    {
        if (variable < 0 || variable >= setup.Variables)
        {
            return Errno.EINVAL;
        }

        scheduler.DisablePreemption();
        return setup.Initial + copies.Load(PlaceOf(variable, memory.CurrentCpu));
    }

    public Errno Put()
    {
        if (scheduler.PreemptCount == 0)
        {
            return Errno.EPERM;
        }

        scheduler.EnablePreemption();
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

        copies.Store(PlaceOf(variable, memory.CurrentCpu), value - setup.Initial);
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
        while (locks.Exchange(place, 1) == 1)
        {
            memory.Relax();
        }

        copies.Store(place, copies.Load(place) + addend);
        locks.Store(place, 0);
        scheduler.EnablePreemption();
        return Errno.None;
    }

    public Result<long> Read(int variable, int cpu)
    {
        if (variable < 0 || variable >= setup.Variables || cpu < 0 || cpu >= setup.Cpus)
        {
            return Errno.EINVAL;
        }

        return setup.Initial + copies.Load(PlaceOf(variable, cpu));
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
            sum += setup.Initial + copies.Load(PlaceOf(variable, cpu));
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
