using System.Globalization;

namespace MmVerify.Spec;

/// <summary>
/// A page frame number: which page of physical memory, counted from physical address 0. It is absolute: it
/// does not start anew with a zone or with the memory that an allocator manages. Linux: <c>pfn</c>.
/// </summary>
/// <param name="Value">The number. Unit: pages.</param>
public readonly record struct Pfn(ulong Value) : IComparable<Pfn>
{
    /// <summary>The address of the first byte of the frame.</summary>
    public PhysAddr ToPhysAddr() => new(Value * Page.SizeBytes);

    /// <summary>
    /// The frame where the buddy of a block of this start starts: one bit of the number differs.
    /// </summary>
    /// <remarks>Linux mm/internal.h, <c>__find_buddy_pfn</c>.</remarks>
    public Pfn BuddyAt(Order order) => new(Value ^ (ulong)order.PageCount);

    /// <summary>The start of the aligned block of an order in which this frame lies.</summary>
    public Pfn AlignedDownTo(Order order) => new(Value & ~(ulong)(order.PageCount - 1));

    /// <summary>
    /// Whether a block of an order may start here: the number is a multiple of the block's page count.
    /// </summary>
    public bool IsAlignedTo(Order order) => (Value & (ulong)(order.PageCount - 1)) == 0;

    /// <summary>The frame a number of pages further on.</summary>
    public Pfn Plus(long pageCount) => new(checked((ulong)((long)Value + pageCount)));

    /// <inheritdoc/>
    public int CompareTo(Pfn other) => Value.CompareTo(other.Value);

    /// <summary>Whether one frame lies before another.</summary>
    public static bool operator <(Pfn left, Pfn right) => left.Value < right.Value;

    /// <summary>Whether one frame lies after another.</summary>
    public static bool operator >(Pfn left, Pfn right) => left.Value > right.Value;

    /// <summary>Whether one frame lies before another or is the same.</summary>
    public static bool operator <=(Pfn left, Pfn right) => left.Value <= right.Value;

    /// <summary>Whether one frame lies after another or is the same.</summary>
    public static bool operator >=(Pfn left, Pfn right) => left.Value >= right.Value;

    /// <inheritdoc/>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"pfn 0x{Value:x}");
}
