using System.Collections.Immutable;
using MmVerify.Spec;
using static MmVerify.Spec.SlabOperation;

namespace MmVerify.Properties;

/// <summary>
/// Random programs for slab allocators. Each has a style of its own: which caches there are, how much comes
/// from kmalloc, what is given back first, how often lower calls fail, how much is misuse, and whether
/// several CPUs are at work. Source: Groce and others, "Swarm testing", ISSTA 2012.
/// </summary>
public static class SlabExpansion
{
    private const int MostOperations = 4096;

    private static readonly SlabSetup[] Setups =
    [
        SlabSetup.Flat(16), SlabSetup.Flat(48), SlabSetup.Flat(64), SlabSetup.Flat(100, first: 1),
        SlabSetup.Flat(160, first: 1 << 20),
        new(new MemoryMap(new FrameRange(new Pfn(3), 21), new FrameRange(new Pfn(40), 50))),
    ];

    private static readonly int[] Sizes =
        [1, 4, 8, 12, 20, 24, 33, 40, 64, 100, 192, 200, 256, 500, 512, 1000, 1024, 2048, 3000, 4096, 5000];

    private static readonly int[] Aligns = [0, 0, 0, 0, 8, 16, 32, 64, 128, 512];

    /// <summary>Makes a program: setup and style of its own.</summary>
    /// <param name="shape">The setup and the style.</param>
    /// <param name="length">How many operations, caches not counted.</param>
    /// <param name="seed">The operations.</param>
    public static Program<SlabSetup, SlabOperation> Expand(ulong shape, int length, ulong seed)
    {
        var random = new SplitMix(shape);
        SlabSetup setup = Setups[random.Below(Setups.Length)];
        var style = Style.Draw(ref random);
        var draft = new Draft();
        for (int name = 0; name < style.Caches; name++)
        {
            draft.Operations.Add(Cache(name, style.Flags, ref random));
        }

        random = new SplitMix(seed);
        for (int i = 0; i < Math.Min(length, MostOperations); i++)
        {
            Extend(draft, style, ref random);
        }

        return new(setup, [.. draft.Operations]);
    }

    private static void Extend(Draft draft, Style style, ref SplitMix random)
    {
        int drawn = random.Below(64);
        int allocations = draft.Live.Count > style.MostLive ? 8 : style.Allocations;
        if (drawn < style.Together && style.Caches > 0)
        {
            draft.Operations.Add(Together(draft, random.Below(style.Caches), ref random));
        }
        else if (drawn < style.Together + style.Misuses)
        {
            draft.Operations.Add(Any(draft, ref random));
        }
        else if (drawn < style.Together + style.Misuses + style.Watches && draft.Last >= 0)
        {
            draft.Operations.Add(Watch(draft, ref random));
        }
        else if (draft.Live.Count == 0 || random.Below(64) < allocations)
        {
            Allocate(draft, style, ref random);
        }
        else
        {
            int pick = style.Picks == 1 ? draft.Live.Count - 1 : style.Picks == 2 ? 0
                : random.Below(draft.Live.Count);
            draft.Freed = draft.Live[pick];
            draft.Operations.Add(new Free(draft.Live[pick]));
            draft.Live.RemoveAt(pick);
        }
    }

    private static void Allocate(Draft draft, Style style, ref SplitMix random)
    {
        int failing = random.Below(64) < style.Faults ? 1 + random.Below(2) : 0;
        bool isOfCache = style.Caches > 0 && random.Below(64) >= style.Kmallocs;
        int lender = draft.Live.Count > 0 ? draft.Live[random.Below(draft.Live.Count)] : -1;
        SlabOperation request = isOfCache ? new Allocate(random.Below(style.Caches), failing)
            : random.Below(4) switch
            {
                0 => new Kzalloc(Bytes(ref random), failing),
                1 when lender >= 0 && draft.Operations[lender].Bytes > 0 =>
                    new Krealloc(lender, Bytes(ref random), failing),
                _ => new Kmalloc(Bytes(ref random), failing),
            };
        draft.Lend(request, isMove: request is Krealloc && failing == 0 ? lender : -1);
        if (failing > 0 && random.Below(2) == 0)
        {
            draft.Lend(Draft.WithoutFault(request), request is Krealloc ? lender : -1);
        }
    }

