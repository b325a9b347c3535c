using System.Globalization;

namespace MmVerify.Spec;

/// <summary>What a buddy allocator is created with.</summary>
/// <param name="Memory">The frames: any number of them, with holes or without, from any first frame
/// on.</param>
/// <param name="MaxOrder">The largest order that is handed out, 0 to 10, however much memory there
/// is.</param>
public sealed record BuddySetup(MemoryMap Memory, Order MaxOrder)
{
    /// <summary>One range of frames without holes.</summary>
    /// <param name="pageCount">How many frames.</param>
    /// <param name="maxOrder">The largest order, 0 to 10.</param>
    /// <param name="first">The number of the first frame.</param>
    public static BuddySetup Flat(long pageCount, int maxOrder, ulong first = 0) =>
        new(MemoryMap.Flat(pageCount, first), new Order(maxOrder));

    /// <inheritdoc/>
    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture,
        $"{Memory.PageCount} page{(Memory.PageCount == 1 ? "" : "s")} {Memory}, MAX_ORDER {MaxOrder.Value}");
}
