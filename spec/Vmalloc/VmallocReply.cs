namespace MmVerify.Spec;

/// <summary>What came back from one operation, and all that it asked of the lower layers.</summary>
/// <param name="Outcome">How it ended.</param>
/// <param name="Address">What was handed out, or what was given back or asked for.</param>
/// <param name="Frame">What <see cref="IVmallocAllocator.ToPage"/> answered; otherwise frame 0.</param>
/// <param name="Work">Steps the operation took inside the allocator; 0 when not counted. Unit: ticks.</param>
/// <param name="IsLoan">Whether an area was handed out.</param>
public readonly record struct VmallocReply(
    Outcome Outcome, VirtAddr Address, Pfn Frame = default, long Work = 0, bool IsLoan = false)
    : IReply<VmallocReply>, IWitnessedReply
{
    // So that the sum over the longest program is still a number.
    private const long MaxWork = 1L << 44;

    // More than any right operation makes, on the largest setup.
    private const int MostCalls = 1 << 24;

    private readonly LowerCalls? calls;

    /// <summary>What the operation asked of the lower layers.</summary>
    public LowerCalls Calls
    {
        get => calls ?? LowerCalls.None;
        init => calls = value;
    }

    /// <inheritdoc/>
    public static VmallocReply Ended(Outcome outcome) => new(outcome, default);

    /// <summary>
    /// Reads a reply. The address that is given back or asked for is computed, not believed.
    /// </summary>
    /// <param name="reader">Where from.</param>
    /// <param name="operation">What it replies to.</param>
    /// <param name="earlier">The replies before it, creation's first.</param>
    /// <exception cref="WireException">It is no reply to that operation.</exception>
    public static VmallocReply Read(
        ref WireReader reader, VmallocOperation operation, ReadOnlySpan<VmallocReply> earlier)
    {
        Outcome outcome = Outcome.Read(ref reader);
        bool isDue = VmallocDriver.TryAddressOf(operation, earlier, out VirtAddr address);
        if (isDue == (outcome.Kind == OutcomeKind.Skipped))
        {
            throw new WireException($"{operation} was {(isDue ? "skipped" : "carried out")}");
        }

        if (outcome.IsEnd)
        {
            return Ended(outcome);
        }

        if (!isDue)
        {
            return new VmallocReply(outcome, default);
        }

        bool isDone = outcome.Kind == OutcomeKind.Done;
        bool isLoan = isDone && operation.Kind == VmallocOperation.Kinds.Allocate;
        if (isLoan)
        {
            address = new VirtAddr(reader.Number());
        }

        bool hasFrame = isDone && (operation.Kind & VmallocOperation.Kinds.Asks) != 0;
        var frame = new Pfn(hasFrame ? reader.Number() : 0);
        long work = reader.Number(0, MaxWork);
        return new VmallocReply(outcome, address, frame, work, isLoan)
        {
            Calls = LowerCalls.Read(ref reader, MostCalls),
        };
    }

    /// <summary>Whether a request asked for frames and did not get all that it needs.</summary>
    public bool LacksFrames(VmallocOperation.Allocate request) =>
        Calls.HasFailure && Calls.FramesTaken < request.PageCount;

    /// <summary>Writes the reply.</summary>
    public void Write(WireWriter writer, VmallocOperation operation)
    {
        Outcome.Write(writer);
        if (Outcome.IsEnd || Outcome.Kind == OutcomeKind.Skipped)
        {
            return;
        }

        if (IsLoan)
        {
            writer.Number(Address.Value);
        }

        if (Outcome.Kind == OutcomeKind.Done && (operation.Kind & VmallocOperation.Kinds.Asks) != 0)
        {
            writer.Number(Frame.Value);
        }

        writer.Number((ulong)Work);
        Calls.Write(writer);
    }

    /// <summary>The answer in words, and what was done for it.</summary>
    public override string ToString()
    {
        string answer = IsLoan ? $"{Address}" : $"{Outcome}";
        string done = $"{Calls}";
        return done.Length == 0 ? answer : $"{answer}; {done}";
    }
}
