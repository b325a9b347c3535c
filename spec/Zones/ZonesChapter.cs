using static MmVerify.Spec.ZonesOperation;

namespace MmVerify.Spec;

/// <summary>The Zones chapter: not all addresses are the same.</summary>
public sealed class ZonesChapter : Chapter<ZonesSetup, ZonesOperation, ZonesReply, ZonesModel>
{
    /// <summary>Every flag there is.</summary>
    public const Gfp AllFlags = Gfp.Dma | Gfp.HighMem | Gfp.Dma32 | Gfp.Movable | Gfp.Atomic | Gfp.Kernel;

    private ZonesChapter()
        : base("Zones", typeof(IZoneAllocator))
    {
    }

    /// <summary>The chapter.</summary>
    public static ZonesChapter Instance { get; } = new();

    /// <inheritdoc/>
    public override IReadOnlyList<Law<ZonesOperation, ZonesReply, ZonesModel>> JudgedLaws => ZonesLaws.All;

    /// <inheritdoc/>
    public override ZonesOperation Creation { get; } = new Create();

    /// <inheritdoc/>
    public override ZonesModel NewModel() => new();

    /// <inheritdoc/>
    public override IDriver<ZonesSetup, ZonesOperation, ZonesReply> NewDriver(Type implementation) =>
        Made<ZonesDriver>(nameof(ZonesDriver.For), implementation);

    /// <inheritdoc/>
    public override void Write(WireWriter writer, ZonesSetup setup)
    {
        writer.Number((ulong)setup.MinFree.Value);
        writer.Number((ulong)setup.WatermarkScaleFactor);
        writer.Byte((byte)setup.Layout.Limits.Length);
        foreach (ZoneLimit limit in setup.Layout.Limits)
        {
            writer.Byte((byte)limit.Kind);
            writer.Number(limit.End.Value);
            writer.Number((ulong)limit.ReserveRatio);
        }

        setup.Memory.Write(writer);
    }

    /// <inheritdoc/>
    public override ZonesSetup ReadSetup(ref WireReader reader)
    {
        var minFree = new KibiBytes(reader.Number(0, ZonesSetup.MostMinFree));
        int scaleFactor = (int)reader.Number(1, ZonesSetup.MaxScaleFactor);
        var limits = new ZoneLimit[reader.Number(1, ZoneLayout.KindCount)];
        for (int i = 0; i < limits.Length; i++)
        {
            var kind = (ZoneKind)reader.Number(0, ZoneLayout.KindCount - 1);
            limits[i] = new ZoneLimit(
                kind, new Pfn(reader.Number()), (int)reader.Number(0, ZoneLayout.MaxRatio));
        }

        var memory = MemoryMap.Read(ref reader);
        try
        {
            return new ZonesSetup(memory, new ZoneLayout([.. limits]), minFree, scaleFactor);
        }
        catch (ArgumentException exception)
        {
            throw new WireException(exception.Message);
        }
    }

    /// <inheritdoc/>
    public override void Write(WireWriter writer, ZonesOperation operation)
    {
        writer.Byte((byte)operation.Kind);
        switch (operation)
        {
            case Allocate allocate:
                writer.Byte((byte)allocate.Order.Value);
                writer.Number((ulong)allocate.Flags);
                break;
            case Free free:
                writer.Number((ulong)free.Of);
                break;
            case FreeAs freeAs:
                writer.Number((ulong)freeAs.Of);
                writer.Byte((byte)freeAs.Order.Value);
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
    public override ZonesOperation ReadOperation(ref WireReader reader, int number)
    {
        uint kind = reader.Byte();
        return kind switch
        {
            Kinds.Allocate => new Allocate(ReadOrder(ref reader), ReadFlags(ref reader)),
            Kinds.Free => new Free((int)reader.Number(0, number - 1)),
            Kinds.FreeAs => new FreeAs((int)reader.Number(0, number - 1), ReadOrder(ref reader)),
            Kinds.FreeAt => new FreeAt(new Block(new Pfn(reader.Number()), ReadOrder(ref reader))),
            _ => throw new WireException($"{kind} is no operation"),
        };
    }

    /// <inheritdoc/>
    public override void Write(WireWriter writer, ZonesOperation operation, in ZonesReply reply) =>
        reply.Write(writer);

    /// <inheritdoc/>
    public override void ReadReply(
        ref WireReader reader,
        ZonesOperation operation,
        ReadOnlySpan<ZonesReply> earlier,
        out ZonesReply reply) =>
        reply = ZonesReply.Read(ref reader, operation, earlier);

    private static Order ReadOrder(ref WireReader reader) => new((int)reader.Number(0, Order.MaxValue));

    private static Gfp ReadFlags(ref WireReader reader)
    {
        var flags = (Gfp)reader.Number(0, (long)AllFlags);
        return (flags & ~AllFlags) == Gfp.None ? flags : throw new WireException($"{flags} are no flags");
    }
}
