using System.Numerics;
using MmVerify.Spec;
using static MmVerify.Spec.ZonesOperation;

namespace MmVerify.Properties;

/// <summary>How programs for allocators with zones are made, made smaller and shown.</summary>
public sealed class ZonesPrograms()
    : ChapterPrograms<ZonesSetup, ZonesOperation, ZonesReply, ZonesModel>(ZonesChapter.Instance)
{
    // Each bit that means something to zones, the simplest request first.
    private static readonly Gfp[] Bits =
    [
        Gfp.Dma, Gfp.HighMem, Gfp.Dma32, Gfp.Movable, Gfp.High, Gfp.Io, Gfp.Fs, Gfp.DirectReclaim,
        Gfp.KswapdReclaim,
    ];

    /// <inheritdoc/>
    public override IEnumerable<Program<ZonesSetup, ZonesOperation>> SmallScope => ZonesScopes.All();

    /// <inheritdoc/>
    public override IEnumerable<Program<ZonesSetup, ZonesOperation>> Large(ulong seed) => [];

    /// <inheritdoc/>
    public override Program<ZonesSetup, ZonesOperation> Random(ulong shape, int length, ulong seed) =>
        ZonesExpansion.Expand(shape, length, seed);

    /// <inheritdoc/>
    public override ZonesOperation WithLender(ZonesOperation operation, int lender) => operation switch
    {
        Free => new Free(lender),
        FreeAs freeAs => freeAs with { Of = lender },
        _ => operation,
    };

    /// <inheritdoc/>
    public override ZonesOperation GivingBack(int lender) => new Free(lender);

    /// <inheritdoc/>
    public override IEnumerable<ZonesOperation> Variants(ZonesSetup setup, ZonesOperation operation)
    {
        switch (operation)
        {
            case Allocate allocate:
                IEnumerable<Gfp> flags = Bits.Where(bit => allocate.Flags.Has(bit))
                    .Select(bit => allocate.Flags & ~bit)
                    .Append(Gfp.None)
                    .Append(allocate.Flags & ~Gfp.Kernel)
                    .Append(allocate.Flags & Gfp.Kernel);
                IEnumerable<int> orders = Enumerable.Range(0, ZonesSetup.MaxOrder + 2)
                    .Where(order => order != allocate.Order.Value);
                return
                [
                    .. flags.Distinct().Where(one => one != allocate.Flags)
                        .Select(one => allocate with { Flags = one }),
                    .. orders.Select(order => allocate with { Order = new Order(order) }),
                ];
            case FreeAs freeAs:
                return Enumerable.Range(0, freeAs.Order.Value)
                    .Select(order => freeAs with { Order = new Order(order) });
            case FreeAt { Block: var block }:
                return from start in new[] { setup.Memory.First, setup.Memory.End, new Pfn(0) }.Distinct()
                       from order in new[] { 0, block.Order.Value }.Distinct()
                       let variant = new Block(start, new Order(order))
                       where variant != block
                       select new FreeAt(variant);
            default:
                return [];
        }
    }

    /// <inheritdoc/>
    public override IEnumerable<ZonesSetup> SmallerSetups(ZonesSetup setup) => ZonesScopes.Smaller(setup);

    /// <inheritdoc/>
    public override long SizeOf(ZonesSetup setup) =>
        (setup.Memory.PageCount * 1000) + (setup.Memory.Ranges.Length * 100)
            + (setup.Layout.Limits.Length * 50) + Math.Min(setup.MinFree.Value, 40);

    /// <inheritdoc/>
    public override long SizeOf(ZonesOperation operation) => operation switch
    {
        Allocate allocate => allocate.Order.Value + (2 * BitOperations.PopCount((uint)allocate.Flags)),
        FreeAs freeAs => freeAs.Order.Value,
        FreeAt { Block: var block } =>
            1000 + block.Order.Value + (long)Math.Min(block.Start.Value, long.MaxValue / 2),
        _ => 0,
    };

    /// <inheritdoc/>
    public override string CodeOf(ZonesSetup setup) => ZonesCode.Of(setup);

    /// <inheritdoc/>
    public override string CodeOf(ZonesOperation operation) => ZonesCode.Of(operation);

    /// <inheritdoc/>
    public override IReadOnlyList<Picture> Pictures(
        Program<ZonesSetup, ZonesOperation> program, ReadOnlySpan<ZonesReply> replies, bool lastIsWrong) =>
        ZonesPictures.Draw(program, replies, lastIsWrong);
}
