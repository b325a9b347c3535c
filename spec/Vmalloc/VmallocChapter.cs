using static MmVerify.Spec.VmallocOperation;

namespace MmVerify.Spec;

/// <summary>The Vmalloc chapter: one behind the other by address, scattered by frame.</summary>
public sealed class VmallocChapter : Chapter<VmallocSetup, VmallocOperation, VmallocReply, VmallocModel>
{
    private VmallocChapter()
        : base("Vmalloc", typeof(IVmallocAllocator))
    {
    }

    /// <summary>The chapter.</summary>
    public static VmallocChapter Instance { get; } = new();

    /// <inheritdoc/>
    public override IReadOnlyList<Law<VmallocOperation, VmallocReply, VmallocModel>> JudgedLaws =>
        VmallocLaws.All;

    /// <inheritdoc/>
    public override VmallocOperation Creation { get; } = new Create();

    /// <inheritdoc/>
    public override bool StandsOnPages => true;

    /// <inheritdoc/>
    public override VmallocModel NewModel() => new();

    /// <inheritdoc/>
    public override IDriver<VmallocSetup, VmallocOperation, VmallocReply> NewDriver(Type implementation) =>
        Made<VmallocDriver>(nameof(VmallocDriver.For), implementation);

    /// <inheritdoc/>
    public override IDriver<VmallocSetup, VmallocOperation, VmallocReply> NewDriver(
        Type implementation, Type buddy) =>
        Made<VmallocDriver>(nameof(VmallocDriver.Above), implementation, buddy);

    /// <inheritdoc/>
    public override void Write(WireWriter writer, VmallocSetup setup)
    {
        writer.Number(setup.Range.Start.Value);
        writer.Number((ulong)setup.Range.PageCount);
        setup.Memory.Write(writer);
    }

    /// <inheritdoc/>
    public override VmallocSetup ReadSetup(ref WireReader reader)
    {
        var range = new VmallocArea(
            new VirtAddr(reader.Number()), reader.Number(2, VmallocSetup.MostPages));
        var memory = MemoryMap.Read(ref reader);
        try
        {
            return new VmallocSetup(memory, range);
        }
        catch (ArgumentException exception)
        {
            throw new WireException(exception.Message);
        }
    }

    /// <inheritdoc/>
    public override void Write(WireWriter writer, VmallocOperation operation)
    {
        writer.Byte((byte)operation.Kind);
        switch (operation)
        {
            case Allocate allocate:
                writer.Number(allocate.SizeBytes);
                writer.Number((ulong)allocate.Failing);
                break;
            case Free free:
                writer.Number((ulong)free.Of);
                break;
            case FreeInside inside:
                writer.Number((ulong)inside.Of);
                writer.Number((ulong)inside.Offset);
                break;
            case FreeAt freeAt:
                writer.Number(freeAt.Address.Value);
                break;
            case ToPage toPage:
                writer.Number((ulong)toPage.Of);
                writer.Number((ulong)toPage.Offset);
                break;
            case ToPageAt toPageAt:
                writer.Number(toPageAt.Address.Value);
                break;
            default:
                throw new ArgumentException($"{operation} is no step of a program", nameof(operation));
        }
    }

    /// <inheritdoc/>
    public override VmallocOperation ReadOperation(ref WireReader reader, int number)
    {
        const long MostOffset = VmallocSetup.MostPages * Page.SizeBytes;
        uint kind = reader.Byte();
        switch (kind)
        {
            case Kinds.Allocate:
                return new Allocate(reader.Number(), (int)reader.Number(0, int.MaxValue));
            case Kinds.Free:
                return new Free((int)reader.Number(0, number - 1));
            case Kinds.FreeInside:
                return new FreeInside((int)reader.Number(0, number - 1), reader.Number(1, MostOffset));
            case Kinds.FreeAt:
                return new FreeAt(new VirtAddr(reader.Number()));
            case Kinds.ToPage:
                return new ToPage((int)reader.Number(0, number - 1), reader.Number(0, MostOffset));
            case Kinds.ToPageAt:
                return new ToPageAt(new VirtAddr(reader.Number()));
            default:
                throw new WireException($"{kind} is no operation");
        }
    }

    /// <inheritdoc/>
    public override void Write(WireWriter writer, VmallocOperation operation, in VmallocReply reply) =>
        reply.Write(writer, operation);

    /// <inheritdoc/>
    public override void ReadReply(
        ref WireReader reader,
        VmallocOperation operation,
        ReadOnlySpan<VmallocReply> earlier,
        out VmallocReply reply) =>
        reply = VmallocReply.Read(ref reader, operation, earlier);
}
