using MmVerify.Spec;
using static MmVerify.Spec.VmallocOperation;

namespace MmVerify.Properties;

/// <summary>How programs for vmalloc allocators are made, made smaller and shown.</summary>
public sealed class VmallocPrograms()
    : ChapterPrograms<VmallocSetup, VmallocOperation, VmallocReply, VmallocModel>(VmallocChapter.Instance)
{
    // A request takes a frame for each page and maps it; more pages show nothing that fewer do not.
    private const int LongestSweep = 9;
    private const long MostSizes = 8;

    /// <inheritdoc/>
    public override IEnumerable<Program<VmallocSetup, VmallocOperation>> SmallScope =>
        VmallocScopes.All(this);

    /// <inheritdoc/>
    public override IEnumerable<Program<VmallocSetup, VmallocOperation>> Large(ulong seed) =>
        VmallocScopes.Large(seed);

    /// <inheritdoc/>
    public override Program<VmallocSetup, VmallocOperation> Random(ulong shape, int length, ulong seed) =>
        VmallocExpansion.Expand(shape, length, seed);

    /// <inheritdoc/>
    public override VmallocOperation WithLender(VmallocOperation operation, int lender) => operation switch
    {
        Free => new Free(lender),
        FreeInside inside => inside with { Of = lender },
        ToPage toPage => toPage with { Of = lender },
        _ => operation,
    };

    /// <inheritdoc/>
    public override VmallocOperation GivingBack(int lender) => new Free(lender);

    /// <inheritdoc/>
    public override int MostFaults(VmallocOperation operation) =>
        operation is Allocate { SizeBytes: > 0 } request
            ? (int)Math.Min((2 * request.PageCount) + 1, LongestSweep)
            : 0;

    /// <inheritdoc/>
    public override VmallocOperation WithFailingCall(VmallocOperation operation, int failingCall) =>
        operation is Allocate request ? request with { Failing = failingCall } : operation;

    /// <inheritdoc/>
    public override IEnumerable<VmallocOperation> Variants(VmallocSetup setup, VmallocOperation operation) =>
        operation switch
        {
            Allocate request => SimplerSizes(setup, request).Where(size => size != request.SizeBytes)
                .Select(size => request with { SizeBytes = size }),
            FreeInside inside => SimplerOffsets(inside.Offset).Where(static offset => offset > 0)
                .Select(offset => inside with { Offset = offset }),
            ToPage toPage => SimplerOffsets(toPage.Offset).Select(offset => toPage with { Offset = offset }),
            FreeAt freeAt => SimplerAddresses(setup).Where(address => address != freeAt.Address)
                .Select(static address => new FreeAt(address)),
            ToPageAt asked => SimplerAddresses(setup).Where(address => address != asked.Address)
                .Select(static address => new ToPageAt(address)),
            _ => [],
        };

    /// <inheritdoc/>
    public override IEnumerable<VmallocSetup> SmallerSetups(VmallocSetup setup) =>
        VmallocScopes.Smaller(setup);

    /// <inheritdoc/>
    public override long SizeOf(VmallocSetup setup) =>
        (setup.Range.PageCount * 1000) + (setup.Memory.PageCount * 10) + setup.Memory.Ranges.Length
            + (setup.Range.Start == VmallocSetup.UsualStart ? 0 : 5)
            + (setup.Memory.First.Value == 0 ? 0 : 5);

    /// <inheritdoc/>
    public override long SizeOf(VmallocOperation operation) => operation switch
    {
        Allocate { HasPartialPage: true, SizeBytes: 1 } => 1,
        Allocate request => (8 * request.PageCount) + (request.HasPartialPage ? 4 : 0),
        FreeInside inside => 1 + inside.Offset,
        ToPage toPage => toPage.Offset,
        FreeAt freeAt => 1000 + (long)(freeAt.Address.Value % (1UL << 48)),
        ToPageAt asked => 1000 + (long)(asked.Address.Value % (1UL << 48)),
        _ => 0,
    };

    /// <inheritdoc/>
    public override string CodeOf(VmallocSetup setup)
    {
        MemoryMap memory = setup.Memory;
        long pages = setup.Range.PageCount;
        if (setup == VmallocSetup.Flat(memory.PageCount, pages))
        {
            return $"VmallocSetup.Flat(frames: {memory.PageCount}, pages: {pages})";
        }

        if (memory.PageCount <= MemoryMap.MaxRanges
            && setup == VmallocSetup.Scattered((int)memory.PageCount, pages))
        {
            return $"VmallocSetup.Scattered(frames: {memory.PageCount}, pages: {pages})";
        }

        return $"new VmallocSetup({MemoryMapCode.Of(memory)}, "
            + $"new VmallocArea({CodeOf(setup.Range.Start)}, {pages}))";
    }

    /// <inheritdoc/>
    public override string CodeOf(VmallocOperation operation) => operation switch
    {
        Allocate { Failing: 0 } request => $"new VmallocOperation.Allocate({request.SizeBytes})",
        Allocate request =>
            $"new VmallocOperation.Allocate({request.SizeBytes}, Failing: {request.Failing})",
        Free free => $"new VmallocOperation.Free({free.Of})",
        FreeInside inside => $"new VmallocOperation.FreeInside({inside.Of}, {inside.Offset})",
        FreeAt freeAt => $"new VmallocOperation.FreeAt({CodeOf(freeAt.Address)})",
        ToPage toPage => $"new VmallocOperation.ToPage({toPage.Of}, {toPage.Offset})",
        ToPageAt asked => $"new VmallocOperation.ToPageAt({CodeOf(asked.Address)})",
        _ => throw new ArgumentException($"{operation} is no step of a program", nameof(operation)),
    };

    /// <inheritdoc/>
    public override IReadOnlyList<Picture> Pictures(
        Program<VmallocSetup, VmallocOperation> program,
        ReadOnlySpan<VmallocReply> replies,
        bool lastIsWrong) =>
        VmallocPictures.Draw(program, replies, lastIsWrong);

    private static string CodeOf(VirtAddr address) => $"new VirtAddr(0x{address.Value:x})";

    private static IEnumerable<ulong> SimplerSizes(VmallocSetup setup, Allocate request)
    {
        long most = Math.Min(request.PageCount + 1, setup.Range.PageCount);
        IEnumerable<long> counts = Enumerable.Range(1, (int)Math.Min(most, MostSizes))
            .Select(static count => (long)count)
            .Append(request.PageCount / 2).Append(request.PageCount - 1).Append(setup.Range.PageCount)
            .Append(setup.Memory.PageCount + 1).Where(static count => count > 0).Distinct();
        return counts.Select(static count => (ulong)count * Page.SizeBytes)
            .SelectMany(static size => new[] { size, size - Page.SizeBytes + 1 })
            .Prepend(0UL).Append(ulong.MaxValue).Append(ulong.MaxValue - Page.SizeBytes + 2);
    }

    private static IEnumerable<long> SimplerOffsets(long offset) =>
        new[] { 0, 1, Page.SizeBytes - 1L, Page.SizeBytes, Page.SizeBytes + 1L, 2L * Page.SizeBytes }
            .Append(offset / 2).Where(simpler => simpler != offset).Distinct();

    private static IEnumerable<VirtAddr> SimplerAddresses(VmallocSetup setup) =>
    [
        default,
        setup.Range.Start,
        setup.Range.Start.PlusBytes(1),
        setup.Range.Start.PlusPages(1),
        setup.Range.Guard,
    ];
}
