using System.Globalization;

namespace MmVerify.Spec;

/// <summary>One call of a vmalloc allocator.</summary>
public abstract record VmallocOperation : IOperation
{
    /// <summary>The kinds of operation, one bit each, for the laws to name.</summary>
    public static class Kinds
    {
        /// <summary><see cref="VmallocOperation.Create"/>.</summary>
        public const uint Create = 1;

        /// <summary><see cref="VmallocOperation.Allocate"/>.</summary>
        public const uint Allocate = 2;

        /// <summary><see cref="VmallocOperation.Free"/>.</summary>
        public const uint Free = 4;

        /// <summary><see cref="VmallocOperation.FreeInside"/>.</summary>
        public const uint FreeInside = 8;

        /// <summary><see cref="VmallocOperation.FreeAt"/>.</summary>
        public const uint FreeAt = 16;

        /// <summary><see cref="VmallocOperation.ToPage"/>.</summary>
        public const uint ToPage = 32;

        /// <summary><see cref="VmallocOperation.ToPageAt"/>.</summary>
        public const uint ToPageAt = 64;

        /// <summary>Every operation that gives something back.</summary>
        public const uint Frees = Free | FreeInside | FreeAt;

        /// <summary>Every operation that only asks.</summary>
        public const uint Asks = ToPage | ToPageAt;

        /// <summary>Every operation but the making.</summary>
        public const uint Asked = Allocate | Frees | Asks;

        /// <summary>Every operation.</summary>
        public const uint All = Create | Asked;
    }

    private VmallocOperation(uint kind) => Kind = kind;

    /// <inheritdoc/>
    public uint Kind { get; }

    /// <inheritdoc/>
    public virtual int Lender => -1;

    /// <inheritdoc/>
    public virtual int FailingCall => 0;

    /// <inheritdoc/>
    public virtual bool AsksForNothing => false;

    /// <summary>The making of the allocator: no step of a program, but the first of every history.</summary>
    public sealed record Create() : VmallocOperation(Kinds.Create)
    {
        /// <inheritdoc/>
        public override string ToString() => "Create";
    }

    /// <summary>Asks for an area.</summary>
    /// <param name="SizeBytes">How many bytes, perhaps none or more than there are.</param>
    /// <param name="Failing">Which call of a lower layer fails meanwhile; 0 for none.</param>
    public sealed record Allocate(ulong SizeBytes, int Failing = 0) : VmallocOperation(Kinds.Allocate)
    {
        /// <summary>Pages that hold so many bytes, the last one perhaps only in part. Unit: pages.</summary>
        public long PageCount => (long)(SizeBytes / Page.SizeBytes) + (HasPartialPage ? 1 : 0);

        /// <summary>Pages that are used up. Unit: pages.</summary>
        public long WholePages => (long)(SizeBytes / Page.SizeBytes);

        /// <summary>Whether the last page is used only in part.</summary>
        public bool HasPartialPage => SizeBytes % Page.SizeBytes != 0;

        /// <inheritdoc/>
        public override int FailingCall => Failing;

        /// <inheritdoc/>
        public override string ToString() => Failing == 0
            ? string.Create(CultureInfo.InvariantCulture, $"Allocate({SizeBytes})")
            : string.Create(
                CultureInfo.InvariantCulture, $"Allocate({SizeBytes}, lower call {Failing} fails)");
    }

    /// <summary>Gives an area back; the second time, and later, it is a double free.</summary>
    /// <param name="Of">The step that handed it out.</param>
    public sealed record Free(int Of) : VmallocOperation(Kinds.Free)
    {
        /// <inheritdoc/>
        public override int Lender => Of;

        /// <inheritdoc/>
        public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"Free(#{Of})");
    }

    /// <summary>Gives back an address behind the start of an area: misuse.</summary>
    /// <param name="Of">The step that handed the area out.</param>
    /// <param name="Offset">How far behind, at least 1. Unit: bytes.</param>
    public sealed record FreeInside(int Of, long Offset) : VmallocOperation(Kinds.FreeInside)
    {
        /// <inheritdoc/>
        public override int Lender => Of;

        /// <inheritdoc/>
        public override string ToString() =>
            string.Create(CultureInfo.InvariantCulture, $"Free(#{Of} + {Offset})");
    }

    /// <summary>
    /// Gives back an address whatever it is: misuse, unless it is null or an area happens to start there.
    /// </summary>
    /// <param name="Address">The address.</param>
    public sealed record FreeAt(VirtAddr Address) : VmallocOperation(Kinds.FreeAt)
    {
        /// <inheritdoc/>
        public override bool AsksForNothing => Address.Value == 0;

        /// <inheritdoc/>
        public override string ToString() => $"Free({(Address.Value == 0 ? "null" : $"{Address}")})";
    }

    /// <summary>Asks for the frame of an address behind the start of an area.</summary>
    /// <param name="Of">The step that handed the area out.</param>
    /// <param name="Offset">How far behind, at least 0. Unit: bytes.</param>
    public sealed record ToPage(int Of, long Offset) : VmallocOperation(Kinds.ToPage)
    {
        /// <inheritdoc/>
        public override int Lender => Of;

        /// <inheritdoc/>
        public override string ToString() => Offset == 0
            ? string.Create(CultureInfo.InvariantCulture, $"ToPage(#{Of})")
            : string.Create(CultureInfo.InvariantCulture, $"ToPage(#{Of} + {Offset})");
    }

    /// <summary>Asks for the frame of an address, whatever it is.</summary>
    /// <param name="Address">The address.</param>
    public sealed record ToPageAt(VirtAddr Address) : VmallocOperation(Kinds.ToPageAt)
    {
        /// <inheritdoc/>
        public override string ToString() => $"ToPage({Address})";
    }
}
