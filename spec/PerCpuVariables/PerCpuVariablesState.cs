using System.Collections.Immutable;
using System.Globalization;

namespace MmVerify.Spec;

/// <summary>Every copy of every variable, as told, and what the scheduler knows of every task.</summary>
/// <param name="Cpus">How many CPUs there are, and tasks.</param>
/// <param name="Copies">The copies: those of the first variable first, in the order of the CPUs.</param>
/// <param name="Counts">How often each task has disabled preemption.</param>
/// <param name="Places">On which CPU each task runs.</param>
public sealed record PerCpuVariablesState(
    int Cpus, ImmutableArray<long> Copies, ImmutableArray<int> Counts, ImmutableArray<int> Places)
{
    /// <summary>Of nothing.</summary>
    public static PerCpuVariablesState None { get; } = new(0, [], [], []);

    /// <summary>How many variables there are.</summary>
    public int Variables => Cpus == 0 ? 0 : Copies.Length / Cpus;

    /// <summary>The state right after creation.</summary>
    public static PerCpuVariablesState First(PerCpuVariablesSetup setup) => new(
        setup.Cpus,
        [.. Enumerable.Repeat(setup.Initial, setup.Cpus * setup.Variables)],
        [.. Enumerable.Repeat(0, setup.Cpus)],
        [.. Enumerable.Range(0, setup.Cpus)]);

    /// <summary>Reads a state.</summary>
    /// <param name="reader">Where from.</param>
    /// <exception cref="WireException">It is none.</exception>
    public static PerCpuVariablesState Read(ref WireReader reader)
    {
        int cpus = (int)reader.Number(0, PerCpuVariablesSetup.MostCpus);
        long[] copies = new long[cpus * (int)reader.Number(0, PerCpuVariablesSetup.MostVariables)];
        for (int i = 0; i < copies.Length; i++)
        {
            copies[i] = reader.Signed();
        }

        int[] counts = new int[cpus];
        int[] places = new int[cpus];
        for (int task = 0; task < cpus; task++)
        {
            counts[task] = (int)reader.Number(0, int.MaxValue);
            places[task] = (int)reader.Number(0, cpus - 1);
        }

        return new(cpus, [.. copies], [.. counts], [.. places]);
    }

    /// <summary>Writes the state.</summary>
    public void Write(WireWriter writer)
    {
        writer.Number((ulong)Cpus);
        writer.Number((ulong)Variables);
        foreach (long copy in Copies)
        {
            writer.Signed(copy);
        }

        for (int task = 0; task < Cpus; task++)
        {
            writer.Number((ulong)Counts[task]);
            writer.Number((ulong)Places[task]);
        }
    }

    /// <summary>The copy of a CPU.</summary>
    public long Copy(int variable, int cpu) => Copies[IndexOf(variable, cpu)];

    /// <summary>The sum of all copies of a variable; it goes round where it overflows.</summary>
    public long Sum(int variable)
    {
        long sum = 0;
        for (int cpu = 0; cpu < Cpus; cpu++)
        {
            sum = unchecked(sum + Copy(variable, cpu));
        }

        return sum;
    }

    /// <summary>Where a copy is among all.</summary>
    public int IndexOf(int variable, int cpu) => (variable * Cpus) + cpu;

    /// <inheritdoc/>
    public bool Equals(PerCpuVariablesState? other) => other is not null && Cpus == other.Cpus
        && Copies.SequenceEqual(other.Copies) && Counts.SequenceEqual(other.Counts)
        && Places.SequenceEqual(other.Places);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Cpus, Copies.Length, Sum(0));

    /// <inheritdoc/>
    public override string ToString()
    {
        IEnumerable<string> variables = Enumerable.Range(0, Variables).Select(variable => string.Join(
            ' ', Enumerable.Range(0, Cpus).Select(cpu => Words($"{Copy(variable, cpu)}"))));
        IEnumerable<string> tasks = Enumerable.Range(0, Cpus)
            .Where(task => Counts[task] > 0 || Places[task] != task)
            .Select(task => Words($"task {task} on CPU {Places[task]}")
                + (Counts[task] == 0 ? "" : Words($", preempt count {Counts[task]}")));
        return string.Join("; ", new[] { string.Join(" | ", variables) }.Concat(tasks));
    }

    private static string Words(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
