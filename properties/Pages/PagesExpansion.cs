using System.Collections.Immutable;
using MmVerify.Spec;
using static MmVerify.Spec.PagesOperation;

namespace MmVerify.Properties;

/// <summary>
/// Random programs for page frame databases. Each has a style of its own: how often something is misused,
/// asked, or done by several CPUs at once. Source: Groce and others, "Swarm testing", ISSTA 2012.
/// </summary>
public static class PagesExpansion
{
    private const int MostOperations = 4096;

    private static readonly PagesSetup[] Setups =
    [
        PagesSetup.Flat(1), PagesSetup.Flat(2), PagesSetup.Flat(2, reserved: 1, mostReferences: 3),
        PagesSetup.Flat(3, mostReferences: 2), PagesSetup.Flat(4, reserved: 2, first: 256),
        PagesSetup.Flat(8, mostReferences: 5, first: 3), PagesSetup.Flat(12, reserved: 3),
        new(new MemoryMap(new FrameRange(new(2), 2), new FrameRange(new(8), 3)), reserved: 1),
        new(new MemoryMap(new FrameRange(new(0), 3), new FrameRange(new(5), 2)), 0, 4, PagesSetup.I386),
    ];

    /// <summary>Makes a program: setup and style of its own.</summary>
    /// <param name="shape">The setup and the style.</param>
    /// <param name="length">How many operations.</param>
    /// <param name="seed">The operations.</param>
    public static Program<PagesSetup, PagesOperation> Expand(ulong shape, int length, ulong seed)
    {
        var random = new SplitMix(shape);
        PagesSetup setup = Setups[random.Below(Setups.Length)];
        var style = Style.Draw(ref random);
        random = new SplitMix(seed);
        var model = new PagesModel();
        model.Start(setup);
        var operations = new PagesOperation[Math.Min(length, MostOperations)];
        for (int i = 0; i < operations.Length; i++)
        {
            int drawn = random.Below(64);
            operations[i] = drawn < style.Together ? Together(model, ref random)
                : drawn < style.Together + style.Misuses ? Any(setup, ref random)
                : Usual(model, setup.Frames[random.Below(setup.Frames.Count)], ref random);
            model.Apply(operations[i]);
        }

        return new(setup, operations);
    }

    private static PagesOperation Usual(PagesModel model, Pfn frame, ref SplitMix random)
    {
        PageState state = model.Of(frame)!.Value;
        if (state.Count == 0)
        {
            return new Claim(frame, 1 + random.Below(9));
        }

        PageFlags flag = Flag(ref random);
        return random.Below(12) switch
        {
            0 or 1 => new Get(frame),
            2 or 3 => state.Count > state.MapCount ? new Put(frame) : new Unmap(frame),
            4 => new Map(frame),
            5 => state.MapCount > 0 ? new Unmap(frame) : new Put(frame),
            6 => new SetFlag(frame, flag),
            7 => new ClearFlag(frame, flag),
            8 => new TestAndSet(frame, flag),
            9 => new TestAndClear(frame, flag),
            10 => Question(model.Setup, frame, ref random),
            _ => new Get(frame),
        };
    }

    private static PagesOperation Question(PagesSetup setup, Pfn frame, ref SplitMix random)
    {
        ulong address = frame.ToPhysAddr().Value + (ulong)random.Below(Page.SizeBytes);
        return random.Below(5) switch
        {
            0 => new StateOf(frame),
            1 => new PageOf(frame),
            2 => new PfnOf(frame, random.Below(129) - 64),
            3 => new ToVirtual(new PhysAddr(address)),
            _ => new ToPhysical(new VirtAddr(setup.DirectMap.Value + address)),
        };
    }

    // Whatever it is: mostly misuse, and of every kind.
    private static PagesOperation Any(PagesSetup setup, ref SplitMix random)
    {
        Pfn frame = setup.Memory.First.Plus(random.Below((int)setup.Memory.Span + 2));
        var flag = (PageFlags)(1 << random.Below(9));
        return random.Below(10) switch
        {
            0 => new Claim(frame, random.Below(3)),
            1 => new Get(frame),
            2 => new Put(frame),
            3 => new Map(frame),
            4 => new Unmap(frame),
            5 => new SetFlag(frame, flag),
            6 => new ClearFlag(frame, flag | (PageFlags)random.Below(2)),
            7 => new TestAndSet(frame, flag),
            8 => new TestAndClear(frame, flag),
            _ => Question(setup, frame, ref random),
        };
    }

    // Mostly about one frame, or nobody would be in anybody's way.
    private static Concurrently Together(PagesModel model, ref SplitMix random)
    {
        PagesSetup setup = model.Setup;
        Pfn shared = setup.Frames[random.Below(setup.Frames.Count)];
        var cpus = new ImmutableArray<PagesOperation>[2 + (random.Below(4) / 3)];
        for (int cpu = 0; cpu < cpus.Length; cpu++)
        {
            // So few that all orders of them can be tried one by one.
            var calls = new PagesOperation[1 + random.Below(5 - cpus.Length)];
            for (int call = 0; call < calls.Length; call++)
            {
                Pfn frame = random.Below(5) > 0 ? shared : setup.Frames[random.Below(setup.Frames.Count)];
                calls[call] = Change(frame, ref random);
            }

            cpus[cpu] = [.. calls];
        }

        return new(new([.. cpus], Turns.Draw(ref random)));
    }

    private static PagesOperation Change(Pfn frame, ref SplitMix random)
    {
        PageFlags flag = random.Below(3) == 0 ? PageFlags.Dirty : PageFlags.Locked;
        return random.Below(12) switch
        {
            0 or 1 => new Get(frame),
            2 or 3 => new Put(frame),
            4 => new Map(frame),
            5 => new Unmap(frame),
            6 => new SetFlag(frame, flag),
            7 => new ClearFlag(frame, flag),
            8 or 9 => new TestAndSet(frame, flag),
            10 => new TestAndClear(frame, flag),
            _ => new Claim(frame, 1 + random.Below(3)),
        };
    }

    private static PageFlags Flag(ref SplitMix random) => (PageFlags)(1 << random.Below(7));

    // Each in sixty-fourths: what several CPUs do at once, and what is misuse.
    private readonly record struct Style(int Together, int Misuses)
    {
        private static readonly int[] TogetherShares = [0, 0, 0, 1, 2, 6];
        private static readonly int[] MisuseShares = [0, 2, 8, 24];

        public static Style Draw(ref SplitMix random) => new(
            TogetherShares[random.Below(TogetherShares.Length)],
            MisuseShares[random.Below(MisuseShares.Length)]);
    }
}
