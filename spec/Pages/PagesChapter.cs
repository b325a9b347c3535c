using System.Numerics;
using static MmVerify.Spec.PagesOperation;

namespace MmVerify.Spec;

/// <summary>The Pages chapter: the page frame database, which several CPUs use at once.</summary>
public sealed class PagesChapter : Chapter<PagesSetup, PagesOperation, PagesReply, PagesModel>
{
    private PagesChapter()
        : base("Pages", typeof(IPageDatabase))
    {
    }

    /// <summary>The chapter.</summary>
    public static PagesChapter Instance { get; } = new();

    /// <inheritdoc/>
    public override IReadOnlyList<Law<PagesOperation, PagesReply, PagesModel>> JudgedLaws => PagesLaws.All;

    /// <inheritdoc/>
    public override PagesOperation Creation { get; } = new Create();

    /// <inheritdoc/>
    public override PagesModel NewModel() => new();

    /// <inheritdoc/>
    public override IDriver<PagesSetup, PagesOperation, PagesReply> NewDriver(Type implementation) =>
        Made<PagesDriver>(nameof(PagesDriver.For), implementation);

    /// <inheritdoc/>
    public override void Write(WireWriter writer, PagesSetup setup)
    {
        setup.Memory.Write(writer);

        writer.Number((ulong)setup.Reserved);
        writer.Number((ulong)setup.MostReferences);
        writer.Number(setup.DirectMap.Value);
    }

    /// <inheritdoc/>
    public override PagesSetup ReadSetup(ref WireReader reader)
    {
        try
        {
            var memory = MemoryMap.Read(ref reader);
            int reserved = (int)reader.Number(0, PagesSetup.MostFrames);
            int references = (int)reader.Number(1, PagesSetup.MostReferencesEver);
            return new(memory, reserved, references, new VirtAddr(reader.Number()));
        }
        catch (Exception exception) when (exception is ArgumentException or OverflowException)
        {
            throw new WireException(exception.Message);
        }
    }

    /// <inheritdoc/>
    public override void Write(WireWriter writer, PagesOperation operation)
    {
        if (operation is Create)
        {
            throw new ArgumentException($"{operation} is no step of a program", nameof(operation));
        }

        writer.Byte((byte)BitOperations.Log2(operation.Kind));
        switch (operation)
        {
            case Concurrently { What: var what }:
                what.Write(writer, Write);
                break;
            case ToVirtual { Address: var address }:
                writer.Number(address.Value);
                break;
            case ToPhysical { Address: var address }:
                writer.Number(address.Value);
                break;
            default:
                writer.Number(operation.Frame.Value);
                WriteRest(writer, operation);
                break;
        }
    }

    /// <inheritdoc/>
    public override PagesOperation ReadOperation(ref WireReader reader, int number)
    {
        uint kind = 1u << (int)reader.Number(1, 15);
        return kind == Kinds.Concurrently
            ? new Concurrently(Concurrent<PagesOperation>.Read(ref reader, ReadCall))
            : ReadOne(ref reader, kind);
    }

    /// <inheritdoc/>
    public override void Write(WireWriter writer, PagesOperation operation, in PagesReply reply) =>
        reply.Write(writer);

    /// <inheritdoc/>
    public override void ReadReply(
        ref WireReader reader,
        PagesOperation operation,
        ReadOnlySpan<PagesReply> earlier,
        out PagesReply reply) =>
        reply = PagesReply.Read(ref reader, operation, earlier);

    private static void WriteRest(WireWriter writer, PagesOperation operation)
    {
        switch (operation)
        {
            case Claim claim:
                writer.Signed(claim.Owner);
                break;
            case PfnOf asked:
                writer.Signed(asked.Offset);
                break;
            default:
                if ((operation.Kind & Kinds.Flags) != 0)
                {
                    writer.Signed((int)operation.Flag);
                }

                break;
        }
    }

    // What CPUs do at the same time is a change of a frame.
    private static PagesOperation ReadCall(ref WireReader reader)
    {
        uint kind = 1u << (int)reader.Number(1, 15);
        return (kind & Kinds.Changes) != 0
            ? ReadOne(ref reader, kind)
            : throw new WireException("what CPUs do at once changes a frame");
    }

    private static PagesOperation ReadOne(ref WireReader reader, uint kind)
    {
        if (kind == Kinds.ToVirtual)
        {
            return new ToVirtual(new PhysAddr(reader.Number()));
        }

        if (kind == Kinds.ToPhysical)
        {
            return new ToPhysical(new VirtAddr(reader.Number()));
        }

        var frame = new Pfn(reader.Number());
        return kind switch
        {
            Kinds.Claim => new Claim(frame, ReadInt(ref reader)),
            Kinds.Get => new Get(frame),
            Kinds.Put => new Put(frame),
            Kinds.Map => new Map(frame),
            Kinds.Unmap => new Unmap(frame),
            Kinds.SetFlag => new SetFlag(frame, ReadFlag(ref reader)),
            Kinds.ClearFlag => new ClearFlag(frame, ReadFlag(ref reader)),
            Kinds.TestAndSet => new TestAndSet(frame, ReadFlag(ref reader)),
            Kinds.TestAndClear => new TestAndClear(frame, ReadFlag(ref reader)),
            Kinds.StateOf => new StateOf(frame),
            Kinds.PageOf => new PageOf(frame),
            _ => new PfnOf(frame, ReadInt(ref reader)),
        };
    }

    private static PageFlags ReadFlag(ref WireReader reader) => (PageFlags)ReadInt(ref reader);

    private static int ReadInt(ref WireReader reader) => reader.Signed() is var value
        && value is >= -PfnOf.MostOffset and <= PfnOf.MostOffset
        ? (int)value
        : throw new WireException($"{value} is too large");
}
