using System.Collections.Immutable;
using System.Globalization;
using System.Text;

namespace MmVerify.Spec;

/// <summary>One call of a concurrent step: when it was made, when it returned, and with what.</summary>
/// <param name="Called">When it was made: one counter counts calls, accesses and returns.</param>
/// <param name="Returned">When it returned; <see cref="Pending"/> when it never did.</param>
/// <param name="Accesses">How many accesses to shared words it made.</param>
/// <param name="Answer">What it answered.</param>
public readonly record struct ConcurrentCall(int Called, int Returned, int Accesses, Answer Answer)
{
    /// <summary>The stamp of what never came.</summary>
    public const int Pending = int.MaxValue;
}

/// <summary>What happened in a concurrent step.</summary>
public sealed class ConcurrentHistory
{
    /// <summary>The most accesses that are told; later ones are only counted.</summary>
    public const int MostAccesses = 256;

    private const int ColumnWidth = 40;
    private const int MostStamps = 1 << 24;
    private const int MostNames = 64;

    /// <summary>Makes a history.</summary>
    /// <param name="calls">The calls, in the order of <see cref="Concurrent{TOperation}.Calls"/>.</param>
    /// <param name="accesses">The accesses, in the order in which they were made.</param>
    /// <param name="names">What the words are called, by their places.</param>
    public ConcurrentHistory(
        ImmutableArray<ConcurrentCall> calls,
        ImmutableArray<WordAccess> accesses,
        ImmutableArray<string> names)
    {
        Calls = calls;
        Accesses = accesses;
        Names = names;
    }

    /// <summary>Nothing happened.</summary>
    public static ConcurrentHistory None { get; } = new([], [], []);

    /// <summary>The calls, in the order of <see cref="Concurrent{TOperation}.Calls"/>.</summary>
    public ImmutableArray<ConcurrentCall> Calls { get; }

    /// <summary>The accesses, in the order in which they were made.</summary>
    public ImmutableArray<WordAccess> Accesses { get; }

    /// <summary>What the words are called, by their places.</summary>
    public ImmutableArray<string> Names { get; }

    /// <summary>
    /// Whether a call was at work while another one was, and both used shared words: where one uses none,
    /// nobody can come in between, and nothing is shown.
    /// </summary>
    public bool Overlaps(int call)
    {
        ConcurrentCall one = Calls[call];
        for (int i = 0; i < Calls.Length && one.Accesses > 0; i++)
        {
            ConcurrentCall other = Calls[i];
            if (i != call && other.Accesses > 0
                && one.Called < other.Returned && other.Called < one.Returned)
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Reads a history.</summary>
    /// <param name="reader">Where from.</param>
    /// <param name="calls">How many calls there were.</param>
    /// <exception cref="WireException">It is none.</exception>
    public static ConcurrentHistory Read(ref WireReader reader, int calls)
    {
        var read = new ConcurrentCall[calls];
        for (int i = 0; i < calls; i++)
        {
            int called = ReadStamp(ref reader);
            int returned = ReadStamp(ref reader);
            int count = (int)reader.Number(0, MostStamps);
            Outcome outcome = Outcome.Read(ref reader);
            read[i] = new(called, returned, count, new Answer(outcome, reader.Signed()));
        }

        string[] names = new string[reader.Number(0, MostNames)];
        for (int i = 0; i < names.Length; i++)
        {
            names[i] = SharedMemory.NameOf(reader.Text(SharedMemory.LongestName), i);
        }

        var accesses = new WordAccess[reader.Number(0, MostAccesses)];
        for (int i = 0; i < accesses.Length; i++)
        {
            accesses[i] = new(
                (int)reader.Number(0, MostStamps),
                (int)reader.Number(0, calls - 1),
                (AccessKind)reader.Number(0, (long)AccessKind.Relax),
                (int)reader.Number(0, names.Length),
                (int)reader.Number(0, SharedMemory.MostWords),
                reader.Signed(),
                reader.Signed(),
                reader.Signed());
        }

        return new([.. read], [.. accesses], [.. names]);
    }

    /// <summary>Writes the history.</summary>
    public void Write(WireWriter writer)
    {
        foreach (ConcurrentCall call in Calls)
        {
            WriteStamp(writer, call.Called);
            WriteStamp(writer, call.Returned);
            writer.Number((ulong)call.Accesses);
            call.Answer.Outcome.Write(writer);
            writer.Signed(call.Answer.Value);
        }

        writer.Number((ulong)Math.Min(Names.Length, MostNames));
        foreach (string name in Names.Take(MostNames))
        {
            writer.Text(name);
        }

        WordAccess[] told = [.. Accesses.Where(static access => access.Words < MostNames).Take(MostAccesses)];
        writer.Number((ulong)told.Length);
        foreach (WordAccess access in told)
        {
            writer.Number((ulong)access.Stamp);
            writer.Number((ulong)access.Call);
            writer.Byte((byte)access.Kind);
            writer.Number((ulong)access.Words);
            writer.Number((ulong)access.Index);
            writer.Signed(access.Before);
            writer.Signed(access.After);
            writer.Signed(access.Operand);
        }
    }

    /// <summary>Who did what and when: a column for each CPU, a line for each thing that happened.</summary>
    /// <param name="calls">The CPU and the text of each call.</param>
    /// <param name="answers">The text of each answer.</param>
    public IReadOnlyList<string> Story(
        IReadOnlyList<(int Cpu, string Text)> calls, IReadOnlyList<string> answers)
    {
        var events = new List<(int Stamp, int Cpu, string Text)>();
        for (int i = 0; i < Calls.Length; i++)
        {
            events.Add((Calls[i].Called, calls[i].Cpu, calls[i].Text));
            events.Add((Calls[i].Returned, calls[i].Cpu, $"-> {answers[i]}"));
        }

        foreach (WordAccess access in Accesses)
        {
            string name = Names.ElementAtOrDefault(access.Words) ?? "";
            events.Add((access.Stamp, calls[access.Call].Cpu, "  " + access.Tell(name)));
        }

        int last = calls.Count == 0 ? 0 : calls.Max(static call => call.Cpu);
        var lines = new List<string> { Row(last, static cpu => $"CPU {cpu}") };
        foreach ((_, int cpu, string text) in events
            .Where(static one => one.Stamp != ConcurrentCall.Pending).OrderBy(static one => one.Stamp))
        {
            lines.Add(Row(cpu, column => column == cpu ? text : ""));
        }

        return lines;
    }

    private static string Row(int last, Func<int, string> cell)
    {
        var row = new StringBuilder();
        for (int cpu = 0; cpu <= last; cpu++)
        {
            row.Append(CultureInfo.InvariantCulture, $"{cell(cpu),-ColumnWidth}");
        }

        return row.ToString().TrimEnd();
    }

    private static void WriteStamp(WireWriter writer, int stamp) =>
        writer.Number(stamp == ConcurrentCall.Pending ? 0 : (ulong)stamp + 1);

    private static int ReadStamp(ref WireReader reader)
    {
        int stamp = (int)reader.Number(0, MostStamps);
        return stamp == 0 ? ConcurrentCall.Pending : stamp - 1;
    }
}
