using System.Globalization;

namespace MmVerify.Spec;

/// <summary>The name of a head, <c>A</c>, or of a node, <c>n0</c>, in a program.</summary>
/// <param name="IsHead">Whether it names a head.</param>
/// <param name="Number">Which one, from 0.</param>
public readonly record struct NodeName(bool IsHead, int Number)
{
    /// <summary>The head of a list.</summary>
    public static NodeName Head(int number) => new(IsHead: true, number);

    /// <summary>A node.</summary>
    public static NodeName Node(int number) => new(IsHead: false, number);

    /// <inheritdoc/>
    public override string ToString() => IsHead
        ? ((char)('A' + Number)).ToString()
        : string.Create(CultureInfo.InvariantCulture, $"n{Number}");
}
