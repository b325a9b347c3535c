using System.Collections.Immutable;
using static MmVerify.Spec.PerCpuVariablesOperation;

namespace MmVerify.Spec;

/// <summary>Makes per-CPU variables.</summary>
/// <remarks>
/// An interface with a static abstract member cannot be the type argument of a <c>Func</c>.
/// </remarks>
public delegate IPerCpuVariables PerCpuVariablesFactory(
    PerCpuVariablesSetup setup, IScheduler scheduler, SharedMemory memory);

/// <summary>
/// Lets tasks make their calls, each on the CPU on which it runs, and the scheduler its moves; and notes the
/// replies.
/// </summary>
/// <param name="create">How to make the variables.</param>
public sealed class PerCpuVariablesDriver(PerCpuVariablesFactory create)
    : IDriver<PerCpuVariablesSetup, PerCpuVariablesOperation, PerCpuVariablesReply>
{
    private const long Budget = 1_000_000;
    private const int Accesses = 10_000;

    private IPerCpuVariables? asked;
    private SharedMemory memory = new();
    private PlainScheduler? scheduler;
    private PerCpuVariablesSetup setup = new(1, 1);
    private bool hasBlocked;

    /// <summary>Makes a driver for an implementation.</summary>
    /// <typeparam name="TVariables">The implementation.</typeparam>
    public static PerCpuVariablesDriver For<TVariables>()
        where TVariables : IPerCpuVariables => new(TVariables.Create);

    /// <summary>Whether all tasks that an operation names are there.</summary>
    /// <param name="operation">The operation.</param>
    /// <param name="tasks">How many tasks there are.</param>
    public static bool IsDue(PerCpuVariablesOperation operation, int tasks) =>
        operation is Concurrently { What: var what }
            ? what.Cpus.Length <= tasks && what.Calls.All(call => IsDue(call.Operation, tasks))
            : operation.Caller < tasks && operation.Partner < tasks;

    /// <inheritdoc/>
    public void Start(PerCpuVariablesSetup setup, out PerCpuVariablesReply reply)
    {
        this.setup = setup;
        memory = new SharedMemory();
        scheduler = new PlainScheduler(memory, setup.Cpus);
        try
        {
            Begin(0, 0);
            asked = create(setup, scheduler, memory)
                ?? throw new InvalidOperationException("Create returned null");
            reply = new PerCpuVariablesReply(Outcome.Done, Kinds.Create) { State = Look() };
        }
        catch (Exception exception)
        {
            reply = PerCpuVariablesReply.Ended(Guard.Explain(exception));
        }
    }

    /// <inheritdoc/>
    public void Do(
        PerCpuVariablesOperation operation,
        ReadOnlySpan<PerCpuVariablesReply> earlier,
        out PerCpuVariablesReply reply)
    {
        if (!IsDue(operation, setup.Cpus))
        {
            reply = new PerCpuVariablesReply(Outcome.Skipped, operation.Kind);
            return;
        }

        try
        {
            Begin(operation.Caller, operation.Partner);
            if (operation is Concurrently { What: var what })
            {
                DoTogether(what, out reply);
                return;
            }

            Answer answer = Carry(operation);
            long work = Budget - Fuel.Left;
            int sleeps = scheduler!.Sleeps;
            bool hasMisuse = scheduler.HasMisuse;
            reply = new PerCpuVariablesReply(
                answer.Outcome, operation.Kind, answer.Value, work, sleeps, hasMisuse)
            {
                State = Look(),
            };
        }
        catch (Exception exception)
        {
            reply = PerCpuVariablesReply.Ended(Guard.Explain(exception));
        }
    }

    private void DoTogether(Concurrent<PerCpuVariablesOperation> what, out PerCpuVariablesReply reply)
    {
        Func<Answer>[][] calls =
            [.. what.Cpus.Select(cpu => cpu.Select(call => (Func<Answer>)(() => Carry(call))).ToArray())];
        ConcurrentHistory history = Cpus.Run(
            memory, calls, what.Turns, hasBlocked, out Exception? failure);
        hasBlocked |= failure is { Message: OutOfFuelException.Blocked };
        long work = Budget - Fuel.Left;
        reply = failure is not null
            ? PerCpuVariablesReply.Ended(Guard.Explain(failure)) with { History = history }
            : new PerCpuVariablesReply(
                Outcome.Done, Kinds.Concurrently, 0, work, scheduler!.Sleeps, scheduler.HasMisuse)
            {
                State = Look(),
                History = history,
            };
    }

    private Answer Carry(PerCpuVariablesOperation operation) => operation switch
    {
        Get get => Told(asked!.Get(get.Variable)),
        Put => Answer.Of(asked!.Put()),
        Write write => Answer.Of(asked!.Write(write.Variable, write.Value)),
        Add add => Answer.Of(asked!.Add(add.Variable, add.Addend)),
        Read read => Told(asked!.Read(read.Variable, read.Cpu)),
        Sum sum => Told(asked!.Sum(sum.Variable)),
        Sleep => Answer.Of(asked!.Sleep()),
        Swap swap => Answer.Of(scheduler!.Swap(swap.Task, swap.With)),
        _ => throw new ArgumentException($"{operation} is no step of a program", nameof(operation)),
    };

    private static Answer Told(Result<long> result) =>
        result.TryGet(out long value) ? new Answer(Outcome.Done, value) : Answer.Of(result.Errno);

    private PerCpuVariablesState Look()
    {
        Refill();
        memory.OneTask = 0;
        var copies = ImmutableArray.CreateBuilder<long>(setup.Variables * setup.Cpus);
        for (int variable = 0; variable < setup.Variables; variable++)
        {
            for (int cpu = 0; cpu < setup.Cpus; cpu++)
            {
                asked!.Read(variable, cpu).TryGet(out long copy);
                copies.Add(copy);
            }
        }

        return new(setup.Cpus, copies.ToImmutable(), [.. scheduler!.Counts], [.. scheduler.Places]);
    }

    private void Begin(int task, int partner)
    {
        Refill();
        memory.OneTask = task;
        scheduler!.Begin(partner);
    }

    private void Refill()
    {
        Fuel.Fill(Budget);
        memory.Allow(Accesses);
    }
}
