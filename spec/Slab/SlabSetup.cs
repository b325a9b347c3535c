using System.Globalization;

namespace MmVerify.Spec;

/// <summary>How much memory there is.</summary>
public sealed record SlabSetup
{
    /// <summary>How many CPUs there may be.</summary>
    public const int CpuCount = 3;

    /// <summary>The most frames from the first to the last.</summary>
    public const long MostFrames = 1 << 13;

    /// <summary>Where memory starts that is of no use otherwise: behind the first MiB.</summary>
    public const ulong UsualFirst = 256;

    private const ulong HighestFrame = 1UL << 28;

    /// <summary>Makes a setup.</summary>
    /// <param name="memory">Which frames there are; not frame 0, whose addresses mean nothing.</param>
    /// <exception cref="ArgumentException">It is frame 0, or too many, or too far up.</exception>
    public SlabSetup(MemoryMap memory)
    {
        if (memory.First.Value == 0 || memory.Span > MostFrames || memory.End.Value > HighestFrame)
        {
            throw new ArgumentException(
                $"1 to {MostFrames} frames, not frame 0, none above {HighestFrame}", nameof(memory));
        }

        Memory = memory;
    }

    /// <summary>Which frames there are.</summary>
    public MemoryMap Memory { get; }

    /// <summary>Frames in a row.</summary>
    /// <param name="frames">How many.</param>
    /// <param name="first">The first of them.</param>
    public static SlabSetup Flat(long frames, ulong first = UsualFirst) =>
        new(MemoryMap.Flat(frames, first));

    /// <inheritdoc/>
    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture,
        $"{Memory.PageCount} frame{(Memory.PageCount == 1 ? "" : "s")} {Memory}");
}
