using System.Numerics;
using static MmVerify.Spec.SlabOperation;

namespace MmVerify.Spec;

/// <summary>The Slab chapter: small objects, from caches and from kmalloc.</summary>
public sealed class SlabChapter : Chapter<SlabSetup, SlabOperation, SlabReply, SlabModel>
{
    private const int MostKind = 20;

    private SlabChapter()
        : base("Slab", typeof(ISlabAllocator))
    {
    }

    /// <summary>The chapter.</summary>
    public static SlabChapter Instance { get; } = new();

    /// <inheritdoc/>
    public override IReadOnlyList<Law<SlabOperation, SlabReply, SlabModel>> JudgedLaws => SlabLaws.All;

    /// <inheritdoc/>
    public override SlabOperation Creation { get; } = new Create();

    /// <inheritdoc/>
    public override SlabModel NewModel() => new();

    /// <inheritdoc/>
    public override bool StandsOnPages => true;

    /// <inheritdoc/>
    public override IDriver<SlabSetup, SlabOperation, SlabReply> NewDriver(Type implementation) =>
        Made<SlabDriver>(nameof(SlabDriver.For), implementation);

    /// <inheritdoc/>
    public override IDriver<SlabSetup, SlabOperation, SlabReply> NewDriver(
        Type implementation, Type buddy) =>
        Made<SlabDriver>(nameof(SlabDriver.Above), implementation, buddy);

    /// <inheritdoc/>
    public override void Write(WireWriter writer, SlabSetup setup) => setup.Memory.Write(writer);

    /// <inheritdoc/>
    public override SlabSetup ReadSetup(ref WireReader reader)
    {
        var memory = MemoryMap.Read(ref reader);
        try
        {
            return new SlabSetup(memory);
        }
        catch (ArgumentException exception)
        {
            throw new WireException(exception.Message);
        }
    }

    /// <inheritdoc/>
    public override void Write(WireWriter writer, SlabOperation operation)
    {
        if (operation is Create)
        {
            throw new ArgumentException($"{operation} is no step of a program", nameof(operation));
        }

        writer.Byte((byte)BitOperations.Log2(operation.Kind));
        if (operation is Concurrently { Name: var name, What: var what })
        {
            writer.Byte((byte)name);
            what.Write(writer, Write);
        }
        else if (operation is CreateCache made)
        {
            writer.Byte((byte)made.Name);
            writer.Signed(made.SizeBytes);
            writer.Signed(made.Align);
            writer.Signed((int)made.Flags);
            writer.Byte(made.IsConstructed ? (byte)1 : (byte)0);
        }
        else
        {
            foreach (long number in NumbersOf(operation))
            {
                writer.Signed(number);
            }
        }
    }

    /// <inheritdoc/>
    public override SlabOperation ReadOperation(ref WireReader reader, int number)
    {
        uint kind = 1u << (int)reader.Number(1, MostKind);
        if (kind == Kinds.Concurrently)
        {
            int name = (int)reader.Number(0, NameCount - 1);
            var what = Concurrent<SlabOperation>.Read(ref reader, (ref WireReader inner) =>
                ReadCall(ref inner, name, number));
            return what.Calls.Length <= Concurrently.MostCalls && AreOwn(what)
                ? new Concurrently(name, what)
                : throw new WireException("too many calls, or an object that is given back twice");
        }

        return kind == Kinds.FreeOwn
            ? throw new WireException("only a concurrent step has objects of its own")
            : ReadOne(ref reader, kind, number);
    }

    /// <inheritdoc/>
    public override void Write(WireWriter writer, SlabOperation operation, in SlabReply reply) =>
        reply.Write(writer, operation);

    /// <inheritdoc/>
    public override void ReadReply(
        ref WireReader reader,
        SlabOperation operation,
        ReadOnlySpan<SlabReply> earlier,
        out SlabReply reply) =>
        reply = SlabReply.Read(ref reader, operation, earlier);

    private static long[] NumbersOf(SlabOperation operation) => operation switch
    {
        Allocate one => [one.Name, one.Failing],
        Free one => [one.Of],
        FreeTo one => [one.Name, one.Of],
        FreeInside one => [one.Of, one.Offset],
        FreeAt one => [one.Name, unchecked((long)one.Address.Value)],
        Kmalloc one => [unchecked((long)one.SizeBytes), one.Failing],
        Kzalloc one => [unchecked((long)one.SizeBytes), one.Failing],
        Ksize one => [one.Of],
        KsizeAt one => [unchecked((long)one.Address.Value)],
        Krealloc one => [one.Of, unchecked((long)one.SizeBytes), one.Failing],
        KreallocAt one => [unchecked((long)one.Address.Value), unchecked((long)one.SizeBytes)],
        Overrun one => [one.Of, one.Distance],
        WriteFreed one => [one.Of, one.Offset],
        FreeOwn one => [one.Call],
        _ => [operation.Cache],
    };

