using System.Globalization;

namespace MmVerify.Spec;

/// <summary>One call of per-CPU variables by a task, a move of the scheduler, or several at the same
/// time.</summary>
public abstract record PerCpuVariablesOperation : IOperation
{
    /// <summary>The kinds of operation, one bit each, for the laws to name.</summary>
    public static class Kinds
    {
        /// <summary><see cref="PerCpuVariablesOperation.Create"/>.</summary>
        public const uint Create = 1;

        /// <summary><see cref="PerCpuVariablesOperation.Get"/>.</summary>
        public const uint Get = 2;

        /// <summary><see cref="PerCpuVariablesOperation.Put"/>.</summary>
        public const uint Put = 4;

        /// <summary><see cref="PerCpuVariablesOperation.Write"/>.</summary>
        public const uint Write = 8;

        /// <summary><see cref="PerCpuVariablesOperation.Add"/>.</summary>
        public const uint Add = 16;

        /// <summary><see cref="PerCpuVariablesOperation.Read"/>.</summary>
        public const uint Read = 32;

        /// <summary><see cref="PerCpuVariablesOperation.Sum"/>.</summary>
        public const uint Sum = 64;

        /// <summary><see cref="PerCpuVariablesOperation.Sleep"/>.</summary>
        public const uint Sleep = 128;

        /// <summary><see cref="PerCpuVariablesOperation.Swap"/>.</summary>
        public const uint Swap = 256;

        /// <summary><see cref="PerCpuVariablesOperation.Concurrently"/>.</summary>
        public const uint Concurrently = 512;

        /// <summary>Every operation that changes a copy.</summary>
        public const uint Changes = Write | Add;

        /// <summary>Every operation that tells a value.</summary>
        public const uint Tells = Get | Read | Sum;

        /// <summary>Every operation that a task asks of the implementation.</summary>
        public const uint Asked = Get | Put | Write | Add | Read | Sum | Sleep;
    }

    private PerCpuVariablesOperation(uint kind) => Kind = kind;

    /// <inheritdoc/>
    public uint Kind { get; }

    /// <summary>The task that calls.</summary>
    public virtual int Caller => 0;

    /// <summary>The variable that it is about; -1 where it is about none.</summary>
    public virtual int Of => -1;

    /// <summary>The other task that is moved; the same where none is.</summary>
    public virtual int Partner => Caller;

    /// <inheritdoc/>
    public int Lender => -1;

    /// <inheritdoc/>
    public virtual bool AsksForNothing => false;

    /// <summary>The call in words, without who makes it.</summary>
    public abstract string Call { get; }

    /// <inheritdoc/>
    public sealed override string ToString() => (Kind & Kinds.Asked) == 0
        ? Call
        : string.Create(CultureInfo.InvariantCulture, $"task {Caller}: {Call}");

    private static string Words(FormattableString call) => call.ToString(CultureInfo.InvariantCulture);

    /// <summary>The making of the variables: the first of every history.</summary>
    public sealed record Create() : PerCpuVariablesOperation(Kinds.Create)
    {
        /// <inheritdoc/>
        public override string Call => "Create";
    }

    /// <summary>Disables preemption and tells this CPU's copy.</summary>
    /// <param name="Task">The task.</param>
    /// <param name="Variable">Which variable, perhaps none that there is.</param>
    public sealed record Get(int Task, int Variable) : PerCpuVariablesOperation(Kinds.Get)
    {
        /// <inheritdoc/>
        public override int Caller => Task;

        /// <inheritdoc/>
        public override int Of => Variable;

        /// <inheritdoc/>
        public override string Call => Words($"Get({Variable})");
    }

    /// <summary>Enables preemption again.</summary>
    /// <param name="Task">The task.</param>
    public sealed record Put(int Task) : PerCpuVariablesOperation(Kinds.Put)
    {
        /// <inheritdoc/>
        public override int Caller => Task;

        /// <inheritdoc/>
        public override string Call => "Put()";
    }

    /// <summary>Writes this CPU's copy.</summary>
    /// <param name="Task">The task.</param>
    /// <param name="Variable">Which variable, perhaps none that there is.</param>
    /// <param name="Value">What is written.</param>
    public sealed record Write(int Task, int Variable, long Value)
        : PerCpuVariablesOperation(Kinds.Write)
    {
        /// <inheritdoc/>
        public override int Caller => Task;

        /// <inheritdoc/>
        public override int Of => Variable;

        /// <inheritdoc/>
        public override string Call => Words($"Write({Variable}, {Value})");
    }

