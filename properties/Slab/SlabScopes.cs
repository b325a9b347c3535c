using System.Collections.Immutable;
using MmVerify.Spec;
using static MmVerify.Spec.SlabOperation;

namespace MmVerify.Properties;

/// <summary>
/// The small scopes: one cache of each make, every order in which a few objects come and go, and then every
/// call that can be made, right or wrong; sizes around every class of kmalloc; requests of which each lower
/// call fails in turn; and a few calls on two or three CPUs at once.
/// </summary>
public static class SlabScopes
{
    private const CacheFlags Watched = CacheFlags.RedZone | CacheFlags.Poison;
    private const int LargeCalls = 400;

    private static readonly SlabSetup Setup = SlabSetup.Flat(64);

    private static readonly CreateCache[] Caches =
    [
        new(0, 2048),
        new(0, 4096),
        new(0, 24),
        new(0, 20, 0, CacheFlags.HwCacheAlign),
        new(0, 40, 0, CacheFlags.HwCacheAlign),
        new(0, 100, 64),
        new(0, 3000, 0, CacheFlags.None, IsConstructed: true),
        new(0, 16, 0, CacheFlags.None, IsConstructed: true),
        new(0, 20, 0, Watched),
        new(0, 64, 16, Watched),
        new(0, 1, 0, CacheFlags.Poison),
        new(0, 2000, 0, CacheFlags.Poison),
        new(0, 1024, 0, CacheFlags.RedZone, IsConstructed: true),
        new(0, 5000),
    ];

    // Another cache with objects of the same size is where misuse is most tempting.
    private static readonly CreateCache Other = new(1, 2048);

    private static readonly ulong[] Bytes =
    [
        0, 1, 7, 8, 9, 16, 17, 32, 33, 64, 65, 96, 97, 128, 129, 192, 193, 256, 257, 512, 513, 1024, 1025,
        2048, 2049, 4096, 4097, 8191, 8192, 8193, 12_288, 16_384, 16_385, 65_537,
    ];

    private static readonly ulong[] TooMany =
        [KmallocSizes.Most + 1, 1UL << 32, ulong.MaxValue - Page.SizeBytes + 2, ulong.MaxValue];

    // What CPUs do at once, without turns: these are made from the accesses that were really made.
    private static readonly SlabOperation[][][] Calls =
    [
        [[Take], [Take]],
        [[Take, Give(0)], [Take, Give(0)]],
        [[Take, Take], [Take, Take, Give(0)]],
        [[Take, Give(0), Take], [Take, Give(0)]],
        [[Take], [Take, Take, Give(0), Give(1)]],
    ];

    private static Allocate Take => new(0);

    /// <summary>Every program of one CPU, the shorter ones first.</summary>
    /// <param name="programs">The chapter's programs.</param>
    public static IEnumerable<Program<SlabSetup, SlabOperation>> All(SlabPrograms programs)
    {
        yield return new(Setup, []);
        foreach (SlabOperation[] operations in Kmallocs().Concat(Ends()).Concat(Tails()).Concat(Damage()))
        {
            yield return new(Setup, operations);
        }

        for (int length = 0; length <= 4; length++)
        {
            foreach (CreateCache cache in Caches.Where((_, place) => length < 3 || place < 3))
            {
                foreach (SlabOperation[] history in Histories([cache], length))
                {
                    foreach (SlabOperation last in length < 4 ? Lasts(history) : [new Shrink(0), Take])
                    {
                        yield return new(Setup, [.. history, last]);
                    }
                }
            }
        }

        foreach (Program<SlabSetup, SlabOperation> program in Failing(programs))
        {
            yield return program;
        }
    }

    /// <summary>A few calls on several CPUs, nobody interrupted.</summary>
    public static IEnumerable<Program<SlabSetup, SlabOperation>> Together()
    {
        foreach (CreateCache cache in new[] { new CreateCache(0, 512), new CreateCache(0, 4096) })
        {
            SlabOperation[][] beginnings = [[cache], [cache, Take, new Free(1)]];
            foreach (SlabOperation[] beginning in beginnings)
            {
                foreach (SlabOperation[][] calls in Calls)
                {
                    yield return Both(beginning, calls);
                }
            }

            yield return Both([cache, Take], [[new Free(1)], [Take]]);
            yield return Both([cache, Take, Take], [[Take, Give(0)], [new Free(1), Take]]);
        }

        yield return Both([new CreateCache(0, 512)], [[Take], [Take], [Take]]);

        // Slabs come to the list of those with room, and leave it.
        Program<SlabSetup, SlabOperation> lists = Both(
            [new CreateCache(0, Page.SizeBytes), Take, Take, Take, new Free(2)], [[Take], [new Free(1)]]);
        yield return lists with { Setup = SlabSetup.Flat(4) };

        // Who keeps a few objects for each CPU gives some up when these are too many.
        foreach ((int taken, int freed) in new[] { (5, 3), (5, 4), (6, 4), (6, 5), (10, 8), (12, 8) })
        {
            IEnumerable<SlabOperation> frees =
                Enumerable.Range(1, freed).Select(static step => new Free(step));
            yield return Both(
                [new CreateCache(0, 256), .. Enumerable.Repeat(Take, taken), .. frees],
                [[new Free(freed + 1)], [Take, Take]]);
        }
    }

