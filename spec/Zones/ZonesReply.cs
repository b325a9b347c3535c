namespace MmVerify.Spec;

/// <summary>What came back from one operation.</summary>
/// <param name="Outcome">How it ended.</param>
/// <param name="Block">The block: handed out by an allocation that was done, or claimed by one that gives
/// back.</param>
/// <param name="Work">Steps the operation took inside the allocator; 0 when not counted. Unit: ticks.</param>
/// <param name="IsLoan">Whether a block was handed out.</param>
public record struct ZonesReply(Outcome Outcome, Block Block, long Work = 0, bool IsLoan = false)
    : IReply<ZonesReply>
{
    /// <summary>What the allocator said of its zones afterwards; of a step without answer, nothing.</summary>
    public ZonesReport Report;

    // So that the sum over the longest program is still a number.
    private const long MaxWork = 1L << 44;

    /// <inheritdoc/>
    public static ZonesReply Ended(Outcome outcome) => new(outcome, default);

    /// <summary>Reads a reply. The block that is given back is computed, not believed.</summary>
    /// <param name="reader">Where from.</param>
    /// <param name="operation">What it replies to.</param>
    /// <param name="earlier">The replies before it, creation's first.</param>
    /// <exception cref="WireException">It is no reply to that operation.</exception>
    public static ZonesReply Read(
        ref WireReader reader, ZonesOperation operation, ReadOnlySpan<ZonesReply> earlier)
    {
        Outcome outcome = Outcome.Read(ref reader);
        bool isGiving = (operation.Kind & ZonesOperation.Kinds.Frees) != 0;
        Block block = default;
        bool isDue = !isGiving || ZonesDriver.TryBlockOf(operation, earlier, out block);
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
            return new ZonesReply(outcome, default) { Report = earlier[^1].Report };
        }

        bool isLoan = operation.Kind == ZonesOperation.Kinds.Allocate && outcome.Kind == OutcomeKind.Done;
        if (isLoan)
        {
            block = new Block(new Pfn(reader.Number()), new Order((int)reader.Number(0, Order.MaxValue)));
        }

        var reply = new ZonesReply(outcome, block, reader.Number(0, MaxWork), isLoan);
        foreach (ref long number in (Span<long>)reply.Report)
        {
            number = reader.Signed();
        }

        return reply;
    }

    /// <summary>Writes the reply.</summary>
    public readonly void Write(WireWriter writer)
    {
        Outcome.Write(writer);
        if (Outcome.IsEnd || Outcome.Kind == OutcomeKind.Skipped)
        {
            return;
        }

        if (IsLoan)
        {
            writer.Number(Block.Start.Value);
            writer.Byte((byte)Block.Order.Value);
        }

        writer.Number((ulong)Work);
        foreach (long number in (ReadOnlySpan<long>)Report)
        {
            writer.Signed(number);
        }
    }

    /// <summary>The answer in words.</summary>
    public override readonly string ToString() => IsLoan ? $"{Block}" : $"{Outcome}";
}
