using System.Collections.Immutable;
using System.Globalization;
using MmVerify.Spec;
using static MmVerify.Spec.SlabOperation;

namespace MmVerify.Properties;

/// <summary>How programs for slab allocators are made, made smaller and shown.</summary>
public sealed class SlabPrograms()
    : ConcurrentPrograms<SlabSetup, SlabOperation, SlabReply, SlabModel>(SlabChapter.Instance)
{
    // A slab of the wished order, or of the least; a request of kmalloc asks as often.
    private const int LongestSweep = 3;

    private static readonly long[] FrameCounts = [1, 2, 3, 4, 8, 16, 32, 64];
    private static readonly long[] CacheSizes = [8, 64, 512, 1024, 2048, 4096];
    private static readonly ulong[] ByteCounts =
        [0, 1, 8, 9, 64, 65, 128, 512, 2048, 4096, 8192, 8193, 16_384];
    private static readonly int[] Offsets = [0, 1, 8, 16, 64];

    /// <inheritdoc/>
    public override IEnumerable<Program<SlabSetup, SlabOperation>> SmallScope =>
        SlabScopes.All(this).Concat(SlabScopes.Together());

    /// <inheritdoc/>
    public override IEnumerable<Program<SlabSetup, SlabOperation>> Large(ulong seed) =>
        SlabScopes.Large(seed);

    /// <inheritdoc/>
    public override Program<SlabSetup, SlabOperation> Random(ulong shape, int length, ulong seed) =>
        SlabExpansion.Expand(shape, length, seed);

    /// <inheritdoc/>
    public override SlabOperation WithLender(SlabOperation operation, int lender) => operation switch
    {
        Free => new Free(lender),
        FreeTo one => one with { Of = lender },
        FreeInside one => one with { Of = lender },
        Ksize => new Ksize(lender),
        Krealloc one => one with { Of = lender },
        Overrun one => one with { Of = lender },
        WriteFreed one => one with { Of = lender },
        Concurrently { What: var what } one =>
            new Concurrently(one.Name, what.Map((call, _) => WithLender(call, lender))),
        _ => operation,
    };

    /// <inheritdoc/>
    public override SlabOperation GivingBack(int lender) => new Free(lender);

    /// <inheritdoc/>
    public override int MostFaults(SlabOperation operation) =>
        operation is Allocate or Kmalloc { SizeBytes: > 0 } or Kzalloc { SizeBytes: > 0 } or Krealloc
            ? LongestSweep
            : 0;

    /// <inheritdoc/>
    public override SlabOperation WithFailingCall(SlabOperation operation, int failingCall) =>
        operation switch
        {
            Allocate one => one with { Failing = failingCall },
            Kmalloc one => one with { Failing = failingCall },
            Kzalloc one => one with { Failing = failingCall },
            Krealloc one => one with { Failing = failingCall },
            _ => operation,
        };

    /// <inheritdoc/>
    public override IEnumerable<SlabSetup> SmallerSetups(SlabSetup setup) =>
        FrameCounts.Append(setup.Memory.PageCount).Distinct()
            .Where(count => count <= setup.Memory.PageCount).Order()
            .Select(static count => SlabSetup.Flat(count))
            .Where(smaller => SizeOf(smaller) < SizeOf(setup));

    /// <inheritdoc/>
    public override long SizeOf(SlabSetup setup) =>
        (setup.Memory.PageCount * 100) + (setup.Memory.Ranges.Length * 10)
            + (setup.Memory.First.Value == SlabSetup.UsualFirst ? 0 : 5);

    /// <inheritdoc/>
    public override long SizeOf(SlabOperation operation) => operation switch
    {
        Concurrently { What: var what } one =>
            one.Name + Properties.Interleavings.SizeOf(what, SizeOf),
        CreateCache one => one.Name + (10 * Math.Abs(Math.Clamp(one.SizeBytes, -1L << 30, 1L << 30)))
            + (1000L * Math.Abs((long)one.Align)) + (100_000L * Math.Abs((long)(int)one.Flags))
            + (one.IsConstructed ? 50_000 : 0),
        Kzalloc one => 2 + SizeOfBytes(one.Bytes),
        Kmalloc or Krealloc => SizeOfBytes(operation.Bytes),
        KreallocAt one => SizeOfBytes(one.Bytes) + SizeOfBytes(one.Address.Value),
        FreeInside one => one.Offset,
        FreeAt one => 1000 + SizeOfBytes(one.Address.Value) + one.Name,
        KsizeAt one => SizeOfBytes(one.Address.Value),
        Overrun one => 2 * Math.Abs((long)one.Distance),
        WriteFreed one => one.Offset,
        FreeOwn one => 1 + one.Call,
        _ => 1 + operation.Cache,
    };

    /// <inheritdoc/>
    public override string CodeOf(SlabSetup setup)
    {
        MemoryMap memory = setup.Memory;
        if (memory.Ranges.Length == 1)
        {
            string first = memory.First.Value == SlabSetup.UsualFirst ? "" : $", first: {memory.First.Value}";
            return $"SlabSetup.Flat({memory.PageCount}{first})";
        }

        return $"new SlabSetup({MemoryMapCode.Of(memory)})";
    }

    /// <inheritdoc/>
    public override string CodeOf(SlabOperation operation)
    {
        string name = $"new SlabOperation.{operation.GetType().Name}";
        string failing = operation.FailingCall == 0 ? "" : $", Failing: {operation.FailingCall}";
        return operation switch
        {
            Create => throw new ArgumentException($"{operation} is no step of a program", nameof(operation)),
            Concurrently { What: var what } one =>
                $"{name}({one.Name}, {Properties.Interleavings.CodeOf(what, nameof(SlabOperation), CodeOf)})",
            CreateCache one => $"{name}({one.Name}, {Number(one.SizeBytes)}, {one.Align}, {CodeOf(one.Flags)}"
                + $"{(one.IsConstructed ? ", IsConstructed: true" : "")})",
            FreeTo one => $"{name}({one.Name}, {one.Of})",
            FreeInside one => $"{name}({one.Of}, {one.Offset})",
            FreeAt one => $"{name}({one.Name}, {CodeOf(one.Address)})",
            KsizeAt one => $"{name}({CodeOf(one.Address)})",
            Kmalloc or Kzalloc => $"{name}({operation.Bytes}{failing})",
            Krealloc one => $"{name}({one.Of}, {one.Bytes}{failing})",
            KreallocAt one => $"{name}({CodeOf(one.Address)}, {one.Bytes})",
            Overrun one => $"{name}({one.Of}, {Number(one.Distance)})",
            WriteFreed one => $"{name}({one.Of}, {one.Offset})",
            FreeOwn one => $"{name}({one.Call})",
            Allocate one => $"{name}({one.Name}{failing})",
            _ => $"{name}({(operation.Lender >= 0 ? operation.Lender : operation.Cache)})",
        };
    }

    /// <inheritdoc/>
    public override IReadOnlyList<Picture> Pictures(
        Program<SlabSetup, SlabOperation> program, ReadOnlySpan<SlabReply> replies, bool lastIsWrong) =>
        SlabPictures.Draw(program, replies, lastIsWrong);

    /// <inheritdoc/>
    protected override Concurrent<SlabOperation>? TogetherIn(SlabOperation operation) =>
        (operation as Concurrently)?.What;

    /// <inheritdoc/>
    protected override SlabOperation WithTogether(
        SlabOperation operation, Concurrent<SlabOperation> together) =>
        new Concurrently(operation.Cache, together);

    /// <inheritdoc/>
    protected override IEnumerable<SlabOperation> VariantsOfOne(
        SlabSetup setup, SlabOperation operation) =>
        operation switch
        {
            CreateCache one => SimplerCaches(one),
            Allocate one => one.Name == 0 ? [] : [one with { Name = 0 }],
            FreeTo one => [new Free(one.Of), one with { Name = 0 }, one with { Name = 1 }],
            FreeInside one => Offsets.Where(static offset => offset > 0)
                .Select(offset => one with { Offset = offset }),
            FreeAt one =>
            [
                new FreeAt(Kmalloced, default), new FreeAt(0, default), one with { Address = default },
                one with { Address = KmallocSizes.ZeroSizePointer },
                one with { Address = new PhysAddr(0x1000) },
            ],
            Kmalloc one => ByteCounts.Select(bytes => one with { SizeBytes = bytes }),
            Kzalloc one => ByteCounts.Select(bytes => one with { SizeBytes = bytes })
                .Prepend<SlabOperation>(new Kmalloc(one.SizeBytes, one.Failing)),
            Krealloc one => ByteCounts.Select(bytes => one with { SizeBytes = bytes }),
            KreallocAt one => ByteCounts.Select(bytes => one with { SizeBytes = bytes })
                .Concat([one with { Address = default }, one with { Address = KmallocSizes.ZeroSizePointer }])
                .Concat(ByteCounts.Select(static bytes => new KreallocAt(default, bytes))),
            Overrun one => Offsets.Append(-1).Select(distance => one with { Distance = distance }),
            WriteFreed one => Offsets.Select(offset => one with { Offset = offset }),
            Shrink => [new Shrink(0)],
            Validate => [new Validate(0)],
            Destroy => [new Destroy(0)],
            UsageOf => [new UsageOf(0)],
            _ => [],
        };

    /// <inheritdoc/>
    protected override IEnumerable<SlabOperation> VariantsOfCall(SlabSetup setup, SlabOperation call) =>
        VariantsOfOne(setup, call).Where(static variant => variant is Allocate or FreeOwn);

    /// <inheritdoc/>
    /// <remarks>Then what is left is given back and the cache is shrunk, as in the step.</remarks>
    protected override IEnumerable<SlabOperation> InOrder(
        Program<SlabSetup, SlabOperation> program, ImmutableArray<(int Cpu, SlabOperation Operation)> calls)
    {
        int first = program.Operations.Length - 1;
        var together = (Concurrently)program.Operations[^1];
        int name = together.Name;
        ILookup<int, int> steps = calls.Select((call, i) => (call.Cpu, Step: first + i))
            .ToLookup(static made => made.Cpu, static made => made.Step);
        var left = new List<int>();
        var operations = new List<SlabOperation>();
        foreach ((int cpu, SlabOperation asked) in calls)
        {
            SlabOperation call = asked;
            int step = first + operations.Count;
            if (call is FreeOwn own)
            {
                int lender = steps[cpu].Where(earlier => earlier < step).Skip(own.Call).FirstOrDefault(step);
                call = left.Remove(lender) ? new Free(lender) : new UsageOf(name);
            }
            else if (call is Allocate)
            {
                left.Add(step);
            }

            operations.Add(call);
        }

        for (int i = 0; i < together.AfterCount; i++)
        {
            left.Add(first + operations.Count);
            operations.Add(new Allocate(name));
        }

        operations.AddRange(left.Select(static step => new Free(step)));
        operations.Add(new Shrink(name));
        return operations;
    }

    /// <inheritdoc/>
    protected override bool CanStandAlone(SlabOperation call) => call is not FreeOwn;

    /// <inheritdoc/>
    protected override string TextOf(SlabOperation call, Answer answer) => SlabTogether.AnswerText(answer);

    private static string Number(long value) => string.Create(CultureInfo.InvariantCulture, $"{value}");

    private static string CodeOf(PhysAddr address) => $"new PhysAddr(0x{address.Value:x})";

    private static string CodeOf(CacheFlags flags) => Enum.IsDefined(flags)
        ? $"CacheFlags.{flags}"
        : string.Create(CultureInfo.InvariantCulture, $"(CacheFlags)({(int)flags})");

    private static long SizeOfBytes(ulong bytes) => (long)Math.Min(bytes, 1UL << 40);

    private static IEnumerable<CreateCache> SimplerCaches(CreateCache one) =>
        from size in CacheSizes.Append(one.SizeBytes).Append(one.SizeBytes / 2).Append(one.SizeBytes - 1)
            .Append(one.Flags == CacheFlags.None ? 0 : 20).Distinct()
        from align in new[] { 0, one.Align }.Distinct()
        from flags in new[] { CacheFlags.None, CacheFlags.RedZone, CacheFlags.Poison, one.Flags }.Distinct()
        where flags == one.Flags || (one.Flags & flags) == flags
        from isConstructed in new[] { false, one.IsConstructed }.Distinct()
        from name in new[] { 0, one.Name }.Distinct()
        select new CreateCache(name, size, align, flags, isConstructed);
}
