using System.Collections.Immutable;

namespace MmVerify.Spec;

/// <summary>
/// What a few CPUs do at the same time and who is at work when, as data: it is enumerated, drawn, shrunk,
/// sent and replayed like any other argument of an operation.
/// </summary>
/// <remarks>
/// One CPU is at work at a time. The turns are numbers of steps: CPU 0 makes the first number, CPU 1 the
/// second, and so on, round and round past those that are done. To begin a call is a step and so is each
/// access to <see cref="SharedMemory"/>. When the numbers are used up, whoever's turn it is goes on to its
/// end.
/// </remarks>
/// <typeparam name="TOperation">The chapter's operations.</typeparam>
public sealed class Concurrent<TOperation> : IEquatable<Concurrent<TOperation>>
    where TOperation : class, IOperation
{
    /// <summary>The most CPUs.</summary>
    public const int MostCpus = 3;

    /// <summary>The most calls that one CPU makes.</summary>
    public const int MostCalls = 8;

    /// <summary>The most turns that are told.</summary>
    public const int MostTurns = 64;

    /// <summary>The longest turn. Unit: steps.</summary>
    public const int LongestTurn = 1000;

    /// <summary>Makes it.</summary>
    /// <param name="cpus">The calls of each CPU, in order: one CPU to three, each at least one call.</param>
    /// <param name="turns">How many steps each turn has.</param>
    /// <exception cref="ArgumentException">It is more than may be, or nothing.</exception>
    public Concurrent(ImmutableArray<ImmutableArray<TOperation>> cpus, params ImmutableArray<int> turns)
    {
        if (cpus.Length is < 1 or > MostCpus || cpus.Any(static calls => calls.Length is < 1 or > MostCalls))
        {
            throw new ArgumentException(
                $"1 to {MostCpus} CPUs make 1 to {MostCalls} calls each", nameof(cpus));
        }

        if (turns.Length > MostTurns || turns.Any(static turn => turn is < 0 or > LongestTurn))
        {
            throw new ArgumentException(
                $"there are up to {MostTurns} turns of up to {LongestTurn} steps", nameof(turns));
        }

        Cpus = cpus;
        Turns = turns;
        Calls = [.. cpus.SelectMany(static (calls, cpu) => calls.Select(call => (cpu, call)))];
    }

    /// <summary>The calls of each CPU.</summary>
    public ImmutableArray<ImmutableArray<TOperation>> Cpus { get; }

    /// <summary>How many steps each turn has.</summary>
    public ImmutableArray<int> Turns { get; }

    /// <summary>All calls with who makes them: CPU 0's first.</summary>
    public ImmutableArray<(int Cpu, TOperation Operation)> Calls { get; }

    /// <summary>The same calls with other turns.</summary>
    public Concurrent<TOperation> With(params ImmutableArray<int> turns) => new(Cpus, turns);

    /// <summary>The same with every call changed.</summary>
    /// <param name="change">Makes of a call, and the number of its CPU, another.</param>
    public Concurrent<TOperation> Map(Func<TOperation, int, TOperation> change) => new(
        [.. Cpus.Select((calls, cpu) => calls.Select(call => change(call, cpu)).ToImmutableArray())], Turns);

    /// <summary>Whether some calls are of more than one CPU.</summary>
    /// <param name="calls">Their places in <see cref="Calls"/>.</param>
    public bool AreOfSeveralCpus(IEnumerable<int> calls) =>
        calls.Select(call => Calls[call].Cpu).Distinct().Count() > 1;

    /// <summary>Reads what <see cref="Write"/> wrote.</summary>
    /// <param name="reader">Where from.</param>
    /// <param name="read">Reads one operation.</param>
    /// <exception cref="WireException">It is none.</exception>
    public static Concurrent<TOperation> Read(ref WireReader reader, WireRead<TOperation> read)
    {
        var cpus = new ImmutableArray<TOperation>[reader.Number(1, MostCpus)];
        for (int cpu = 0; cpu < cpus.Length; cpu++)
        {
            var calls = new TOperation[reader.Number(1, MostCalls)];
            for (int call = 0; call < calls.Length; call++)
            {
                calls[call] = read(ref reader);
            }

            cpus[cpu] = [.. calls];
        }

        int[] turns = new int[reader.Number(0, MostTurns)];
        for (int turn = 0; turn < turns.Length; turn++)
        {
            turns[turn] = (int)reader.Number(0, LongestTurn);
        }

        return new([.. cpus], [.. turns]);
    }

    /// <summary>Writes it.</summary>
    /// <param name="writer">Where to.</param>
    /// <param name="write">Writes one operation.</param>
    public void Write(WireWriter writer, Action<WireWriter, TOperation> write)
    {
        writer.Number((ulong)Cpus.Length);
        foreach (ImmutableArray<TOperation> calls in Cpus)
        {
            writer.Number((ulong)calls.Length);
            foreach (TOperation call in calls)
            {
                write(writer, call);
            }
        }

        writer.Number((ulong)Turns.Length);
        foreach (int turn in Turns)
        {
            writer.Number((ulong)turn);
        }
    }

    /// <inheritdoc/>
    public bool Equals(Concurrent<TOperation>? other) =>
        other is not null && Calls.SequenceEqual(other.Calls) && Turns.SequenceEqual(other.Turns);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as Concurrent<TOperation>);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Calls.Length, Calls[0], Calls[^1], Turns.Sum());

    /// <inheritdoc/>
    public override string ToString()
    {
        IEnumerable<string> cpus =
            Cpus.Select(static (calls, cpu) => $"CPU {cpu}: {string.Join(", ", calls)}");
        return string.Join(" | ", cpus) + (Turns.Length == 0 ? "" : $" | turns {string.Join(' ', Turns)}");
    }
}

/// <summary>Reads one thing.</summary>
/// <typeparam name="T">What is read.</typeparam>
/// <param name="reader">Where from.</param>
public delegate T WireRead<out T>(ref WireReader reader);
