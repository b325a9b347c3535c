using System.Collections.Immutable;
using MmVerify.Spec;
using static MmVerify.Spec.PerCpuOperation;

namespace MmVerify.Properties;

/// <summary>
/// Random programs for per-CPU page lists. Each has a style of its own: how much is allocated, how often
/// something is freed elsewhere, drained, misused, made to fail, or done by several CPUs at once. Source:
/// Groce and others, "Swarm testing", ISSTA 2012.
/// </summary>
public static class PerCpuExpansion
{
    private const int MostOperations = 4096;

    private static readonly PerCpuSetup[] Setups =
    [
        PerCpuSetup.Flat(4, 2, 2, 2), PerCpuSetup.Flat(8, 2, 2, 3), PerCpuSetup.Flat(3, 3, 2, 4),
        PerCpuSetup.Flat(16, 3, 4, 6), PerCpuSetup.Flat(6, 2, 1, 0), PerCpuSetup.Flat(24, 4, 3, 2),
        PerCpuSetup.Flat(12, 3, 1, 3), PerCpuSetup.Flat(40, 2, 8, 16), PerCpuSetup.Flat(9, 1, 2, 4),
        new(new MemoryMap(new FrameRange(new(2), 3), new FrameRange(new(9), 6)), 3, 2, 3),
    ];

    /// <summary>Makes a program: setup and style of its own.</summary>
    /// <param name="shape">The setup and the style.</param>
    /// <param name="length">How many operations, before everything is given back.</param>
    /// <param name="seed">The operations.</param>
    public static Program<PerCpuSetup, PerCpuOperation> Expand(ulong shape, int length, ulong seed)
    {
        var random = new SplitMix(shape);
        PerCpuSetup setup = Setups[random.Below(Setups.Length)];
        var style = Style.Draw(ref random);
        random = new SplitMix(seed);
        var operations = new List<PerCpuOperation>();
        var live = new List<int>();
        int last = -1;
        for (int i = 0; i < Math.Min(length, MostOperations); i++)
        {
            int cpu = random.Below(setup.Cpus);
            int drawn = random.Below(64);
            if (drawn < style.Together && setup.Cpus > 1)
            {
                operations.Add(Together(setup, live, ref random));
            }
            else if (drawn < style.Together + style.Misuses)
            {
                operations.Add(Any(setup, cpu, last, ref random));
            }
            else if (drawn < style.Together + style.Misuses + style.Drains)
            {
                operations.Add(random.Below(3) == 0
                    ? new DrainAll(cpu)
                    : new Drain(cpu, random.Below(setup.Cpus)));
            }
            else if (live.Count == 0 || random.Below(16) < style.Allocations)
            {
                last = operations.Count;
                live.Add(last);
                int failing = random.Below(16) < style.Faults ? 1 + random.Below(setup.Batch) : 0;
                operations.Add(new Allocate(cpu, failing));
                if (failing > 0)
                {
                    live.Add(operations.Count);
                    operations.Add(new Allocate(cpu));
                }
            }
            else
            {
                int pick = random.Below(live.Count);
                operations.Add(new Free(cpu, live[pick]));
                live.RemoveAt(pick);
            }
        }

        if (style.GivesAllBack)
        {
            operations.AddRange(live.Select(step => new Free(random.Below(setup.Cpus), step)));
            operations.Add(new DrainAll(0));
        }

        return new(setup, [.. operations]);
    }

    // Mostly misuse, and of every kind.
    private static PerCpuOperation Any(PerCpuSetup setup, int cpu, int last, ref SplitMix random)
    {
        Pfn page = setup.Memory.First.Plus(random.Below((int)setup.Memory.Span + 2));
        return random.Below(6) switch
        {
            0 => new Drain(cpu, setup.Cpus + random.Below(2)),
            1 => new Drain(cpu, -1 - random.Below(2)),
            2 or 3 when last >= 0 => new Free(cpu, random.Below(last + 1)),
            4 => new FreeAt(cpu, new Pfn(random.Next() >> random.Below(64))),
            _ => new FreeAt(cpu, page),
        };
    }

    // What others do to a list while its CPU uses it, or a page that two give back.
    private static Concurrently Together(PerCpuSetup setup, List<int> live, ref SplitMix random)
    {
        int pick = live.Count > 0 ? random.Below(live.Count) : -1;
        int lent = pick < 0 ? -1 : live[pick];
        bool isFreed = false;
        int shared = random.Below(Math.Min(setup.Cpus, Concurrent<PerCpuOperation>.MostCpus));
        var cpus = new ImmutableArray<PerCpuOperation>[
            2 + (setup.Cpus > 2 && random.Below(4) == 0 ? 1 : 0)];
        for (int cpu = 0; cpu < cpus.Length; cpu++)
        {
            // So few that all orders of them can be tried one by one.
            var calls = new PerCpuOperation[1 + random.Below(5 - cpus.Length)];
            for (int call = 0; call < calls.Length; call++)
            {
                bool frees = lent >= 0 && random.Below(3) == 0;
                isFreed |= frees;
                calls[call] = frees ? new Free(cpu, lent)
                    : random.Below(5) < 3 ? new Allocate(cpu)
                    : random.Below(4) == 0 ? new DrainAll(cpu)
                    : new Drain(cpu, shared);
            }

            cpus[cpu] = [.. calls];
        }

        if (isFreed)
        {
            live.RemoveAt(pick);
        }

        return new(new([.. cpus], Turns.Draw(ref random)));
    }

    // In sixty-fourths: what several CPUs do at once, misuse, and drains. In sixteenths: requests and faults.
    private readonly record struct Style(
        int Together, int Misuses, int Drains, int Allocations, int Faults, bool GivesAllBack)
    {
        private static readonly int[] TogetherShares = [0, 0, 0, 2, 6, 12];
        private static readonly int[] MisuseShares = [0, 2, 6, 16];
        private static readonly int[] DrainShares = [0, 2, 4, 10];
        private static readonly int[] AllocationShares = [6, 8, 8, 10, 13];
        private static readonly int[] FaultShares = [0, 0, 2, 6];

        public static Style Draw(ref SplitMix random) => new(
            TogetherShares[random.Below(TogetherShares.Length)],
            MisuseShares[random.Below(MisuseShares.Length)],
            DrainShares[random.Below(DrainShares.Length)],
            AllocationShares[random.Below(AllocationShares.Length)],
            FaultShares[random.Below(FaultShares.Length)],
            random.Below(2) == 0);
    }
}
