using System.Numerics;
using static MmVerify.Spec.PerCpuVariablesOperation;

namespace MmVerify.Spec;

/// <summary>
/// The PerCpuVariables chapter: a copy for each CPU, and tasks that are moved between them.
/// </summary>
public sealed class PerCpuVariablesChapter
    : Chapter<PerCpuVariablesSetup, PerCpuVariablesOperation, PerCpuVariablesReply, PerCpuVariablesModel>
{
    private PerCpuVariablesChapter()
        : base("PerCpuVariables", typeof(IPerCpuVariables))
    {
    }

    /// <summary>The chapter.</summary>
    public static PerCpuVariablesChapter Instance { get; } = new();

    /// <inheritdoc/>
    public override IReadOnlyList<
        Law<PerCpuVariablesOperation, PerCpuVariablesReply, PerCpuVariablesModel>> JudgedLaws =>
        PerCpuVariablesLaws.All;

    /// <inheritdoc/>
    public override PerCpuVariablesOperation Creation { get; } = new Create();

    /// <inheritdoc/>
    public override PerCpuVariablesModel NewModel() => new();

    /// <inheritdoc/>
    public override IDriver<PerCpuVariablesSetup, PerCpuVariablesOperation, PerCpuVariablesReply> NewDriver(
        Type implementation) =>
        Made<PerCpuVariablesDriver>(nameof(PerCpuVariablesDriver.For), implementation);

    /// <inheritdoc/>
    public override void Write(WireWriter writer, PerCpuVariablesSetup setup)
    {
        writer.Number((ulong)setup.Cpus);
        writer.Number((ulong)setup.Variables);
        writer.Signed(setup.Initial);
    }

    /// <inheritdoc/>
    public override PerCpuVariablesSetup ReadSetup(ref WireReader reader)
    {
        int cpus = (int)reader.Number(1, PerCpuVariablesSetup.MostCpus);
        return new(cpus, (int)reader.Number(1, PerCpuVariablesSetup.MostVariables), reader.Signed());
    }

    /// <inheritdoc/>
    public override void Write(WireWriter writer, PerCpuVariablesOperation operation)
    {
        writer.Byte((byte)BitOperations.Log2(operation.Kind));
        if (operation is Concurrently { What: var what })
        {
            what.Write(writer, Write);
            return;
        }

        writer.Number((ulong)operation.Caller);
        switch (operation)
        {
            case Create:
                throw new ArgumentException($"{operation} is no step of a program", nameof(operation));
            case Put:
                break;
            case Sleep or Swap:
                writer.Number((ulong)operation.Partner);
                break;
            default:
                writer.Signed(operation.Of);
                writer.Signed(operation switch
                {
                    PerCpuVariablesOperation.Write write => write.Value,
                    Add add => add.Addend,
                    Read read => read.Cpu,
                    _ => 0,
                });
                break;
        }
    }

    /// <inheritdoc/>
    public override PerCpuVariablesOperation ReadOperation(ref WireReader reader, int number)
    {
        uint kind = 1u << reader.Byte();
        if (kind != Kinds.Concurrently)
        {
            return ReadOne(ref reader, kind);
        }

        try
        {
            return new Concurrently(Concurrent<PerCpuVariablesOperation>.Read(
                ref reader, static (ref from) => ReadOne(ref from, 1u << from.Byte())));
        }
        catch (ArgumentException exception)
        {
            throw new WireException(exception.Message);
        }
    }

    /// <inheritdoc/>
    public override void Write(
        WireWriter writer, PerCpuVariablesOperation operation, in PerCpuVariablesReply reply) =>
        reply.Write(writer);

    /// <inheritdoc/>
    public override void ReadReply(
        ref WireReader reader,
        PerCpuVariablesOperation operation,
        ReadOnlySpan<PerCpuVariablesReply> earlier,
        out PerCpuVariablesReply reply) =>
        reply = PerCpuVariablesReply.Read(ref reader, operation, earlier);

    private static PerCpuVariablesOperation ReadOne(ref WireReader reader, uint kind)
    {
        int task = ReadTask(ref reader);
        switch (kind)
        {
            case Kinds.Put:
                return new Put(task);
            case Kinds.Sleep:
                return new Sleep(task, ReadTask(ref reader));
            case Kinds.Swap:
                return new Swap(task, ReadTask(ref reader));
            default:
                int variable = ReadInt(ref reader);
                long argument = reader.Signed();
                return kind switch
                {
                    Kinds.Get => new Get(task, variable),
                    Kinds.Write => new PerCpuVariablesOperation.Write(task, variable, argument),
                    Kinds.Add => new Add(task, variable, argument),
                    Kinds.Read => new Read(task, variable, ToInt(argument)),
                    Kinds.Sum => new Sum(task, variable),
                    _ => throw new WireException($"{kind} is no operation"),
                };
        }
    }

    private static int ReadTask(ref WireReader reader) =>
        (int)reader.Number(0, PerCpuVariablesSetup.MostCpus - 1);

    private static int ReadInt(ref WireReader reader) => ToInt(reader.Signed());

    private static int ToInt(long value) => value is >= int.MinValue and <= int.MaxValue
        ? (int)value
        : throw new WireException($"{value} is too large");
}
