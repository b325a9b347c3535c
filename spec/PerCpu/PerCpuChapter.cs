using static MmVerify.Spec.PerCpuOperation;

namespace MmVerify.Spec;

/// <summary>The PerCpu chapter: a list of free pages for each CPU, in front of the buddy.</summary>
public sealed class PerCpuChapter : Chapter<PerCpuSetup, PerCpuOperation, PerCpuReply, PerCpuModel>
{
    private PerCpuChapter()
        : base("PerCpu", typeof(IPerCpuPages))
    {
    }

    /// <summary>The chapter.</summary>
    public static PerCpuChapter Instance { get; } = new();

    /// <inheritdoc/>
    public override IReadOnlyList<Law<PerCpuOperation, PerCpuReply, PerCpuModel>> JudgedLaws =>
        PerCpuLaws.All;

    /// <inheritdoc/>
    public override PerCpuOperation Creation { get; } = new Create();

    /// <inheritdoc/>
    public override bool StandsOnPages => true;

    /// <inheritdoc/>
    public override PerCpuModel NewModel() => new();

    /// <inheritdoc/>
    public override IDriver<PerCpuSetup, PerCpuOperation, PerCpuReply> NewDriver(Type implementation) =>
        Made<PerCpuDriver>(nameof(PerCpuDriver.For), implementation);

    /// <inheritdoc/>
    public override IDriver<PerCpuSetup, PerCpuOperation, PerCpuReply> NewDriver(
        Type implementation, Type buddy) =>
        Made<PerCpuDriver>(nameof(PerCpuDriver.Above), implementation, buddy);

    /// <inheritdoc/>
    public override void Write(WireWriter writer, PerCpuSetup setup)
    {
        setup.Memory.Write(writer);

        writer.Number((ulong)setup.Cpus);
        writer.Number((ulong)setup.Batch);
        writer.Number((ulong)setup.High);
    }

    /// <inheritdoc/>
    public override PerCpuSetup ReadSetup(ref WireReader reader)
    {
        try
        {
            var memory = MemoryMap.Read(ref reader);
            int cpus = (int)reader.Number(1, PerCpuSetup.MostCpus);
            int batch = (int)reader.Number(1, PerCpuSetup.MostFrames + 1);
            int high = (int)reader.Number(0, PerCpuSetup.MostFrames);
            return new(memory, cpus, batch, high);
        }
        catch (Exception exception) when (exception is ArgumentException or OverflowException)
        {
            throw new WireException(exception.Message);
        }
    }

    /// <inheritdoc/>
    public override void Write(WireWriter writer, PerCpuOperation operation)
    {
        writer.Byte((byte)operation.Kind);
        if (operation is Concurrently { What: var what })
        {
            what.Write(writer, Write);
            return;
        }

        writer.Number((ulong)operation.Caller);
        switch (operation)
        {
            case Allocate allocate:
                writer.Number((ulong)allocate.Failing);
                break;
            case Free free:
                writer.Number((ulong)free.Of);
                break;
            case FreeAt freeAt:
                writer.Number(freeAt.Page.Value);
                break;
            case Drain drain:
                writer.Signed(drain.Target);
                break;
            case DrainAll:
                break;
            default:
                throw new ArgumentException($"{operation} is no step of a program", nameof(operation));
        }
    }

    /// <inheritdoc/>
    public override PerCpuOperation ReadOperation(ref WireReader reader, int number)
    {
        uint kind = reader.Byte();
        if (kind != Kinds.Concurrently)
        {
            return ReadOne(ref reader, kind, number);
        }

        try
        {
            return new Concurrently(Concurrent<PerCpuOperation>.Read(
                ref reader, (ref from) => ReadOne(ref from, from.Byte(), number)));
        }
        catch (ArgumentException exception)
        {
            throw new WireException(exception.Message);
        }
    }

    /// <inheritdoc/>
    public override void Write(WireWriter writer, PerCpuOperation operation, in PerCpuReply reply) =>
        reply.Write(writer);

    /// <inheritdoc/>
    public override void ReadReply(
        ref WireReader reader,
        PerCpuOperation operation,
        ReadOnlySpan<PerCpuReply> earlier,
        out PerCpuReply reply) =>
        reply = PerCpuReply.Read(ref reader, operation, earlier);

    private static PerCpuOperation ReadOne(ref WireReader reader, uint kind, int number)
    {
        int cpu = (int)reader.Number(0, PerCpuSetup.MostCpus - 1);
        return kind switch
        {
            Kinds.Allocate => new Allocate(cpu, (int)reader.Number(0, int.MaxValue)),
            Kinds.Free => new Free(cpu, (int)reader.Number(0, number - 1)),
            Kinds.FreeAt => new FreeAt(cpu, new Pfn(reader.Number())),
            Kinds.Drain => new Drain(cpu, ReadTarget(ref reader)),
            Kinds.DrainAll => new DrainAll(cpu),
            _ => throw new WireException($"{kind} is no operation"),
        };
    }

    private static int ReadTarget(ref WireReader reader) => reader.Signed() is var value
        && value is >= int.MinValue and <= int.MaxValue
        ? (int)value
        : throw new WireException($"{value} is no number of a CPU");
}
