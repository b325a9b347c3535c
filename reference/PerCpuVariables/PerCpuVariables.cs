using MmVerify.Spec;

namespace MmVerify.Reference;

/// <summary>
/// The copies of one CPU lie together, as in the units of Linux's mm/percpu.c. Whoever changes one disables
/// preemption meanwhile, so it reads and writes on the same CPU, on which nobody else is. Linux:
/// include/asm-generic/percpu.h, this_cpu_generic_to_op.
/// </summary>
public sealed class PerCpuVariables : IPerCpuVariables
{
    private readonly PerCpuVariablesSetup setup;
    private readonly IScheduler scheduler;
    private readonly SharedMemory memory;
    private readonly SharedWords copies;

    private PerCpuVariables(PerCpuVariablesSetup setup, IScheduler scheduler, SharedMemory memory)
    {
        this.setup = setup;
        this.scheduler = scheduler;
        this.memory = memory;
        copies = memory.Take("copy", setup.Cpus * setup.Variables);
        for (int i = 0; i < copies.Count; i++)
        {
            copies.Store(i, setup.Initial);
        }
    }

    private bool IsPreemptible => scheduler.PreemptCount == 0;

    /// <inheritdoc/>
    public static IPerCpuVariables Create(
        PerCpuVariablesSetup setup, IScheduler scheduler, SharedMemory memory) =>
        new PerCpuVariables(setup, scheduler, memory);

    /// <inheritdoc/>
    public Result<long> Get(int variable)
    {
        if (!IsVariable(variable))
        {
            return Errno.EINVAL;
        }

        scheduler.DisablePreemption();
        return copies.Load(PlaceOf(variable, memory.CurrentCpu));
    }

    /// <inheritdoc/>
    public Errno Put()
    {
        if (IsPreemptible)
        {
            return Errno.EPERM;
        }

        scheduler.EnablePreemption();
        return Errno.None;
    }

    /// <inheritdoc/>
    public Errno Write(int variable, long value)
    {
        if (!IsVariable(variable))
        {
            return Errno.EINVAL;
        }

        if (IsPreemptible)
        {
            return Errno.EPERM;
        }

        copies.Store(PlaceOf(variable, memory.CurrentCpu), value);
        return Errno.None;
    }

    /// <inheritdoc/>
    public Errno Add(int variable, long addend)
    {
        if (!IsVariable(variable))
        {
            return Errno.EINVAL;
        }

        scheduler.DisablePreemption();

        // Only now: before, the task may be moved between asking and using the answer.
        int place = PlaceOf(variable, memory.CurrentCpu);
        copies.Store(place, unchecked(copies.Load(place) + addend));
        scheduler.EnablePreemption();
        return Errno.None;
    }

    /// <inheritdoc/>
    public Result<long> Read(int variable, int cpu) => !IsVariable(variable) || cpu < 0 || cpu >= setup.Cpus
        ? Errno.EINVAL
        : copies.Load(PlaceOf(variable, cpu));

    /// <inheritdoc/>
    public Result<long> Sum(int variable)
    {
        if (!IsVariable(variable))
        {
            return Errno.EINVAL;
        }

        long sum = 0;
        for (int cpu = 0; cpu < setup.Cpus; cpu++)
        {
            sum = unchecked(sum + copies.Load(PlaceOf(variable, cpu)));
        }

        return sum;
    }

    /// <inheritdoc/>
    public Errno Sleep()
    {
        if (!IsPreemptible)
        {
            return Errno.EBUSY;
        }

        scheduler.Schedule();
        return Errno.None;
    }

    private bool IsVariable(int variable) => variable >= 0 && variable < setup.Variables;

    private int PlaceOf(int variable, int cpu) => (cpu * setup.Variables) + variable;
}
