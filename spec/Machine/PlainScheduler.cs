namespace MmVerify.Spec;

/// <summary>
/// The plainest scheduler: one task on each CPU, and two of them change places when both may. It counts what
/// is asked of it, and notes misuse.
/// </summary>
/// <param name="memory">Where it says who runs on which CPU.</param>
/// <param name="cpus">How many CPUs there are, and as many tasks: task 0 starts on CPU 0, and so on.</param>
internal sealed class PlainScheduler(SharedMemory memory, int cpus) : IScheduler
{
    private readonly int[] cpuOf = memory.CpuOfTask = [.. Enumerable.Range(0, cpus)];
    private readonly SharedWords counts = memory.Take("preempt", cpus);
    private readonly int[] told = new int[cpus];
    private int partner;

    /// <inheritdoc/>
    public int PreemptCount => (int)counts.Load(memory.CurrentTask);

    /// <summary>How often a task gave its CPU away since the step began.</summary>
    public int Sleeps { get; private set; }

    /// <summary>Whether a task did since the step began what it may not.</summary>
    public bool HasMisuse { get; private set; }

    /// <summary>How often each task has disabled preemption.</summary>
    public ReadOnlySpan<int> Counts => told;

    /// <summary>On which CPU each task runs.</summary>
    public ReadOnlySpan<int> Places => cpuOf;

    /// <summary>Begins a step.</summary>
    /// <param name="with">The task that takes the CPU of one that sleeps; or that one itself.</param>
    public void Begin(int with)
    {
        partner = with;
        Sleeps = 0;
        HasMisuse = false;
    }

    /// <inheritdoc/>
    public void DisablePreemption()
    {
        int task = memory.CurrentTask;
        counts.FetchAdd(task, 1);
        told[task]++;
    }

    /// <inheritdoc/>
    public void EnablePreemption()
    {
        int task = memory.CurrentTask;
        if (told[task] == 0)
        {
            HasMisuse = true;
            return;
        }

        counts.FetchAdd(task, -1);
        told[task]--;
    }

    /// <inheritdoc/>
    public void Schedule()
    {
        int task = memory.CurrentTask;
        Sleeps++;
        HasMisuse |= told[task] > 0;
        Swap(task, partner);
    }

    /// <summary>Lets two tasks change places, if both may be moved.</summary>
    public Errno Swap(int task, int with)
    {
        // An access, so that the move has a moment of its own.
        counts.Load(with);
        if (told[task] > 0 || told[with] > 0)
        {
            return Errno.EBUSY;
        }

        (cpuOf[task], cpuOf[with]) = (cpuOf[with], cpuOf[task]);
        return Errno.None;
    }
}
