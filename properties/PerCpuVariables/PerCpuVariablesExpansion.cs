using System.Collections.Immutable;
using MmVerify.Spec;
using static MmVerify.Spec.PerCpuVariablesOperation;

namespace MmVerify.Properties;

/// <summary>
/// Random programs for per-CPU variables. Each has a style of its own: how often tasks are moved, disable
/// preemption, are wrong, or are at work at once. Source: Groce and others, "Swarm testing", ISSTA 2012.
/// </summary>
public static class PerCpuVariablesExpansion
{
    private const int MostOperations = 4096;

    private static readonly PerCpuVariablesSetup[] Setups =
    [
        new(1, 1), new(2, 1), new(2, 2), new(2, 3, 7), new(3, 1, -1), new(3, 2), new(4, 2, 1L << 40),
    ];

    /// <summary>Makes a program: setup and style of its own.</summary>
    /// <param name="shape">The setup and the style.</param>
    /// <param name="length">How many operations.</param>
    /// <param name="seed">The operations.</param>
    public static Program<PerCpuVariablesSetup, PerCpuVariablesOperation> Expand(
        ulong shape, int length, ulong seed)
    {
        var random = new SplitMix(shape);
        PerCpuVariablesSetup setup = Setups[random.Below(Setups.Length)];
        var style = Style.Draw(ref random);
        random = new SplitMix(seed);
        var model = new PerCpuVariablesModel();
        model.Start(setup);
        var operations = new PerCpuVariablesOperation[Math.Min(length, MostOperations)];
        for (int i = 0; i < operations.Length; i++)
        {
            int drawn = random.Below(64);
            int task = random.Below(setup.Cpus);
            operations[i] = drawn < style.Together && setup.Cpus > 1 ? Together(setup, ref random)
                : drawn < style.Together + style.Misuses ? Any(setup, task, ref random)
                : drawn < style.Together + style.Misuses + style.Moves
                    ? new Swap(task, random.Below(setup.Cpus))
                : Usual(model, task, style.Pins, ref random);
            model.Apply(operations[i]);
        }

        return new(setup, operations);
    }

    private static PerCpuVariablesOperation Usual(
        PerCpuVariablesModel model, int task, int pins, ref SplitMix random)
    {
        PerCpuVariablesSetup setup = model.Setup;
        int variable = random.Below(setup.Variables);
        int drawn = random.Below(16);
        if (drawn < pins)
        {
            return model.State.Counts[task] == 0 || random.Below(3) == 0
                ? new Get(task, variable)
                : new Put(task);
        }

        return random.Below(8) switch
        {
            0 => new Read(task, variable, random.Below(setup.Cpus)),
            1 => new Sum(task, variable),
            2 when model.State.Counts[task] > 0 && random.Below(4) > 0 => new Put(task),
            2 => new Sleep(task, random.Below(setup.Cpus)),
            3 or 4 when model.State.Counts[task] > 0 => new Write(task, variable, Number(ref random)),
            _ => new Add(task, variable, Number(ref random)),
        };
    }

    // Whatever it is: mostly misuse, and of every kind.
    private static PerCpuVariablesOperation Any(PerCpuVariablesSetup setup, int task, ref SplitMix random)
    {
        int variable = random.Below(setup.Variables + 2) - 1;
        return random.Below(7) switch
        {
            0 => new Get(task, variable),
            1 => new Put(task),
            2 => new Write(task, variable, Number(ref random)),
            3 => new Add(task, variable, Number(ref random)),
            4 => new Read(task, variable, random.Below(setup.Cpus + 2) - 1),
            5 => new Sum(task, variable),
            _ => new Sleep(task, random.Below(setup.Cpus)),
        };
    }

    private static Concurrently Together(PerCpuVariablesSetup setup, ref SplitMix random)
    {
        int tasks = Math.Min(setup.Cpus, 2 + (random.Below(4) / 3));
        var calls = new ImmutableArray<PerCpuVariablesOperation>[tasks];
        for (int task = 0; task < tasks; task++)
        {
            // So few that all orders of them can be tried one by one.
            var own = new PerCpuVariablesOperation[1 + random.Below(5 - tasks)];
            for (int call = 0; call < own.Length; call++)
            {
                int other = (task + 1 + random.Below(tasks - 1)) % tasks;
                own[call] = random.Below(3) == 0
                    ? new Swap(task, other)
                    : new Add(task, random.Below(5) == 0 ? random.Below(setup.Variables) : 0);
            }

            calls[task] = [.. own];
        }

        return new(new([.. calls], Turns.Draw(ref random)));
    }

    private static long Number(ref SplitMix random) => random.Below(4) switch
    {
        0 => unchecked((long)random.Next()) >> random.Below(64),
        1 => -1 - random.Below(9),
        _ => 1 + random.Below(9),
    };

    // In sixty-fourths: what several tasks do at once, misuse, and moves. In sixteenths: gets and puts.
    private readonly record struct Style(int Together, int Misuses, int Moves, int Pins)
    {
        private static readonly int[] TogetherShares = [0, 0, 0, 2, 6, 12];
        private static readonly int[] MisuseShares = [0, 2, 8, 24];
        private static readonly int[] MoveShares = [0, 4, 10];
        private static readonly int[] PinShares = [0, 2, 6, 10];

        public static Style Draw(ref SplitMix random) => new(
            TogetherShares[random.Below(TogetherShares.Length)],
            MisuseShares[random.Below(MisuseShares.Length)],
            MoveShares[random.Below(MoveShares.Length)],
            PinShares[random.Below(PinShares.Length)]);
    }
}
