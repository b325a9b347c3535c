using System.Globalization;

namespace MmVerify.Spec;

/// <summary>Which frames there are, which of them are reserved, and where memory can be seen.</summary>
public sealed record PagesSetup
{
    /// <summary>The most frames from the first to the last.</summary>
    public const long MostFrames = 1 << 12;

    /// <summary>The largest limit of a reference count.</summary>
    public const int MostReferencesEver = ushort.MaxValue;

    /// <summary>The largest owner.</summary>
    public const int MostOwner = ushort.MaxValue;

    private const ulong HighestFrame = 1UL << 28;

    /// <summary>Makes a setup.</summary>
    /// <param name="memory">Which frames exist.</param>
    /// <param name="reserved">How many of them, from the first one on, are reserved: fewer than all.</param>
    /// <param name="mostReferences">How many references a frame may have, 1 to 65535.</param>
    /// <param name="directMap">Where physical address 0 is seen; that of x86-64 when not given.</param>
    /// <exception cref="ArgumentException">One of them is more than may be.</exception>
    public PagesSetup(
        MemoryMap memory,
        int reserved = 0,
        int mostReferences = MostReferencesEver,
        VirtAddr? directMap = null)
    {
        if (memory.Span > MostFrames || memory.End.Value > HighestFrame)
        {
            throw new ArgumentException($"more than {MostFrames} frames, or too far up", nameof(memory));
        }

        ArgumentOutOfRangeException.ThrowIfNegative(reserved);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(reserved, memory.PageCount);
        ArgumentOutOfRangeException.ThrowIfLessThan(mostReferences, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(mostReferences, MostReferencesEver);
        Memory = memory;
        Reserved = reserved;
        MostReferences = mostReferences;
        DirectMap = directMap ?? Amd64;
        Frames =
        [
            .. memory.Ranges.SelectMany(static range =>
                Enumerable.Range(0, (int)range.PageCount).Select(offset => range.Start.Plus(offset))),
        ];
        if (DirectMap.PageStart != DirectMap || DirectMap.Value > Amd64.Value)
        {
            throw new ArgumentException($"{DirectMap} starts no page or is too high", nameof(directMap));
        }
    }

    /// <summary>Where x86-64 sees physical address 0. Linux: <c>page_offset_base</c>.</summary>
    public static VirtAddr Amd64 => new(0xffff_8880_0000_0000);

    /// <summary>Where i386 sees physical address 0. Linux: <c>PAGE_OFFSET</c>.</summary>
    public static VirtAddr I386 => new(0xc000_0000);

    /// <summary>Which frames exist.</summary>
    public MemoryMap Memory { get; }

    /// <summary>How many of them, from the first one on, are reserved.</summary>
    public int Reserved { get; }

    /// <summary>How many references a frame may have.</summary>
    public int MostReferences { get; }

    /// <summary>Where physical address 0 is seen.</summary>
    public VirtAddr DirectMap { get; }

    /// <summary>All frames that exist, in ascending order.</summary>
    public IReadOnlyList<Pfn> Frames { get; }

    /// <summary>One range without holes.</summary>
    public static PagesSetup Flat(
        int pageCount, int reserved = 0, int mostReferences = MostReferencesEver, ulong first = 0) =>
        new(MemoryMap.Flat(pageCount, first), reserved, mostReferences);

    /// <summary>The place of a frame among all that exist; -1 when it does not.</summary>
    public int PlaceOf(Pfn frame)
    {
        int before = 0;
        foreach (FrameRange range in Memory.Ranges)
        {
            if (frame >= range.Start && frame < range.End)
            {
                return before + (int)(frame.Value - range.Start.Value);
            }

            before += (int)range.PageCount;
        }

        return -1;
    }

    /// <summary>Whether a frame exists and is reserved.</summary>
    public bool IsReserved(Pfn frame) => PlaceOf(frame) is var place && place >= 0 && place < Reserved;

    /// <inheritdoc/>
    public bool Equals(PagesSetup? other) => other is not null && Memory.Equals(other.Memory)
        && Reserved == other.Reserved && MostReferences == other.MostReferences
        && DirectMap == other.DirectMap;

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Memory, Reserved, MostReferences, DirectMap);

    /// <inheritdoc/>
    public override string ToString()
    {
        string reserved = Reserved == 0 ? "" : $", {Reserved} reserved";
        string plural = MostReferences == 1 ? "" : "s";
        string most = MostReferences == MostReferencesEver ? ""
            : string.Create(CultureInfo.InvariantCulture, $", at most {MostReferences} reference{plural}");
        string map = DirectMap == Amd64 ? "" : $", direct map at {DirectMap}";
        string frames = Memory.PageCount == 1 ? "frame" : "frames";
        return string.Create(
            CultureInfo.InvariantCulture, $"{Memory.PageCount} {frames} {Memory}{reserved}{most}{map}");
    }
}
