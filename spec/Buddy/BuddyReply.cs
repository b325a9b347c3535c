using System.Globalization;
using System.Runtime.CompilerServices;

namespace MmVerify.Spec;

/// <summary>A number for each order, 0 to 10.</summary>
[InlineArray(Order.Count)]
public struct CountPerOrder : IEquatable<CountPerOrder>
{
    private int first;

    /// <summary>Whether all counts are the same.</summary>
    public static bool operator ==(in CountPerOrder left, in CountPerOrder right) => left.Equals(in right);

    /// <summary>Whether some count differs.</summary>
    public static bool operator !=(in CountPerOrder left, in CountPerOrder right) => !left.Equals(in right);

    /// <inheritdoc/>
    public readonly bool Equals(CountPerOrder other) => Equals(in other);

    /// <summary>Whether all counts are the same; nothing is copied.</summary>
    public readonly bool Equals(in CountPerOrder other) =>
        ((ReadOnlySpan<int>)this).SequenceEqual((ReadOnlySpan<int>)other);

    /// <inheritdoc/>
    public override readonly bool Equals(object? obj) => obj is CountPerOrder other && Equals(other);

    /// <inheritdoc/>
    public override readonly int GetHashCode() => HashCode.Combine(this[0], this[1], this[Order.MaxValue]);

    /// <summary>Pages in so many blocks of each order. Unit: pages.</summary>
    public readonly long PageCount()
    {
        long pages = 0;
        for (int order = 0; order < Order.Count; order++)
        {
            // A report of a submission may hold any number; the product of two ints always fits.
            pages += (long)this[order] << order;
        }

        return pages;
    }

    /// <summary>The counts that are not 0, smallest order first: <c>1 of order 0, 2 of order 3</c>.</summary>
    public override readonly string ToString()
    {
        var parts = new List<string>();
        for (int order = 0; order < Order.Count; order++)
        {
            if (this[order] != 0)
            {
                parts.Add(string.Create(CultureInfo.InvariantCulture, $"{this[order]} of order {order}"));
            }
        }

        return parts.Count == 0 ? "none" : string.Join(", ", parts);
    }
}

/// <summary>What an allocator says of its state after a step.</summary>
/// <remarks>
/// The fields are written where they stand: to copy what was written just before costs more than the rest.
/// </remarks>
public record struct BuddyReport
{
    /// <summary>What <see cref="IBuddyAllocator.FreePageCount"/> answered. Unit: pages.</summary>
    public long FreePages;

    /// <summary>What <see cref="IBuddyAllocator.FreeBlockCount"/> answered for each order.</summary>
    public CountPerOrder FreeBlocks;

    /// <summary>Makes a report.</summary>
    public BuddyReport(long freePages, in CountPerOrder freeBlocks)
    {
        FreePages = freePages;
        FreeBlocks = freeBlocks;
    }

    /// <inheritdoc/>
    public override readonly string ToString() =>
        string.Create(CultureInfo.InvariantCulture, $"{FreePages} free pages; free blocks: {FreeBlocks}");
}

/// <summary>What came back from one operation.</summary>
/// <param name="Outcome">How it ended.</param>
/// <param name="Block">The block: handed out by an allocation that was done, or claimed by one that gives
/// back.</param>
/// <param name="Work">Steps the operation took inside the allocator; 0 when not counted. Unit: ticks.</param>
/// <param name="IsLoan">Whether a block was handed out.</param>
public record struct BuddyReply(Outcome Outcome, Block Block, long Work = 0, bool IsLoan = false)
    : IReply<BuddyReply>
{
    /// <summary>What the allocator said of its state afterwards; of a step without answer, nothing.</summary>
    public BuddyReport Report;

    // So that the sum over the longest program is still a number.
    private const long MaxWork = 1L << 44;

    /// <summary>Makes a reply with a report.</summary>
    public BuddyReply(Outcome outcome, Block block, in BuddyReport report, long work, bool isLoan)
        : this(outcome, block, work, isLoan) => Report = report;

    /// <inheritdoc/>
    public static BuddyReply Ended(Outcome outcome) => new(outcome, default);

    /// <summary>Reads a reply. The block that is given back is computed, not believed.</summary>
    /// <param name="reader">Where from.</param>
    /// <param name="operation">What it replies to.</param>
    /// <param name="earlier">The replies before it, creation's first.</param>
    /// <exception cref="WireException">It is no reply to that operation.</exception>
    public static BuddyReply Read(
        ref WireReader reader, BuddyOperation operation, ReadOnlySpan<BuddyReply> earlier)
    {
        Outcome outcome = Outcome.Read(ref reader);
        bool isGiving = (operation.Kind & BuddyOperation.Kinds.Frees) != 0;
        Block block = default;
        bool isDue = !isGiving || BuddyDriver.TryBlockOf(operation, earlier, out block);
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
            return new BuddyReply(outcome, default) { Report = earlier[^1].Report };
        }

        bool isLoan = operation.Kind == BuddyOperation.Kinds.Allocate && outcome.Kind == OutcomeKind.Done;
        if (isLoan)
        {
            block = new Block(new Pfn(reader.Number()), new Order((int)reader.Number(0, Order.MaxValue)));
        }

        long work = reader.Number(0, MaxWork);
        long freePages = reader.Signed();
        CountPerOrder counts = default;
        int orders = (int)reader.Number(0, Order.Count);
        for (int order = 0; order < orders; order++)
        {
            counts[order] = unchecked((int)reader.Signed());
        }

        return new BuddyReply(outcome, block, new BuddyReport(freePages, counts), work, isLoan);
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
        writer.Signed(Report.FreePages);
        int orders = Order.Count;
        while (orders > 0 && Report.FreeBlocks[orders - 1] == 0)
        {
            orders--;
        }

        writer.Byte((byte)orders);
        for (int order = 0; order < orders; order++)
        {
            writer.Signed(Report.FreeBlocks[order]);
        }
    }

    /// <summary>The answer in words.</summary>
    public override readonly string ToString() => IsLoan ? $"{Block}" : $"{Outcome}";
}
