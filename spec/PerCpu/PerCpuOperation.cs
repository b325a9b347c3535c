using System.Globalization;

namespace MmVerify.Spec;

/// <summary>One call of per-CPU page lists, or several that CPUs make at the same time.</summary>
public abstract record PerCpuOperation : IOperation
{
    /// <summary>The kinds of operation, one bit each, for the laws to name.</summary>
    public static class Kinds
    {
        /// <summary><see cref="PerCpuOperation.Create"/>.</summary>
        public const uint Create = 1;

        /// <summary><see cref="PerCpuOperation.Allocate"/>.</summary>
        public const uint Allocate = 2;

        /// <summary><see cref="PerCpuOperation.Free"/>.</summary>
        public const uint Free = 4;

        /// <summary><see cref="PerCpuOperation.FreeAt"/>.</summary>
        public const uint FreeAt = 8;

        /// <summary><see cref="PerCpuOperation.Drain"/>.</summary>
        public const uint Drain = 16;

        /// <summary><see cref="PerCpuOperation.DrainAll"/>.</summary>
        public const uint DrainAll = 32;

        /// <summary><see cref="PerCpuOperation.Concurrently"/>.</summary>
        public const uint Concurrently = 64;

        /// <summary>Every operation that gives a page back.</summary>
        public const uint Frees = Free | FreeAt;

        /// <summary>Every operation that empties lists.</summary>
        public const uint Drains = Drain | DrainAll;

        /// <summary>Every operation of one CPU but the making.</summary>
        public const uint Asked = Allocate | Frees | Drains;
    }

    private PerCpuOperation(uint kind) => Kind = kind;

    /// <inheritdoc/>
    public uint Kind { get; }

    /// <summary>The CPU that calls.</summary>
    public virtual int Caller => 0;

    /// <inheritdoc/>
    public virtual int Lender => -1;

    /// <inheritdoc/>
    public virtual int FailingCall => 0;

    /// <inheritdoc/>
    public virtual bool AsksForNothing => false;

    /// <summary>The call in words, without who makes it.</summary>
    public abstract string Call { get; }

    /// <inheritdoc/>
    public sealed override string ToString() => (Kind & Kinds.Asked) == 0
        ? Call
        : string.Create(CultureInfo.InvariantCulture, $"CPU {Caller}: {Call}");

    private static string Words(FormattableString call) => call.ToString(CultureInfo.InvariantCulture);

    /// <summary>The making of the lists: no step of a program, but the first of every history.</summary>
    public sealed record Create() : PerCpuOperation(Kinds.Create)
    {
        /// <inheritdoc/>
        public override string Call => "Create";
    }

    /// <summary>Asks for a page.</summary>
    /// <param name="Cpu">The CPU that asks.</param>
    /// <param name="Failing">Which call of the page allocator fails meanwhile; 0 for none.</param>
    public sealed record Allocate(int Cpu, int Failing = 0) : PerCpuOperation(Kinds.Allocate)
    {
        /// <inheritdoc/>
        public override int Caller => Cpu;

        /// <inheritdoc/>
        public override int FailingCall => Failing;

        /// <inheritdoc/>
        public override string Call => Failing == 0
            ? "Allocate()"
            : Words($"Allocate(lower call {Failing} fails)");
    }

    /// <summary>Gives a page back; the second time, and later, it is a double free.</summary>
    /// <param name="Cpu">The CPU that gives it back.</param>
    /// <param name="Of">The step that handed it out.</param>
    public sealed record Free(int Cpu, int Of) : PerCpuOperation(Kinds.Free)
    {
        /// <inheritdoc/>
        public override int Caller => Cpu;

        /// <inheritdoc/>
        public override int Lender => Of;

        /// <inheritdoc/>
        public override string Call => Words($"Free(#{Of})");
    }

    /// <summary>Gives a page back whatever it is: misuse, unless it happens to be in use.</summary>
    /// <param name="Cpu">The CPU that gives it back.</param>
    /// <param name="Page">The page.</param>
    public sealed record FreeAt(int Cpu, Pfn Page) : PerCpuOperation(Kinds.FreeAt)
    {
        /// <inheritdoc/>
        public override int Caller => Cpu;

        /// <inheritdoc/>
        public override string Call => $"Free({Page})";
    }

    /// <summary>Empties a list.</summary>
    /// <param name="Cpu">The CPU that asks.</param>
    /// <param name="Target">Whose list, perhaps that of no CPU.</param>
    public sealed record Drain(int Cpu, int Target) : PerCpuOperation(Kinds.Drain)
    {
        /// <inheritdoc/>
        public override int Caller => Cpu;

        /// <inheritdoc/>
        public override bool AsksForNothing => true;

        /// <inheritdoc/>
        public override string Call => Words($"Drain({Target})");
    }

    /// <summary>Empties all lists.</summary>
    /// <param name="Cpu">The CPU that asks.</param>
    public sealed record DrainAll(int Cpu) : PerCpuOperation(Kinds.DrainAll)
    {
        /// <inheritdoc/>
        public override int Caller => Cpu;

        /// <inheritdoc/>
        public override bool AsksForNothing => true;

        /// <inheritdoc/>
        public override string Call => "DrainAll()";
    }

    /// <summary>What a few CPUs do at the same time: each of them its own calls, none of which fails below,
    /// and of which those that free what a step handed out name the same step.</summary>
    public sealed record Concurrently : PerCpuOperation
    {
        /// <summary>Makes it.</summary>
        /// <param name="what">The calls of each CPU, and the turns.</param>
        /// <exception cref="ArgumentException">They are not as they must be.</exception>
        public Concurrently(Concurrent<PerCpuOperation> what)
            : base(Kinds.Concurrently)
        {
            if (!what.Calls.All(static call => (call.Operation.Kind & Kinds.Asked) != 0
                && call.Operation.Caller == call.Cpu && call.Operation.FailingCall == 0))
            {
                throw new ArgumentException("each CPU makes calls of its own", nameof(what));
            }

            int[] lenders =
            [
                .. what.Calls.Select(static call => call.Operation.Lender)
                    .Where(static lender => lender >= 0).Distinct(),
            ];
            if (lenders.Length > 1)
            {
                throw new ArgumentException("what is freed at once was handed out at once", nameof(what));
            }

            What = what;
            Lender = lenders.Length == 0 ? -1 : lenders[0];
        }

        /// <summary>The calls of each CPU, and the turns.</summary>
        public Concurrent<PerCpuOperation> What { get; }

        /// <inheritdoc/>
        public override int Lender { get; }

        /// <inheritdoc/>
        public override string Call
        {
            get
            {
                IEnumerable<string> cpus = What.Cpus.Select(static (calls, cpu) =>
                    Words($"CPU {cpu}: {string.Join(", ", calls.Select(static call => call.Call))}"));
                return string.Join(" | ", cpus)
                    + (What.Turns.Length == 0 ? "" : $" | turns {string.Join(' ', What.Turns)}");
            }
        }
    }
}
