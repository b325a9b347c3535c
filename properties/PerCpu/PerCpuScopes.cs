using MmVerify.Spec;
using static MmVerify.Spec.PerCpuOperation;

namespace MmVerify.Properties;

/// <summary>
/// The small scopes: two CPUs with short lists, every way in which pages come and go, and then every call
/// that can be made, right or wrong, or a request of which each lower call fails in turn; or any two calls at
/// once.
/// </summary>
public static class PerCpuScopes
{
    private const int LargeFrames = 1024;
    private const int LargeCalls = 600;

    private static readonly (PerCpuSetup Setup, int Longest)[] Scopes =
    [
        (PerCpuSetup.Flat(1, 1, 1, 0), 3),
        (PerCpuSetup.Flat(3, 1, 2, 1), 5),
        (PerCpuSetup.Flat(4, 1, 1, 1), 5),
        (PerCpuSetup.Flat(5, 1, 3, 2), 5),
        (PerCpuSetup.Flat(3, 2, 2, 2), 4),
        (PerCpuSetup.Flat(4, 2, 1, 1), 4),
        (PerCpuSetup.Flat(6, 2, 2, 1), 4),
        (PerCpuSetup.Flat(6, 2, 3, 3), 4),
        (PerCpuSetup.Flat(4, 3, 2, 2), 3),
        (new PerCpuSetup(new MemoryMap(new FrameRange(new(1), 1), new FrameRange(new(3), 3)), 2, 2, 2), 3),
    ];

    // How two lists come into the states in which two CPUs then use them at once.
    private static readonly PerCpuOperation[][] Beginnings =
    [
        [],
        [new Allocate(0)],
        [new Allocate(0), new Free(0, 0)],
        [new Allocate(0), new Allocate(1), new Free(0, 0)],
        [new Allocate(0), new Allocate(0), new Allocate(0)],
    ];

    /// <summary>Every program of one CPU at a time, the shorter ones first.</summary>
    /// <param name="programs">The chapter's programs.</param>
    public static IEnumerable<Program<PerCpuSetup, PerCpuOperation>> All(PerCpuPrograms programs) =>
        from length in Enumerable.Range(0, Scopes.Max(static scope => scope.Longest) + 1)
        from scope in Scopes
        where length <= scope.Longest
        from program in Exactly(scope.Setup, length)
            .Concat(length == scope.Longest ? [] : Failing(programs, scope.Setup, length))
        select program;

    /// <summary>Any two calls on two CPUs, from several states, nobody interrupted.</summary>
    public static IEnumerable<Program<PerCpuSetup, PerCpuOperation>> Together()
    {
        foreach (PerCpuSetup setup in new[] { PerCpuSetup.Flat(8, 2, 2, 2), PerCpuSetup.Flat(3, 2, 2, 1) })
        {
            foreach (PerCpuOperation[] beginning in Beginnings)
            {
                foreach (PerCpuOperation first in AtOnce(0, beginning))
                {
                    foreach (PerCpuOperation second in AtOnce(1, beginning))
                    {
                        yield return new(setup, [.. beginning, new Concurrently(new([[first], [second]]))]);
                    }
                }
            }
        }
    }

    /// <summary>A long program with long lists.</summary>
    public static IEnumerable<Program<PerCpuSetup, PerCpuOperation>> Large(ulong seed)
    {
        var random = new SplitMix(seed);
        var setup = PerCpuSetup.Flat(LargeFrames, 4, 31, 93);
        var operations = new List<PerCpuOperation>();
        var live = new List<int>();
        for (int call = 0; call < LargeCalls; call++)
        {
            bool frees = live.Count > 0 && random.Below(16) < (call / 150 % 2 == 0 ? 4 : 12);
            int pick = frees ? random.Below(live.Count) : 0;
            if (frees)
            {
                operations.Add(new Free(random.Below(2), live[pick]));
                live.RemoveAt(pick);
            }
            else
            {
                live.Add(operations.Count);
                operations.Add(new Allocate(random.Below(setup.Cpus)));
            }
        }

        operations.Add(new DrainAll(0));
        yield return new(setup, [.. operations]);
    }

