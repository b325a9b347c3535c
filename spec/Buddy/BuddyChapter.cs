using static MmVerify.Spec.BuddyOperation;

namespace MmVerify.Spec;

/// <summary>The Buddy chapter: powers of two, split and merge.</summary>
public sealed class BuddyChapter : Chapter<BuddySetup, BuddyOperation, BuddyReply, BuddyModel>
{
    private static readonly Allocate[] Allocations =
        [.. Enumerable.Range(0, Order.Count).Select(static order => new Allocate(new Order(order)))];

    private static readonly Free[] Frees =
        [.. Enumerable.Range(0, 1024).Select(static step => new Free(step))];

    private BuddyChapter()
        : base("Buddy", typeof(IBuddyAllocator))
    {
    }

    /// <summary>The chapter.</summary>
    public static BuddyChapter Instance { get; } = new();

    /// <inheritdoc/>
    public override IReadOnlyList<Law<BuddyOperation, BuddyReply, BuddyModel>> JudgedLaws => BuddyLaws.All;

    /// <inheritdoc/>
    public override BuddyOperation Creation { get; } = new Create();

    /// <summary>An allocation; one object for each order, so that making a program costs nothing.</summary>
    public static BuddyOperation AllocateOf(int order) => Allocations[order];

    /// <summary>A free; one object for each of the first steps.</summary>
    public static BuddyOperation FreeOf(int step) => step < Frees.Length ? Frees[step] : new Free(step);

    /// <inheritdoc/>
    public override BuddyModel NewModel() => new();

    /// <inheritdoc/>
    public override IDriver<BuddySetup, BuddyOperation, BuddyReply> NewDriver(Type implementation) =>
        Made<BuddyDriver>(nameof(BuddyDriver.For), implementation);

    /// <inheritdoc/>
    public override void Write(WireWriter writer, BuddySetup setup)
    {
        writer.Byte((byte)setup.MaxOrder.Value);
        setup.Memory.Write(writer);
    }

    /// <inheritdoc/>
    public override BuddySetup ReadSetup(ref WireReader reader)
    {
        Order maxOrder = ReadOrder(ref reader);
        return new BuddySetup(MemoryMap.Read(ref reader), maxOrder);
    }

    /// <inheritdoc/>
    public override void Write(WireWriter writer, BuddyOperation operation)
    {
        writer.Byte((byte)operation.Kind);
        switch (operation)
        {
            case Allocate allocate:
                writer.Byte((byte)allocate.Order.Value);
                break;
            case Free free:
                writer.Number((ulong)free.Of);
                break;
            case FreeAs freeAs:
                writer.Number((ulong)freeAs.Of);
                writer.Byte((byte)freeAs.Order.Value);
                break;
            case FreeInside inside:
                writer.Number((ulong)inside.Of);
                writer.Number((ulong)inside.Offset);
                writer.Byte((byte)inside.Order.Value);
                break;
            case FreeAt { Block: var block }:
                writer.Number(block.Start.Value);
                writer.Byte((byte)block.Order.Value);
                break;
            default:
                throw new ArgumentException($"{operation} is no step of a program", nameof(operation));
        }
    }

    /// <inheritdoc/>
    public override BuddyOperation ReadOperation(ref WireReader reader, int number)
    {
        uint kind = reader.Byte();
        switch (kind)
        {
            case Kinds.Allocate:
                return AllocateOf(ReadOrder(ref reader).Value);
            case Kinds.Free:
                return FreeOf((int)reader.Number(0, number - 1));
            case Kinds.FreeAs:
                return new FreeAs((int)reader.Number(0, number - 1), ReadOrder(ref reader));
            case Kinds.FreeInside:
                int lender = (int)reader.Number(0, number - 1);
                return new FreeInside(
                    lender, (int)reader.Number(1, Order.Max.PageCount), ReadOrder(ref reader));
            case Kinds.FreeAt:
                return new FreeAt(new Block(new Pfn(reader.Number()), ReadOrder(ref reader)));
            default:
                throw new WireException($"{kind} is no operation");
        }
    }

    /// <inheritdoc/>
    public override void Write(WireWriter writer, BuddyOperation operation, in BuddyReply reply) =>
        reply.Write(writer);

    /// <inheritdoc/>
    public override void ReadReply(
        ref WireReader reader,
        BuddyOperation operation,
        ReadOnlySpan<BuddyReply> earlier,
        out BuddyReply reply) =>
        reply = BuddyReply.Read(ref reader, operation, earlier);

    private static Order ReadOrder(ref WireReader reader) => new((int)reader.Number(0, Order.MaxValue));
}
