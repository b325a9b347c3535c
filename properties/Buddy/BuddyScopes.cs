using MmVerify.Spec;
using static MmVerify.Spec.BuddyOperation;

namespace MmVerify.Properties;

/// <summary>
/// The small scopes: every program up to a length, over few orders that lie at the boundaries, on memories
/// that are small or oddly shaped. Most mistakes show here, and at once in the smallest program.
/// </summary>
public static class BuddyScopes
{
    private const int Scattered = 4000;
    private const int LargestBlocks = 60;
    private const int SmallBlocks = 400;

    // What may be asked for, besides giving back each block handed out so far: the lowest orders and the
    // largest.
    private static readonly Scope[] Scopes =
    [
        new(BuddySetup.Flat(1, 0), [0], Longest: 5, WithMisuse: true),
        new(BuddySetup.Flat(2, 1), [0, 1, 2], Longest: 5, WithMisuse: false),
        new(BuddySetup.Flat(3, 0), [0, 1], Longest: 5, WithMisuse: false),
        new(BuddySetup.Flat(4, 2), [0, 1, 2], Longest: 6, WithMisuse: false),
        new(BuddySetup.Flat(4, 2), [0, 1, 2], Longest: 4, WithMisuse: true),
        new(BuddySetup.Flat(4, 1), [0, 1, 2], Longest: 5, WithMisuse: false),
        new(BuddySetup.Flat(7, 2, first: 1), [0, 1, 2, 3], Longest: 5, WithMisuse: false),
        new(BuddySetup.Flat(5, 3, first: 3), [0, 1, 2], Longest: 4, WithMisuse: true),
        new(BuddySetup.Flat(16, 4), [0, 1, 2, 3, 4], Longest: 4, WithMisuse: false),
        // Far from frame 0, and up to where a largest block, and a table of whole ones, ends.
        new(BuddySetup.Flat(4, 2, first: 2044), [0, 2], Longest: 3, WithMisuse: true),
        new(BuddySetup.Flat(8, 3), [0, 1, 2, 3], Longest: 5, WithMisuse: false),
        new(new BuddySetup(Holed(0, 3, 5, 9), new Order(3)), [0, 1, 2], Longest: 5, WithMisuse: false),
        new(new BuddySetup(Holed(2, 7, 8, 16), new Order(4)), [0, 1, 3], Longest: 4, WithMisuse: true),
        new(BuddySetup.Flat(1024, 10), [0, 1, 9, 10], Longest: 4, WithMisuse: false),
        new(BuddySetup.Flat(2048, 10), [0, 1, 9, 10], Longest: 4, WithMisuse: false),
        new(BuddySetup.Flat(2500, 10, first: 700), [0, 9, 10], Longest: 3, WithMisuse: true),
    ];

    /// <summary>Every program of every scope, the shorter ones first.</summary>
    public static IEnumerable<Program<BuddySetup, BuddyOperation>> All()
    {
        for (int length = 0; length <= Scopes.Max(static scope => scope.Longest); length++)
        {
            foreach (Scope scope in Scopes.Where(scope => length <= scope.Longest))
            {
                foreach (Program<BuddySetup, BuddyOperation> program in
                    Exactly(scope.Setup, scope.Orders, scope.WithMisuse, length))
                {
                    yield return program;
                }
            }
        }
    }

    /// <summary>Every program of a length over a choice of orders.</summary>
    /// <param name="setup">The memory.</param>
    /// <param name="orders">The orders that are asked for.</param>
    /// <param name="withMisuse">Whether every kind of misuse is tried as well.</param>
    /// <param name="length">The number of operations.</param>
    public static IEnumerable<Program<BuddySetup, BuddyOperation>> Exactly(
        BuddySetup setup, IReadOnlyList<int> orders, bool withMisuse, int length)
    {
        BuddyOperation[] allocations = [.. orders.Select(BuddyChapter.AllocateOf)];
        BuddyOperation[] foreign = withMisuse ? [.. Foreign(setup)] : [];
        return Extend(setup, allocations, foreign, new BuddyOperation[length], 0);
    }

    /// <summary>Few long programs on a large memory, on which the cost of an operation can be told.</summary>
    public static IEnumerable<Program<BuddySetup, BuddyOperation>> Large(ulong seed)
    {
        // Nearly all of it is handed out, so whoever looks at frame after frame for a free one looks at many.
        var random = new SplitMix(seed);
        BuddyOperation[] nearlyFull =
        [
            .. Enumerable.Repeat(BuddyChapter.AllocateOf(10), LargestBlocks),
            .. Enumerable.Range(0, SmallBlocks).Select(_ => BuddyChapter.AllocateOf(random.Below(4))),
            .. Enumerable.Range(LargestBlocks, SmallBlocks).Select(BuddyChapter.FreeOf),
        ];
        yield return new(BuddySetup.Flat(1 << 16, 10), nearlyFull);
        yield return new(BuddySetup.Flat((1 << 16) + 77, 10, first: 1001), nearlyFull);

        // Every second frame is free, so whoever looks for a buddy along a list of free blocks walks a long
        // way.
        BuddyOperation[] scattered =
        [
            .. Enumerable.Repeat(BuddyChapter.AllocateOf(0), 2 * Scattered),
            .. Enumerable.Range(0, Scattered).Select(static i => BuddyChapter.FreeOf(2 * i)),
        ];
        yield return new(
            BuddySetup.Flat(1 << 14, 1),
            [.. scattered, .. Enumerable.Range(0, Scattered).Select(static i =>
                BuddyChapter.FreeOf((2 * i) + 1))]);

        // The same, and what is asked for fits none of the holes: whoever looks into each takes long.
        yield return new(
            BuddySetup.Flat(1 << 14, 10),
            [.. scattered, .. Enumerable.Repeat(BuddyChapter.AllocateOf(1), Scattered / 2)]);
    }