    private static CreateCache Cache(int name, CacheFlags flags, ref SplitMix random)
    {
        int size = Sizes[random.Below(Sizes.Length)];
        return new CreateCache(
            name, size, Aligns[random.Below(Aligns.Length)], flags, IsConstructed: random.Below(3) == 0);
    }

    private static ulong Bytes(ref SplitMix random)
    {
        int size = KmallocSizes.Classes[random.Below(KmallocSizes.Classes.Length)];
        return random.Below(12) switch
        {
            0 => 0,
            1 or 2 => (ulong)size,
            3 => (ulong)size + 1,
            4 => (ulong)(1 + random.Below(20_000)),
            5 => (ulong)(1 + random.Below(6)) * Page.SizeBytes,
            _ => (ulong)(1 + random.Below(300)),
        };
    }

    // Damage, and who looks for it.
    private static SlabOperation Watch(Draft draft, ref SplitMix random)
    {
        int step = random.Below(2) == 0 || draft.Live.Count == 0
            ? random.Below(draft.Last + 1)
            : draft.Live[random.Below(draft.Live.Count)];
        return random.Below(5) switch
        {
            0 => new Overrun(step, random.Below(24) - CacheSetup.RedZoneBytes),
            1 => new Overrun(step, random.Below(2) - 1),
            2 or 3 => new WriteFreed(
                draft.Freed < 0 ? step : draft.Freed, random.Below(3) == 0 ? 0 : random.Below(64)),
            _ => new Validate(random.Below(2)),
        };
    }

    // Questions, what ends something, and misuse of every kind.
    private static SlabOperation Any(Draft draft, ref SplitMix random)
    {
        int step = draft.Last < 0 ? 0 : random.Below(draft.Last + 1);
        int name = random.Below(NameCount - 1);
        var address = new PhysAddr((ulong)random.Below(1 << 21) & ~7UL);
        int drawn = random.Below(draft.Last < 0 ? 10 : 18);
        return drawn switch
        {
            0 => new Shrink(name),
            1 => new Destroy(name),
            2 => new UsageOf(name),
            3 => new Validate(name),
            4 => Cache(random.Below(NameCount), (CacheFlags)random.Below(9), ref random),
            5 => new CreateCache(name, random.Below(3) - 1, random.Below(40)),
            6 => new FreeAt(random.Below(3) - 1, random.Below(2) == 0 ? default : address),
            7 => new KsizeAt(random.Below(2) == 0 ? KmallocSizes.ZeroSizePointer : default),
            8 => new KreallocAt(
                random.Below(2) == 0 ? default : KmallocSizes.ZeroSizePointer, Bytes(ref random)),
            9 => new Kmalloc(KmallocSizes.Most + 1 + (random.Next() >> random.Below(60))),
            10 or 11 => new Free(step), // perhaps a second time
            12 => new FreeTo(name, step),
            13 => new FreeInside(step, 8 * (1 + random.Below(16))),
            14 => new FreeInside(step, 1 + random.Below(200)),
            15 => new Ksize(step),
            16 => new Krealloc(step, Bytes(ref random)),
            _ => new Shrink(name),
        };
    }

