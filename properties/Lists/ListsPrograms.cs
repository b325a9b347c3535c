using MmVerify.Spec;
using static MmVerify.Spec.ListsOperation;

namespace MmVerify.Properties;

/// <summary>How programs for kernel lists are made, made smaller and shown.</summary>
public sealed class ListsPrograms()
    : ChapterPrograms<ListsSetup, ListsOperation, ListsReply, ListsModel>(ListsChapter.Instance)
{
    private const int MostNumbersAbove = 4;

    /// <inheritdoc/>
    public override IEnumerable<Program<ListsSetup, ListsOperation>> SmallScope => ListsScopes.All();

    /// <inheritdoc/>
    public override IEnumerable<Program<ListsSetup, ListsOperation>> Large(ulong seed) =>
        ListsScopes.Large(seed);

    /// <inheritdoc/>
    public override Program<ListsSetup, ListsOperation> Random(ulong shape, int length, ulong seed) =>
        ListsExpansion.Expand(shape, length, seed);

    /// <inheritdoc/>
    public override ListsOperation WithLender(ListsOperation operation, int lender) => operation;

    /// <inheritdoc/>
    public override ListsOperation? GivingBack(int lender) => null;

    /// <inheritdoc/>
    public override IEnumerable<ListsOperation> Variants(ListsSetup setup, ListsOperation operation)
    {
        IEnumerable<ListsOperation> same =
            from first in Simpler(setup, operation.First)
            from second in operation.First == operation.Second ? [first] : Simpler(setup, operation.Second)
            select With(operation, first, second);
        IEnumerable<ListsOperation> other = operation switch
        {
            AddTail tail => [new Add(tail.Node, tail.Head)],
            AddAll all => Enumerable.Range(0, Math.Min(setup.Nodes, MostNumbersAbove))
                .Select(node => new AddTail(NodeName.Node(node), all.First)),
            MoveTail tail => [new Move(tail.Node, tail.Head)],
            Move move => [new Delete(move.Node)],
            WalkSafely walk => Enumerable.Range(0, walk.Deleting)
                .Select(every => walk with { Deleting = every }),
            _ => [],
        };
        return same.Concat(other).Where(variant => variant != operation);
    }

    /// <inheritdoc/>
    public override IEnumerable<ListsSetup> SmallerSetups(ListsSetup setup) =>
        from lists in Enumerable.Range(1, setup.Lists)
        from nodes in new[] { 0, 1, 2, 3, setup.Nodes / 2, setup.Nodes - 1, setup.Nodes }.Distinct().Order()
        where nodes >= 0 && nodes <= setup.Nodes && (lists < setup.Lists || nodes < setup.Nodes)
        select new ListsSetup(lists, nodes);

    /// <inheritdoc/>
    public override long SizeOf(ListsSetup setup) => (setup.Nodes * 100L) + setup.Lists;

    /// <inheritdoc/>
    public override long SizeOf(ListsOperation operation)
    {
        long kind = operation switch
        {
            AddTail => 1,
            Move => 2,
            MoveTail => 3,
            WalkSafely walk => walk.Deleting,
            AddAll => 100,
            _ => 0,
        };
        return kind + (2 * operation.First.Number) + (2 * operation.Second.Number);
    }

    /// <inheritdoc/>
    public override string CodeOf(ListsSetup setup) =>
        $"new ListsSetup(lists: {setup.Lists}, nodes: {setup.Nodes})";

    /// <inheritdoc/>
    public override string CodeOf(ListsOperation operation) => operation switch
    {
        Create => throw new ArgumentException($"{operation} is no step of a program", nameof(operation)),
        IsEmpty empty => $"new ListsOperation.IsEmpty({empty.List})",
        AddAll all => $"new ListsOperation.AddAll({all.List})",
        WalkSafely walk => $"new ListsOperation.WalkSafely({CodeOf(walk.Head)}, Deleting: {walk.Deleting})",
        Add or AddTail or Move or MoveTail or Splice =>
            $"new ListsOperation.{operation.GetType().Name}"
                + $"({CodeOf(operation.First)}, {CodeOf(operation.Second)})",
        _ => $"new ListsOperation.{operation.GetType().Name}({CodeOf(operation.First)})",
    };

    /// <inheritdoc/>
    public override IReadOnlyList<Picture> Pictures(
        Program<ListsSetup, ListsOperation> program, ReadOnlySpan<ListsReply> replies, bool lastIsWrong) =>
        ListsPictures.Draw(program, replies, lastIsWrong);

    private static string CodeOf(NodeName name) =>
        $"NodeName.{(name.IsHead ? "Head" : "Node")}({name.Number})";


    private static IEnumerable<NodeName> Simpler(ListsSetup setup, NodeName name) =>
        Enumerable.Range(0, name.IsHead ? setup.Lists : Math.Min(setup.Nodes, name.Number + MostNumbersAbove))
            .Select(number => name with { Number = number });

    private static ListsOperation With(ListsOperation operation, NodeName first, NodeName second) =>
        operation switch
        {
            Initialise => new Initialise(first),
            Add => new Add(first, second),
            AddTail => new AddTail(first, second),
            Delete => new Delete(first),
            Move => new Move(first, second),
            MoveTail => new MoveTail(first, second),
            Splice => new Splice(first, second),
            IsEmpty => new IsEmpty(first.Number),
            AddAll => new AddAll(first.Number),
            WalkForwards => new WalkForwards(first),
            WalkBackwards => new WalkBackwards(first),
            WalkSafely walk => new WalkSafely(first, walk.Deleting),
            _ => operation,
        };
}
