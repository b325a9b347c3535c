using System.Collections.Immutable;
using System.Globalization;

namespace MmVerify.Spec;

/// <summary>Page frames in a row.</summary>
/// <param name="Start">The first frame.</param>
/// <param name="PageCount">How many. Unit: pages.</param>
public readonly record struct FrameRange(Pfn Start, long PageCount)
{
    /// <summary>The first frame behind the range.</summary>
    public Pfn End => Start.Plus(PageCount);

    /// <inheritdoc/>
    public override string ToString() =>
        string.Create(
            CultureInfo.InvariantCulture,
            $"[0x{Start.Value:x}, 0x{unchecked(Start.Value + (ulong)PageCount):x})");
}

/// <summary>
/// Which page frames exist: ranges in ascending order with holes between them, as firmware reports them
/// (Linux: the e820 map, <c>memblock</c>). At least one frame and at most <see cref="MaxSpan"/> from the
/// first to the last; the first need not be frame 0 and no count need be a power of two.
/// </summary>
public sealed class MemoryMap : IEquatable<MemoryMap>
{
    /// <summary>The largest distance between the first and the last frame, 16 GiB. Unit: pages.</summary>
    public const long MaxSpan = 1L << 22;

    /// <summary>The most ranges a map may have.</summary>
    public const int MaxRanges = 64;

    private static readonly Pfn Limit = new(1UL << 40);

    /// <summary>Makes a map.</summary>
    /// <param name="ranges">Not empty, ascending, with at least one missing frame between two.</param>
    /// <exception cref="ArgumentException">The ranges are not as they must be; the message says
    /// which.</exception>
    public MemoryMap(params ImmutableArray<FrameRange> ranges)
    {
        if (ranges.IsDefaultOrEmpty || ranges.Length > MaxRanges)
        {
            throw new ArgumentException($"a memory map has 1 to {MaxRanges} ranges", nameof(ranges));
        }

        Pfn? end = null;
        foreach (FrameRange range in ranges)
        {
            if (range.PageCount is < 1 or > MaxSpan || range.Start > Limit)
            {
                throw new ArgumentException($"range {range} is empty or too large", nameof(ranges));
            }

            if (range.Start <= end)
            {
                throw new ArgumentException($"range {range} does not lie behind a hole", nameof(ranges));
            }

            end = range.End;
        }

        Ranges = ranges;
        PageCount = ranges.Sum(static range => range.PageCount);
        if (Span > MaxSpan)
        {
            throw new ArgumentException($"the map spans {Span} pages, more than {MaxSpan}", nameof(ranges));
        }
    }

    /// <summary>The ranges, ascending, with a hole between any two.</summary>
    public ImmutableArray<FrameRange> Ranges { get; }

    /// <summary>The first frame that exists.</summary>
    public Pfn First => Ranges[0].Start;

    /// <summary>The frame behind the last one that exists.</summary>
    public Pfn End => Ranges[^1].End;

    /// <summary>Frames that exist. Unit: pages.</summary>
    public long PageCount { get; }

    /// <summary>Frames from the first to the last, holes included. Unit: pages.</summary>
    public long Span => (long)(End.Value - First.Value);

    /// <summary>One range without holes.</summary>
    public static MemoryMap Flat(long pageCount, ulong first = 0) =>
        new(new FrameRange(new Pfn(first), pageCount));

    /// <summary>Whether a frame exists.</summary>
    public bool Contains(Pfn frame)
    {
        foreach (FrameRange range in Ranges)
        {
            if (frame >= range.Start && frame < range.End)
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Reads a map.</summary>
    /// <param name="reader">Where from.</param>
    /// <exception cref="WireException">It is none.</exception>
    public static MemoryMap Read(ref WireReader reader)
    {
        var ranges = new FrameRange[reader.Number(1, MaxRanges)];
        for (int i = 0; i < ranges.Length; i++)
        {
            ranges[i] = new FrameRange(new Pfn(reader.Number()), reader.Number(1, MaxSpan));
        }

        try
        {
            return new MemoryMap([.. ranges]);
        }
        catch (ArgumentException exception)
        {
            throw new WireException(exception.Message);
        }
    }

    /// <summary>Writes the map.</summary>
    public void Write(WireWriter writer)
    {
        writer.Number((ulong)Ranges.Length);
        foreach (FrameRange range in Ranges)
        {
            writer.Number(range.Start.Value);
            writer.Number((ulong)range.PageCount);
        }
    }

    /// <inheritdoc/>
    public bool Equals(MemoryMap? other) => other is not null && Ranges.SequenceEqual(other.Ranges);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as MemoryMap);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Ranges.Length, First, End, PageCount);

    /// <inheritdoc/>
    public override string ToString() => string.Join(" ", Ranges);
}
