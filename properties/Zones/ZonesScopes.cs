using MmVerify.Spec;
using static MmVerify.Spec.ZonesOperation;

namespace MmVerify.Properties;

/// <summary>
/// The small scopes: every program up to a length, over few requests that lie at the boundaries, on machines
/// that are small or oddly shaped. Most mistakes show here, and at once in the smallest program.
/// </summary>
public static class ZonesScopes
{
    private const Gfp NoWait = Gfp.KswapdReclaim;

    private static readonly Scope[] Scopes =
    [
        new(ZonesSetups.One, [(0, Gfp.Kernel), (1, Gfp.Atomic)], Longest: 4, WithMisuse: true),
        new(ZonesSetups.Border, [(0, Gfp.Kernel), (1, Gfp.Kernel), (0, Gfp.Dma)], Longest: 4, false),
        new(ZonesSetups.NoDma, [(0, Gfp.Kernel | Gfp.Dma), (0, Gfp.Kernel), (1, Gfp.Dma32)], 3, true),
        new(ZonesSetups.Short,
            [
                (3, Gfp.Atomic), (3, Gfp.Kernel | Gfp.High), (2, Gfp.Kernel | Gfp.High), (1, Gfp.Atomic),
                (0, Gfp.Kernel),
            ], 3, false),
        new(ZonesSetups.Two, [(3, Gfp.Kernel), (0, Gfp.Kernel), (0, Gfp.Atomic)], Longest: 5, false),
        new(ZonesSetups.Two,
            [(2, Gfp.Kernel | Gfp.High), (3, Gfp.Kernel), (3, Gfp.Atomic | Gfp.Dma), (2, NoWait)], 4, false),
        new(ZonesSetups.Two, [(3, Gfp.Kernel), (1, Gfp.Kernel | Gfp.Dma)], Longest: 3, WithMisuse: true),
        new(ZonesSetups.ThreeTiny,
            [(2, Gfp.Kernel), (2, Gfp.Dma), (1, Gfp.Dma32), (0, Gfp.None)], Longest: 4, false),
        new(ZonesSetups.Three,
            [(3, Gfp.Kernel), (1, Gfp.Kernel), (2, Gfp.Atomic), (2, Gfp.Kernel | Gfp.Dma32)], 4, false),
        new(ZonesSetups.Three, [(3, Gfp.Kernel), (2, Gfp.Kernel), (0, NoWait)], Longest: 5, false),
        new(ZonesSetups.Holed, [(0, Gfp.Kernel), (1, Gfp.Kernel), (2, Gfp.Dma)], Longest: 4, true),
        new(ZonesSetups.High, [(3, Gfp.Kernel | Gfp.HighMem), (0, Gfp.Atomic | Gfp.HighMem)], 5, false),
        new(ZonesSetups.High, [(3, Gfp.Kernel | Gfp.HighMem), (2, Gfp.Dma), (3, Gfp.Dma32)], 4, false),
        new(ZonesSetups.Movable,
            [(3, Gfp.HighMem | Gfp.Movable), (3, Gfp.Movable), (2, Gfp.Kernel | Gfp.HighMem)], 4, false),
    ];

    /// <summary>Every program of every scope, the shorter ones first.</summary>
    public static IEnumerable<Program<ZonesSetup, ZonesOperation>> All()
    {
        for (int length = 0; length <= Scopes.Max(static scope => scope.Longest); length++)
        {
            foreach (Scope scope in Scopes.Where(scope => length <= scope.Longest))
            {
                ZonesOperation[] requests =
                [
                    .. scope.Requests.Select(static one => new Allocate(new Order(one.Order), one.Flags)),
                ];
                ZonesOperation[] foreign = scope.WithMisuse ? [.. Foreign(scope.Setup)] : [];
                foreach (Program<ZonesSetup, ZonesOperation> program in
                    Extend(scope.Setup, requests, foreign, new ZonesOperation[length], 0))
                {
                    yield return program;
                }
            }
        }
    }

    /// <summary>Smaller machines, the smallest first.</summary>
    public static IEnumerable<ZonesSetup> Smaller(ZonesSetup setup)
    {
        IEnumerable<ZonesSetup> kept = ZonesSetups.All
            .Where(small => small.Memory.PageCount < setup.Memory.PageCount)
            .OrderBy(static small => small.Memory.PageCount);
        foreach (ZonesSetup small in kept)
        {
            yield return small;
        }

        long pages = setup.Memory.PageCount;
        long[] counts = [1, 2, 4, 8, 16, pages / 2, pages - 1];
        long[] minimums = [0, 8, 40, setup.MinFree.Value];
        foreach (long count in counts.Where(count => count >= 1 && count < pages))
        {
            foreach (long minimum in minimums.Distinct())
            {
                yield return new ZonesSetup(
                    MemoryMap.Flat(count), setup.Layout, new KibiBytes(minimum), setup.WatermarkScaleFactor);
            }
        }

        foreach (long minimum in minimums.Where(minimum => minimum < setup.MinFree.Value))
        {
            yield return new ZonesSetup(
                setup.Memory, setup.Layout, new KibiBytes(minimum), setup.WatermarkScaleFactor);
        }
    }

    private static IEnumerable<Program<ZonesSetup, ZonesOperation>> Extend(
        ZonesSetup setup, ZonesOperation[] requests, ZonesOperation[] foreign, ZonesOperation[] soFar, int at)
    {
        if (at == soFar.Length)
        {
            yield return new(setup, [.. soFar]);
            yield break;
        }

        IEnumerable<ZonesOperation> next = requests;
        for (int step = 0; step < at; step++)
        {
            next = soFar[step] is Allocate ? next.Concat(Uses(step, foreign.Length > 0)) : next;
        }

        foreach (ZonesOperation operation in next.Concat(foreign))
        {
            soFar[at] = operation;
            foreach (Program<ZonesSetup, ZonesOperation> program in
                Extend(setup, requests, foreign, soFar, at + 1))
            {
                yield return program;
            }
        }
    }

    private static IEnumerable<ZonesOperation> Uses(int step, bool withMisuse)
    {
        yield return new Free(step);
        if (withMisuse)
        {
            yield return new FreeAs(step, new Order(0));
            yield return new FreeAs(step, new Order(1));
        }
    }

    private static IEnumerable<ZonesOperation> Foreign(ZonesSetup setup)
    {
        yield return new Allocate(new Order(ZonesSetup.MaxOrder + 1), Gfp.Kernel);
        yield return new Allocate(new Order(0), Gfp.Dma | Gfp.HighMem);
        yield return new Allocate(new Order(0), Gfp.Kernel | Gfp.Dma | Gfp.Dma32);
        yield return new FreeAt(new Block(setup.Memory.First, new Order(0)));
        yield return new FreeAt(new Block(setup.Memory.End, new Order(0)));
        if (setup.Memory.First.Value > 0)
        {
            yield return new FreeAt(new Block(setup.Memory.First.Plus(-1), new Order(0)));
        }

        // Cut to 32 bits, this is the first frame.
        yield return new FreeAt(new Block(new Pfn(setup.Memory.First.Value + (1UL << 32)), new Order(0)));
    }

    private sealed record Scope(
        ZonesSetup Setup, (int Order, Gfp Flags)[] Requests, int Longest, bool WithMisuse);
}
