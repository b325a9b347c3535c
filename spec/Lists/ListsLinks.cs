using System.Diagnostics.CodeAnalysis;
using System.Text;

namespace MmVerify.Spec;

/// <summary>
/// What the links of all heads and nodes say at one moment: places in a row, heads first. Links may lead
/// anywhere; whoever follows them here comes to an end.
/// </summary>
public sealed class ListsLinks : IEquatable<ListsLinks>
{
    /// <summary>A link that is null.</summary>
    public const int Nowhere = -1;

    /// <summary>A link to what is neither a head nor a node of this program.</summary>
    public const int Foreign = -2;

    private const int MostShown = 12;

    private readonly int[] next;
    private readonly int[] previous;

    /// <summary>Makes links.</summary>
    /// <param name="lists">How many of the places are heads.</param>
    /// <param name="next">For each place, where its next link leads.</param>
    /// <param name="previous">For each place, where its previous link leads; as many.</param>
    public ListsLinks(int lists, int[] next, int[] previous)
    {
        Lists = lists;
        this.next = next;
        this.previous = previous;
    }

    /// <summary>No heads and no nodes.</summary>
    public static ListsLinks None { get; } = new(0, [], []);

    /// <summary>How many heads there are.</summary>
    public int Lists { get; }

    /// <summary>How many nodes there are.</summary>
    public int Nodes => next.Length - Lists;

    /// <summary>The places of the heads.</summary>
    public IEnumerable<int> Heads => Enumerable.Range(0, Lists);

    /// <summary>Heads and nodes.</summary>
    public int Places => next.Length;

    /// <summary>Whether there is a head or a node of that name.</summary>
    public bool Has(NodeName name) => name.Number >= 0 && name.Number < (name.IsHead ? Lists : Nodes);

    /// <summary>The place of a head or a node.</summary>
    public int PlaceOf(NodeName name) => name.IsHead ? name.Number : Lists + name.Number;

    /// <summary>What stands at a place.</summary>
    public NodeName NameOf(int place) =>
        place < Lists ? NodeName.Head(place) : NodeName.Node(place - Lists);

    /// <summary>Where the next link of a place leads.</summary>
    public int Next(int place) => next[place];

    /// <summary>Where the previous link of a place leads.</summary>
    public int Previous(int place) => previous[place];

    /// <summary>Whether links lead to nobody else: both null, or both to itself.</summary>
    public bool IsIsolated(int place) =>
        next[place] == previous[place] && (next[place] == Nowhere || next[place] == place);

    /// <summary>The places whose links are not what they were.</summary>
    /// <param name="before">The links of the same heads and nodes earlier.</param>
    public IEnumerable<int> ChangedSince(ListsLinks before)
    {
        for (int place = 0; place < next.Length; place++)
        {
            if (next[place] != before.next[place] || previous[place] != before.previous[place])
            {
                yield return place;
            }
        }
    }

    /// <summary>The places behind a head, up to where the way ends.</summary>
    /// <param name="head">The place of the head.</param>
    /// <param name="isBackwards">Along which links.</param>
    /// <param name="end">Where it ends: at the head itself, as it has to; at null, something foreign, another
    /// head, or a node that it came past before.</param>
    public IReadOnlyList<int> From(int head, bool isBackwards, out int end)
    {
        int[] links = isBackwards ? previous : next;
        var way = new List<int>();
        int at = links[head];
        while (at >= Lists && way.Count < Nodes && !(way.Count > 0 && at == way[0]))
        {
            way.Add(at);
            at = links[at];
        }

        end = at;
        return way;
    }

    /// <summary>Whether a list has these nodes in this order, and then comes back to its head.</summary>
    /// <param name="head">The place of the head.</param>
    /// <param name="nodes">The places of the nodes, in forward order.</param>
    /// <param name="isBackwards">Along which links.</param>
    public bool IsList(int head, IReadOnlyList<int> nodes, bool isBackwards)
    {
        int[] links = isBackwards ? previous : next;
        int at = head;
        for (int i = 0; i < nodes.Count; i++)
        {
            at = links[at];
            if (at != nodes[isBackwards ? nodes.Count - 1 - i : i])
            {
                return false;
            }
        }

        return links[at] == head;
    }

    /// <summary>A list as its links tell it: <c>A: n1 n0</c>, or where the way gets lost.</summary>
    /// <param name="head">The place of the head.</param>
    /// <param name="isBackwards">Along which links.</param>
    public string Tell(int head, bool isBackwards = false)
    {
        IReadOnlyList<int> way = From(head, isBackwards, out int end);
        string lost = end == head ? "" : end switch
        {
            Nowhere => "then null",
            Foreign => "then something foreign",
            _ => $"then {NameOf(end)}, never back to {NameOf(head)}",
        };
        return $"{NameOf(head)}{(isBackwards ? " backwards" : "")}: {Tell(way, lost)}";
    }

    /// <summary>Places by their names, the first dozen.</summary>
    public string Tell(IReadOnlyList<int> places, string end = "")
    {
        var text = new StringBuilder();
        text.AppendJoin(' ', places.Take(MostShown).Select(place => place >= 0 ? $"{NameOf(place)}" : "?"));
        if (places.Count > MostShown)
        {
            text.Append($" … {places.Count - MostShown} more");
        }

        if (end.Length > 0)
        {
            text.Append(text.Length > 0 ? ", " : "").Append(end);
        }

        return text.Length == 0 ? "nobody" : text.ToString();
    }

    /// <summary>Both links of a place in words.</summary>
    public string TellLinks(int place) =>
        $"next {TellLink(next[place])}, previous {TellLink(previous[place])}";

    /// <inheritdoc/>
    public bool Equals([NotNullWhen(true)] ListsLinks? other) =>
        other is not null && Lists == other.Lists
        && next.AsSpan().SequenceEqual(other.next) && previous.AsSpan().SequenceEqual(other.previous);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as ListsLinks);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Lists, next.Length);

    /// <summary>Every list, forwards.</summary>
    public override string ToString() =>
        string.Join("; ", Heads.Select(head => Tell(head)));

    private string TellLink(int to) => to switch
    {
        Nowhere => "null",
        Foreign => "foreign",
        _ => $"{NameOf(to)}",
    };
}
