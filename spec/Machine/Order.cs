using System.Globalization;

namespace MmVerify.Spec;

/// <summary>
/// The size of a block as a power of two: a block of order k has 2^k pages. An order outside 0 to 10 cannot
/// be made. Linux: <c>order</c>, at most <c>MAX_PAGE_ORDER</c> (called <c>MAX_ORDER</c> before 6.8, and
/// exclusive before 6.4).
/// </summary>
public readonly record struct Order : IComparable<Order>
{
    /// <summary>The largest value: blocks of 1024 pages, 4 MiB.</summary>
    public const int MaxValue = 10;

    /// <summary>How many orders there are: 0 to <see cref="MaxValue"/>.</summary>
    public const int Count = MaxValue + 1;

    private readonly byte value;

    /// <summary>Makes an order.</summary>
    /// <param name="value">0 to 10.</param>
    /// <exception cref="ArgumentOutOfRangeException">The value is not an order.</exception>
    public Order(int value)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(value);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(value, MaxValue);
        this.value = (byte)value;
    }

    /// <summary>The largest order, 10.</summary>
    public static Order Max => new(MaxValue);

    /// <summary>The exponent, 0 to 10.</summary>
    public int Value => value;

    /// <summary>Pages in a block of this order: 2^<see cref="Value"/>.</summary>
    public long PageCount => 1L << value;

    /// <summary>The order of a block twice as large.</summary>
    /// <exception cref="ArgumentOutOfRangeException">There is none above 10.</exception>
    public Order Up() => new(value + 1);

    /// <summary>The order of one half of a block.</summary>
    /// <exception cref="ArgumentOutOfRangeException">There is none below 0.</exception>
    public Order Down() => new(value - 1);

    /// <summary>The smallest order whose blocks hold a number of bytes. Linux: <c>get_order</c>.</summary>
    /// <param name="sizeBytes">At least 1 and at most 4 MiB.</param>
    /// <exception cref="ArgumentOutOfRangeException">No order fits.</exception>
    public static Order ForBytes(long sizeBytes)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(sizeBytes, 1);
        int order = 0;
        while (order <= MaxValue && (1L << order) < Page.CountFor(sizeBytes))
        {
            order++;
        }

        return new Order(order);
    }

    /// <inheritdoc/>
    public int CompareTo(Order other) => value.CompareTo(other.value);

    /// <summary>Whether blocks of one order are smaller than those of another.</summary>
    public static bool operator <(Order left, Order right) => left.value < right.value;

    /// <summary>Whether blocks of one order are larger than those of another.</summary>
    public static bool operator >(Order left, Order right) => left.value > right.value;

    /// <summary>Whether blocks of one order are at most as large as those of another.</summary>
    public static bool operator <=(Order left, Order right) => left.value <= right.value;

    /// <summary>Whether blocks of one order are at least as large as those of another.</summary>
    public static bool operator >=(Order left, Order right) => left.value >= right.value;

    /// <inheritdoc/>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"order {value}");
}
