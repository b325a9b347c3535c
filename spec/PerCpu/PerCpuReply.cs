using System.Collections.Immutable;
using System.Globalization;

namespace MmVerify.Spec;

/// <summary>What came back from one operation, what it asked of the page allocator, and what is on the lists
/// afterwards.</summary>
/// <param name="Outcome">How it ended.</param>
/// <param name="Kind">Which operation it was.</param>
/// <param name="Page">What was handed out, or what was given back.</param>
/// <param name="Work">Steps the operation took inside the implementation; 0 when not counted. Unit:
/// ticks.</param>
/// <param name="IsLoan">Whether a page was handed out.</param>
/// <param name="HasCollided">Whether two CPUs were in the page allocator at the same time.</param>
public readonly record struct PerCpuReply(
    Outcome Outcome,
    uint Kind = 0,
    Pfn Page = default,
    long Work = 0,
    bool IsLoan = false,
    bool HasCollided = false)
    : IReply<PerCpuReply>, IWitnessedReply, IConcurrentReply
{
    // So that the sum over the longest program is still a number.
    private const long MaxWork = 1L << 44;

    // More than any right operation makes, on the largest setup.
    private const int MostLowerCalls = 1 << 20;

    private readonly LowerCalls? calls;
    private readonly PerCpuLists? lists;
    private readonly ConcurrentHistory? history;

    /// <summary>What the operation asked of the page allocator.</summary>
    public LowerCalls Calls
    {
        get => calls ?? LowerCalls.None;
        init => calls = value;
    }

    /// <summary>Of a concurrent step, which of its calls made each of <see cref="Calls"/>.</summary>
    public ImmutableArray<int> Callers { get; init; } = [];

    /// <summary>What is on the lists; of a step without answer, nothing.</summary>
    public PerCpuLists Lists
    {
        get => lists ?? PerCpuLists.None;
        init => lists = value;
    }

    /// <inheritdoc/>
    public ConcurrentHistory History
    {
        get => history ?? ConcurrentHistory.None;
        init => history = value;
    }

    /// <inheritdoc/>
    public static PerCpuReply Ended(Outcome outcome) => new(outcome);

    /// <summary>What was answered, in words.</summary>
    public static string Tell(uint kind, Answer answer) =>
        answer.Outcome.Kind == OutcomeKind.Done && kind == PerCpuOperation.Kinds.Allocate
            ? $"{new Pfn(unchecked((ulong)answer.Value))}"
            : $"{answer.Outcome}";

    /// <summary>Reads a reply. The page that is given back is computed, not believed.</summary>
    /// <param name="reader">Where from.</param>
    /// <param name="operation">What it replies to.</param>
    /// <param name="earlier">The replies before it, creation's first.</param>
    /// <exception cref="WireException">It is no reply to that operation.</exception>
    public static PerCpuReply Read(
        ref WireReader reader, PerCpuOperation operation, ReadOnlySpan<PerCpuReply> earlier)
    {
        Outcome outcome = Outcome.Read(ref reader);
        bool isDue = PerCpuDriver.TryPageOf(operation, earlier, out Pfn page);
        if (isDue == (outcome.Kind == OutcomeKind.Skipped))
        {
            throw new WireException($"{operation} was {(isDue ? "skipped" : "carried out")}");
        }

        if (!isDue)
        {
            return new PerCpuReply(outcome, operation.Kind);
        }

        int together =
            operation is PerCpuOperation.Concurrently { What: var what } ? what.Calls.Length : 0;
        if (outcome.IsEnd)
        {
            return reader.Number(0, 1) == 0 || together == 0
                ? Ended(outcome)
                : Ended(outcome) with { History = ConcurrentHistory.Read(ref reader, together) };
        }

        bool isLoan = outcome.Kind == OutcomeKind.Done
            && operation.Kind == PerCpuOperation.Kinds.Allocate;
        var reply = new PerCpuReply(
            outcome,
            operation.Kind,
            isLoan ? new Pfn(reader.Number()) : page,
            reader.Number(0, MaxWork),
            isLoan,
            reader.Number(0, 1) == 1)
        {
            Calls = LowerCalls.Read(ref reader, MostLowerCalls),
            Lists = PerCpuLists.Read(ref reader),
        };
        if (earlier.Length > 0 && reply.Lists.CpuCount != earlier[0].Lists.CpuCount)
        {
            throw new WireException($"{operation} changed the number of CPUs");
        }

        return together == 0 ? reply : reply with
        {
            Callers = ReadCallers(ref reader, reply.Calls.All.Length, together),
            History = ConcurrentHistory.Read(ref reader, together),
        };
    }

    /// <summary>Writes the reply.</summary>
    public void Write(WireWriter writer)
    {
        Outcome.Write(writer);
        if (Outcome.Kind == OutcomeKind.Skipped)
        {
            return;
        }

        if (Outcome.IsEnd)
        {
            writer.Byte(history is null ? (byte)0 : (byte)1);
            history?.Write(writer);
            return;
        }

        if (IsLoan)
        {
            writer.Number(Page.Value);
        }

        writer.Number((ulong)Work);
        writer.Number(HasCollided ? 1UL : 0);
        Calls.Write(writer);
        Lists.Write(writer);
        foreach (int caller in Callers)
        {
            writer.Number((ulong)caller);
        }

        history?.Write(writer);
    }

    /// <summary>The lower calls that one call of a concurrent step made.</summary>
    /// <param name="call">Which one.</param>
    public IEnumerable<LowerCall> CallsOf(int call)
    {
        LowerCall[] all = Calls.All.ToArray();
        return Callers.Index().Where(one => one.Item == call).Select(one => all[one.Index]);
    }

    /// <inheritdoc/>
    public override string ToString()
    {
        if (Outcome.Kind > OutcomeKind.Refused || lists is null)
        {
            return $"{Outcome}";
        }

        string answer = IsLoan ? $"{Page}"
            : history is null ? $"{Outcome}"
            : string.Create(CultureInfo.InvariantCulture, $"{history.Accesses.Length} accesses");
        string done = $"{Calls}";
        return $"{answer}{(done.Length == 0 ? "" : "; " + done)}   {Lists}";
    }

    private static ImmutableArray<int> ReadCallers(ref WireReader reader, int count, int calls)
    {
        int[] callers = new int[count];
        for (int i = 0; i < count; i++)
        {
            callers[i] = (int)reader.Number(0, calls - 1);
        }

        return [.. callers];
    }
}
