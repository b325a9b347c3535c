namespace MmVerify.Spec;

/// <summary>
/// Which nodes are on which list, in which order: plain lists of places, as <see cref="ListsLinks"/> counts
/// them. It tells what an operation has to come to, and follows as long as the links say the same.
/// </summary>
public sealed class ListsModel : IModel<ListsSetup, ListsOperation, ListsReply>
{
    private List<int>[] now = [];
    private List<int>[] then = [];
    private int[] listOf = [];
    private ListsOperation? expected;

    /// <summary>How many nodes there are.</summary>
    public int NodeCount { get; private set; }

    /// <summary>How many lists there are.</summary>
    public int ListCount => now.Length;

    /// <summary>Whether there is a node that is on no list.</summary>
    public bool HasFreeNodes => now.Sum(static nodes => nodes.Count) < NodeCount;

    /// <inheritdoc/>
    public void Start(ListsSetup setup)
    {
        NodeCount = setup.Nodes;
        now = [.. Enumerable.Range(0, setup.Lists).Select(static _ => new List<int>())];
        then = [.. Enumerable.Range(0, setup.Lists).Select(static _ => new List<int>())];
        listOf = new int[setup.Lists + setup.Nodes];
        Array.Fill(listOf, -1);
        expected = null;
    }

    /// <summary>The nodes of a list, by their places.</summary>
    public IReadOnlyList<int> NodesOf(int list) => now[list];

    /// <summary>The list that a node is on; -1 when it is on none.</summary>
    public int ListOf(NodeName node) => listOf[ListCount + node.Number];

    /// <summary>Why an operation has to be refused; no errno when it has to be done.</summary>
    public Errno WhyRefused(ListsOperation operation)
    {
        bool hasNode = !operation.First.IsHead;
        switch (operation)
        {
            case ListsOperation.Initialise:
                return hasNode ? Errno.EINVAL
                    : now[operation.First.Number].Count > 0 ? Errno.EBUSY : Errno.None;
            case ListsOperation.Add or ListsOperation.AddTail:
                return !hasNode || !operation.Second.IsHead ? Errno.EINVAL
                    : ListOf(operation.First) >= 0 ? Errno.EBUSY : Errno.None;
            case ListsOperation.Delete:
                return !hasNode ? Errno.EINVAL : ListOf(operation.First) < 0 ? Errno.ENOENT : Errno.None;
            case ListsOperation.Move or ListsOperation.MoveTail:
                return !hasNode || !operation.Second.IsHead ? Errno.EINVAL
                    : ListOf(operation.First) < 0 ? Errno.ENOENT : Errno.None;
            case ListsOperation.Splice:
                return hasNode || !operation.Second.IsHead || operation.First == operation.Second
                    ? Errno.EINVAL : Errno.None;
            default:
                return hasNode ? Errno.EINVAL : Errno.None;
        }
    }

    /// <summary>The nodes of a list once an operation that has to be done is done.</summary>
    public IReadOnlyList<int> NodesAfter(ListsOperation operation, int list)
    {
        Expect(operation);
        return then[list];
    }

    /// <summary>Whether the operation may change the links of a place.</summary>
    public bool Concerns(ListsOperation operation, int place)
    {
        int list = place < ListCount ? place : listOf[place];
        bool isOnIt = list >= 0 && (IsList(operation.First, list) || IsList(operation.Second, list));
        return (operation.Kind & ListsOperation.Kinds.Changes) != 0
            ? isOnIt || (operation is ListsOperation.AddAll && list < 0)
                || (!operation.First.IsHead && place == ListCount + operation.First.Number)
            : operation is ListsOperation.WalkSafely { Deleting: > 0 } && isOnIt;
    }

    /// <inheritdoc/>
    public bool Follow(ListsOperation operation, in ListsReply reply)
    {
        bool isDone = reply.Outcome.Kind == OutcomeKind.Done;
        if (operation is ListsOperation.Create)
        {
            return isDone && reply.Links.Lists == ListCount && reply.Links.Nodes == NodeCount
                && Agrees(reply.Links);
        }

        if (isDone)
        {
            if (WhyRefused(operation) != Errno.None)
            {
                return false;
            }

            Apply(operation);
        }

        expected = null;
        return Agrees(reply.Links);
    }

    /// <summary>Becomes the state after an operation that has to be done and is.</summary>
    public void Apply(ListsOperation operation)
    {
        Expect(operation);
        expected = null;
        (now, then) = (then, now);
        Array.Fill(listOf, -1);
        for (int list = 0; list < now.Length; list++)
        {
            foreach (int node in now[list])
            {
                listOf[node] = list;
            }
        }
    }

    private bool IsList(NodeName name, int list) =>
        (name.IsHead ? name.Number : ListOf(name)) == list;

    private void Expect(ListsOperation operation)
    {
        if (ReferenceEquals(expected, operation))
        {
            return;
        }

        expected = operation;
        for (int list = 0; list < now.Length; list++)
        {
            then[list].Clear();
            then[list].AddRange(now[list]);
        }

        int node = ListCount + operation.First.Number;
        switch (operation)
        {
            case ListsOperation.Add or ListsOperation.Move:
                Remove(node);
                then[operation.Second.Number].Insert(0, node);
                break;
            case ListsOperation.AddTail or ListsOperation.MoveTail:
                Remove(node);
                then[operation.Second.Number].Add(node);
                break;
            case ListsOperation.AddAll:
                then[operation.Second.Number].AddRange(
                    Enumerable.Range(ListCount, NodeCount).Where(place => listOf[place] < 0));
                break;
            case ListsOperation.Delete:
                Remove(node);
                break;
            case ListsOperation.Splice:
                then[operation.Second.Number].InsertRange(0, then[operation.First.Number]);
                then[operation.First.Number].Clear();
                break;
            case ListsOperation.WalkSafely walk:
                List<int> walked = now[operation.First.Number];
                then[operation.First.Number].Clear();
                then[operation.First.Number].AddRange(walked.Where((_, visited) => !walk.Deletes(visited)));
                break;
        }
    }

    private void Remove(int node)
    {
        if (listOf[node] >= 0)
        {
            then[listOf[node]].Remove(node);
        }
    }

    private bool Agrees(ListsLinks links)
    {
        for (int list = 0; list < now.Length; list++)
        {
            if (!links.IsList(list, now[list], isBackwards: false)
                || !links.IsList(list, now[list], isBackwards: true))
            {
                return false;
            }
        }

        for (int node = ListCount; node < listOf.Length; node++)
        {
            if (listOf[node] < 0 && !links.IsIsolated(node))
            {
                return false;
            }
        }

        return true;
    }
}
