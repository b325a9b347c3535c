using MmVerify.Spec;
using static MmVerify.Spec.ZonesOperation;

namespace MmVerify.Properties;

/// <summary>
/// Random programs for allocators with zones. Each has a style of its own: which zones are asked for, which
/// urgency, which orders, how much is given back. In an even mixture memory never gets short enough.
/// </summary>
public static class ZonesExpansion
{
    private const int MostOperations = 4096;

    private static readonly Gfp[] ZoneFlags =
    [
        Gfp.None, Gfp.Dma, Gfp.Dma32, Gfp.HighMem, Gfp.Movable, Gfp.HighMem | Gfp.Movable,
        Gfp.Dma | Gfp.Movable, Gfp.None,
    ];

    private static readonly Gfp[] Urgencies =
    [
        Gfp.Kernel, Gfp.Atomic, Gfp.KswapdReclaim, Gfp.Kernel | Gfp.High, Gfp.None, Gfp.High, Gfp.Kernel,
        Gfp.Atomic,
    ];

    /// <summary>Makes a program: setup and style of its own.</summary>
    /// <param name="shape">The setup and the style.</param>
    /// <param name="length">How many operations.</param>
    /// <param name="seed">The operations.</param>
    public static Program<ZonesSetup, ZonesOperation> Expand(ulong shape, int length, ulong seed)
    {
        var random = new SplitMix(shape);
        ZonesSetup setup = ZonesSetups.All[random.Below(ZonesSetups.All.Count)];
        var style = Style.Draw(ref random);
        random = new SplitMix(seed);
        var operations = new ZonesOperation[Math.Min(length, MostOperations)];
        var held = new List<int>();
        for (int i = 0; i < operations.Length; i++)
        {
            int choice = random.Below(16);
            if (choice < style.Misuses && i > 0)
            {
                operations[i] = Misuse(setup, ref random, i);
            }
            else if (choice < style.Misuses + style.Frees && held.Count > 0)
            {
                int pick = random.Below(held.Count);
                operations[i] = new Free(held[pick]);
                held[pick] = held[^1];
                held.RemoveAt(held.Count - 1);
            }
            else
            {
                operations[i] = new Allocate(style.Order(ref random), style.Flags(ref random));
                held.Add(i);
            }
        }

        return new(setup, operations);
    }

    private static ZonesOperation Misuse(ZonesSetup setup, ref SplitMix random, int next)
    {
        var order = new Order(random.Below(ZonesSetup.MaxOrder + 1));
        int step = random.Below(next);
        switch (random.Below(6))
        {
            case 0 or 1:
                return new Free(step); // perhaps a second time, perhaps of no allocation at all
            case 2:
                return new FreeAs(step, order);
            case 3:
                Gfp two = random.Below(2) == 0 ? Gfp.Dma | Gfp.Dma32 : Gfp.HighMem | Gfp.Dma32;
                return new Allocate(order, two | Urgencies[random.Below(Urgencies.Length)]);
            case 4:
                return new Allocate(new Order(ZonesSetup.MaxOrder + 1 + random.Below(3)), Gfp.Kernel);
            default:
                ulong before = Math.Min(setup.Memory.First.Value, 2);
                int behind = random.Below((int)setup.Memory.Span + 4);
                return new FreeAt(
                    new Block(new Pfn(setup.Memory.First.Value - before + (ulong)behind), order));
        }
    }

    // In sixteenths: misuses and frees. The masks pick from the tables; a table of one is asked for again
    // and again.
    private readonly record struct Style(int Misuses, int Frees, int Zones, int Urgency, int Orders)
    {
        private static readonly int[] MisuseShares = [0, 0, 0, 1, 3, 6];
        private static readonly int[] FreeShares = [0, 1, 3, 5, 7];

        public static Style Draw(ref SplitMix random) => new(
            MisuseShares[random.Below(MisuseShares.Length)],
            FreeShares[random.Below(FreeShares.Length)],
            random.Below(3) == 0 ? -1 : random.Below(ZoneFlags.Length),
            random.Below(3) == 0 ? random.Below(Urgencies.Length) : -1,
            random.Below(3) == 0 ? -1 : random.Below(ZonesSetup.MaxOrder + 1));

        // One request in four is of another kind, so that what the others have left can be told.
        public Gfp Flags(ref SplitMix random) =>
            ZoneFlags[Zones < 0 || random.Below(4) == 0 ? random.Below(ZoneFlags.Length) : Zones]
            | Urgencies[Urgency < 0 || random.Below(4) == 0 ? random.Below(Urgencies.Length) : Urgency];

        public Order Order(ref SplitMix random) =>
            new(Orders < 0 || random.Below(4) == 0 ? random.Below(ZonesSetup.MaxOrder + 1) : Orders);
    }
}
