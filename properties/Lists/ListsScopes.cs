using MmVerify.Spec;
using static MmVerify.Spec.ListsOperation;

namespace MmVerify.Properties;

/// <summary>
/// The small scopes: a few lists and nodes, every way to bring them into every state, and then every call
/// that can be made, right or wrong. Nodes and lists are taken in their order, since which is which makes no
/// difference.
/// </summary>
public static class ListsScopes
{
    private const int LargeNodes = 512;
    private const int LargeCalls = 120;

    private static readonly Scope[] Scopes =
    [
        new(new ListsSetup(1, 1), Longest: 4),
        new(new ListsSetup(1, 2), Longest: 4),
        new(new ListsSetup(1, 3), Longest: 4),
        new(new ListsSetup(2, 1), Longest: 3),
        new(new ListsSetup(2, 2), Longest: 3),
        new(new ListsSetup(2, 3), Longest: 3),
        new(new ListsSetup(3, 2), Longest: 2),
    ];

    /// <summary>Every program of every scope, the shorter ones first.</summary>
    public static IEnumerable<Program<ListsSetup, ListsOperation>> All() =>
        from length in Enumerable.Range(0, Scopes.Max(static scope => scope.Longest) + 1)
        from scope in Scopes
        where length <= scope.Longest
        from program in Exactly(scope.Setup, length)
        select program;

    /// <summary>Every program of a length whose last call may be anything, and whose others change something.
    /// </summary>
    public static IEnumerable<Program<ListsSetup, ListsOperation>> Exactly(ListsSetup setup, int length) =>
        length == 0 ? [new(setup, [])] : Extend(setup, new ListsOperation[length], 0);

    /// <summary>
    /// Few programs with many nodes, on which the cost of an operation can be told: one for each kind, so
    /// that one that goes wrong leaves the others to be judged.
    /// </summary>
    public static IEnumerable<Program<ListsSetup, ListsOperation>> Large(ulong seed)
    {
        var random = new SplitMix(seed);
        NodeName a = NodeName.Head(0);
        NodeName b = NodeName.Head(1);
        NodeName[] nodes = [.. Enumerable.Range(0, LargeNodes)
            .OrderBy(_ => random.Next()).Take(LargeCalls).Select(NodeName.Node)];
        var all = new AddAll(0);
        Delete[] deletions = [.. nodes.Select(static node => new Delete(node))];
        IReadOnlyList<ListsOperation>[] programs =
        [
            [all, .. nodes.Select(static (_, call) => new IsEmpty(call % 2))],
            [all, .. deletions, .. nodes.Select(node => new Add(node, a))],
            [all, .. deletions, .. nodes.Select(node => new AddTail(node, a))],
            [all, .. nodes.Select((node, call) => new Move(node, call % 2 == 0 ? b : a))],
            [all, .. nodes.Select((node, call) => new MoveTail(node, call % 2 == 0 ? b : a))],
            [all, .. nodes.Select((_, call) => call % 2 == 0 ? new Splice(a, b) : new Splice(b, a))],
        ];
        return programs.Select(static operations =>
            new Program<ListsSetup, ListsOperation>(new ListsSetup(2, LargeNodes), [.. operations]));
    }

    /// <summary>Every call that can be made, right or wrong.</summary>
    /// <param name="nodes">How many nodes are taken into account.</param>
    /// <param name="lists">How many lists are.</param>
    public static IEnumerable<ListsOperation> Calls(int nodes, int lists)
    {
        NodeName[] heads = [.. Enumerable.Range(0, lists).Select(NodeName.Head)];
        NodeName[] all = [.. heads, .. Enumerable.Range(0, nodes).Select(NodeName.Node)];
        foreach (NodeName first in all)
        {
            yield return new Initialise(first);
            yield return new Delete(first);
            yield return new WalkForwards(first);
            yield return new WalkBackwards(first);
            yield return new WalkSafely(first, 0);
            foreach (NodeName second in all)
            {
                yield return new Add(first, second);
                yield return new AddTail(first, second);
                yield return new Move(first, second);
                yield return new MoveTail(first, second);
                yield return new Splice(first, second);
            }
        }

        foreach (NodeName head in heads)
        {
            yield return new IsEmpty(head.Number);
            yield return new AddAll(head.Number);
            yield return new WalkSafely(head, 1);
            yield return new WalkSafely(head, 2);
        }
    }

    private static IEnumerable<Program<ListsSetup, ListsOperation>> Extend(
        ListsSetup setup, ListsOperation[] soFar, int at)
    {
        ListsModel model = StateAfter(setup, soFar.AsSpan(0, at));
        int nodes = soFar.Take(at).Any(static operation => operation is AddAll)
            ? setup.Nodes
            : Math.Min(setup.Nodes, 1 + Used(soFar.Take(at), isHead: false));
        int lists = Math.Min(setup.Lists, 1 + Used(soFar.Take(at), isHead: true));
        bool isLast = at == soFar.Length - 1;
        foreach (ListsOperation operation in Calls(nodes, isLast ? setup.Lists : lists))
        {
            if (!isLast && !ChangesSomething(model, operation))
            {
                continue;
            }

            soFar[at] = operation;
            if (isLast)
            {
                yield return new(setup, [.. soFar]);
                continue;
            }

            foreach (Program<ListsSetup, ListsOperation> program in Extend(setup, soFar, at + 1))
            {
                yield return program;
            }
        }
    }

    private static ListsModel StateAfter(ListsSetup setup, ReadOnlySpan<ListsOperation> operations)
    {
        var model = new ListsModel();
        model.Start(setup);
        foreach (ListsOperation operation in operations)
        {
            model.Apply(operation);
        }

        return model;
    }

    private static int Used(IEnumerable<ListsOperation> operations, bool isHead) => operations
        .SelectMany(static operation => new[] { operation.First, operation.Second })
        .Where(name => name.IsHead == isHead)
        .Select(static name => name.Number + 1).DefaultIfEmpty().Max();

    private static bool ChangesSomething(ListsModel model, ListsOperation operation) =>
        model.WhyRefused(operation) == Errno.None && operation switch
        {
            Add or AddTail or Delete or Move or MoveTail => true,
            AddAll => model.HasFreeNodes,
            Splice => model.NodesOf(operation.First.Number).Count > 0,
            WalkSafely { Deleting: > 0 } => model.NodesOf(operation.First.Number).Count > 0,
            _ => false,
        };

    private sealed record Scope(ListsSetup Setup, int Longest);
}