    // Few calls, so that all orders of them can be tried one by one.
    private static Concurrently Together(Draft draft, int name, ref SplitMix random)
    {
        // Two are taken and one comes back while another CPU has seen only the first of them.
        if (random.Below(3) == 0)
        {
            var take = new Allocate(name);
            return new(name, new([[take, take], [take, take, new FreeOwn(0)]], Turns.Draw(ref random)));
        }

        var cpus = new ImmutableArray<SlabOperation>[2 + (random.Below(4) / 3)];
        int lender = -1;
        if (draft.Live.Count > 0 && random.Below(2) == 0)
        {
            int pick = random.Below(draft.Live.Count);
            bool isOfCache = draft.Operations[draft.Live[pick]] is Allocate { Failing: 0 } one
                && one.Name == name;
            lender = isOfCache ? draft.Live[pick] : -1;
            if (isOfCache)
            {
                draft.Live.RemoveAt(pick);
            }
        }

        for (int cpu = 0; cpu < cpus.Length; cpu++)
        {
            var calls = new List<SlabOperation>();
            var own = new List<int>();
            int count = 1 + random.Below(5 - cpus.Length);
            while (calls.Count < count)
            {
                if (own.Count > 0 && random.Below(2) == 0)
                {
                    calls.Add(new FreeOwn(own[^1]));
                    own.RemoveAt(own.Count - 1);
                    continue;
                }

                own.Add(calls.Count);
                calls.Add(new Allocate(name));
            }

            cpus[cpu] = [.. calls];
        }

        if (lender >= 0)
        {
            int cpu = random.Below(cpus.Length);
            cpus[cpu] = cpus[cpu].Add(new Free(lender));
        }

        return new(name, new([.. cpus], Turns.Draw(ref random)));
    }

    // The operations so far, and what is believed to be handed out.
    private sealed class Draft
    {
        public List<SlabOperation> Operations { get; } = [];

        public List<int> Live { get; } = [];

        public int Last { get; private set; } = -1;

        public int Freed { get; set; } = -1;

        public void Lend(SlabOperation request, int isMove)
        {
            Live.Remove(isMove);
            Live.Add(Operations.Count);
            Last = Operations.Count;
            Operations.Add(request);
        }

        public static SlabOperation WithoutFault(SlabOperation request) => request switch
        {
            Allocate one => one with { Failing = 0 },
            Kmalloc one => one with { Failing = 0 },
            Kzalloc one => one with { Failing = 0 },
            Krealloc one => one with { Failing = 0 },
            _ => request,
        };
    }

    // In sixty-fourths, but for the number of caches, of objects at once, and which is given back: 0 a random
    // one, 1 the youngest, 2 the oldest.
    private readonly record struct Style(
        int Caches,
        CacheFlags Flags,
        int Kmallocs,
        int Allocations,
        int Misuses,
        int Watches,
        int Faults,
        int Together,
        int MostLive,
        int Picks)
    {
        private static readonly int[] KmallocShares = [0, 16, 32, 64];
        private static readonly int[] AllocationShares = [24, 32, 36, 48];
        private static readonly int[] MisuseShares = [0, 3, 8, 24];
        private static readonly int[] WatchShares = [0, 6, 16];
        private static readonly int[] FaultShares = [0, 0, 6, 20];
        private static readonly int[] TogetherShares = [0, 0, 0, 0, 1, 3];
        private static readonly CacheFlags[] FlagChoices =
        [
            CacheFlags.None, CacheFlags.None, CacheFlags.None, CacheFlags.HwCacheAlign, CacheFlags.RedZone,
            CacheFlags.Poison, CacheFlags.RedZone | CacheFlags.Poison,
            CacheFlags.RedZone | CacheFlags.Poison | CacheFlags.HwCacheAlign,
        ];

        public static Style Draw(ref SplitMix random)
        {
            CacheFlags flags = FlagChoices[random.Below(FlagChoices.Length)];
            bool isWatched = (flags & (CacheFlags.RedZone | CacheFlags.Poison)) != CacheFlags.None;
            int kmallocs = KmallocShares[random.Below(KmallocShares.Length)];
            return new(
                kmallocs == 64 ? random.Below(2) : 1 + random.Below(3),
                flags,
                kmallocs,
                AllocationShares[random.Below(AllocationShares.Length)],
                MisuseShares[random.Below(MisuseShares.Length)],
                isWatched ? WatchShares[random.Below(WatchShares.Length)] : 0,
                FaultShares[random.Below(FaultShares.Length)],
                isWatched ? 0 : TogetherShares[random.Below(TogetherShares.Length)],
                8 << random.Below(3),
                random.Below(3));
        }
    }
}
