using System.Globalization;

namespace MmVerify.Spec;

/// <summary>
/// One call of a kernel list. A step that names a head or a node which the setup has not is skipped.
/// </summary>
public abstract record ListsOperation : IOperation
{
    /// <summary>The kinds of operation, one bit each, for the laws to name.</summary>
    public static class Kinds
    {
        /// <summary><see cref="ListsOperation.Create"/>.</summary>
        public const uint Create = 1;

        /// <summary><see cref="ListsOperation.Initialise"/>.</summary>
        public const uint Initialise = 2;

        /// <summary><see cref="ListsOperation.Add"/>.</summary>
        public const uint Add = 4;

        /// <summary><see cref="ListsOperation.AddTail"/>.</summary>
        public const uint AddTail = 8;

        /// <summary><see cref="ListsOperation.Delete"/>.</summary>
        public const uint Delete = 16;

        /// <summary><see cref="ListsOperation.Move"/>.</summary>
        public const uint Move = 32;

        /// <summary><see cref="ListsOperation.MoveTail"/>.</summary>
        public const uint MoveTail = 64;

        /// <summary><see cref="ListsOperation.Splice"/>.</summary>
        public const uint Splice = 128;

        /// <summary><see cref="ListsOperation.IsEmpty"/>.</summary>
        public const uint IsEmpty = 256;

        /// <summary><see cref="ListsOperation.WalkForwards"/>.</summary>
        public const uint WalkForwards = 512;

        /// <summary><see cref="ListsOperation.WalkBackwards"/>.</summary>
        public const uint WalkBackwards = 1024;

        /// <summary><see cref="ListsOperation.WalkSafely"/>.</summary>
        public const uint WalkSafely = 2048;

        /// <summary><see cref="ListsOperation.AddAll"/>.</summary>
        public const uint AddAll = 4096;

        /// <summary>Every operation that visits nodes.</summary>
        public const uint Walks = WalkForwards | WalkBackwards | WalkSafely;

        /// <summary>Every operation that may change links, and has to.</summary>
        public const uint Changes = Initialise | Add | AddTail | AddAll | Delete | Move | MoveTail | Splice;

        /// <summary>Every operation but the making.</summary>
        public const uint Asked = Changes | IsEmpty | Walks;
    }

    private ListsOperation(uint kind, NodeName first, NodeName second)
    {
        Kind = kind;
        First = first;
        Second = second;
    }

    /// <inheritdoc/>
    public uint Kind { get; }

    /// <inheritdoc/>
    public int Lender => -1;

    /// <summary>What is put, taken or moved, or the list that is asked.</summary>
    public NodeName First { get; }

    /// <summary>The list it goes to; the same as <see cref="First"/> where nothing goes anywhere.</summary>
    public NodeName Second { get; }

    /// <summary>The making of the instance and of its lists: the first of every history.</summary>
    public sealed record Create() : ListsOperation(Kinds.Create, default, default)
    {
        /// <inheritdoc/>
        public override string ToString() => "Create";
    }

    /// <summary>Makes a list empty that is.</summary>
    /// <param name="Head">The list; of a node, misuse.</param>
    public sealed record Initialise(NodeName Head) : ListsOperation(Kinds.Initialise, Head, Head)
    {
        /// <inheritdoc/>
        public override string ToString() => $"Initialise({Head})";
    }

    /// <summary>Puts a node first.</summary>
    /// <param name="Node">The node.</param>
    /// <param name="Head">The list.</param>
    public sealed record Add(NodeName Node, NodeName Head) : ListsOperation(Kinds.Add, Node, Head)
    {
        /// <inheritdoc/>
        public override string ToString() => $"Add({Node}, {Head})";
    }

    /// <summary>Puts a node last.</summary>
    /// <param name="Node">The node.</param>
    /// <param name="Head">The list.</param>
    public sealed record AddTail(NodeName Node, NodeName Head) : ListsOperation(Kinds.AddTail, Node, Head)
    {
        /// <inheritdoc/>
        public override string ToString() => $"AddTail({Node}, {Head})";
    }

