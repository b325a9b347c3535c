namespace MmVerify.Spec;

/// <summary>What came back from one operation, and what all links said afterwards.</summary>
/// <param name="Outcome">How it ended.</param>
/// <param name="Work">Steps the operation took inside the implementation; 0 when not counted. Unit:
/// ticks.</param>
/// <param name="IsEmpty">What <see cref="IKernelList.IsEmpty"/> answered; false for others.</param>
public readonly record struct ListsReply(Outcome Outcome, long Work = 0, bool IsEmpty = false)
    : IReply<ListsReply>
{
    // So that the sum over the longest program is still a number.
    private const long MaxWork = 1L << 44;

    private readonly ListsLinks? links;
    private readonly IReadOnlyList<int>? visited;

    /// <summary>The links; of a step without answer, nothing.</summary>
    public ListsLinks Links
    {
        get => links ?? ListsLinks.None;
        init => links = value;
    }

    /// <summary>The places that a walk visited, in that order; a foreign one as
    /// <see cref="ListsLinks.Foreign"/>.</summary>
    public IReadOnlyList<int> Visited
    {
        get => visited ?? [];
        init => visited = value;
    }

    /// <inheritdoc/>
    public static ListsReply Ended(Outcome outcome) => new(outcome);

    /// <summary>How many visits a walk may make before it is ended: more than a right one can.</summary>
    public static int MostVisits(int places) => (2 * places) + 2;

    /// <summary>Reads a reply.</summary>
    /// <param name="reader">Where from.</param>
    /// <param name="operation">What it replies to.</param>
    /// <param name="earlier">The replies before it, creation's first.</param>
    /// <exception cref="WireException">It is no reply to that operation.</exception>
    public static ListsReply Read(
        ref WireReader reader, ListsOperation operation, ReadOnlySpan<ListsReply> earlier)
    {
        Outcome outcome = Outcome.Read(ref reader);
        bool isDue = earlier.Length == 0 || ListsDriver.IsDue(operation, earlier[0].Links);
        if (isDue == (outcome.Kind == OutcomeKind.Skipped))
        {
            throw new WireException($"{operation} was {(isDue ? "skipped" : "carried out")}");
        }

        if (outcome.IsEnd)
        {
            return Ended(outcome);
        }

        if (!isDue)
        {
            return new ListsReply(outcome) { Links = earlier[^1].Links };
        }

        long work = reader.Number(0, MaxWork);
        bool isEmpty = reader.Number(0, 1) == 1;
        ListsLinks read = ReadLinks(ref reader, earlier);
        var places = new int[reader.Number(0, MostVisits(read.Places))];
        for (int i = 0; i < places.Length; i++)
        {
            places[i] = ReadPlace(ref reader, read.Places);
        }

        return new ListsReply(outcome, work, isEmpty) { Links = read, Visited = places };
    }

    /// <summary>Writes the reply.</summary>
    public void Write(WireWriter writer)
    {
        Outcome.Write(writer);
        if (Outcome.IsEnd || Outcome.Kind == OutcomeKind.Skipped)
        {
            return;
        }

        writer.Number((ulong)Work);
        writer.Number(IsEmpty ? 1UL : 0);
        writer.Number((ulong)Links.Lists);
        writer.Number((ulong)Links.Nodes);
        for (int place = 0; place < Links.Places; place++)
        {
            WritePlace(writer, Links.Next(place));
            WritePlace(writer, Links.Previous(place));
        }

        writer.Number((ulong)Visited.Count);
        foreach (int place in Visited)
        {
            WritePlace(writer, place);
        }
    }

    /// <summary>The answer and what the lists are now, in words.</summary>
    public override string ToString() => Outcome.Kind == OutcomeKind.Done && links is not null
        ? $"{(visited is { Count: > 0 } ? "visits " + links.Tell(visited) : $"{Outcome}")}   {links}"
        : $"{Outcome}";

    private static ListsLinks ReadLinks(ref WireReader reader, ReadOnlySpan<ListsReply> earlier)
    {
        int lists = (int)reader.Number(1, ListsSetup.MostLists);
        int nodes = (int)reader.Number(0, ListsSetup.MostNodes);
        if (earlier.Length > 0 && (lists != earlier[0].Links.Lists || nodes != earlier[0].Links.Nodes))
        {
            throw new WireException($"{lists} lists and {nodes} nodes are not those of the beginning");
        }

        int[] next = new int[lists + nodes];
        int[] previous = new int[lists + nodes];
        for (int place = 0; place < next.Length; place++)
        {
            next[place] = ReadPlace(ref reader, next.Length);
            previous[place] = ReadPlace(ref reader, next.Length);
        }

        return new ListsLinks(lists, next, previous);
    }

    private static void WritePlace(WireWriter writer, int place) =>
        writer.Number((ulong)(place - ListsLinks.Foreign));

    private static int ReadPlace(ref WireReader reader, int places) =>
        (int)reader.Number(0, places - 1 - ListsLinks.Foreign) + ListsLinks.Foreign;
}