    private static SlabOperation ReadOne(ref WireReader reader, uint kind, int number) => kind switch
    {
        Kinds.CreateCache => ReadCache(ref reader),
        Kinds.Allocate => new Allocate(CacheName(ref reader), Small(ref reader)),
        Kinds.Free => new Free(Step(ref reader, number)),
        Kinds.FreeTo => new FreeTo(CacheName(ref reader), Step(ref reader, number)),
        Kinds.FreeInside => new FreeInside(
            Step(ref reader, number), (int)Bounded(ref reader, 1, FreeInside.MostOffset)),
        Kinds.FreeAt => new FreeAt(
            (int)Bounded(ref reader, Kmalloced, NameCount - 1), Address(ref reader)),
        Kinds.Shrink => new Shrink(CacheName(ref reader)),
        Kinds.Validate => new Validate(CacheName(ref reader)),
        Kinds.Destroy => new Destroy(CacheName(ref reader)),
        Kinds.UsageOf => new UsageOf(CacheName(ref reader)),
        Kinds.Kmalloc => new Kmalloc(Bytes(ref reader), Small(ref reader)),
        Kinds.Kzalloc => new Kzalloc(Bytes(ref reader), Small(ref reader)),
        Kinds.Ksize => new Ksize(Step(ref reader, number)),
        Kinds.KsizeAt => new KsizeAt(Address(ref reader)),
        Kinds.Krealloc => new Krealloc(Step(ref reader, number), Bytes(ref reader), Small(ref reader)),
        Kinds.KreallocAt => new KreallocAt(Address(ref reader), Bytes(ref reader)),
        Kinds.Overrun => new Overrun(
            Step(ref reader, number), (int)Bounded(ref reader, -CacheSetup.RedZoneBytes, byte.MaxValue)),
        _ => new WriteFreed(
            Step(ref reader, number), (int)Bounded(ref reader, 0, CacheSetup.MostBytes)),
    };

    // What CPUs do at the same time is to allocate from the cache, and to give back to it.
    private static SlabOperation ReadCall(ref WireReader reader, int name, int number)
    {
        uint kind = 1u << (int)reader.Number(1, MostKind);
        return kind switch
        {
            Kinds.Allocate when CacheName(ref reader) == name && Small(ref reader) == 0 => new Allocate(name),
            Kinds.Free => new Free(Step(ref reader, number)),
            Kinds.FreeOwn => new FreeOwn((int)Bounded(ref reader, 0, Concurrent<SlabOperation>.MostCalls)),
            _ => throw new WireException("what CPUs do at once is to allocate and to give back"),
        };
    }

    // No two calls give the same object back.
    private static bool AreOwn(Concurrent<SlabOperation> what) =>
        what.Calls.Count(static call => call.Operation is Free) <= 1
        && what.Cpus.All(static cpu =>
            cpu.OfType<FreeOwn>().Distinct().Count() == cpu.OfType<FreeOwn>().Count());

    private static CreateCache ReadCache(ref WireReader reader)
    {
        int name = (int)reader.Number(0, NameCount - 1);
        long size = reader.Signed();
        int align = (int)Bounded(ref reader, int.MinValue, int.MaxValue);
        var flags = (CacheFlags)(int)Bounded(ref reader, int.MinValue, int.MaxValue);
        return new CreateCache(name, size, align, flags, reader.Number(0, 1) == 1);
    }

    private static int CacheName(ref WireReader reader) => (int)Bounded(ref reader, 0, NameCount - 1);

    private static int Step(ref WireReader reader, int number) => (int)Bounded(ref reader, 0, number - 1);

    private static int Small(ref WireReader reader) => (int)Bounded(ref reader, 0, int.MaxValue);

    private static PhysAddr Address(ref WireReader reader) => new(Bytes(ref reader));

    private static ulong Bytes(ref WireReader reader) => unchecked((ulong)reader.Signed());

    private static long Bounded(ref WireReader reader, long least, long most) =>
        reader.Signed() is var value && value >= least && value <= most
            ? value
            : throw new WireException($"{value} is not between {least} and {most}");
}
