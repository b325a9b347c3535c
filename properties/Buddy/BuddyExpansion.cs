using MmVerify.Spec;
using static MmVerify.Spec.BuddyOperation;

namespace MmVerify.Properties;

/// <summary>
/// Random programs for buddy allocators. Each has a style of its own (which kinds of operation, which orders,
/// what is given back first, whether everything is in the end), because in an even mixture frees undo the
/// pressure under which mistakes show. Source: Groce and others, "Swarm testing", ISSTA 2012.
/// </summary>
public static class BuddyExpansion
{
    private const int MostOperations = 4096;

    private static readonly BuddySetup[] Setups =
    [
        BuddySetup.Flat(1, 0), BuddySetup.Flat(2, 1), BuddySetup.Flat(4, 2), BuddySetup.Flat(8, 3),
        BuddySetup.Flat(16, 4), BuddySetup.Flat(16, 2), BuddySetup.Flat(32, 0), BuddySetup.Flat(64, 6),
        BuddySetup.Flat(3, 1), BuddySetup.Flat(7, 3), BuddySetup.Flat(13, 3, first: 3),
        BuddySetup.Flat(31, 4, first: 1),
        BuddySetup.Flat(100, 5, first: 37), BuddySetup.Flat(64, 5, first: 32), BuddySetup.Flat(1024, 10),
        BuddySetup.Flat(4096, 10), BuddySetup.Flat(4096, 10), BuddySetup.Flat(2048, 9),
        BuddySetup.Flat(3840, 10, first: 1),
        BuddySetup.Flat(1024, 10, first: 512), BuddySetup.Flat(640, 8),
        Holed(4, (0, 5), (6, 4), (11, 21)), Holed(3, (1, 1), (4, 9)), Holed(6, (0, 64), (96, 40), (200, 56)),
        Holed(10, (0, 159), (256, 3840)), Holed(10, (1, 1500), (1600, 948), (3000, 1096)),
        Holed(0, (0, 3), (5, 1), (9, 2)),
    ];

    /// <summary>Makes a program: setup and style of its own.</summary>
    /// <param name="shape">The setup and the style.</param>
    /// <param name="length">How many operations, before everything is given back.</param>
    /// <param name="seed">The operations.</param>
    public static Program<BuddySetup, BuddyOperation> Expand(ulong shape, int length, ulong seed)
    {
        var random = new SplitMix(shape);
        BuddySetup setup = Setups[random.Below(Setups.Length)];
        return Expand(setup, Style.Draw(ref random, setup), length, seed);
    }

    /// <summary>
    /// Makes a program of half allocations and half frees on a setup, as benchmarks of peers do.
    /// </summary>
    public static Program<BuddySetup, BuddyOperation> Even(BuddySetup setup, int length, ulong seed) =>
        Expand(setup, new Style(8, 0, uint.MaxValue, 0, false), length, seed);

    private static Program<BuddySetup, BuddyOperation> Expand(
        BuddySetup setup, Style style, int length, ulong seed)
    {
        length = Math.Min(length, MostOperations);
        var random = new SplitMix(seed);
        var operations = new BuddyOperation[style.GivesAllBack ? 2 * length : length];
        int count = 0;
        Span<int> held = stackalloc int[length];
        int heldCount = 0;
        int last = -1;
        for (int i = 0; i < length; i++)
        {
            ulong bits = random.Next();
            if ((int)(bits & 15) < style.Misuses && last >= 0)
            {
                operations[count++] = Misuse(setup, ref random, last);
            }
            else if ((int)((bits >> 4) & 15) < style.Allocations || heldCount == 0)
            {
                operations[count++] = BuddyChapter.AllocateOf(style.Order(setup, bits));
                held[heldCount++] = i;
                last = i;
            }
            else
            {
                int pick = style.Pick(heldCount, bits);
                operations[count++] = BuddyChapter.FreeOf(held[pick]);
                held[pick] = held[--heldCount];
            }
        }

        while (style.GivesAllBack && heldCount > 0)
        {
            int pick = style.Pick(heldCount, random.Next());
            operations[count++] = BuddyChapter.FreeOf(held[pick]);
            held[pick] = held[--heldCount];
        }

        return new(setup, count == operations.Length ? operations : operations[..count]);
    }

    private static BuddyOperation Misuse(BuddySetup setup, ref SplitMix random, int last)
    {
        MemoryMap memory = setup.Memory;
        var order = new Order(random.Below(Order.Count));
        int step = random.Below(last + 1);
        switch (random.Below(8))
        {
            case 0 or 1:
                return BuddyChapter.FreeOf(step); // perhaps a second time, perhaps of no allocation at all
            case 2:
                return new FreeAs(step, order);
            case 3:
                return new FreeInside(step, 1 + random.Below(4), order);
            case 4:
                return BuddyChapter.AllocateOf(
                    Math.Min(setup.MaxOrder.Value + 1 + random.Below(3), Order.MaxValue));
            case 5:
                return new FreeAt(new Block(new Pfn(random.Next() >> (12 + random.Below(40))), order));
            default:
                ulong frame = memory.First.Value + (ulong)random.Below((int)memory.Span + 2);
                return new FreeAt(
                    new Block(new Pfn(frame), new Order(random.Below(setup.MaxOrder.Value + 1))));
        }
    }

    private static BuddySetup Holed(int maxOrder, params (ulong Start, long PageCount)[] ranges) =>
        new(new MemoryMap([.. ranges.Select(static r => new FrameRange(new Pfn(r.Start), r.PageCount))]),
            new Order(maxOrder));

    // Allocations and misuses in sixteenths; the orders that are asked for, one bit each; which block is
    // given back: 0 a random one, 1 the youngest, 2 the oldest.
    private readonly record struct Style(
        int Allocations, int Misuses, uint Orders, int Picks, bool GivesAllBack)
    {
        private static readonly int[] AllocationShares = [2, 5, 8, 8, 11, 14, 16];
        private static readonly int[] MisuseShares = [0, 0, 0, 2, 4, 8];

        public static Style Draw(ref SplitMix random, BuddySetup setup)
        {
            uint orders = random.Below(3) switch
            {
                0 => uint.MaxValue,
                1 => 1u | (1u << setup.MaxOrder.Value),
                _ => (uint)(random.Next() & uint.MaxValue) | (1u << random.Below(setup.MaxOrder.Value + 1)),
            };
            return new Style(
                AllocationShares[random.Below(AllocationShares.Length)],
                MisuseShares[random.Below(MisuseShares.Length)],
                orders,
                random.Below(3),
                random.Below(2) == 0);
        }

        public int Order(BuddySetup setup, ulong bits)
        {
            int count = setup.MaxOrder.Value + 1;
            int order = (int)((((bits >> 8) & 0xffff) * (ulong)count) >> 16);
            for (int i = 0; ((Orders >> order) & 1) == 0 && i < count; i++)
            {
                order = (order + 1) % count;
            }

            return order;
        }

        public int Pick(int count, ulong bits) => Picks switch
        {
            1 => count - 1,
            2 => 0,
            _ => (int)((bits >> 32) * (ulong)count >> 32),
        };
    }
}
