using System.Globalization;

namespace MmVerify.Spec;

/// <summary>Which addresses there are to hand out, and how much memory.</summary>
public sealed record VmallocSetup
{
    /// <summary>The most pages a range may have, 4 GiB of addresses.</summary>
    public const long MostPages = 1L << 20;

    /// <summary>The most frames there may be, holes included.</summary>
    public const long MostFrames = 1L << 16;

    /// <summary>Makes a setup.</summary>
    /// <param name="memory">Which frames there are; where they have holes, somebody else is.</param>
    /// <param name="range">The addresses: whole pages, at least 2, neither the first of all nor the
    /// last.</param>
    /// <exception cref="ArgumentException">One of them is not as it must be; the message says
    /// which.</exception>
    public VmallocSetup(MemoryMap memory, VmallocArea range)
    {
        if (memory.Span > MostFrames)
        {
            throw new ArgumentException($"the memory spans more than {MostFrames} pages", nameof(memory));
        }

        bool isRange = range.Start.IsPageStart && range.Start.Value > 0
            && range.PageCount is >= 2 and <= MostPages
            && range.Guard.Value > range.Start.Value;
        if (!isRange)
        {
            throw new ArgumentException($"{range} are no addresses to hand out", nameof(range));
        }

        Memory = memory;
        Range = range;
    }

    /// <summary>Where the range starts on x86-64 with four levels of tables. Linux:
    /// <c>VMALLOC_START</c>.</summary>
    public static VirtAddr UsualStart { get; } = new(0xffffc90000000000);

    /// <summary>Which frames there are.</summary>
    public MemoryMap Memory { get; }

    /// <summary>The addresses.</summary>
    public VmallocArea Range { get; }

    /// <summary>Frames in a row.</summary>
    /// <param name="frames">How many.</param>
    /// <param name="pages">How many pages of addresses.</param>
    public static VmallocSetup Flat(long frames, long pages) =>
        new(MemoryMap.Flat(frames), new VmallocArea(UsualStart, pages));

    /// <summary>Frames of which no two lie side by side: every other one is somebody else's.</summary>
    /// <param name="frames">How many, at most 64.</param>
    /// <param name="pages">How many pages of addresses.</param>
    public static VmallocSetup Scattered(int frames, long pages) => new(
        new MemoryMap([.. Enumerable.Range(0, frames).Select(
            static frame => new FrameRange(new Pfn(2 * (ulong)frame), 1))]),
        new VmallocArea(UsualStart, pages));

    /// <inheritdoc/>
    public override string ToString()
    {
        string frames = $"{Memory.PageCount} frame{(Memory.PageCount == 1 ? "" : "s")}";
        string where = Memory.Ranges.Length > 4
            ? string.Create(CultureInfo.InvariantCulture, $"in {Memory.Ranges.Length} pieces")
            : $"{Memory}";
        return string.Create(
            CultureInfo.InvariantCulture,
            $"{frames} {where}, {Range.PageCount} pages of addresses from 0x{Range.Start.Value:x}");
    }
}
