using System.Globalization;
using MmVerify.Spec;
using static MmVerify.Spec.PagesOperation;

namespace MmVerify.Properties;

/// <summary>How programs for page frame databases are made, made smaller and shown.</summary>
public sealed class PagesPrograms()
    : ConcurrentPrograms<PagesSetup, PagesOperation, PagesReply, PagesModel>(PagesChapter.Instance)
{
    /// <inheritdoc/>
    public override IEnumerable<Program<PagesSetup, PagesOperation>> SmallScope =>
        PagesScopes.All().Concat(PagesScopes.Together());

    /// <inheritdoc/>
    public override IEnumerable<Program<PagesSetup, PagesOperation>> Large(ulong seed) =>
        PagesScopes.Large(seed);

    /// <inheritdoc/>
    public override Program<PagesSetup, PagesOperation> Random(ulong shape, int length, ulong seed) =>
        PagesExpansion.Expand(shape, length, seed);

    /// <inheritdoc/>
    public override PagesOperation WithLender(PagesOperation operation, int lender) => operation;

    /// <inheritdoc/>
    public override PagesOperation? GivingBack(int lender) => null;

    /// <inheritdoc/>
    public override IEnumerable<PagesSetup> SmallerSetups(PagesSetup setup) =>
        PagesScopes.Smaller(setup).Where(smaller => SizeOf(smaller) < SizeOf(setup)).OrderBy(SizeOf);

    /// <inheritdoc/>
    public override long SizeOf(PagesSetup setup) =>
        (setup.Memory.PageCount * 10_000) + (setup.Memory.Ranges.Length * 1000)
            + (setup.Memory.First.Value == 0 ? 0 : 500) + (setup.DirectMap == PagesSetup.Amd64 ? 0 : 250)
            + (setup.MostReferences == PagesSetup.MostReferencesEver ? 0 : 100 + setup.MostReferences)
            + setup.Reserved;

    /// <inheritdoc/>
    public override long SizeOf(PagesOperation operation) => operation switch
    {
        Concurrently { What: var what } => Properties.Interleavings.SizeOf(what, SizeOf),
        Claim claim => FrameSize(claim.Of) + Math.Abs(claim.Owner - 1L),
        PfnOf asked => FrameSize(asked.Of) + Math.Abs((long)asked.Offset),
        ToVirtual asked => FrameSize(asked.Frame) + asked.Address.OffsetInPage,
        ToPhysical asked => (long)(asked.Address.Value / 2),
        _ => FrameSize(operation.Frame) + Math.Abs((long)operation.Flag),
    };

    /// <inheritdoc/>
    public override string CodeOf(PagesSetup setup)
    {
        string reserved = setup.Reserved == 0 ? "" : $", reserved: {setup.Reserved}";
        string most = setup.MostReferences == PagesSetup.MostReferencesEver ? ""
            : $", mostReferences: {setup.MostReferences}";
        if (setup.Memory.Ranges.Length == 1 && setup.DirectMap == PagesSetup.Amd64)
        {
            string first = setup.Memory.First.Value == 0 ? "" : $", first: {setup.Memory.First.Value}";
            return $"PagesSetup.Flat({setup.Memory.PageCount}{reserved}{most}{first})";
        }

        string map = setup.DirectMap == PagesSetup.Amd64 ? ""
            : $", directMap: new VirtAddr(0x{setup.DirectMap.Value:x})";
        return $"new PagesSetup({MemoryMapCode.Of(setup.Memory)}{reserved}{most}{map})";
    }

    /// <inheritdoc/>
    public override string CodeOf(PagesOperation operation)
    {
        string name = $"new PagesOperation.{operation.GetType().Name}";
        return operation switch
        {
            Create => throw new ArgumentException($"{operation} is no step of a program", nameof(operation)),
            Concurrently { What: var what } =>
                $"{name}({Properties.Interleavings.CodeOf(what, nameof(PagesOperation), CodeOf)})",
            Claim claim => $"{name}({CodeOf(claim.Of)}, {claim.Owner})",
            PfnOf asked => $"{name}({CodeOf(asked.Of)}, {asked.Offset})",
            ToVirtual asked => $"{name}(new PhysAddr(0x{asked.Address.Value:x}))",
            ToPhysical asked => $"{name}(new VirtAddr(0x{asked.Address.Value:x}))",
            _ when (operation.Kind & Kinds.Flags) != 0 =>
                $"{name}({CodeOf(operation.Frame)}, {CodeOf(operation.Flag)})",
            _ => $"{name}({CodeOf(operation.Frame)})",
        };
    }

    /// <inheritdoc/>
    public override IReadOnlyList<Picture> Pictures(
        Program<PagesSetup, PagesOperation> program, ReadOnlySpan<PagesReply> replies, bool lastIsWrong) =>
        PagesPictures.Draw(program, replies, lastIsWrong);

    /// <inheritdoc/>
    protected override Concurrent<PagesOperation>? TogetherIn(PagesOperation operation) =>
        (operation as Concurrently)?.What;

    /// <inheritdoc/>
    protected override PagesOperation WithTogether(
        PagesOperation operation, Concurrent<PagesOperation> together) =>
        new Concurrently(together);

    /// <inheritdoc/>
    protected override IEnumerable<PagesOperation> VariantsOfOne(PagesSetup setup, PagesOperation operation)
    {
        switch (operation)
        {
            case ToVirtual asked:
                return from address in new ulong[] { 0, Page.SizeBytes, setup.Memory.End.ToPhysAddr().Value }
                       where address < asked.Address.Value
                       select new ToVirtual(new PhysAddr(address));
            case ToPhysical asked:
                return from offset in new ulong[] { 0, Page.SizeBytes, setup.Memory.End.ToPhysAddr().Value }
                       where setup.DirectMap.Value + offset < asked.Address.Value
                       select new ToPhysical(new VirtAddr(setup.DirectMap.Value + offset));
            default:
                return from frame in Frames(setup, operation.Frame)
                       from other in WithFrame(operation, frame)
                       select other;
        }
    }

    /// <inheritdoc/>
    protected override string TextOf(PagesOperation call, Answer answer) =>
        PagesReply.Tell(call.Kind, answer);

    private static string CodeOf(Pfn frame) => string.Create(
        CultureInfo.InvariantCulture, $"new Pfn({frame.Value})");

    private static string CodeOf(PageFlags flag) => Enum.IsDefined(flag)
        ? $"PageFlags.{flag}"
        : string.Create(CultureInfo.InvariantCulture, $"(PageFlags){(int)flag}");

    private static long FrameSize(Pfn frame) => 1000 * (long)Math.Min(frame.Value, 1UL << 40);

    private static IEnumerable<Pfn> Frames(PagesSetup setup, Pfn frame) => setup.Frames.Take(4)
        .Append(setup.Memory.End).Append(new Pfn(0)).Append(frame).Distinct();

    private static IEnumerable<PagesOperation> WithFrame(PagesOperation operation, Pfn frame) =>
        operation switch
        {
            Claim claim => new[] { 1, 0, claim.Owner }.Distinct().Select(owner => new Claim(frame, owner)),
            Get => [new Get(frame)],
            Put => [new Put(frame)],
            Map => [new Map(frame), new Get(frame)],
            Unmap => [new Unmap(frame), new Put(frame)],
            SetFlag => SimplerFlags(operation.Flag).Select(flag => new SetFlag(frame, flag)),
            ClearFlag => SimplerFlags(operation.Flag).Select(flag => new ClearFlag(frame, flag)),
            TestAndSet => SimplerFlags(operation.Flag).Select(flag => new TestAndSet(frame, flag)),
            TestAndClear => SimplerFlags(operation.Flag).Select(flag => new TestAndClear(frame, flag)),
            StateOf => [new StateOf(frame)],
            PageOf => [new PageOf(frame)],
            PfnOf asked => new[] { 0, 1, asked.Offset }.Distinct().Select(offset => new PfnOf(frame, offset)),
            _ => [],
        };

    private static IEnumerable<PageFlags> SimplerFlags(PageFlags flag) =>
        new[] { PageFlags.None, PageFlags.Locked, PageFlags.Referenced, flag }.Distinct();
}
