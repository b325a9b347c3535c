using System.Globalization;

namespace MmVerify.Spec;

/// <summary>
/// One call of a buddy allocator. <c>#2</c> is the block that step 2 handed out; when it handed out none, a
/// step that needs it is skipped.
/// </summary>
public abstract record BuddyOperation : IOperation
{
    /// <summary>The kinds of operation, one bit each, for the laws to name.</summary>
    public static class Kinds
    {
        /// <summary><see cref="BuddyOperation.Create"/>.</summary>
        public const uint Create = 1;

        /// <summary><see cref="BuddyOperation.Allocate"/>.</summary>
        public const uint Allocate = 2;

        /// <summary><see cref="BuddyOperation.Free"/>.</summary>
        public const uint Free = 4;

        /// <summary><see cref="BuddyOperation.FreeAs"/>.</summary>
        public const uint FreeAs = 8;

        /// <summary><see cref="BuddyOperation.FreeInside"/>.</summary>
        public const uint FreeInside = 16;

        /// <summary><see cref="BuddyOperation.FreeAt"/>.</summary>
        public const uint FreeAt = 32;

        /// <summary>Every operation that gives something back, rightly or wrongly.</summary>
        public const uint Frees = Free | FreeAs | FreeInside | FreeAt;

        /// <summary>Every operation.</summary>
        public const uint Any = Create | Allocate | Frees;
    }

    private BuddyOperation(uint kind) => Kind = kind;

    /// <inheritdoc/>
    public uint Kind { get; }

    /// <inheritdoc/>
    public virtual int Lender => -1;

    /// <summary>The making of the allocator: no step of a program, but the first of every history.</summary>
    public sealed record Create() : BuddyOperation(Kinds.Create)
    {
        /// <inheritdoc/>
        public override string ToString() => "Create";
    }

    /// <summary>Asks for a block.</summary>
    /// <param name="Order">Its order, perhaps above the allocator's largest.</param>
    public sealed record Allocate(Order Order) : BuddyOperation(Kinds.Allocate)
    {
        /// <inheritdoc/>
        public override string ToString() => $"Allocate({Order})";
    }

    /// <summary>Gives a block back; the second time, and later, it is a double free.</summary>
    /// <param name="Of">The step that handed it out.</param>
    public sealed record Free(int Of) : BuddyOperation(Kinds.Free)
    {
        /// <inheritdoc/>
        public override int Lender => Of;

        /// <inheritdoc/>
        public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"Free(#{Of})");
    }

    /// <summary>Gives a block back under another order: misuse.</summary>
    /// <param name="Of">The step that handed it out.</param>
    /// <param name="Order">The order that is claimed.</param>
    public sealed record FreeAs(int Of, Order Order) : BuddyOperation(Kinds.FreeAs)
    {
        /// <inheritdoc/>
        public override int Lender => Of;

        /// <inheritdoc/>
        public override string ToString() =>
            string.Create(CultureInfo.InvariantCulture, $"FreeAs(#{Of}, {Order})");
    }

    /// <summary>
    /// Gives back a part of a block: misuse. It is skipped when the block is not that large.
    /// </summary>
    /// <param name="Of">The step that handed it out.</param>
    /// <param name="Offset">How far into the block, at least 1. Unit: pages.</param>
    /// <param name="Order">The order of the part.</param>
    public sealed record FreeInside(int Of, int Offset, Order Order) : BuddyOperation(Kinds.FreeInside)
    {
        /// <inheritdoc/>
        public override int Lender => Of;

        /// <inheritdoc/>
        public override string ToString() =>
            string.Create(CultureInfo.InvariantCulture, $"FreeInside(#{Of}, page {Offset}, {Order})");
    }

    /// <summary>
    /// Gives back frames whatever they are: misuse, unless they happen to be a block that is handed out.
    /// </summary>
    /// <param name="Block">The frames; they need not exist.</param>
    public sealed record FreeAt(Block Block) : BuddyOperation(Kinds.FreeAt)
    {
        /// <inheritdoc/>
        public override string ToString() => $"FreeAt({Block})";
    }
}