    /// <summary>Many objects of a few caches, in few programs.</summary>
    public static IEnumerable<Program<SlabSetup, SlabOperation>> Large(ulong seed)
    {
        var random = new SplitMix(seed);
        var operations = new List<SlabOperation>
        {
            new CreateCache(0, 192), new CreateCache(1, 1000, 0, CacheFlags.None, IsConstructed: true),
        };
        var live = new List<int>();
        while (operations.Count < LargeCalls)
        {
            if (live.Count > 0 && random.Below(5) < 2)
            {
                int pick = random.Below(live.Count);
                operations.Add(new Free(live[pick]));
                live.RemoveAt(pick);
                continue;
            }

            live.Add(operations.Count);
            operations.Add(random.Below(4) == 0
                ? new Kmalloc((ulong)random.Below(3000) + 1)
                : new Allocate(random.Below(2)));
        }

        yield return new(
            SlabSetup.Flat(512), [.. operations, new Kmalloc(KmallocSizes.Most >> 3), new Shrink(0)]);
        yield return new(
            SlabSetup.Flat(4096),
            [new Kzalloc(KmallocSizes.Most), new Kmalloc(KmallocSizes.Most), new Free(0)]);
    }

    private static FreeOwn Give(int call) => new(call);

    private static Program<SlabSetup, SlabOperation> Both(
        SlabOperation[] beginning, SlabOperation[][] calls) =>
        new(Setup, [.. beginning, new Concurrently(0, new([.. calls.Select(ImmutableArray.Create)]))]);

    // Every way in which objects come and go.
    private static IEnumerable<SlabOperation[]> Histories(SlabOperation[] soFar, int length)
    {
        if (length == 0)
        {
            yield return soFar;
            yield break;
        }

        IEnumerable<SlabOperation> next = Enumerable.Range(0, soFar.Length)
            .Where(step => soFar[step] is Allocate && !soFar.Any(one => one is Free free && free.Of == step))
            .Select(static SlabOperation (step) => new Free(step)).Prepend(Take);
        foreach (SlabOperation operation in next)
        {
            foreach (SlabOperation[] history in Histories([.. soFar, operation], length - 1))
            {
                yield return history;
            }
        }
    }

    private static IEnumerable<SlabOperation> Lasts(SlabOperation[] before)
    {
        int last = Array.FindLastIndex(before, static one => one is Allocate);
        IEnumerable<SlabOperation> always =
        [
            Take, new Shrink(0), new Validate(0), new Destroy(0), new UsageOf(0), new FreeAt(0, default),
            new FreeAt(0, new PhysAddr(0x10000)), new Allocate(0, Failing: 1),
        ];
        return last < 0 ? always : always.Concat(
        [
            new Free(last), new FreeInside(last, 1), new FreeInside(last, 8), new FreeInside(last, 16),
            .. Enumerable.Range(0, last).Where(step => before[step] is Allocate)
                .Select(static step => new Free(step)),
        ]);
    }

    // Behind the last object of a slab there may be room, and nothing starts there.
    private static IEnumerable<SlabOperation[]> Tails()
    {
        foreach (int size in new[] { 1504, 3000 })
        {
            SlabOperation[] beginning = [new CreateCache(0, size), Take, Take];
            yield return [.. beginning, new FreeInside(1, size), Take];
            yield return [.. beginning, new FreeInside(1, 2 * size), Take];
            yield return [.. beginning, new FreeInside(2, size), new FreeInside(2, 2 * size), Take];
        }
    }

    private static IEnumerable<SlabOperation[]> Kmallocs()
    {
        PhysAddr zero = KmallocSizes.ZeroSizePointer;
        foreach (ulong bytes in Bytes)
        {
            yield return [new Kmalloc(bytes)];
            yield return [new Kzalloc(bytes), new Ksize(0)];
            yield return [new Kmalloc(bytes), new Free(0), new Kzalloc(bytes)];
            yield return [new Kmalloc(bytes), new Free(0), new Free(0)];
            yield return [new Kmalloc(bytes), new Kmalloc(bytes), new Free(0), new Kmalloc(bytes)];
            yield return [new KreallocAt(default, bytes)];
            yield return [new KreallocAt(zero, bytes), new Free(0)];
            yield return [new Kmalloc(bytes), new FreeInside(0, 8), new Kmalloc(bytes)];
            foreach (ulong other in new ulong[] { 0, 1, bytes, bytes + 1, 2 * bytes, 100, 9000 })
            {
                yield return [new Kmalloc(bytes), new Krealloc(0, other), new Kmalloc(bytes), new Free(1)];
            }
        }

        foreach (ulong bytes in TooMany)
        {
            yield return [new Kmalloc(bytes)];
            yield return [new Kzalloc(bytes)];
            yield return [new Kmalloc(8), new Krealloc(0, bytes), new Free(0)];
        }

        foreach (int name in new[] { Kmalloced, 0 })
        {
            yield return [Other with { Name = 0 }, new FreeAt(name, default)];
            yield return [Other with { Name = 0 }, new FreeAt(name, zero)];
            yield return [Other with { Name = 0 }, new FreeAt(name, new PhysAddr(0x123000))];
        }

        yield return [new Kmalloc(8), new KsizeAt(default)];
        yield return [new Kmalloc(8), new KsizeAt(zero)];
        yield return [new Kmalloc(8), new KsizeAt(new PhysAddr(0x123000))];
        yield return [new Kmalloc(8), new KreallocAt(new PhysAddr(0x123000), 8)];
        yield return [new Kmalloc(8), new Free(0), new Krealloc(0, 8)];
        yield return [new Kmalloc(8), new Free(0), new Ksize(0)];
    }

