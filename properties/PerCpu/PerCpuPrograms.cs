using System.Globalization;
using MmVerify.Spec;
using static MmVerify.Spec.PerCpuOperation;

namespace MmVerify.Properties;

/// <summary>How programs for per-CPU page lists are made, made smaller and shown.</summary>
public sealed class PerCpuPrograms()
    : ConcurrentPrograms<PerCpuSetup, PerCpuOperation, PerCpuReply, PerCpuModel>(PerCpuChapter.Instance)
{
    // A request takes a batch; more pages show nothing that fewer do not.
    private const int LongestSweep = 5;

    /// <inheritdoc/>
    public override IEnumerable<Program<PerCpuSetup, PerCpuOperation>> SmallScope =>
        PerCpuScopes.All(this).Concat(PerCpuScopes.Together());

    /// <inheritdoc/>
    public override IEnumerable<Program<PerCpuSetup, PerCpuOperation>> Large(ulong seed) =>
        PerCpuScopes.Large(seed);

    /// <inheritdoc/>
    public override Program<PerCpuSetup, PerCpuOperation> Random(ulong shape, int length, ulong seed) =>
        PerCpuExpansion.Expand(shape, length, seed);

    /// <inheritdoc/>
    public override PerCpuOperation WithLender(PerCpuOperation operation, int lender) => operation switch
    {
        Free free => free with { Of = lender },
        Concurrently { What: var what } =>
            new Concurrently(what.Map((call, _) => WithLender(call, lender))),
        _ => operation,
    };

    /// <inheritdoc/>
    public override PerCpuOperation GivingBack(int lender) => new Free(0, lender);

    /// <inheritdoc/>
    public override int MostFaults(PerCpuOperation operation) => operation is Allocate ? LongestSweep : 0;

    /// <inheritdoc/>
    public override PerCpuOperation WithFailingCall(PerCpuOperation operation, int failingCall) =>
        operation is Allocate request ? request with { Failing = failingCall } : operation;

    /// <inheritdoc/>
    public override IEnumerable<PerCpuSetup> SmallerSetups(PerCpuSetup setup) =>
        PerCpuScopes.Smaller(setup).Where(smaller => SizeOf(smaller) < SizeOf(setup)).OrderBy(SizeOf);

    /// <inheritdoc/>
    public override long SizeOf(PerCpuSetup setup) =>
        (setup.Memory.PageCount * 1000) + (setup.Memory.Ranges.Length * 100)
            + (setup.Memory.First.Value == 0 ? 0 : 50) + (setup.Cpus * 200) + (setup.High * 10) + setup.Batch;

    /// <inheritdoc/>
    public override long SizeOf(PerCpuOperation operation) => operation switch
    {
        Concurrently { What: var what } => Properties.Interleavings.SizeOf(what, SizeOf),
        FreeAt freeAt => (operation.Caller * 1000) + (long)Math.Min(freeAt.Page.Value, 1UL << 40),
        Drain drain => (operation.Caller * 1000) + Math.Abs((long)drain.Target),
        _ => operation.Caller * 1000,
    };

    /// <inheritdoc/>
    public override string CodeOf(PerCpuSetup setup)
    {
        string rest = string.Create(
            CultureInfo.InvariantCulture, $"cpus: {setup.Cpus}, batch: {setup.Batch}, high: {setup.High}");
        if (setup.Memory.Ranges.Length == 1 && setup.Memory.First.Value == 0)
        {
            return $"PerCpuSetup.Flat(frames: {setup.Memory.PageCount}, {rest})";
        }

        return $"new PerCpuSetup({MemoryMapCode.Of(setup.Memory)}, {rest})";
    }

    /// <inheritdoc/>
    public override string CodeOf(PerCpuOperation operation)
    {
        string name = $"new PerCpuOperation.{operation.GetType().Name}";
        return operation switch
        {
            Concurrently { What: var what } =>
                $"{name}({Properties.Interleavings.CodeOf(what, nameof(PerCpuOperation), CodeOf)})",
            Allocate { Failing: 0 } or DrainAll => $"{name}({operation.Caller})",
            Allocate request => $"{name}({operation.Caller}, Failing: {request.Failing})",
            Free free => $"{name}({operation.Caller}, {free.Of})",
            FreeAt freeAt => $"{name}({operation.Caller}, new Pfn({freeAt.Page.Value}))",
            Drain drain => $"{name}({operation.Caller}, {drain.Target})",
            _ => throw new ArgumentException($"{operation} is no step of a program", nameof(operation)),
        };
    }

    /// <inheritdoc/>
    public override IReadOnlyList<Picture> Pictures(
        Program<PerCpuSetup, PerCpuOperation> program, ReadOnlySpan<PerCpuReply> replies, bool lastIsWrong) =>
        PerCpuPictures.Draw(program, replies, lastIsWrong);

    /// <inheritdoc/>
    protected override Concurrent<PerCpuOperation>? TogetherIn(PerCpuOperation operation) =>
        (operation as Concurrently)?.What;

    /// <inheritdoc/>
    protected override PerCpuOperation WithTogether(
        PerCpuOperation operation, Concurrent<PerCpuOperation> together) =>
        new Concurrently(together.Map(OnCpu));

    /// <inheritdoc/>
    protected override IEnumerable<PerCpuOperation> VariantsOfOne(
        PerCpuSetup setup, PerCpuOperation operation)
    {
        foreach (PerCpuOperation variant in WithArgument(setup, operation))
        {
            yield return variant;
            for (int cpu = 0; cpu < operation.Caller; cpu++)
            {
                yield return OnCpu(variant, cpu);
            }
        }
    }

    /// <inheritdoc/>
    protected override IEnumerable<PerCpuOperation> VariantsOfCall(
        PerCpuSetup setup, PerCpuOperation call) =>
        VariantsOfOne(setup, call).Where(variant => variant.Caller == call.Caller);

    /// <inheritdoc/>
    protected override string TextOf(PerCpuOperation call) => call.Call;

    /// <inheritdoc/>
    protected override string TextOf(PerCpuOperation call, Answer answer) =>
        PerCpuReply.Tell(call.Kind, answer);

    // Where a CPU was left out, those behind it have other numbers.
    private static PerCpuOperation OnCpu(PerCpuOperation operation, int cpu) => operation switch
    {
        Allocate allocate => allocate with { Cpu = cpu },
        Free free => free with { Cpu = cpu },
        FreeAt freeAt => freeAt with { Cpu = cpu },
        Drain drain => drain with { Cpu = cpu },
        DrainAll all => all with { Cpu = cpu },
        _ => operation,
    };

    private static IEnumerable<PerCpuOperation> WithArgument(PerCpuSetup setup, PerCpuOperation operation) =>
        operation switch
        {
            FreeAt freeAt => new[] { 0UL, setup.Memory.First.Value, setup.Memory.End.Value }
                .Append(freeAt.Page.Value).Distinct()
                .Select(PerCpuOperation (page) => freeAt with { Page = new Pfn(page) }),
            Drain drain => new[] { 0, 1, -1, setup.Cpus, drain.Target }.Distinct()
                .Select(PerCpuOperation (target) => drain with { Target = target }),
            DrainAll all => new PerCpuOperation[] { all, new Drain(all.Cpu, 0), new Drain(all.Cpu, 1) },
            _ => [operation],
        };
}
