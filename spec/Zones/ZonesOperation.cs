using System.Globalization;

namespace MmVerify.Spec;

/// <summary>
/// One call of an allocator with zones. <c>#2</c> is the block that step 2 handed out; when it handed out
/// none, a step that needs it is skipped.
/// </summary>
public abstract record ZonesOperation : IOperation
{
    /// <summary>The kinds of operation, one bit each, for the laws to name.</summary>
    public static class Kinds
    {
        /// <summary><see cref="ZonesOperation.Create"/>.</summary>
        public const uint Create = 1;

        /// <summary><see cref="ZonesOperation.Allocate"/>.</summary>
        public const uint Allocate = 2;

        /// <summary><see cref="ZonesOperation.Free"/>.</summary>
        public const uint Free = 4;

        /// <summary><see cref="ZonesOperation.FreeAs"/>.</summary>
        public const uint FreeAs = 8;

        /// <summary><see cref="ZonesOperation.FreeAt"/>.</summary>
        public const uint FreeAt = 16;

        /// <summary>Every operation that gives something back, rightly or wrongly.</summary>
        public const uint Frees = Free | FreeAs | FreeAt;

        /// <summary>Every operation.</summary>
        public const uint Any = Create | Allocate | Frees;
    }

    private ZonesOperation(uint kind) => Kind = kind;

    /// <inheritdoc/>
    public uint Kind { get; }

    /// <inheritdoc/>
    public virtual int Lender => -1;

    /// <summary>The making of the allocator: no step of a program, but the first of every history.</summary>
    public sealed record Create() : ZonesOperation(Kinds.Create)
    {
        /// <inheritdoc/>
        public override string ToString() => "Create";
    }

    /// <summary>Asks for a block.</summary>
    /// <param name="Order">Its order, perhaps above the largest.</param>
    /// <param name="Flags">Which zones will do and how urgent it is, perhaps in contradiction.</param>
    public sealed record Allocate(Order Order, Gfp Flags) : ZonesOperation(Kinds.Allocate)
    {
        /// <inheritdoc/>
        public override string ToString() => $"Allocate({Order}, {$"{Flags}".Replace(", ", "|")})";
    }

    /// <summary>Gives a block back; the second time, and later, it is a double free.</summary>
    /// <param name="Of">The step that handed it out.</param>
    public sealed record Free(int Of) : ZonesOperation(Kinds.Free)
    {
        /// <inheritdoc/>
        public override int Lender => Of;

        /// <inheritdoc/>
        public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"Free(#{Of})");
    }

    /// <summary>Gives a block back under another order: misuse.</summary>
    /// <param name="Of">The step that handed it out.</param>
    /// <param name="Order">The order that is claimed.</param>
    public sealed record FreeAs(int Of, Order Order) : ZonesOperation(Kinds.FreeAs)
    {
        /// <inheritdoc/>
        public override int Lender => Of;

        /// <inheritdoc/>
        public override string ToString() =>
            string.Create(CultureInfo.InvariantCulture, $"FreeAs(#{Of}, {Order})");
    }

    /// <summary>
    /// Gives back frames whatever they are: misuse, unless they happen to be a block that is handed out.
    /// </summary>
    /// <param name="Block">The frames; they need not exist.</param>
    public sealed record FreeAt(Block Block) : ZonesOperation(Kinds.FreeAt)
    {
        /// <inheritdoc/>
        public override string ToString() => $"FreeAt({Block})";
    }
}