    /// <summary>Adds to this CPU's copy.</summary>
    /// <param name="Task">The task.</param>
    /// <param name="Variable">Which variable, perhaps none that there is.</param>
    /// <param name="Addend">What is added.</param>
    public sealed record Add(int Task, int Variable, long Addend = 1)
        : PerCpuVariablesOperation(Kinds.Add)
    {
        /// <inheritdoc/>
        public override int Caller => Task;

        /// <inheritdoc/>
        public override int Of => Variable;

        /// <inheritdoc/>
        public override string Call => Words($"Add({Variable}, {Addend})");
    }

    /// <summary>Tells the copy of a CPU.</summary>
    /// <param name="Task">The task.</param>
    /// <param name="Variable">Which variable, perhaps none that there is.</param>
    /// <param name="Cpu">Whose copy, perhaps that of no CPU.</param>
    public sealed record Read(int Task, int Variable, int Cpu) : PerCpuVariablesOperation(Kinds.Read)
    {
        /// <inheritdoc/>
        public override int Caller => Task;

        /// <inheritdoc/>
        public override int Of => Variable;

        /// <inheritdoc/>
        public override string Call => Words($"Read({Variable}, CPU {Cpu})");
    }

    /// <summary>Tells the sum of all copies.</summary>
    /// <param name="Task">The task.</param>
    /// <param name="Variable">Which variable, perhaps none that there is.</param>
    public sealed record Sum(int Task, int Variable) : PerCpuVariablesOperation(Kinds.Sum)
    {
        /// <inheritdoc/>
        public override int Caller => Task;

        /// <inheritdoc/>
        public override int Of => Variable;

        /// <inheritdoc/>
        public override string Call => Words($"Sum({Variable})");
    }

    /// <summary>Sleeps, and wakes up on the CPU of another task, or on its own.</summary>
    /// <param name="Task">The task.</param>
    /// <param name="With">The task that takes its CPU meanwhile; or itself.</param>
    public sealed record Sleep(int Task, int With) : PerCpuVariablesOperation(Kinds.Sleep)
    {
        /// <inheritdoc/>
        public override int Caller => Task;

        /// <inheritdoc/>
        public override int Partner => With;

        /// <inheritdoc/>
        public override string Call => With == Task
            ? "Sleep()" : Words($"Sleep(), and changes places with task {With}");
    }

    /// <summary>The scheduler lets two tasks change places, if both are preemptible. Nothing is asked of the
    /// implementation.</summary>
    /// <param name="Task">One task.</param>
    /// <param name="With">The other.</param>
    public sealed record Swap(int Task, int With) : PerCpuVariablesOperation(Kinds.Swap)
    {
        /// <inheritdoc/>
        public override int Caller => Task;

        /// <inheritdoc/>
        public override int Partner => With;

        /// <inheritdoc/>
        public override bool AsksForNothing => true;

        /// <inheritdoc/>
        public override string Call => Words($"tasks {Task} and {With} change places");
    }

    /// <summary>What a few tasks do at the same time: they add, and the scheduler moves them.</summary>
    public sealed record Concurrently : PerCpuVariablesOperation
    {
        /// <summary>Makes it.</summary>
        /// <param name="what">The calls of each task, and the turns.</param>
        /// <exception cref="ArgumentException">They are not as they must be.</exception>
        public Concurrently(Concurrent<PerCpuVariablesOperation> what)
            : base(Kinds.Concurrently)
        {
            if (!what.Calls.All(static call => call.Operation is Add or Swap
                && call.Operation.Caller == call.Cpu))
            {
                throw new ArgumentException("each task adds, or changes places", nameof(what));
            }

            What = what;
        }

        /// <summary>The calls of each task, and the turns.</summary>
        public Concurrent<PerCpuVariablesOperation> What { get; }

        /// <inheritdoc/>
        public override string Call
        {
            get
            {
                IEnumerable<string> tasks = What.Cpus.Select(static (calls, task) =>
                    Words($"task {task}: {string.Join(", ", calls.Select(static call => call.Call))}"));
                return string.Join(" | ", tasks)
                    + (What.Turns.Length == 0 ? "" : $" | turns {string.Join(' ', What.Turns)}");
            }
        }
    }
}
