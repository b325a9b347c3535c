using MmVerify.Spec;
using static MmVerify.Spec.PagesOperation;

namespace MmVerify.Properties;

/// <summary>
/// The small scopes: a few frames, every way to bring them into every state, and then every call that can be
/// made, right or wrong; or any two calls at once.
/// </summary>
public static class PagesScopes
{
    private const int LargeFrames = 2048;
    private const int LargeCalls = 24;

    private static readonly Pfn Zero = new(0);
    private static readonly Pfn One = new(1);

    private static readonly int[] Offsets = [0, 1, -1, 8, 64, 4096];

    // Right ones, then none, two at once, the one that nobody may set, and one that is none.
    private static readonly PageFlags[] OtherFlags =
    [
        PageFlags.Referenced, PageFlags.UpToDate, PageFlags.Lru, PageFlags.Active, PageFlags.Writeback,
        PageFlags.None, PageFlags.Locked | PageFlags.Referenced, PageFlags.Reserved,
        (PageFlags)((int)PageFlags.Reserved << 1),
    ];

    private static readonly MemoryMap WithHole = new(new FrameRange(new(1), 1), new FrameRange(new(3), 2));

    private static readonly (PagesSetup Setup, int Longest)[] Scopes =
    [
        (PagesSetup.Flat(1), 4),
        (PagesSetup.Flat(1, mostReferences: 1), 3),
        (PagesSetup.Flat(1, mostReferences: 2), 4),
        (PagesSetup.Flat(2), 3),
        (PagesSetup.Flat(2, reserved: 1), 3),
        (PagesSetup.Flat(3, reserved: 2, mostReferences: 3, first: 4096), 2),
        (new PagesSetup(WithHole, directMap: PagesSetup.I386), 2),
        (new PagesSetup(WithHole, reserved: 1, directMap: new VirtAddr(0)), 2),
    ];

    // How one frame, or two, come into the states in which others then change them at once.
    private static readonly PagesOperation[][] Beginnings =
    [
        [],
        [new Claim(Zero)],
        [new Claim(Zero), new Get(Zero)],
        [new Claim(Zero), new Map(Zero)],
        [new Claim(Zero), new Map(Zero), new Put(Zero)],
        [new Claim(Zero), new SetFlag(Zero, PageFlags.Locked)],
    ];

    private static readonly PagesOperation[] OnOneFrame =
    [
        new Get(Zero), new Put(Zero), new Map(Zero), new Unmap(Zero), new Claim(Zero, 2),
        new SetFlag(Zero, PageFlags.Dirty), new SetFlag(Zero, PageFlags.Locked),
        new ClearFlag(Zero, PageFlags.Locked), new TestAndSet(Zero, PageFlags.Locked),
        new TestAndClear(Zero, PageFlags.Locked),
    ];

    private static readonly PagesOperation[] OnTheNext =
    [
        new Get(One), new Map(One), new SetFlag(One, PageFlags.Locked),
        new ClearFlag(One, PageFlags.Locked), new TestAndSet(One, PageFlags.Locked),
    ];

    /// <summary>Every program of one CPU, the shorter ones first.</summary>
    public static IEnumerable<Program<PagesSetup, PagesOperation>> All() =>
        from length in Enumerable.Range(0, Scopes.Max(static scope => scope.Longest) + 1)
        from scope in Scopes
        where length <= scope.Longest
        from program in Exactly(scope.Setup, length)
        select program;

    /// <summary>Any two calls on two CPUs, from every state, nobody interrupted.</summary>
    public static IEnumerable<Program<PagesSetup, PagesOperation>> Together()
    {
        foreach (PagesOperation[] beginning in Beginnings)
        {
            for (int first = 0; first < OnOneFrame.Length; first++)
            {
                for (int second = first; second < OnOneFrame.Length; second++)
                {
                    yield return Both(1, beginning, OnOneFrame[first], OnOneFrame[second]);
                }
            }
        }

        foreach (PagesOperation first in OnOneFrame)
        {
            foreach (PagesOperation second in OnTheNext)
            {
                yield return Both(2, [new Claim(Zero), new Claim(One)], first, second);
            }
        }
    }

    /// <summary>A few on many frames.</summary>
    public static IEnumerable<Program<PagesSetup, PagesOperation>> Large(ulong seed)
    {
        var random = new SplitMix(seed);
        var setup = PagesSetup.Flat(LargeFrames, reserved: 16, first: 7);
        var operations = new List<PagesOperation>();
        for (int call = 0; call < LargeCalls; call++)
        {
            Pfn frame = setup.Frames[16 + random.Below(LargeFrames - 16)];
            operations.Add(new Claim(frame, 1 + random.Below(100)));
            operations.Add(new PfnOf(frame));
            operations.Add(new SetFlag(frame, PageFlags.Dirty));
        }

        yield return new(setup, [.. operations]);
    }

