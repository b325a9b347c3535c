using System.Globalization;

namespace MmVerify.Spec;

/// <summary>What came back from one operation, and the state of all afterwards.</summary>
/// <param name="Outcome">How it ended.</param>
/// <param name="Kind">Which operation it was.</param>
/// <param name="Value">What was told; otherwise 0.</param>
/// <param name="Work">Steps the operation took inside the implementation; 0 when not counted. Unit:
/// ticks.</param>
/// <param name="Sleeps">How often a task gave its CPU away.</param>
/// <param name="HasMisuse">Whether that, or enabling preemption, was done when it must not be.</param>
public readonly record struct PerCpuVariablesReply(
    Outcome Outcome, uint Kind = 0, long Value = 0, long Work = 0, int Sleeps = 0, bool HasMisuse = false)
    : IReply<PerCpuVariablesReply>, IConcurrentReply
{
    // So that the sum over the longest program is still a number.
    private const long MaxWork = 1L << 44;

    private readonly PerCpuVariablesState? state;
    private readonly ConcurrentHistory? history;

    /// <summary>The state afterwards; of a step without answer, nothing.</summary>
    public PerCpuVariablesState State
    {
        get => state ?? PerCpuVariablesState.None;
        init => state = value;
    }

    /// <inheritdoc/>
    public ConcurrentHistory History
    {
        get => history ?? ConcurrentHistory.None;
        init => history = value;
    }

    /// <inheritdoc/>
    public static PerCpuVariablesReply Ended(Outcome outcome) => new(outcome);

    /// <summary>What was answered, in words.</summary>
    public static string Tell(uint kind, Answer answer) =>
        answer.Outcome.Kind == OutcomeKind.Done && (kind & PerCpuVariablesOperation.Kinds.Tells) != 0
            ? string.Create(CultureInfo.InvariantCulture, $"{answer.Value}")
            : $"{answer.Outcome}";

    /// <summary>Reads a reply.</summary>
    /// <param name="reader">Where from.</param>
    /// <param name="operation">What it replies to.</param>
    /// <param name="earlier">The replies before it, creation's first.</param>
    /// <exception cref="WireException">It is no reply to that operation.</exception>
    public static PerCpuVariablesReply Read(
        ref WireReader reader,
        PerCpuVariablesOperation operation,
        ReadOnlySpan<PerCpuVariablesReply> earlier)
    {
        Outcome outcome = Outcome.Read(ref reader);
        bool isDue = earlier.Length == 0
            || PerCpuVariablesDriver.IsDue(operation, earlier[0].State.Cpus);
        if (isDue == (outcome.Kind == OutcomeKind.Skipped))
        {
            throw new WireException($"{operation} was {(isDue ? "skipped" : "carried out")}");
        }

        if (!isDue)
        {
            return new(outcome, operation.Kind);
        }

        int calls = operation is PerCpuVariablesOperation.Concurrently { What: var what }
            ? what.Calls.Length : 0;
        if (outcome.IsEnd)
        {
            return reader.Number(0, 1) == 0 || calls == 0
                ? Ended(outcome)
                : Ended(outcome) with { History = ConcurrentHistory.Read(ref reader, calls) };
        }

        var reply = new PerCpuVariablesReply(
            outcome,
            operation.Kind,
            reader.Signed(),
            reader.Number(0, MaxWork),
            (int)reader.Number(0, int.MaxValue),
            reader.Number(0, 1) == 1)
        {
            State = PerCpuVariablesState.Read(ref reader),
        };
        if (earlier.Length > 0 && (reply.State.Cpus, reply.State.Variables)
            != (earlier[0].State.Cpus, earlier[0].State.Variables))
        {
            throw new WireException($"{operation} changed how many copies there are");
        }

        return calls == 0 ? reply : reply with { History = ConcurrentHistory.Read(ref reader, calls) };
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

        writer.Signed(Value);
        writer.Number((ulong)Work);
        writer.Number((ulong)Sleeps);
        writer.Number(HasMisuse ? 1UL : 0);
        State.Write(writer);
        history?.Write(writer);
    }

    /// <inheritdoc/>
    public override string ToString()
    {
        if (Outcome.Kind > OutcomeKind.Refused || state is null)
        {
            return $"{Outcome}";
        }

        string answer = history is null
            ? Tell(Kind, new Answer(Outcome, Value))
            : string.Create(CultureInfo.InvariantCulture, $"{history.Accesses.Length} accesses");
        return $"{answer}   {state}";
    }
}
