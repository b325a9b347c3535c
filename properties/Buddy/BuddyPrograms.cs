using System.Globalization;
using MmVerify.Spec;
using static MmVerify.Spec.BuddyOperation;

namespace MmVerify.Properties;

/// <summary>How programs for buddy allocators are made, made smaller and shown.</summary>
public sealed class BuddyPrograms()
    : ChapterPrograms<BuddySetup, BuddyOperation, BuddyReply, BuddyModel>(BuddyChapter.Instance)
{
    /// <inheritdoc/>
    public override IEnumerable<Program<BuddySetup, BuddyOperation>> SmallScope => BuddyScopes.All();

    /// <inheritdoc/>
    public override IEnumerable<Program<BuddySetup, BuddyOperation>> Large(ulong seed) =>
        BuddyScopes.Large(seed);

    /// <inheritdoc/>
    public override Program<BuddySetup, BuddyOperation> Random(ulong shape, int length, ulong seed) =>
        BuddyExpansion.Expand(shape, length, seed);

    /// <inheritdoc/>
    public override BuddyOperation WithLender(BuddyOperation operation, int lender) => operation switch
    {
        Free => BuddyChapter.FreeOf(lender),
        FreeAs freeAs => freeAs with { Of = lender },
        FreeInside inside => inside with { Of = lender },
        _ => operation,
    };

    /// <inheritdoc/>
    public override BuddyOperation GivingBack(int lender) => BuddyChapter.FreeOf(lender);

    /// <inheritdoc/>
    public override IEnumerable<BuddyOperation> Variants(BuddySetup setup, BuddyOperation operation)
    {
        int most = setup.MaxOrder.Value;
        switch (operation)
        {
            case Allocate allocate:
                return Enumerable.Range(0, Math.Min(most + 2, Order.Count))
                    .Where(order => order != allocate.Order.Value).Select(BuddyChapter.AllocateOf);
            case FreeAs freeAs:
                return Enumerable.Range(0, most + 1).Where(order => order != freeAs.Order.Value)
                    .Select(order => freeAs with { Order = new Order(order) });
            case FreeInside inside:
                return from order in Enumerable.Range(0, inside.Order.Value + 1)
                       from offset in new[] { 1, 2, inside.Offset / 2, inside.Offset - 1 }.Distinct()
                       where offset >= 1 && offset < inside.Offset
                       select inside with { Offset = offset, Order = new Order(order) };
            case FreeAt { Block: var block }:
                return from start in Starts(setup, block.Start).Distinct()
                       from order in new[] { 0, block.Order.Value }.Distinct()
                       let variant = new Block(start, new Order(order))
                       where variant != block
                       select new FreeAt(variant);
            default:
                return [];
        }
    }

    /// <inheritdoc/>
    public override IEnumerable<BuddySetup> SmallerSetups(BuddySetup setup) => BuddyScopes.Smaller(setup);

    /// <inheritdoc/>
    public override long SizeOf(BuddySetup setup) =>
        (setup.Memory.PageCount * 1000) + (setup.Memory.Ranges.Length * 100) + (setup.MaxOrder.Value * 2)
            + (setup.Memory.First.Value == 0 ? 0 : 50);

    /// <inheritdoc/>
    public override long SizeOf(BuddyOperation operation) => operation switch
    {
        Allocate allocate => allocate.Order.Value,
        FreeAs freeAs => freeAs.Order.Value,
        FreeInside inside => inside.Order.Value + (2L * inside.Offset),
        FreeAt { Block: var block } =>
            1000 + block.Order.Value + (long)Math.Min(block.Start.Value, long.MaxValue / 2),
        _ => 0,
    };

    /// <inheritdoc/>
    public override string CodeOf(BuddySetup setup)
    {
        string maxOrder = string.Create(CultureInfo.InvariantCulture, $"{setup.MaxOrder.Value}");
        if (setup.Memory.Ranges.Length == 1)
        {
            string first = setup.Memory.First.Value == 0 ? "" : $", first: {setup.Memory.First.Value}";
            return $"BuddySetup.Flat({setup.Memory.PageCount}, maxOrder: {maxOrder}{first})";
        }

        return $"new BuddySetup({MemoryMapCode.Of(setup.Memory)}, new Order({maxOrder}))";
    }

    /// <inheritdoc/>
    public override string CodeOf(BuddyOperation operation) => operation switch
    {
        Allocate allocate => $"new BuddyOperation.Allocate(new Order({allocate.Order.Value}))",
        Free free => $"new BuddyOperation.Free({free.Of})",
        FreeAs freeAs => $"new BuddyOperation.FreeAs({freeAs.Of}, new Order({freeAs.Order.Value}))",
        FreeInside inside =>
            $"new BuddyOperation.FreeInside({inside.Of}, {inside.Offset}, new Order({inside.Order.Value}))",
        FreeAt { Block: var block } => "new BuddyOperation.FreeAt("
            + $"new Block(new Pfn(0x{block.Start.Value:x}), new Order({block.Order.Value})))",
        _ => throw new ArgumentException($"{operation} is no step of a program", nameof(operation)),
    };

    /// <inheritdoc/>
    public override IReadOnlyList<Picture> Pictures(
        Program<BuddySetup, BuddyOperation> program, ReadOnlySpan<BuddyReply> replies, bool lastIsWrong) =>
        BuddyPictures.Draw(program, replies, lastIsWrong);

    private static IEnumerable<Pfn> Starts(BuddySetup setup, Pfn start)
    {
        yield return new Pfn(0);
        yield return setup.Memory.First;
        yield return setup.Memory.End;
        yield return new Pfn(start.Value / 2);
        yield return start.Value == 0 ? start : new Pfn(start.Value - 1);
    }
}
