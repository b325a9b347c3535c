using System.Globalization;

namespace MmVerify.Spec;

/// <summary>How many lists there are, at first empty, and how many nodes, at first on none of them.</summary>
public sealed record ListsSetup
{
    /// <summary>The most lists there may be.</summary>
    public const int MostLists = 8;

    /// <summary>The most nodes there may be.</summary>
    public const int MostNodes = 4096;

    /// <summary>Makes a setup.</summary>
    /// <param name="lists">How many lists, 1 to 8.</param>
    /// <param name="nodes">How many nodes, 0 to 4096.</param>
    public ListsSetup(int lists, int nodes)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(lists, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(lists, MostLists);
        ArgumentOutOfRangeException.ThrowIfNegative(nodes);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(nodes, MostNodes);
        Lists = lists;
        Nodes = nodes;
    }

    /// <summary>How many lists.</summary>
    public int Lists { get; }

    /// <summary>How many nodes.</summary>
    public int Nodes { get; }

    /// <summary>Whether there is a head or a node of that name.</summary>
    public bool Has(NodeName name) => name.Number >= 0 && name.Number < (name.IsHead ? Lists : Nodes);

    /// <inheritdoc/>
    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture,
        $"{Lists} list{(Lists == 1 ? "" : "s")}, {Nodes} node{(Nodes == 1 ? "" : "s")}");
}