    /// <summary>
    /// Puts every node that is on no list last, the lowest number first: as many calls as there are nodes, so
    /// that a short program can have a long list. It ends at the first call that is refused.
    /// </summary>
    /// <param name="List">The number of the list: there is no misuse of this.</param>
    public sealed record AddAll(int List)
        : ListsOperation(Kinds.AddAll, NodeName.Head(List), NodeName.Head(List))
    {
        /// <inheritdoc/>
        public override string ToString() => $"AddAll({First})";
    }

    /// <summary>Takes a node off its list.</summary>
    /// <param name="Node">The node.</param>
    public sealed record Delete(NodeName Node) : ListsOperation(Kinds.Delete, Node, Node)
    {
        /// <inheritdoc/>
        public override string ToString() => $"Delete({Node})";
    }

    /// <summary>Takes a node off its list and puts it first.</summary>
    /// <param name="Node">The node.</param>
    /// <param name="Head">Where it goes.</param>
    public sealed record Move(NodeName Node, NodeName Head) : ListsOperation(Kinds.Move, Node, Head)
    {
        /// <inheritdoc/>
        public override string ToString() => $"Move({Node}, {Head})";
    }

    /// <summary>Takes a node off its list and puts it last.</summary>
    /// <param name="Node">The node.</param>
    /// <param name="Head">Where it goes.</param>
    public sealed record MoveTail(NodeName Node, NodeName Head) : ListsOperation(Kinds.MoveTail, Node, Head)
    {
        /// <inheritdoc/>
        public override string ToString() => $"MoveTail({Node}, {Head})";
    }

    /// <summary>Puts all nodes of a list first on another.</summary>
    /// <param name="From">The list whose nodes go.</param>
    /// <param name="Onto">Where they go.</param>
    public sealed record Splice(NodeName From, NodeName Onto) : ListsOperation(Kinds.Splice, From, Onto)
    {
        /// <inheritdoc/>
        public override string ToString() => $"Splice({From}, {Onto})";
    }

    /// <summary>Asks whether a list is empty.</summary>
    /// <param name="List">The number of the list: there is no misuse of this.</param>
    public sealed record IsEmpty(int List)
        : ListsOperation(Kinds.IsEmpty, NodeName.Head(List), NodeName.Head(List))
    {
        /// <inheritdoc/>
        public override string ToString() => $"IsEmpty({First})";
    }

    /// <summary>Visits every node, the first one first.</summary>
    /// <param name="Head">The list.</param>
    public sealed record WalkForwards(NodeName Head) : ListsOperation(Kinds.WalkForwards, Head, Head)
    {
        /// <inheritdoc/>
        public override string ToString() => $"WalkForwards({Head})";
    }

    /// <summary>Visits every node, the last one first.</summary>
    /// <param name="Head">The list.</param>
    public sealed record WalkBackwards(NodeName Head) : ListsOperation(Kinds.WalkBackwards, Head, Head)
    {
        /// <inheritdoc/>
        public override string ToString() => $"WalkBackwards({Head})";
    }

    /// <summary>Visits every node and takes some of them off.</summary>
    /// <param name="Head">The list.</param>
    /// <param name="Deleting">Which are taken off: every one for 1, every second for 2; none for 0.</param>
    public sealed record WalkSafely(NodeName Head, int Deleting)
        : ListsOperation(Kinds.WalkSafely, Head, Head)
    {
        /// <summary>The largest <see cref="Deleting"/>.</summary>
        public const int MostDeleting = 3;

        /// <summary>Whether the visit takes a node off.</summary>
        /// <param name="visited">How many were visited before.</param>
        public bool Deletes(int visited) => Deleting > 0 && (visited + 1) % Deleting == 0;

        /// <inheritdoc/>
        public override string ToString() => Deleting == 0
            ? $"WalkSafely({Head})"
            : string.Create(
                CultureInfo.InvariantCulture,
                $"WalkSafely({Head}, deleting every {(Deleting == 1 ? "one" : $"{Deleting}.")})");
    }
}
