using System.Globalization;

namespace MmVerify.Spec;

/// <summary>What is known of one frame. Linux: <c>struct page</c>.</summary>
/// <param name="Count">References, mappings included; 0 when it is free. Linux: <c>_refcount</c>.</param>
/// <param name="MapCount">Mappings in page tables. Linux: <c>_mapcount</c> plus one.</param>
/// <param name="Flags">Its flags.</param>
/// <param name="Owner">Whose it is; 0 when it is nobody's. Linux: <c>mapping</c>, <c>private</c>.</param>
public readonly record struct PageState(int Count, int MapCount, PageFlags Flags, int Owner)
{
    /// <summary>Nobody's.</summary>
    public static PageState Free => default;

    /// <summary>Never handed out.</summary>
    public static PageState Reserved => new(1, 0, PageFlags.Reserved, 0);

    /// <summary>Nothing was told of it.</summary>
    public static PageState Untold => new(-1, 0, PageFlags.None, 0);

    /// <inheritdoc/>
    public override string ToString() => this == Free ? "free"
        : this == Untold ? "not told"
        : string.Create(CultureInfo.InvariantCulture, $"count {Count}")
            + (MapCount == 0 ? "" : string.Create(CultureInfo.InvariantCulture, $", mapped {MapCount}"))
            + (Flags == PageFlags.None ? "" : $", {Flags}")
            + (Owner == 0 ? "" : string.Create(CultureInfo.InvariantCulture, $", owner {Owner}"));
}