    /// <summary>Smaller setups, the smallest first.</summary>
    public static IEnumerable<PagesSetup> Smaller(PagesSetup setup) =>
        from count in new long[] { 1, 2, 3, setup.Memory.PageCount / 2, setup.Memory.PageCount }.Distinct()
        from first in new ulong[] { 0, setup.Memory.First.Value }.Distinct()
        from reserved in new[] { 0, 1, setup.Reserved }.Distinct()
        from most in new[] { PagesSetup.MostReferencesEver, 1, 2, setup.MostReferences }.Distinct()
        from map in new[] { PagesSetup.Amd64, setup.DirectMap }.Distinct()
        where count <= setup.Memory.PageCount && reserved < count && reserved <= setup.Reserved
        let smaller = new PagesSetup(MemoryMap.Flat(count, first), reserved, most, map)
        where !smaller.Equals(setup)
        select smaller;

    /// <summary>Every call that can be made, right or wrong.</summary>
    public static IEnumerable<PagesOperation> Calls(PagesSetup setup)
    {
        foreach (Pfn frame in setup.Frames)
        {
            foreach (PagesOperation change in Changes(frame))
            {
                yield return change;
            }

            yield return new StateOf(frame);
            yield return new PageOf(frame);
            foreach (int offset in Offsets)
            {
                yield return new PfnOf(frame, offset);
            }

            foreach (PhysAddr address in BytesOf(frame))
            {
                yield return new ToVirtual(address);
                yield return new ToPhysical(new VirtAddr(setup.DirectMap.Value + address.Value));
            }
        }

        Pfn used = setup.Frames[^1];
        foreach (PageFlags flag in OtherFlags)
        {
            yield return new SetFlag(used, flag);
            yield return new ClearFlag(used, flag);
            yield return new TestAndSet(used, flag);
            yield return new TestAndClear(used, flag);
        }

        yield return new Claim(used, 0);
        yield return new Claim(used, -1);
        yield return new Claim(used, PagesSetup.MostOwner);
        yield return new Claim(used, PagesSetup.MostOwner + 1);
        foreach (PagesOperation call in setup.Memory.Ranges.SelectMany(range => Outside(setup, range.End)))
        {
            yield return call;
        }

        if (setup.DirectMap.Value > 0)
        {
            yield return new ToPhysical(new VirtAddr(setup.DirectMap.Value - 1));
        }
    }

    private static IEnumerable<PagesOperation> Outside(PagesSetup setup, Pfn missing) =>
    [
        .. Changes(missing), new StateOf(missing), new PageOf(missing), new PfnOf(missing),
        new ToVirtual(missing.ToPhysAddr()),
        new ToPhysical(new VirtAddr(setup.DirectMap.Value + missing.ToPhysAddr().Value)),
    ];

    private static IEnumerable<PagesOperation> Changes(Pfn frame) =>
    [
        new Claim(frame), new Get(frame), new Put(frame), new Map(frame), new Unmap(frame),
        new SetFlag(frame, PageFlags.Locked), new SetFlag(frame, PageFlags.Dirty),
        new ClearFlag(frame, PageFlags.Dirty), new TestAndSet(frame, PageFlags.Locked),
        new TestAndClear(frame, PageFlags.Locked),
    ];

    private static IEnumerable<PhysAddr> BytesOf(Pfn frame)
    {
        ulong start = frame.ToPhysAddr().Value;
        return [new(start), new(start + 1), new(start + Page.SizeBytes - 1)];
    }

    // All but the last call change something.
    private static IEnumerable<Program<PagesSetup, PagesOperation>> Exactly(PagesSetup setup, int length)
    {
        if (length == 0)
        {
            return [new(setup, [])];
        }

        return from beginning in Beginning(setup, length - 1)
               from last in Calls(setup)
               select new Program<PagesSetup, PagesOperation>(setup, [.. beginning, last]);
    }

    private static IEnumerable<PagesOperation[]> Beginning(PagesSetup setup, int length)
    {
        if (length == 0)
        {
            return [[]];
        }

        return from shorter in Beginning(setup, length - 1)
               let model = StateAfter(setup, shorter)
               from next in setup.Frames.SelectMany(Changes)
               where model.WhyRefused(next) == Errno.None
                   && model.Of(next.Frame) is PageState state && PagesModel.After(next, state) != state
               select (PagesOperation[])[.. shorter, next];
    }

    private static PagesModel StateAfter(PagesSetup setup, IEnumerable<PagesOperation> operations)
    {
        var model = new PagesModel();
        model.Start(setup);
        foreach (PagesOperation operation in operations)
        {
            model.Apply(operation);
        }

        return model;
    }

    private static Program<PagesSetup, PagesOperation> Both(
        int frames, PagesOperation[] beginning, PagesOperation first, PagesOperation second) =>
        new(PagesSetup.Flat(frames), [.. beginning, new Concurrently(new([[first], [second]]))]);
}