    /// <summary>Smaller memories of the same kind, the smallest first.</summary>
    public static IEnumerable<BuddySetup> Smaller(BuddySetup setup)
    {
        long pages = setup.Memory.PageCount;
        int most = setup.MaxOrder.Value;
        long[] counts = [1, 2, 3, 4, 5, 6, 7, 8, 16, 32, 1024, 2048, pages / 2, pages - 1];
        foreach (long count in counts)
        {
            for (int order = 0; count >= 1 && count < pages && order <= most; order++)
            {
                yield return BuddySetup.Flat(count, order);
                if (setup.Memory.First.Value != 0)
                {
                    yield return BuddySetup.Flat(count, order, setup.Memory.First.Value);
                    yield return BuddySetup.Flat(count, order, first: 1);
                }
            }
        }

        foreach (MemoryMap map in SmallerMaps(setup.Memory))
        {
            yield return setup with { Memory = map };
        }

        for (int order = 0; order < most; order++)
        {
            yield return setup with { MaxOrder = new Order(order) };
        }
    }

    private static IEnumerable<MemoryMap> SmallerMaps(MemoryMap memory)
    {
        if (memory.Ranges.Length == 1)
        {
            if (memory.First.Value != 0)
            {
                yield return MemoryMap.Flat(memory.PageCount);
            }

            yield break;
        }

        MemoryMap[] holed = [Holed(0, 1, 2, 3), Holed(0, 1, 2, 4), Holed(0, 2, 3, 4), Holed(0, 3, 5, 8)];
        foreach (MemoryMap small in holed)
        {
            if (small.PageCount < memory.PageCount)
            {
                yield return small;
            }
        }

        for (int i = 0; i < memory.Ranges.Length; i++)
        {
            yield return new MemoryMap(memory.Ranges.RemoveAt(i));
            if (memory.Ranges[i].PageCount > 1)
            {
                FrameRange range = memory.Ranges[i];
                yield return new MemoryMap(
                    memory.Ranges.SetItem(i, range with { PageCount = range.PageCount / 2 }));
                yield return new MemoryMap(
                    memory.Ranges.SetItem(i, range with { PageCount = range.PageCount - 1 }));
            }
        }
    }

    private static IEnumerable<Program<BuddySetup, BuddyOperation>> Extend(
        BuddySetup setup, BuddyOperation[] allocations, BuddyOperation[] foreign, BuddyOperation[] soFar,
        int at)
    {
        if (at == soFar.Length)
        {
            yield return new(setup, [.. soFar]);
            yield break;
        }

        IEnumerable<BuddyOperation> next = allocations;
        for (int step = 0; step < at; step++)
        {
            next = soFar[step] is Allocate ? next.Concat(Uses(setup, step, foreign.Length > 0)) : next;
        }

        foreach (BuddyOperation operation in next.Concat(foreign))
        {
            soFar[at] = operation;
            foreach (Program<BuddySetup, BuddyOperation> program in
                Extend(setup, allocations, foreign, soFar, at + 1))
            {
                yield return program;
            }
        }
    }

    private static IEnumerable<BuddyOperation> Uses(BuddySetup setup, int step, bool withMisuse)
    {
        yield return BuddyChapter.FreeOf(step);
        if (withMisuse)
        {
            yield return new FreeAs(step, new Order(0));
            yield return new FreeAs(step, new Order(Math.Min(1, setup.MaxOrder.Value)));
            yield return new FreeInside(step, 1, new Order(0));
        }
    }

    private static IEnumerable<BuddyOperation> Foreign(BuddySetup setup)
    {
        MemoryMap memory = setup.Memory;
        if (setup.MaxOrder < Order.Max)
        {
            yield return BuddyChapter.AllocateOf(setup.MaxOrder.Value + 1);
        }

        yield return new FreeAt(new Block(memory.First, new Order(0)));
        yield return new FreeAt(new Block(memory.End, new Order(0)));
        if (memory.Ranges.Length > 1)
        {
            yield return new FreeAt(new Block(memory.Ranges[0].End, new Order(0)));
        }

        // Cut to 32 bits, this is the first frame.
        yield return new FreeAt(new Block(new Pfn(memory.First.Value + (1UL << 32)), new Order(0)));
    }

    private static MemoryMap Holed(ulong start, ulong end, ulong nextStart, ulong nextEnd) => new(
        new FrameRange(new Pfn(start), (long)(end - start)),
        new FrameRange(new Pfn(nextStart), (long)(nextEnd - nextStart)));

    private sealed record Scope(BuddySetup Setup, int[] Orders, int Longest, bool WithMisuse);
}
