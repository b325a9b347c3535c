using MmVerify.Spec;
using static MmVerify.Spec.VmallocOperation;

namespace MmVerify.Properties;

/// <summary>
/// Random programs for vmalloc allocators. Each has a style of its own: how large areas are, which are freed
/// first, how often lower calls fail and how much is misuse. Source: Groce and others, "Swarm testing", ISSTA
/// 2012.
/// </summary>
public static class VmallocExpansion
{
    private const int MostOperations = 4096;

    private static readonly VmallocSetup[] Setups =
    [
        VmallocSetup.Flat(4, 4), VmallocSetup.Flat(8, 6), VmallocSetup.Flat(8, 8), VmallocSetup.Flat(16, 16),
        VmallocSetup.Flat(6, 24), VmallocSetup.Flat(32, 20), VmallocSetup.Flat(64, 64),
        VmallocSetup.Scattered(4, 8), VmallocSetup.Scattered(12, 16), VmallocSetup.Scattered(40, 48),
        new(
            new MemoryMap(new FrameRange(new Pfn(1), 3), new FrameRange(new Pfn(6), 9)),
            new VmallocArea(new VirtAddr(0xf8000000), 19)),
        new(MemoryMap.Flat(24, 1 << 18), new VmallocArea(new VirtAddr(0x1000), 33)),
    ];

    /// <summary>Makes a program: setup and style of its own.</summary>
    /// <param name="shape">The setup and the style.</param>
    /// <param name="length">How many operations, before everything is given back.</param>
    /// <param name="seed">The operations.</param>
    public static Program<VmallocSetup, VmallocOperation> Expand(ulong shape, int length, ulong seed)
    {
        var random = new SplitMix(shape);
        VmallocSetup setup = Setups[random.Below(Setups.Length)];
        var style = Style.Draw(ref random, setup);
        random = new SplitMix(seed);
        var operations = new List<VmallocOperation>();
        var live = new List<int>();
        int last = -1;
        for (int i = 0; i < Math.Min(length, MostOperations); i++)
        {
            int drawn = random.Below(16);
            if (last >= 0 && drawn < style.Misuses)
            {
                operations.Add(Any(setup, ref random, last));
            }
            else if (live.Count == 0 || random.Below(16) < style.Allocations)
            {
                live.Add(operations.Count);
                last = operations.Count;
                Allocate request = style.Request(setup, ref random);
                operations.Add(request);
                if (request.Failing > 0 && random.Below(2) == 0)
                {
                    live.Add(operations.Count);
                    operations.Add(request with { Failing = 0 });
                }
            }
            else
            {
                int pick = style.Pick(live.Count, ref random);
                operations.Add(new Free(live[pick]));
                live.RemoveAt(pick);
            }
        }

        while (style.GivesAllBack && live.Count > 0)
        {
            int pick = style.Pick(live.Count, ref random);
            operations.Add(new Free(live[pick]));
            live.RemoveAt(pick);
        }

        return new(setup, [.. operations]);
    }

    // Questions, and misuse of every kind.
    private static VmallocOperation Any(VmallocSetup setup, ref SplitMix random, int last)
    {
        int step = random.Below(last + 1);
        int offset = random.Below(4 * Page.SizeBytes);
        VirtAddr address = setup.Range.Start.PlusBytes(
            (ulong)random.Below((int)(setup.Range.PageCount + 2) * Page.SizeBytes)
                & ~(ulong)random.Below(Page.SizeBytes));
        return random.Below(12) switch
        {
            0 or 1 => new Free(step), // perhaps a second time, perhaps of no request at all
            2 => new FreeInside(step, 1 + offset),
            3 => new FreeInside(step, Page.SizeBytes),
            4 => new FreeAt(default),
            5 => new FreeAt(address),
            6 => new ToPageAt(address),
            7 => new Allocate(random.Next() >> random.Below(48)),
            8 => new Allocate(
                random.Below(2) == 0 ? 0 : ulong.MaxValue - (ulong)random.Below(Page.SizeBytes)),
            9 => new ToPage(step, 0),
            _ => new ToPage(step, offset),
        };
    }

    // Requests, misuses and faults in sixteenths; the largest usual size in pages; which area is freed: 0 a
    // random one, 1 the youngest, 2 the oldest.
    private readonly record struct Style(
        int Allocations, int Misuses, int Faults, int MostPages, int Picks, bool GivesAllBack)
    {
        private static readonly int[] AllocationShares = [5, 8, 8, 11, 14];
        private static readonly int[] MisuseShares = [0, 1, 3, 8];
        private static readonly int[] FaultShares = [0, 0, 2, 6];

        public static Style Draw(ref SplitMix random, VmallocSetup setup) => new(
            AllocationShares[random.Below(AllocationShares.Length)],
            MisuseShares[random.Below(MisuseShares.Length)],
            FaultShares[random.Below(FaultShares.Length)],
            1 + random.Below((int)Math.Min(setup.Range.PageCount, 8)),
            random.Below(3),
            random.Below(2) == 0);

        public Allocate Request(VmallocSetup setup, ref SplitMix random)
        {
            int most = random.Below(16) == 0 ? (int)setup.Range.PageCount : MostPages;
            int pages = 1 + random.Below(most);
            int unused = random.Below(2) == 0 ? 0 : random.Below(Page.SizeBytes);
            int failing = random.Below(16) < Faults ? 1 + random.Below((2 * pages) + 1) : 0;
            return new Allocate((ulong)((pages * Page.SizeBytes) - unused), failing);
        }

        public int Pick(int count, ref SplitMix random) => Picks switch
        {
            1 => count - 1,
            2 => 0,
            _ => random.Below(count),
        };
    }
}
