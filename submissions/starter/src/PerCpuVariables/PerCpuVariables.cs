using MmVerify.Spec;

namespace Starter;

/// <summary>
/// Your variables with a copy for each CPU. What each member must do is written at
/// <see cref="IPerCpuVariables"/>, and what you are given at <see cref="IScheduler"/> and
/// <see cref="SharedMemory"/>: place the cursor on a name and press F12, or let the editor show its
/// documentation.
/// </summary>
public sealed class PerCpuVariables : IPerCpuVariables
{
    private readonly PerCpuVariablesSetup setup;
    private readonly IScheduler scheduler;
    private readonly SharedMemory memory;

    private PerCpuVariables(PerCpuVariablesSetup setup, IScheduler scheduler, SharedMemory memory)
    {
        // Take a word here for each CPU's copy of each variable, and write setup.Initial to it.
        this.setup = setup;
        this.scheduler = scheduler;
        this.memory = memory;
    }

    /// <inheritdoc/>
    public static IPerCpuVariables Create(
        PerCpuVariablesSetup setup, IScheduler scheduler, SharedMemory memory) =>
        new PerCpuVariables(setup, scheduler, memory);

    /// <inheritdoc/>
    public Result<long> Get(int variable) => throw new NotImplementedException(
        "Get: disable preemption and tell this CPU's copy, or answer Errno.EINVAL");

    /// <inheritdoc/>
    public Errno Put() => throw new NotImplementedException(
        "Put: enable preemption, or answer Errno.EPERM where it is not disabled");

    /// <inheritdoc/>
    public Errno Write(int variable, long value) => throw new NotImplementedException(
        "Write: write this CPU's copy, or answer Errno.EINVAL or, while preemptible, Errno.EPERM");

    /// <inheritdoc/>
    public Errno Add(int variable, long addend)
    {
        // Between any two accesses you may be moved to another CPU, unless preemption is disabled: when do
        // you ask for memory.CurrentCpu?
        throw new NotImplementedException("Add: add to this CPU's copy, wherever you are moved");
    }

    /// <inheritdoc/>
    public Result<long> Read(int variable, int cpu) => throw new NotImplementedException(
        "Read: tell the copy of that CPU, or answer Errno.EINVAL");

    /// <inheritdoc/>
    public Result<long> Sum(int variable) => throw new NotImplementedException(
        "Sum: add up the copies of all CPUs, or answer Errno.EINVAL");

    /// <inheritdoc/>
    public Errno Sleep() => throw new NotImplementedException(
        "Sleep: let the scheduler schedule, or answer Errno.EBUSY while preemption is disabled");
}
