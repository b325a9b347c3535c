namespace MmVerify.Spec;

/// <summary>Makes a kernel list.</summary>
/// <remarks>
/// An interface with a static abstract member cannot be the type argument of a <c>Func</c>.
/// </remarks>
public delegate IKernelList ListsFactory();

/// <summary>
/// Carries out operations on a pool of heads and nodes and notes where their links lead afterwards.
/// </summary>
/// <param name="create">How to make a list.</param>
public sealed class ListsDriver(ListsFactory create) : IDriver<ListsSetup, ListsOperation, ListsReply>
{
    private IKernelList? list;
    private ListNode[] pool = [];
    private int lists;
    private long budget;

    /// <summary>Makes a driver for an implementation.</summary>
    /// <typeparam name="TList">The implementation.</typeparam>
    public static ListsDriver For<TList>()
        where TList : IKernelList => new(TList.Create);

    /// <summary>Whether all that an operation names is there.</summary>
    public static bool IsDue(ListsOperation operation, ListsLinks links) =>
        links.Has(operation.First) && links.Has(operation.Second);

    /// <inheritdoc/>
    public void Start(ListsSetup setup, out ListsReply reply)
    {
        lists = setup.Lists;
        pool = new ListNode[setup.Lists + setup.Nodes];
        for (int place = 0; place < pool.Length; place++)
        {
            pool[place] = new ListNode(isHead: place < lists) { Place = place };
        }

        // Enough for any algorithm that is at most quadratic in the number of nodes.
        budget = 1_000_000 + ((long)pool.Length * pool.Length);
        try
        {
            Fuel.Fill(budget);
            list = create() ?? throw new InvalidOperationException("Create returned null");
            Errno errno = Errno.None;
            for (int head = 0; head < lists && errno == Errno.None; head++)
            {
                errno = list.Initialise(pool[head]);
            }

            reply = new ListsReply(Outcome.Of(errno)) { Links = Read() };
        }
        catch (Exception exception)
        {
            reply = ListsReply.Ended(Guard.Explain(exception));
        }
    }

    /// <inheritdoc/>
    public void Do(ListsOperation operation, ReadOnlySpan<ListsReply> earlier, out ListsReply reply)
    {
        if (!IsDue(operation, earlier[0].Links))
        {
            reply = new ListsReply(Outcome.Skipped) { Links = earlier[^1].Links };
            return;
        }

        var visited = new List<int>();
        bool isEmpty = false;
        try
        {
            Fuel.Fill(budget);
            Errno errno = Carry(operation, earlier[^1].Links, visited, ref isEmpty);
            long work = budget - Fuel.Left;
            reply = new ListsReply(Outcome.Of(errno), work, isEmpty) { Links = Read(), Visited = visited };
        }
        catch (Exception exception)
        {
            reply = ListsReply.Ended(Guard.Explain(exception));
        }
    }

    private Errno Carry(ListsOperation operation, ListsLinks before, List<int> visited, ref bool isEmpty)
    {
        IKernelList asked = list!;
        ListNode first = Of(operation.First);
        ListNode second = Of(operation.Second);
        switch (operation)
        {
            case ListsOperation.Initialise:
                return asked.Initialise(first);
            case ListsOperation.Add:
                return asked.Add(first, second);
            case ListsOperation.AddTail:
                return asked.AddTail(first, second);
            case ListsOperation.AddAll:
                return AddAll(first, before);
            case ListsOperation.Delete:
                return asked.Delete(first);
            case ListsOperation.Move:
                return asked.Move(first, second);
            case ListsOperation.MoveTail:
                return asked.MoveTail(first, second);
            case ListsOperation.Splice:
                return asked.Splice(first, second);
            case ListsOperation.IsEmpty:
                isEmpty = asked.IsEmpty(first);
                return Errno.None;
            case ListsOperation.WalkForwards:
                return asked.WalkForwards(first, node => Visit(node, visited));
            case ListsOperation.WalkBackwards:
                return asked.WalkBackwards(first, node => Visit(node, visited));
            case ListsOperation.WalkSafely walk:
                return asked.WalkSafely(first, node =>
                {
                    bool isDeleted = walk.Deletes(visited.Count);
                    Visit(node, visited);
                    if (isDeleted)
                    {
                        asked.Delete(node);
                    }
                });
            default:
                throw new ArgumentException($"{operation} is no step of a program", nameof(operation));
        }
    }

    private Errno AddAll(ListNode head, ListsLinks before)
    {
        Errno errno = Errno.None;
        for (int place = lists; place < pool.Length && errno == Errno.None; place++)
        {
            errno = before.IsIsolated(place) ? list!.AddTail(pool[place], head) : Errno.None;
        }

        return errno;
    }

    // A walk that goes round in circles would visit for ever.
    private void Visit(ListNode node, List<int> visited)
    {
        if (visited.Count >= ListsReply.MostVisits(pool.Length))
        {
            throw new OutOfFuelException();
        }

        visited.Add(PlaceOf(node));
    }

    private ListNode Of(NodeName name) => pool[name.IsHead ? name.Number : lists + name.Number];

    private ListsLinks Read()
    {
        int[] next = new int[pool.Length];
        int[] previous = new int[pool.Length];
        for (int place = 0; place < pool.Length; place++)
        {
            next[place] = PlaceOf(pool[place].Next);
            previous[place] = PlaceOf(pool[place].Previous);
        }

        return new ListsLinks(lists, next, previous);
    }

    // One that was kept from another program has a place too, but is not the one that stands there.
    private int PlaceOf(ListNode? node) => node is null ? ListsLinks.Nowhere
        : node.Place >= 0 && node.Place < pool.Length && ReferenceEquals(pool[node.Place], node) ? node.Place
        : ListsLinks.Foreign;
}
