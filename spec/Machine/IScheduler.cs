namespace MmVerify.Spec;

/// <summary>
/// What a task may ask of the scheduler. A task that is preemptible may be moved to another CPU between any
/// two accesses to <see cref="SharedMemory"/>; while preemption is disabled it stays where it is. On which
/// CPU the task runs tells <see cref="SharedMemory.CurrentCpu"/>.
/// </summary>
public interface IScheduler
{
    /// <summary>How often the task that calls has disabled preemption and not enabled it again. Linux:
    /// <c>preempt_count</c>.</summary>
    int PreemptCount { get; }

    /// <summary>Lets the task that calls stay on its CPU, until it is enabled as often. Linux:
    /// <c>preempt_disable</c>.</summary>
    void DisablePreemption();

    /// <summary>Undoes one <see cref="DisablePreemption"/>. Without one it does nothing, and that is noted.
    /// Linux: <c>preempt_enable</c>.</summary>
    void EnablePreemption();

    /// <summary>Gives the CPU away: the task that calls sleeps, and perhaps wakes up on another one. While
    /// preemption is disabled nothing happens, and that is noted. Linux: <c>schedule</c>, which reports
    /// "BUG: scheduling while atomic".</summary>
    void Schedule();
}
