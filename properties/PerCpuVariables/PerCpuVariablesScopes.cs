using MmVerify.Spec;
using static MmVerify.Spec.PerCpuVariablesOperation;

namespace MmVerify.Properties;

/// <summary>
/// The small scopes: two tasks, every way in which they get, put, add and are moved, and then every call that
/// can be made, right or wrong; or a few that add at once while they change places.
/// </summary>
public static class PerCpuVariablesScopes
{
    private const int LargeVariables = 32;
    private const int LargeCalls = 200;

    private static readonly (PerCpuVariablesSetup Setup, int Longest)[] Scopes =
    [
        (new(1, 1), 4),
        (new(2, 1), 4),
        (new(2, 2, 3), 3),
        (new(3, 1, -1), 3),
    ];

    private static readonly PerCpuVariablesOperation[][][] AtOnce =
    [
        [[new Add(0, 0)], [new Add(1, 0)]],
        [[new Add(0, 0)], [new Swap(1, 0), new Add(1, 0)]],
        [[new Add(0, 0, 5)], [new Add(1, 0), new Swap(1, 0)]],
        [[new Add(0, 0)], [new Swap(1, 0), new Add(1, 0), new Swap(1, 0)]],
        [[new Add(0, 0), new Add(0, 0)], [new Swap(1, 0), new Add(1, 0)]],
        [[new Add(0, 0), new Swap(0, 1)], [new Add(1, 0), new Swap(1, 0)]],
        [[new Swap(0, 1), new Add(0, 0)], [new Add(1, 0), new Add(1, 0)]],
    ];

    private static readonly PerCpuVariablesOperation[][] Beginnings =
        [[], [new Swap(0, 1)], [new Add(0, 0, 2), new Add(1, 0, 3)]];

    /// <summary>Every program of one task at a time, the shorter ones first.</summary>
    public static IEnumerable<Program<PerCpuVariablesSetup, PerCpuVariablesOperation>> All() =>
        from length in Enumerable.Range(0, Scopes.Max(static scope => scope.Longest) + 1)
        from scope in Scopes
        where length <= scope.Longest
        from program in Exactly(scope.Setup, length)
        select program;

    /// <summary>A few that add at once, nobody interrupted.</summary>
    public static IEnumerable<Program<PerCpuVariablesSetup, PerCpuVariablesOperation>> Together() =>
        from setup in new PerCpuVariablesSetup[] { new(2, 1), new(3, 2, 1) }
        from beginning in Beginnings
        from calls in AtOnce
        select new Program<PerCpuVariablesSetup, PerCpuVariablesOperation>(
            setup,
            [.. beginning, new Concurrently(new([[.. calls[0]], [.. calls[1]]]))]);

    /// <summary>A long program with many variables.</summary>
    public static IEnumerable<Program<PerCpuVariablesSetup, PerCpuVariablesOperation>> Large(ulong seed)
    {
        var random = new SplitMix(seed);
        var setup = new PerCpuVariablesSetup(4, LargeVariables);
        var operations = new PerCpuVariablesOperation[LargeCalls];
        for (int i = 0; i < LargeCalls; i++)
        {
            int task = random.Below(setup.Cpus);
            operations[i] = i % 4 == 0
                ? new Swap(task, random.Below(setup.Cpus))
                : new Add(task, random.Below(LargeVariables), random.Below(100));
        }

        yield return new(setup, operations);
    }

    private static IEnumerable<Program<PerCpuVariablesSetup, PerCpuVariablesOperation>> Exactly(
        PerCpuVariablesSetup setup, int length) =>
        length == 0
            ? [new(setup, [])]
            : from before in Histories(setup, new PerCpuVariablesOperation[length - 1], 0)
              from last in Calls(setup)
              select new Program<PerCpuVariablesSetup, PerCpuVariablesOperation>(setup, [.. before, last]);

    // What changes something. The last task shows nothing that the first one does not, but for its number.
    private static IEnumerable<PerCpuVariablesOperation[]> Histories(
        PerCpuVariablesSetup setup, PerCpuVariablesOperation[] soFar, int at)
    {
        if (at == soFar.Length)
        {
            yield return soFar;
            yield break;
        }

        var model = new PerCpuVariablesModel();
        model.Start(setup);
        foreach (PerCpuVariablesOperation operation in soFar.Take(at))
        {
            model.Apply(operation);
        }

        int last = setup.Cpus - 1;
        PerCpuVariablesOperation[] all =
        [
            new Get(0, 0), new Put(0), new Write(0, 0, 5), new Add(0, 0, 2), new Add(last, 0, 1L << 33),
            new Swap(0, last), new Sleep(0, last), new Get(last, 0),
        ];
        foreach (PerCpuVariablesOperation operation in all.Distinct())
        {
            bool changes = !model.After(operation).Equals(model.State);
            if (changes && model.WhyRefused(operation) == Errno.None)
            {
                soFar[at] = operation;
                foreach (PerCpuVariablesOperation[] history in Histories(setup, soFar, at + 1))
                {
                    yield return history;
                }
            }
        }
    }

    private static IEnumerable<PerCpuVariablesOperation> Calls(PerCpuVariablesSetup setup)
    {
        int last = setup.Cpus - 1;
        foreach (int variable in new[] { -1, 0, setup.Variables - 1, setup.Variables }.Distinct())
        {
            foreach (int task in new[] { 0, last }.Distinct())
            {
                yield return new Get(task, variable);
                yield return new Write(task, variable, 9);
                yield return new Add(task, variable, -1);
            }

            yield return new Sum(0, variable);
            foreach (int cpu in new[] { -1, 0, last, setup.Cpus }.Distinct())
            {
                yield return new Read(0, variable, cpu);
            }
        }

        foreach (int task in new[] { 0, last }.Distinct())
        {
            yield return new Put(task);
            yield return new Sleep(task, 0);
        }

        yield return new Swap(0, last);
    }
}
