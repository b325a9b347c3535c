using System.Globalization;

namespace MmVerify.Spec;

/// <summary>
/// Where the description of a frame is. It is a name like any other: which number a frame's has is for the
/// implementation to choose. Linux: <c>struct page *</c>.
/// </summary>
/// <param name="Value">The number.</param>
public readonly record struct PageAddr(ulong Value)
{
    /// <inheritdoc/>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"page 0x{Value:x}");
}
