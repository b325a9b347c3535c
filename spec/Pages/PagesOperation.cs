using System.Globalization;

namespace MmVerify.Spec;

/// <summary>One call of a page frame database, or several that CPUs make at the same time.</summary>
public abstract record PagesOperation : IOperation
{
    /// <summary>The kinds of operation, one bit each, for the laws to name.</summary>
    public static class Kinds
    {
        /// <summary><see cref="PagesOperation.Create"/>.</summary>
        public const uint Create = 1;

        /// <summary><see cref="PagesOperation.Claim"/>.</summary>
        public const uint Claim = 2;

        /// <summary><see cref="PagesOperation.Get"/>.</summary>
        public const uint Get = 4;

        /// <summary><see cref="PagesOperation.Put"/>.</summary>
        public const uint Put = 8;

        /// <summary><see cref="PagesOperation.Map"/>.</summary>
        public const uint Map = 16;

        /// <summary><see cref="PagesOperation.Unmap"/>.</summary>
        public const uint Unmap = 32;

        /// <summary><see cref="PagesOperation.SetFlag"/>.</summary>
        public const uint SetFlag = 64;

        /// <summary><see cref="PagesOperation.ClearFlag"/>.</summary>
        public const uint ClearFlag = 128;

        /// <summary><see cref="PagesOperation.TestAndSet"/>.</summary>
        public const uint TestAndSet = 256;

        /// <summary><see cref="PagesOperation.TestAndClear"/>.</summary>
        public const uint TestAndClear = 512;

        /// <summary><see cref="PagesOperation.StateOf"/>.</summary>
        public const uint StateOf = 1024;

        /// <summary><see cref="PagesOperation.PageOf"/>.</summary>
        public const uint PageOf = 2048;

        /// <summary><see cref="PagesOperation.PfnOf"/>.</summary>
        public const uint PfnOf = 4096;

        /// <summary><see cref="PagesOperation.ToVirtual"/>.</summary>
        public const uint ToVirtual = 8192;

        /// <summary><see cref="PagesOperation.ToPhysical"/>.</summary>
        public const uint ToPhysical = 16384;

        /// <summary><see cref="PagesOperation.Concurrently"/>.</summary>
        public const uint Concurrently = 32768;

        /// <summary>Every operation on a flag.</summary>
        public const uint Flags = SetFlag | ClearFlag | Tests;

        /// <summary>Every operation that tells what a flag was.</summary>
        public const uint Tests = TestAndSet | TestAndClear;

        /// <summary>Every operation that may drop the last reference.</summary>
        public const uint Drops = Put | Unmap;

        /// <summary>Every operation that changes a frame, or has to.</summary>
        public const uint Changes = Claim | Get | Put | Map | Unmap | Flags;

        /// <summary>Every operation that only tells something.</summary>
        public const uint Questions = StateOf | PageOf | PfnOf | ToVirtual | ToPhysical;

        /// <summary>Every operation of one CPU but the making.</summary>
        public const uint Asked = Changes | Questions;
    }

    private PagesOperation(uint kind, Pfn frame)
    {
        Kind = kind;
        Frame = frame;
    }

    /// <inheritdoc/>
    public uint Kind { get; }

    /// <inheritdoc/>
    public int Lender => -1;

    /// <summary>The frame that it is about.</summary>
    public Pfn Frame { get; }

    /// <summary>The flag that it is about; none where it is about none.</summary>
    public virtual PageFlags Flag => PageFlags.None;

    private string Call(string more = "") => $"{GetType().Name}({Frame}{more})";

    /// <summary>The making of the instance: the first of every history.</summary>
    public sealed record Create() : PagesOperation(Kinds.Create, default)
    {
        /// <inheritdoc/>
        public override string ToString() => "Create";
    }

    /// <summary>Takes a frame into use.</summary>
    /// <param name="Of">The frame.</param>
    /// <param name="Owner">Whose it is.</param>
    public sealed record Claim(Pfn Of, int Owner = 1) : PagesOperation(Kinds.Claim, Of)
    {
        /// <inheritdoc/>
        public override string ToString() =>
            Call(string.Create(CultureInfo.InvariantCulture, $", owner {Owner}"));
    }

    /// <summary>Adds a reference.</summary>
    /// <param name="Of">The frame.</param>
    public sealed record Get(Pfn Of) : PagesOperation(Kinds.Get, Of)
    {
        /// <inheritdoc/>
        public override string ToString() => Call();
    }

    /// <summary>Drops a reference.</summary>
    /// <param name="Of">The frame.</param>
    public sealed record Put(Pfn Of) : PagesOperation(Kinds.Put, Of)
    {
        /// <inheritdoc/>
        public override string ToString() => Call();
    }

