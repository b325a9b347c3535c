using System.Globalization;
using System.Runtime.InteropServices;

namespace MmVerify.Spec;

/// <summary>What came back from one operation, and what was told of all frames afterwards.</summary>
/// <param name="Outcome">How it ended.</param>
/// <param name="Kind">Which operation it was.</param>
/// <param name="Work">Steps the operation took inside the implementation; 0 when not counted. Unit:
/// ticks.</param>
/// <param name="Value">What it answered: 1 for true, the number of a frame or an address.</param>
/// <param name="WordCount">Words taken so far.</param>
public readonly record struct PagesReply(
    Outcome Outcome, uint Kind = 0, long Work = 0, long Value = 0, long WordCount = 0)
    : IReply<PagesReply>, IConcurrentReply
{
    // So that the sum over the longest program is still a number.
    private const long MaxWork = 1L << 44;

    private readonly PageStates? states;
    private readonly PageTable? table;
    private readonly ConcurrentHistory? history;

    /// <summary>What was told of all frames; of a step without answer, nothing.</summary>
    public PageStates States
    {
        get => states ?? PageStates.None;
        init => states = value;
    }

    /// <summary>Where the descriptions are: told right after creation only.</summary>
    public PageTable Table
    {
        get => table ?? PageTable.None;
        init => table = value;
    }

    /// <inheritdoc/>
    public ConcurrentHistory History
    {
        get => history ?? ConcurrentHistory.None;
        init => history = value;
    }

    /// <summary>Whether any words were taken.</summary>
    public bool HasWords => WordCount > 0;

    /// <summary>The value as an address or the number of a frame.</summary>
    public ulong Number => unchecked((ulong)Value);

    /// <inheritdoc/>
    public static PagesReply Ended(Outcome outcome) => new(outcome);

    /// <summary>What was answered, in words.</summary>
    public static string Tell(uint kind, Answer answer) =>
        answer.Outcome.Kind != OutcomeKind.Done ? $"{answer.Outcome}"
        : (kind & PagesOperation.Kinds.Drops) != 0 ? answer.Value == 0 ? "not the last" : "the last"
        : (kind & PagesOperation.Kinds.Tests) != 0 ? answer.Value == 0 ? "was clear" : "was set"
        : kind == PagesOperation.Kinds.PageOf ? $"{new PageAddr(unchecked((ulong)answer.Value))}"
        : kind == PagesOperation.Kinds.PfnOf ? $"{new Pfn(unchecked((ulong)answer.Value))}"
        : kind == PagesOperation.Kinds.ToVirtual ? $"{new VirtAddr(unchecked((ulong)answer.Value))}"
        : kind == PagesOperation.Kinds.ToPhysical ? $"{new PhysAddr(unchecked((ulong)answer.Value))}"
        : $"{answer.Outcome}";

    /// <inheritdoc/>
    public override string ToString()
    {
        if (Outcome.Kind != OutcomeKind.Done || states is null)
        {
            return $"{Outcome}";
        }

        string answer = history is null
            ? Tell(Kind, new Answer(Outcome, Value))
            : string.Create(CultureInfo.InvariantCulture, $"{history.Accesses.Length} accesses");
        return $"{answer}   {states}";
    }

    /// <summary>Reads a reply.</summary>
    /// <param name="reader">Where from.</param>
    /// <param name="operation">What it replies to.</param>
    /// <param name="earlier">The replies before it, creation's first.</param>
    /// <exception cref="WireException">It is no reply to that operation.</exception>
    public static PagesReply Read(
        ref WireReader reader, PagesOperation operation, ReadOnlySpan<PagesReply> earlier)
    {
        Outcome outcome = Outcome.Read(ref reader);
        int calls = operation is PagesOperation.Concurrently { What: var what } ? what.Calls.Length : 0;
        if (outcome.Kind == OutcomeKind.Skipped)
        {
            throw new WireException($"{operation} was skipped");
        }

        if (outcome.IsEnd)
        {
            return reader.Number(0, 1) == 0 || calls == 0
                ? Ended(outcome)
                : Ended(outcome) with { History = ConcurrentHistory.Read(ref reader, calls) };
        }

        long work = reader.Number(0, MaxWork);
        long value = reader.Signed();
        var reply = new PagesReply(
            outcome, operation.Kind, work, value, reader.Number(0, SharedMemory.MostWords));
        bool isFirst = earlier.Length == 0;
        IReadOnlyList<Pfn> frames = isFirst ? ReadFrames(ref reader) : earlier[0].States.Frames;
        reply = reply with { States = ReadStates(ref reader, frames) };
        return isFirst ? reply with { Table = ReadTable(ref reader, frames) }
            : calls > 0 ? reply with { History = ConcurrentHistory.Read(ref reader, calls) }
            : reply;
    }

    /// <summary>Writes the reply.</summary>
    public void Write(WireWriter writer)
    {
        Outcome.Write(writer);
        if (Outcome.IsEnd)
        {
            writer.Byte(history is null ? (byte)0 : (byte)1);
            history?.Write(writer);
            return;
        }

        writer.Number((ulong)Work);
        writer.Signed(Value);
        writer.Number((ulong)WordCount);
        if (Kind == PagesOperation.Kinds.Create)
        {
            writer.Number((ulong)States.Frames.Count);
            foreach (Pfn frame in States.Frames)
            {
                writer.Number(frame.Value);
            }
        }

        for (int place = 0; place < States.Count; place++)
        {
            PageState state = States[place];
            writer.Signed(state.Count);
            writer.Signed(state.MapCount);
            writer.Signed((int)state.Flags);
            writer.Signed(state.Owner);
        }

        foreach (PageTableRow row in Table.Rows)
        {
            writer.Number(row.Page.Value);
            writer.Number(row.Back is null ? 0UL : 1);
            writer.Number(row.Back?.Value ?? 0);
        }

        history?.Write(writer);
    }

    private static Pfn[] ReadFrames(ref WireReader reader)
    {
        var frames = new Pfn[reader.Number(0, PagesSetup.MostFrames)];
        for (int place = 0; place < frames.Length; place++)
        {
            frames[place] = new Pfn(reader.Number());
        }

        return frames;
    }

    private static PageStates ReadStates(ref WireReader reader, IReadOnlyList<Pfn> frames)
    {
        var read = new PageState[frames.Count];
        for (int place = 0; place < read.Length; place++)
        {
            int count = ReadInt(ref reader);
            int mapCount = ReadInt(ref reader);
            var flags = (PageFlags)ReadInt(ref reader);
            read[place] = new(count, mapCount, flags, ReadInt(ref reader));
        }

        return new(frames, ImmutableCollectionsMarshal.AsImmutableArray(read));
    }

    private static PageTable ReadTable(ref WireReader reader, IReadOnlyList<Pfn> frames)
    {
        var rows = new (Pfn, PageAddr, Pfn?)[frames.Count];
        for (int place = 0; place < rows.Length; place++)
        {
            var page = new PageAddr(reader.Number());
            bool isThere = reader.Number(0, 1) == 1;
            var frame = new Pfn(reader.Number());
            rows[place] = (frames[place], page, isThere ? frame : null);
        }

        return new([.. rows]);
    }

    private static int ReadInt(ref WireReader reader) => reader.Signed() is var value
        && value is >= int.MinValue and <= int.MaxValue
        ? (int)value
        : throw new WireException("a number of a frame's state is too large");
}
