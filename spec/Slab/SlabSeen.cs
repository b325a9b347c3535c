using System.Collections.Immutable;
using System.Globalization;

namespace MmVerify.Spec;

/// <summary>What bytes have to be.</summary>
public enum ByteRule
{
    /// <summary>As the constructor makes them.</summary>
    Constructed,

    /// <summary>Zero.</summary>
    Zeroed,

    /// <summary>What they were before they were moved.</summary>
    Kept,

    /// <summary>Poison.</summary>
    Poisoned,

    /// <summary>What their owner wrote.</summary>
    Untouched,
}

/// <summary>A byte that is not what it has to be: the first of each rule.</summary>
/// <param name="Rule">What it has to be.</param>
/// <param name="Start">The object in which it lies.</param>
/// <param name="Offset">Which byte of it.</param>
/// <param name="Expected">What it has to be.</param>
/// <param name="Actual">What it is.</param>
public readonly record struct ByteBreach(
    ByteRule Rule, PhysAddr Start, long Offset, byte Expected, byte Actual);

/// <summary>What was reported of a spoilt object.</summary>
/// <param name="Fault">How it was spoilt.</param>
/// <param name="Start">Its address.</param>
public readonly record struct SlabReport(SlabFault Fault, PhysAddr Start)
{
    /// <inheritdoc/>
    public override string ToString() => $"{Fault} of {Start}";
}

/// <summary>A call that one CPU makes behind a concurrent step.</summary>
/// <param name="IsFree">Whether it gives back.</param>
/// <param name="Answer">What it answered; the value is the address of the object.</param>
public readonly record struct SlabAfter(bool IsFree, Answer Answer);

/// <summary>What was seen of a step besides its answer.</summary>
public sealed class SlabSeen
{
    private const int MostListed = 1 << 12;
    private const int MostCalls = 1 << 20;

    /// <summary>Nothing.</summary>
    public static SlabSeen None { get; } = new();

    /// <summary>What was asked of the page allocator.</summary>
    public LowerCalls Calls { get; init; } = LowerCalls.None;

    /// <summary>What the cache has afterwards; null where that was not told.</summary>
    public SlabUsage? Usage { get; init; }

    /// <summary>The addresses that were given to the constructor.</summary>
    public ImmutableArray<PhysAddr> Constructed { get; init; } = [];

    /// <summary>What was reported.</summary>
    public ImmutableArray<SlabReport> Reports { get; init; } = [];

    /// <summary>Bytes that are not what they have to be.</summary>
    public ImmutableArray<ByteBreach> Breaches { get; init; } = [];

    /// <summary>What happened in a concurrent step.</summary>
    public ConcurrentHistory History { get; init; } = ConcurrentHistory.None;

    /// <summary>What was done behind it.</summary>
    public ImmutableArray<SlabAfter> After { get; init; } = [];

    /// <summary>The byte that breaks a rule; null when none does.</summary>
    public ByteBreach? BreachOf(ByteRule rule)
    {
        foreach (ByteBreach breach in Breaches)
        {
            if (breach.Rule == rule)
            {
                return breach;
            }
        }

        return null;
    }

    /// <summary>Whether an object was reported.</summary>
    public bool HasReport(SlabFault fault, PhysAddr start) => Reports.Contains(new(fault, start));

    /// <summary>Reads what <see cref="Write"/> wrote.</summary>
    /// <param name="reader">Where from.</param>
    /// <param name="calls">How many calls the CPUs make in the step; 0 when it is of one.</param>
    /// <exception cref="WireException">It is nothing that can be seen.</exception>
    public static SlabSeen Read(ref WireReader reader, int calls)
    {
        var lower = LowerCalls.Read(ref reader, MostCalls);
        SlabUsage? usage = reader.Number(0, 1) == 0
            ? null
            : new SlabUsage(reader.Signed(), reader.Signed(), reader.Signed());
        var constructed = new PhysAddr[reader.Number(0, MostListed)];
        for (int i = 0; i < constructed.Length; i++)
        {
            constructed[i] = new PhysAddr(reader.Number());
        }

        var reports = new SlabReport[reader.Number(0, MostListed)];
        for (int i = 0; i < reports.Length; i++)
        {
            var fault = (SlabFault)reader.Number(0, (long)SlabFault.UseAfterFree);
            reports[i] = new(fault, new PhysAddr(reader.Number()));
        }

        var breaches = new ByteBreach[reader.Number(0, MostListed)];
        for (int i = 0; i < breaches.Length; i++)
        {
            var rule = (ByteRule)reader.Number(0, (long)ByteRule.Untouched);
            var start = new PhysAddr(reader.Number());
            breaches[i] = new(rule, start, reader.Number(0, long.MaxValue), reader.Byte(), reader.Byte());
        }

        return new SlabSeen
        {
            Calls = lower,
            Usage = usage,
            Constructed = [.. constructed],
            Reports = [.. reports],
            Breaches = [.. breaches],
            History = calls == 0 ? ConcurrentHistory.None : ConcurrentHistory.Read(ref reader, calls),
            After = calls == 0 ? [] : ReadAfter(ref reader),
        };
    }

    /// <summary>Writes what was seen.</summary>
    public void Write(WireWriter writer)
    {
        Calls.Write(writer);
        writer.Byte(Usage is null ? (byte)0 : (byte)1);
        if (Usage is SlabUsage usage)
        {
            writer.Signed(usage.ActiveObjects);
            writer.Signed(usage.TotalObjects);
            writer.Signed(usage.PageCount);
        }

        writer.Number((ulong)Constructed.Length);
        foreach (PhysAddr address in Constructed)
        {
            writer.Number(address.Value);
        }

        writer.Number((ulong)Reports.Length);
        foreach (SlabReport report in Reports)
        {
            writer.Byte((byte)report.Fault);
            writer.Number(report.Start.Value);
        }

        writer.Number((ulong)Breaches.Length);
        foreach (ByteBreach breach in Breaches)
        {
            writer.Byte((byte)breach.Rule);
            writer.Number(breach.Start.Value);
            writer.Number((ulong)breach.Offset);
            writer.Byte(breach.Expected);
            writer.Byte(breach.Actual);
        }

        if (History.Calls.Length > 0)
        {
            History.Write(writer);
            WriteAfter(writer);
        }
    }

    /// <summary>What was seen, in words.</summary>
    public override string ToString()
    {
        string[] parts =
        [
            $"{Calls}",
            Constructed.Length == 0 ? ""
                : string.Create(CultureInfo.InvariantCulture, $"constructs {Constructed.Length}"),
            Reports.Length == 0 ? "" : $"reports {string.Join(", ", Reports)}",
        ];
        return string.Join(", ", parts.Where(static part => part.Length > 0));
    }

    private static ImmutableArray<SlabAfter> ReadAfter(ref WireReader reader)
    {
        var after = new SlabAfter[reader.Number(0, Linearizability.MostCalls)];
        for (int i = 0; i < after.Length; i++)
        {
            bool isFree = reader.Number(0, 1) == 1;
            var outcome = Outcome.Read(ref reader);
            after[i] = new(isFree, new Answer(outcome, reader.Signed()));
        }

        return [.. after];
    }

    private void WriteAfter(WireWriter writer)
    {
        writer.Number((ulong)After.Length);
        foreach (SlabAfter after in After)
        {
            writer.Byte(after.IsFree ? (byte)1 : (byte)0);
            after.Answer.Outcome.Write(writer);
            writer.Signed(after.Answer.Value);
        }
    }
}