    /// <summary>Adds a mapping.</summary>
    /// <param name="Of">The frame.</param>
    public sealed record Map(Pfn Of) : PagesOperation(Kinds.Map, Of)
    {
        /// <inheritdoc/>
        public override string ToString() => Call();
    }

    /// <summary>Drops a mapping.</summary>
    /// <param name="Of">The frame.</param>
    public sealed record Unmap(Pfn Of) : PagesOperation(Kinds.Unmap, Of)
    {
        /// <inheritdoc/>
        public override string ToString() => Call();
    }

    /// <summary>Sets a flag.</summary>
    /// <param name="Of">The frame.</param>
    /// <param name="What">The flag; none or several, misuse.</param>
    public sealed record SetFlag(Pfn Of, PageFlags What) : PagesOperation(Kinds.SetFlag, Of)
    {
        /// <inheritdoc/>
        public override PageFlags Flag => What;

        /// <inheritdoc/>
        public override string ToString() => Call($", {What}");
    }

    /// <summary>Clears a flag.</summary>
    /// <param name="Of">The frame.</param>
    /// <param name="What">The flag; none or several, misuse.</param>
    public sealed record ClearFlag(Pfn Of, PageFlags What) : PagesOperation(Kinds.ClearFlag, Of)
    {
        /// <inheritdoc/>
        public override PageFlags Flag => What;

        /// <inheritdoc/>
        public override string ToString() => Call($", {What}");
    }

    /// <summary>Sets a flag and tells what it was.</summary>
    /// <param name="Of">The frame.</param>
    /// <param name="What">The flag; none or several, misuse.</param>
    public sealed record TestAndSet(Pfn Of, PageFlags What) : PagesOperation(Kinds.TestAndSet, Of)
    {
        /// <inheritdoc/>
        public override PageFlags Flag => What;

        /// <inheritdoc/>
        public override string ToString() => Call($", {What}");
    }

    /// <summary>Clears a flag and tells what it was.</summary>
    /// <param name="Of">The frame.</param>
    /// <param name="What">The flag; none or several, misuse.</param>
    public sealed record TestAndClear(Pfn Of, PageFlags What) : PagesOperation(Kinds.TestAndClear, Of)
    {
        /// <inheritdoc/>
        public override PageFlags Flag => What;

        /// <inheritdoc/>
        public override string ToString() => Call($", {What}");
    }

    /// <summary>Asks what is known of a frame.</summary>
    /// <param name="Of">The frame.</param>
    public sealed record StateOf(Pfn Of) : PagesOperation(Kinds.StateOf, Of)
    {
        /// <inheritdoc/>
        public override string ToString() => Call();
    }

    /// <summary>Asks where the description of a frame is.</summary>
    /// <param name="Of">The frame.</param>
    public sealed record PageOf(Pfn Of) : PagesOperation(Kinds.PageOf, Of)
    {
        /// <inheritdoc/>
        public override string ToString() => Call();
    }

    /// <summary>Asks whose description is at an address.</summary>
    /// <param name="Of">A frame that exists.</param>
    /// <param name="Offset">How far the address is from that of the frame's description.</param>
    public sealed record PfnOf(Pfn Of, int Offset = 0) : PagesOperation(Kinds.PfnOf, Of)
    {
        /// <summary>The farthest that an address may be away.</summary>
        public const int MostOffset = 1 << 20;

        /// <inheritdoc/>
        public override string ToString() => string.Create(
            CultureInfo.InvariantCulture,
            $"PfnOf(PageOf({Frame}){(Offset == 0 ? "" : Offset > 0 ? $" + {Offset}" : $" - {-Offset}")})");
    }

    /// <summary>Asks where a byte can be seen.</summary>
    /// <param name="Address">Its address.</param>
    public sealed record ToVirtual(PhysAddr Address) : PagesOperation(Kinds.ToVirtual, Address.ToPfn())
    {
        /// <inheritdoc/>
        public override string ToString() => $"ToVirtual({Address})";
    }

    /// <summary>Asks what is seen at an address.</summary>
    /// <param name="Address">The address.</param>
    public sealed record ToPhysical(VirtAddr Address) : PagesOperation(Kinds.ToPhysical, default)
    {
        /// <inheritdoc/>
        public override string ToString() => $"ToPhysical({Address})";
    }

    /// <summary>Several CPUs change frames at the same time.</summary>
    /// <param name="What">Who does what, and when.</param>
    public sealed record Concurrently(Concurrent<PagesOperation> What)
        : PagesOperation(Kinds.Concurrently, What.Calls[0].Operation.Frame)
    {
        /// <inheritdoc/>
        public override string ToString() => $"{What}";
    }
}
