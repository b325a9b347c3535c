using System.Globalization;
using System.Runtime.CompilerServices;

namespace MmVerify.Spec;

/// <summary>What an allocator says of its zones after a step: a table of numbers.</summary>
/// <remarks>A zone that the layout lacks was not asked for; its numbers are 0.</remarks>
[InlineArray(Count)]
public struct ZonesReport : IEquatable<ZonesReport>
{
    /// <summary>How many numbers there are.</summary>
    public const int Count = 1 + (ZoneLayout.KindCount * PerZone);

    private const int PerZone = 5 + ZoneLayout.KindCount;

    private long first;

    /// <summary>What <see cref="IZoneAllocator.KswapdWakeupCount"/> answered.</summary>
    public long KswapdWakeups
    {
        readonly get => this[0];
        set => this[0] = value;
    }

    /// <summary>Whether all numbers are the same.</summary>
    public static bool operator ==(in ZonesReport left, in ZonesReport right) => left.Equals(right);

    /// <summary>Whether some number differs.</summary>
    public static bool operator !=(in ZonesReport left, in ZonesReport right) => !left.Equals(right);

    /// <summary>What <see cref="IZoneAllocator.ManagedPageCount"/> answered. Unit: pages.</summary>
    public readonly long Managed(ZoneKind zone) => this[At(zone)];

    /// <summary>What <see cref="IZoneAllocator.FreePageCount"/> answered. Unit: pages.</summary>
    public readonly long Free(ZoneKind zone) => this[At(zone) + 1];

    /// <summary>What <see cref="IZoneAllocator.WatermarksOf"/> answered.</summary>
    public readonly Watermarks WatermarksOf(ZoneKind zone) =>
        new(this[At(zone) + 2], this[At(zone) + 3], this[At(zone) + 4]);

    /// <summary>What <see cref="IZoneAllocator.LowmemReserve"/> answered. Unit: pages.</summary>
    public readonly long Reserve(ZoneKind zone, ZoneKind named) => this[At(zone) + 5 + (int)named];

    /// <summary>Says what the watermarks of a zone are.</summary>
    /// <param name="zone">The zone.</param>
    /// <param name="marks">Its marks.</param>
    public void Tell(ZoneKind zone, Watermarks marks)
    {
        int at = At(zone);
        this[at + 2] = marks.Min;
        this[at + 3] = marks.Low;
        this[at + 4] = marks.High;
    }

    /// <summary>Asks an allocator.</summary>
    /// <param name="asked">The allocator.</param>
    /// <param name="layout">Its zones.</param>
    public void Fill(IZoneAllocator asked, ZoneLayout layout)
    {
        this[0] = asked.KswapdWakeupCount;
        foreach (ZoneLimit limit in layout.Limits)
        {
            int at = At(limit.Kind);
            this[at] = asked.ManagedPageCount(limit.Kind);
            this[at + 1] = asked.FreePageCount(limit.Kind);
            Tell(limit.Kind, asked.WatermarksOf(limit.Kind));
            foreach (ZoneLimit named in layout.Limits)
            {
                this[at + 5 + (int)named.Kind] = asked.LowmemReserve(limit.Kind, named.Kind);
            }
        }
    }

    /// <inheritdoc/>
    public readonly bool Equals(ZonesReport other) =>
        ((ReadOnlySpan<long>)this).SequenceEqual((ReadOnlySpan<long>)other);

    /// <inheritdoc/>
    public override readonly bool Equals(object? obj) => obj is ZonesReport other && Equals(other);

    /// <inheritdoc/>
    public override readonly int GetHashCode() =>
        HashCode.Combine(KswapdWakeups, Free(ZoneKind.Dma), Free(ZoneKind.Normal));

    /// <summary>Free pages of each zone that has some frames: <c>Dma 10 of 16, Normal 3 of 16</c>.</summary>
    public override readonly string ToString()
    {
        var parts = new List<string>();
        for (ZoneKind zone = ZoneKind.Dma; zone <= ZoneKind.Movable; zone++)
        {
            if (Managed(zone) != 0 || Free(zone) != 0)
            {
                parts.Add(string.Create(
                    CultureInfo.InvariantCulture, $"{zone} {Free(zone)} of {Managed(zone)}"));
            }
        }

        return string.Join(", ", parts);
    }

    private static int At(ZoneKind zone) => 1 + ((int)zone * PerZone);
}
