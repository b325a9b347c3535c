namespace MmVerify.Spec;

/// <summary>
/// Variables of which each CPU has a copy of its own, so that it changes them without asking the others.
/// Linux: <c>DEFINE_PER_CPU</c>, include/linux/percpu-defs.h.
/// </summary>
/// <remarks>
/// Several tasks call an instance at the same time, each on a CPU of its own. A task may be moved to another
/// CPU between any two accesses to words, unless it has disabled preemption. Whatever an instance knows it
/// keeps in words that it takes of <see cref="SharedMemory"/>. Variables are numbered from 0. Where several
/// reasons to refuse apply, <see cref="Errno.EINVAL"/> comes first.
/// </remarks>
public interface IPerCpuVariables
{
    /// <summary>Makes the variables. Linux: <c>DEFINE_PER_CPU</c>, <c>setup_per_cpu_areas</c>.</summary>
    /// <remarks>
    /// <para>Requires: nothing; a setup that exists is a valid one.</para>
    /// <para>Ensures: every CPU's copy of every variable is <see cref="PerCpuVariablesSetup.Initial"/>.
    /// Failure: there is none.</para>
    /// <para>Open: where the copies are.</para>
    /// </remarks>
    /// <param name="setup">How many CPUs and variables.</param>
    /// <param name="scheduler">What disables preemption. It may be kept.</param>
    /// <param name="memory">Where words come from, and what tells the CPU. It may be kept.</param>
    static abstract IPerCpuVariables Create(
        PerCpuVariablesSetup setup, IScheduler scheduler, SharedMemory memory);

    /// <summary>Disables preemption and tells this CPU's copy. Linux: <c>get_cpu_var</c>.</summary>
    /// <remarks>
    /// <para>Requires: nothing. Ensures: the task stays on its CPU until <see cref="Put"/> was called as
    /// often as this.</para>
    /// <para>Failure: <see cref="Errno.EINVAL"/> when there is no such variable. Nothing has changed then:
    /// preemption neither.</para>
    /// <para>Open: nothing.</para>
    /// </remarks>
    /// <param name="variable">Which variable.</param>
    Result<long> Get(int variable);

    /// <summary>Ends what <see cref="Get"/> began. Linux: <c>put_cpu_var</c>.</summary>
    /// <remarks>
    /// <para>Requires: nothing; misuse is recognised. Ensures: one <see cref="Get"/> is undone; with the
    /// outermost the task is preemptible again.</para>
    /// <para>Failure: <see cref="Errno.EPERM"/> when there is none to undo. Nothing has changed then.</para>
    /// <para>Open: nothing.</para>
    /// </remarks>
    Errno Put();

    /// <summary>Writes this CPU's copy, between <see cref="Get"/> and <see cref="Put"/>. Linux:
    /// <c>__this_cpu_write</c>.</summary>
    /// <remarks>
    /// <para>Requires: nothing; misuse is recognised. Ensures: this CPU's copy is the value, and no other
    /// copy changes.</para>
    /// <para>Failure: <see cref="Errno.EINVAL"/> when there is no such variable; <see cref="Errno.EPERM"/>
    /// when the task is preemptible. Nothing has changed then.</para>
    /// <para>Open: nothing.</para>
    /// </remarks>
    /// <param name="variable">Which variable.</param>
    /// <param name="value">What it is afterwards.</param>
    Errno Write(int variable, long value);

    /// <summary>Adds to this CPU's copy, at any time. Linux: <c>this_cpu_add</c>.</summary>
    /// <remarks>
    /// <para>Requires: nothing. Ensures: this CPU's copy has grown by the addend and goes round where it
    /// overflows. Where tasks add at once and are moved meanwhile, the sum of all copies has grown by the sum
    /// of their addends. Preemption is as before.</para>
    /// <para>Failure: <see cref="Errno.EINVAL"/> when there is no such variable. Nothing has changed
    /// then.</para>
    /// <para>Open: of a task that is moved meanwhile, which copy has grown.</para>
    /// </remarks>
    /// <param name="variable">Which variable.</param>
    /// <param name="addend">What is added, perhaps negative.</param>
    Errno Add(int variable, long addend);

    /// <summary>Tells the copy of any CPU. Linux: <c>per_cpu</c>.</summary>
    /// <remarks>
    /// <para>Requires: nothing. Ensures: nothing changes.</para>
    /// <para>Failure: <see cref="Errno.EINVAL"/> when there is no such variable or no such CPU.</para>
    /// <para>Open: nothing.</para>
    /// </remarks>
    /// <param name="variable">Which variable.</param>
    /// <param name="cpu">Whose copy.</param>
    Result<long> Read(int variable, int cpu);

    /// <summary>Tells the sum of all copies. Linux: <c>for_each_possible_cpu</c> around <c>per_cpu</c>, as in
    /// <c>nr_processes</c>.</summary>
    /// <remarks>
    /// <para>Requires: no other task is at work. Ensures: nothing changes. It goes round where it
    /// overflows.</para>
    /// <para>Failure: <see cref="Errno.EINVAL"/> when there is no such variable.</para>
    /// <para>Open: nothing.</para>
    /// </remarks>
    /// <param name="variable">Which variable.</param>
    Result<long> Sum(int variable);

    /// <summary>Does what may sleep: waits for memory, a lock, a disk. Linux: <c>might_sleep</c> and
    /// <c>schedule</c>.</summary>
    /// <remarks>
    /// <para>Requires: nothing; misuse is recognised. Ensures: <see cref="IScheduler.Schedule"/> was called
    /// once, and the task may be on another CPU.</para>
    /// <para>Failure: <see cref="Errno.EBUSY"/> while preemption is disabled. Nothing has changed then, and
    /// the scheduler was not called.</para>
    /// <para>Open: nothing.</para>
    /// </remarks>
    Errno Sleep();
}
