using System.Collections.Immutable;
using System.Globalization;

namespace MmVerify.Spec;

/// <summary>The zones, from the lowest to the highest. Linux: <c>enum zone_type</c>.</summary>
public enum ZoneKind
{
    /// <summary>What the oldest devices reach, with 24 address lines.</summary>
    Dma,

    /// <summary>What devices with 32 address lines reach.</summary>
    Dma32,

    /// <summary>What the kernel has an address for; every machine has it.</summary>
    Normal,

    /// <summary>What the kernel has no address for, on machines of 32 bits.</summary>
    HighMem,

    /// <summary>What holds only pages that can be moved away.</summary>
    Movable,
}

/// <summary>Where a zone ends; it starts where the one below ends.</summary>
/// <param name="Kind">The zone.</param>
/// <param name="End">The first frame behind it.</param>
/// <param name="ReserveRatio">The zone keeps one page of so many, of the zones above it, from requests that
/// those could serve; 0: none. Linux: <c>lowmem_reserve_ratio</c>.</param>
public readonly record struct ZoneLimit(ZoneKind Kind, Pfn End, int ReserveRatio)
{
    /// <inheritdoc/>
    public override string ToString()
    {
        string reserve = ReserveRatio == 0 ? "" : $", reserving 1/{ReserveRatio}";
        return string.Create(CultureInfo.InvariantCulture, $"{Kind} to 0x{End.Value:x}{reserve}");
    }
}

/// <summary>An architecture's zones and where each ends. Linux: <c>max_zone_pfns</c>.</summary>
public sealed class ZoneLayout : IEquatable<ZoneLayout>
{
    /// <summary>How many kinds of zone there are.</summary>
    public const int KindCount = 5;

    /// <summary>The largest <see cref="ZoneLimit.ReserveRatio"/>.</summary>
    public const int MaxRatio = 1 << 20;

    private static readonly Pfn Last = new(1UL << 41);

    /// <summary>Makes a layout.</summary>
    /// <param name="limits">Kinds and ends ascending, Normal among them.</param>
    /// <exception cref="ArgumentException">The limits are not as they must be; the message says
    /// which.</exception>
    public ZoneLayout(params ImmutableArray<ZoneLimit> limits)
    {
        var end = new Pfn(0);
        int kind = -1;
        foreach (ZoneLimit limit in limits)
        {
            if ((int)limit.Kind <= kind || (int)limit.Kind >= KindCount || limit.End <= end
                || limit.End > Last || limit.ReserveRatio is < 0 or > MaxRatio)
            {
                throw new ArgumentException(
                    $"zone {limit} does not lie above the one before it", nameof(limits));
            }

            kind = (int)limit.Kind;
            end = limit.End;
        }

        if (!limits.Any(static limit => limit.Kind == ZoneKind.Normal))
        {
            throw new ArgumentException("a layout has a zone Normal", nameof(limits));
        }

        Limits = limits;
    }

    /// <summary>
    /// A PC with 64 bits: DMA to 16 MiB, DMA32 to 4 GiB, Normal above. Linux: <c>arch/x86/mm/init.c</c>,
    /// <c>zone_sizes_init</c>.
    /// </summary>
    public static ZoneLayout Amd64 { get; } = new(
        new(ZoneKind.Dma, new Pfn(0x1000), 256),
        new(ZoneKind.Dma32, new Pfn(0x100000), 256),
        new(ZoneKind.Normal, new Pfn(1UL << 40), 32));

    /// <summary>
    /// A PC with 32 bits: DMA to 16 MiB, Normal to 896 MiB, which is what the kernel's part of the address
    /// space can map, HighMem above. Real kernels end Normal a little below that line.
    /// </summary>
    public static ZoneLayout I386 { get; } = new(
        new(ZoneKind.Dma, new Pfn(0x1000), 256),
        new(ZoneKind.Normal, new Pfn(0x38000), 32),
        new(ZoneKind.HighMem, new Pfn(0x100000), 0));

    /// <summary>The zones, the lowest first.</summary>
    public ImmutableArray<ZoneLimit> Limits { get; }

    /// <summary>The frame behind the last one that any zone has.</summary>
    public Pfn End => Limits[^1].End;

    /// <summary>Whether a zone of a kind is configured, perhaps an empty one.</summary>
    public bool Has(ZoneKind kind)
    {
        foreach (ZoneLimit limit in Limits)
        {
            if (limit.Kind == kind)
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>The zone in which a frame lies, whether or not it exists; null behind the last.</summary>
    public ZoneKind? ZoneOf(Pfn frame)
    {
        foreach (ZoneLimit limit in Limits)
        {
            if (frame < limit.End)
            {
                return limit.Kind;
            }
        }

        return null;
    }

    /// <inheritdoc/>
    public bool Equals(ZoneLayout? other) => other is not null && Limits.SequenceEqual(other.Limits);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as ZoneLayout);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Limits.Length, Limits[0], Limits[^1]);

    /// <inheritdoc/>
    public override string ToString() => string.Join("; ", Limits);
}
