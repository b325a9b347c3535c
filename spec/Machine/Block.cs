using System.Globalization;

namespace MmVerify.Spec;

/// <summary>
/// 2^k page frames in a row: what a buddy allocator hands out and takes back. It is a plain claim and is not
/// checked when made, because a wrong block is what laws must be able to see.
/// </summary>
/// <param name="Start">The first frame.</param>
/// <param name="Order">The size.</param>
public readonly record struct Block(Pfn Start, Order Order)
{
    /// <summary>How many frames. Unit: pages.</summary>
    public long PageCount => Order.PageCount;

    /// <summary>The first frame behind the block.</summary>
    public Pfn End => Start.Plus(PageCount);

    /// <summary>Whether the block starts at a multiple of its size.</summary>
    public bool IsAligned => Start.IsAlignedTo(Order);

    /// <summary>Its frames, one after the other.</summary>
    public IEnumerable<Pfn> Frames
    {
        get
        {
            for (Pfn frame = Start; frame < End; frame = frame.Plus(1))
            {
                yield return frame;
            }
        }
    }

    /// <summary>The block with which this one can be merged into one of the next order.</summary>
    public Block Buddy => new(Start.BuddyAt(Order), Order);

    /// <inheritdoc/>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Start} {Order}");
}