    /// <summary>Smaller setups, in no order.</summary>
    public static IEnumerable<PerCpuSetup> Smaller(PerCpuSetup setup) =>
        from frames in new long[] { 1, 2, 3, 4, 6, setup.Memory.PageCount / 2, setup.Memory.PageCount }
            .Distinct()
        from cpus in Enumerable.Range(1, setup.Cpus)
        from high in new[] { 0, 1, 2, 3, setup.High / 2, setup.High }.Distinct()
        from batch in new[] { 1, 2, 3, setup.Batch }.Distinct()
        where frames > 0 && frames <= setup.Memory.PageCount && high <= setup.High
            && batch <= setup.Batch && batch <= high + 1
        select new PerCpuSetup(MemoryMap.Flat(frames), cpus, batch, high);

    private static IEnumerable<Program<PerCpuSetup, PerCpuOperation>> Exactly(
        PerCpuSetup setup, int length) =>
        length == 0
            ? [new(setup, [])]
            : from before in Histories(setup, new PerCpuOperation[length - 1], 0)
              from last in Calls(setup, before)
              select new Program<PerCpuSetup, PerCpuOperation>(setup, [.. before, last]);

    private static IEnumerable<Program<PerCpuSetup, PerCpuOperation>> Failing(
        PerCpuPrograms programs, PerCpuSetup setup, int length) =>
        length == 0
            ? []
            : from before in Histories(setup, new PerCpuOperation[length - 1], 0)
              from cpu in Enumerable.Range(0, setup.Cpus)
              from program in FaultSweep.Of(programs, new(setup, [.. before, new Allocate(cpu)]))
              select program;

    // Misuse is left out, since it changes nothing.
    private static IEnumerable<PerCpuOperation[]> Histories(
        PerCpuSetup setup, PerCpuOperation[] soFar, int at)
    {
        if (at == soFar.Length)
        {
            yield return soFar;
            yield break;
        }

        int[] live = [.. Enumerable.Range(0, at).Where(step => soFar[step] is Allocate
            && !soFar.Take(at).Any(one => one is Free free && free.Of == step))];
        IEnumerable<int> cpus = Enumerable.Range(0, setup.Cpus);
        IEnumerable<PerCpuOperation> next =
            cpus.Select(static PerCpuOperation (cpu) => new Allocate(cpu))
                .Concat(live.SelectMany(step =>
                    cpus.Select(PerCpuOperation (cpu) => new Free(cpu, step))));
        foreach (PerCpuOperation operation in next)
        {
            soFar[at] = operation;
            foreach (PerCpuOperation[] history in Histories(setup, soFar, at + 1))
            {
                yield return history;
            }
        }
    }

    private static IEnumerable<PerCpuOperation> Calls(PerCpuSetup setup, PerCpuOperation[] before)
    {
        int last = setup.Cpus - 1;
        IEnumerable<PerCpuOperation> frees = Enumerable.Range(0, before.Length)
            .Where(step => before[step] is Allocate)
            .SelectMany(step => new PerCpuOperation[] { new Free(0, step), new Free(last, step) }.Distinct());
        Pfn[] pages =
        [
            setup.Memory.First, setup.Memory.End.Plus(-1), setup.Memory.Ranges[0].End, setup.Memory.End,
            new(ulong.MaxValue), new(setup.Memory.First.Value / 2),
        ];
        return Enumerable.Range(0, setup.Cpus).Select(static PerCpuOperation (cpu) => new Allocate(cpu))
            .Concat(frees)
            .Concat(pages.Distinct().Select(static PerCpuOperation (page) => new FreeAt(0, page)))
            .Concat(Enumerable.Range(-1, setup.Cpus + 2)
                .Select(static PerCpuOperation (target) => new Drain(0, target)))
            .Append(new DrainAll(last));
    }

    private static IEnumerable<PerCpuOperation> AtOnce(int cpu, PerCpuOperation[] beginning)
    {
        yield return new Allocate(cpu);
        yield return new Drain(cpu, 0);
        yield return new DrainAll(cpu);
        if (beginning.Length > 0)
        {
            yield return new Free(cpu, beginning.Length == 3 && beginning[^1] is Free ? 1 : 0);
        }
    }
}