    // How caches are made, end, and are mistaken for each other.
    private static IEnumerable<SlabOperation[]> Ends()
    {
        foreach (CreateCache made in Caches.Concat(Nonsense()))
        {
            yield return [made];
            yield return [made, Take];
            yield return [made, Take, Take];
            yield return [made, Take, new Destroy(0)];
            yield return [made, Take, new Free(1), new Destroy(0), Take];
            yield return [made, Take, new Free(1), new Destroy(0), made, Take];
            yield return [made, new Destroy(0), new Shrink(0)];
            yield return [made, Take, new Free(1), new Destroy(0), new Free(1)];
        }

        CreateCache cache = Other with { Name = 0 };
        yield return [cache, new Destroy(0), new UsageOf(0)];
        yield return [cache, new Destroy(0), new Destroy(0)];
        yield return [cache, new Destroy(0), new Validate(0)];
        foreach (CreateCache other in new[] { Other, Other with { SizeBytes = 64 } })
        {
            yield return [cache, other, Take, new FreeTo(1, 2)];
            yield return [cache, other, Take, new FreeTo(1, 2), Take, new Allocate(1)];
            yield return [cache, other, Take, new Allocate(1), new FreeTo(1, 2)];
            yield return [cache, other, Take, new Free(2), new FreeTo(1, 2)];
            yield return [cache, other, Take, new Allocate(1), new Destroy(0), new Destroy(1)];
            yield return [cache, other, Take, new Free(2), new Allocate(1), new Shrink(1), new Shrink(0)];
        }

        yield return [cache, new Kmalloc(2048), new FreeTo(0, 1)];
        yield return [cache, new Kmalloc(2048), Take, new FreeTo(0, 1)];
    }

    private static IEnumerable<CreateCache> Nonsense() =>
    [
        new(0, 0), new(0, -1), new(0, CacheSetup.MostBytes + 1), new(0, long.MaxValue), new(0, 64, 3),
        new(0, 64, -8), new(0, 64, 2 * CacheSetup.MostAlign), new(0, 64, 0, (CacheFlags)8),
        new(0, 64, 0, (CacheFlags)(-1)), new(0, 1), new(0, 8, CacheSetup.MostAlign), new(0, 9000),
    ];

    // Something is spoilt, and then looked for.
    private static IEnumerable<SlabOperation[]> Damage()
    {
        foreach (CreateCache cache in Caches.Where(static one => (one.Flags & Watched) != CacheFlags.None))
        {
            int size = (int)cache.SizeBytes;
            int behind = size % 8 == 0 ? 7 : 7 - (size % 8);
            foreach (int distance in new[] { 0, behind, -1, -8 }.Distinct())
            {
                yield return [cache, Take, new Overrun(1, distance), new Free(1)];
                yield return [cache, Take, new Overrun(1, distance), new Validate(0)];
                yield return [cache, Take, Take, new Overrun(1, distance), new Free(2), new Free(1)];
            }

            foreach (int offset in new[] { 0, size / 2, size - 1 }.Distinct())
            {
                yield return [cache, Take, new Free(1), new WriteFreed(1, offset), Take];
                yield return [cache, Take, new Free(1), new WriteFreed(1, offset), new Validate(0)];
                yield return [cache, Take, Take, new Free(1), new WriteFreed(1, offset), Take];
                yield return [cache, Take, Take, new Free(1), new WriteFreed(1, offset), new Validate(0)];
            }
        }
    }

    private static IEnumerable<Program<SlabSetup, SlabOperation>> Failing(SlabPrograms programs)
    {
        SlabOperation[][] beginnings =
        [
            [Caches[0]], [Caches[0], Take], [Caches[0], Take, Take], [Caches[1], Take], [Caches[6]],
            [Caches[0], Take, new Free(1)],
        ];
        IEnumerable<SlabOperation[]> requests = beginnings
            .Select(static one => (SlabOperation[])[.. one, Take])
            .Concat(new ulong[] { 8, 100, 4096, 9000 }.SelectMany(static bytes => new SlabOperation[][]
            {
                [new Kmalloc(bytes)],
                [new Kzalloc(bytes)],
                [new Kmalloc(bytes), new Krealloc(0, 4 * bytes)],
                [new Kmalloc(bytes), new Krealloc(0, 40 * bytes)],
            }));
        return requests.SelectMany(request => FaultSweep.Of(programs, new(Setup, request)));
    }
}
