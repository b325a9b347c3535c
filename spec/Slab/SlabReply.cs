using System.Globalization;

namespace MmVerify.Spec;

/// <summary>What came back from one operation, and what was seen of it.</summary>
/// <param name="Outcome">How it ended.</param>
/// <param name="Owner">Which cache it was about, counted from 0 as they were made; or
/// <see cref="SlabOperation.Kmalloced"/>.</param>
/// <param name="Address">What was handed out, or what was given back or asked for.</param>
/// <param name="Value">Of kmalloc, how many bytes may be used; otherwise 0.</param>
/// <param name="IsLoan">Whether something was handed out that can be given back.</param>
/// <param name="From">Of krealloc, where it was before; otherwise 0.</param>
/// <param name="Work">Steps the operation took inside the allocator; 0 when not counted. Unit: ticks.</param>
public readonly record struct SlabReply(
    Outcome Outcome,
    int Owner = SlabOperation.Kmalloced,
    PhysAddr Address = default,
    long Value = 0,
    bool IsLoan = false,
    PhysAddr From = default,
    long Work = 0)
    : IReply<SlabReply>, IWitnessedReply, IConcurrentReply
{
    /// <summary>What <see cref="Value"/> is where it was not told.</summary>
    public const long Untold = -1;

    // So that the sum over the longest program is still a number.
    private const long MaxWork = 1L << 44;

    private readonly SlabSeen? seen;

    /// <summary>What was seen besides.</summary>
    public SlabSeen Seen
    {
        get => seen ?? SlabSeen.None;
        init => seen = value;
    }

    /// <inheritdoc/>
    public LowerCalls Calls => Seen.Calls;

    /// <inheritdoc/>
    public ConcurrentHistory History => Seen.History;

    /// <summary>Whether it was done.</summary>
    public bool IsDone => Outcome.Kind == OutcomeKind.Done;

    /// <summary>Whether what was handed out is not where krealloc had it before.</summary>
    public bool IsMadeAnew => From.Value == 0 || From != Address;

    /// <summary>Whether it is told that fewer bytes may be used than were asked for.</summary>
    /// <param name="bytes">How many were asked for.</param>
    public bool IsTooSmallFor(ulong bytes) => Value != Untold && (ulong)Value < bytes;

    /// <inheritdoc/>
    public static SlabReply Ended(Outcome outcome) => new(outcome);

    /// <summary>Reads a reply. The address that is given back or asked for is computed, not
    /// believed.</summary>
    /// <param name="reader">Where from.</param>
    /// <param name="operation">What it replies to.</param>
    /// <param name="earlier">The replies before it, creation's first.</param>
    /// <exception cref="WireException">It is no reply to that operation.</exception>
    public static SlabReply Read(
        ref WireReader reader, SlabOperation operation, ReadOnlySpan<SlabReply> earlier)
    {
        Outcome outcome = Outcome.Read(ref reader);
        int calls = operation is SlabOperation.Concurrently { What: var what } ? what.Calls.Length : 0;
        if (outcome.IsEnd)
        {
            return reader.Number(0, 1) == 0 || calls == 0
                ? Ended(outcome)
                : Ended(outcome) with
                {
                    Seen = new SlabSeen { History = ConcurrentHistory.Read(ref reader, calls) },
                };
        }

        bool isDue = SlabDriver.TryAddressOf(operation, earlier, out PhysAddr address);
        if (!isDue && outcome.Kind != OutcomeKind.Skipped)
        {
            throw new WireException($"{operation} was carried out");
        }

        if (outcome.Kind == OutcomeKind.Skipped)
        {
            return new SlabReply(outcome);
        }

        int owner = (int)reader.Signed();
        bool isLoan = reader.Number(0, 1) == 1;
        bool hasAddress = outcome.Kind == OutcomeKind.Done
            && (operation.Kind & SlabOperation.Kinds.Allocates) != 0;
        if (isLoan && !hasAddress)
        {
            throw new WireException($"{operation} hands out nothing");
        }

        bool isMove = (operation.Kind & (SlabOperation.Kinds.Krealloc | SlabOperation.Kinds.KreallocAt)) != 0;
        PhysAddr from = isMove ? address : default;
        address = hasAddress ? new PhysAddr(reader.Number()) : address;
        long value = reader.Signed();
        long work = reader.Number(0, MaxWork);
        return new SlabReply(outcome, owner, address, value, isLoan, from, work)
        {
            Seen = SlabSeen.Read(ref reader, calls),
        };
    }

    /// <summary>Writes the reply.</summary>
    public void Write(WireWriter writer, SlabOperation operation)
    {
        Outcome.Write(writer);
        if (Outcome.IsEnd)
        {
            writer.Byte(Seen.History.Calls.Length == 0 ? (byte)0 : (byte)1);
            if (Seen.History.Calls.Length > 0)
            {
                Seen.History.Write(writer);
            }

            return;
        }

        if (Outcome.Kind == OutcomeKind.Skipped)
        {
            return;
        }

        writer.Signed(Owner);
        writer.Byte(IsLoan ? (byte)1 : (byte)0);
        if (IsDone && (operation.Kind & SlabOperation.Kinds.Allocates) != 0)
        {
            writer.Number(Address.Value);
        }

        writer.Signed(Value);
        writer.Number((ulong)Work);
        Seen.Write(writer);
    }

    /// <summary>The answer in words, and what was seen.</summary>
    public override string ToString()
    {
        string answer = IsLoan ? $"{Address}" : $"{Outcome}";
        string size = Value > 0 && IsDone && Owner == SlabOperation.Kmalloced
            ? string.Create(CultureInfo.InvariantCulture, $" of {Value} bytes") : "";
        string done = $"{Seen}";
        return done.Length == 0 ? $"{answer}{size}" : $"{answer}{size}; {done}";
    }
}
