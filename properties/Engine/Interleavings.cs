using System.Collections.Immutable;
using MmVerify.Spec;

namespace MmVerify.Properties;

/// <summary>Concurrent steps: in all orders that are few interruptions away, and made simpler.</summary>
public static class Interleavings
{
    private const int Interruptions = 2;
    private const int MostOrders = 150;
    // All orders of two CPUs with four calls each, or of three with two.
    private const int MostOneByOne = 90;
    private const int MostStepsOfOne = 24;
    private const int LongestSimpleTurn = 12;

    /// <summary>
    /// The same calls with other turns: all with up to two interruptions of what was really done or, where
    /// these are too many, some evenly spread.
    /// </summary>
    /// <param name="asked">The calls.</param>
    /// <param name="history">What happened when nobody was interrupted.</param>
    public static IEnumerable<Concurrent<TOperation>> Of<TOperation>(
        Concurrent<TOperation> asked, ConcurrentHistory history)
        where TOperation : class, IOperation
    {
        int[] steps = [.. Turns.StepsOf(asked, history).Select(static one => Math.Min(one, MostStepsOfOne))];
        ImmutableArray<int>[] all = [.. Turns.UpTo(steps, Interruptions).Skip(1)];
        int each = 1 + (all.Length / MostOrders);
        return all.Where((_, place) => place % each == 0).Select(turns => asked.With(turns));
    }

    /// <summary>
    /// The calls in orders in which they might have been made one by one, each CPU's in theirs: all, or the
    /// first ones; with who makes them.
    /// </summary>
    /// <param name="asked">The calls.</param>
    public static IEnumerable<ImmutableArray<(int Cpu, TOperation Operation)>> OneByOne<TOperation>(
        Concurrent<TOperation> asked)
        where TOperation : class, IOperation =>
        Merged([], [.. asked.Cpus.Select(static (calls, cpu) =>
            calls.Select(call => (cpu, call)).ToImmutableArray())]).Take(MostOneByOne);

    /// <summary>Simpler concurrent steps, the simplest first.</summary>
    /// <param name="asked">The step.</param>
    /// <param name="variants">Other arguments of a call.</param>
    public static IEnumerable<Concurrent<TOperation>> Simpler<TOperation>(
        Concurrent<TOperation> asked, Func<TOperation, IEnumerable<TOperation>> variants)
        where TOperation : class, IOperation =>
        WithoutACall(asked).SelectMany(static fewer => SimpleTurns(fewer).Prepend(fewer))
            .Concat(SimpleTurns(asked))
            .Concat(WithACallChanged(asked, variants));

    /// <summary>How large a step is, for comparison.</summary>
    /// <param name="asked">The step.</param>
    /// <param name="sizeOf">How large a call is.</param>
    public static long SizeOf<TOperation>(Concurrent<TOperation> asked, Func<TOperation, long> sizeOf)
        where TOperation : class, IOperation =>
        (asked.Calls.Length * 100_000L) + (asked.Cpus.Length * 10_000L)
            + (asked.Turns.Length * 1000L) + asked.Turns.Sum()
            + (asked.Calls.Sum(call => sizeOf(call.Operation)) * 10);

    /// <summary>The step as C#.</summary>
    /// <param name="asked">The step.</param>
    /// <param name="type">The name of the chapter's operations.</param>
    /// <param name="codeOf">A call as C#.</param>
    public static string CodeOf<TOperation>(
        Concurrent<TOperation> asked, string type, Func<TOperation, string> codeOf)
        where TOperation : class, IOperation
    {
        IEnumerable<string> cpus =
            asked.Cpus.Select(cpu => $"\n        [{string.Join(", ", cpu.Select(codeOf))}]");
        string turns = string.Concat(asked.Turns.Select(static turn => $", {turn}"));
        return $"new Concurrent<{type}>([{string.Join(',', cpus)}]{turns})";
    }

    private static IEnumerable<ImmutableArray<TCall>> Merged<TCall>(
        ImmutableArray<TCall> made, ImmutableArray<ImmutableArray<TCall>> left)
    {
        bool isAll = true;
        for (int cpu = 0; cpu < left.Length; cpu++)
        {
            if (left[cpu].Length == 0)
            {
                continue;
            }

            isAll = false;
            foreach (ImmutableArray<TCall> order in Merged(
                made.Add(left[cpu][0]), left.SetItem(cpu, left[cpu].RemoveAt(0))))
            {
                yield return order;
            }
        }

        if (isAll)
        {
            yield return made;
        }
    }

    private static IEnumerable<Concurrent<TOperation>> WithoutACall<TOperation>(
        Concurrent<TOperation> asked)
        where TOperation : class, IOperation
    {
        for (int cpu = 0; cpu < asked.Cpus.Length && asked.Cpus.Length > 1; cpu++)
        {
            yield return new(asked.Cpus.RemoveAt(cpu), asked.Turns);
        }

        for (int cpu = 0; cpu < asked.Cpus.Length; cpu++)
        {
            for (int call = 0; call < asked.Cpus[cpu].Length && asked.Cpus[cpu].Length > 1; call++)
            {
                ImmutableArray<TOperation> fewer = asked.Cpus[cpu].RemoveAt(call);
                yield return new(asked.Cpus.SetItem(cpu, fewer), asked.Turns);
            }
        }
    }

    // Few turns show most, and those of a larger step need not fit a smaller one.
    private static IEnumerable<Concurrent<TOperation>> SimpleTurns<TOperation>(Concurrent<TOperation> asked)
        where TOperation : class, IOperation
    {
        yield return asked.With();
        for (int first = 0; first <= LongestSimpleTurn; first++)
        {
            yield return asked.With(first);
        }

        foreach (ImmutableArray<int> turns in Turns.Simpler(asked.Turns))
        {
            yield return asked.With(turns);
        }

        for (int first = 0; first <= LongestSimpleTurn; first++)
        {
            for (int second = 1; second <= LongestSimpleTurn && asked.Turns.Length >= 2; second++)
            {
                yield return asked.With(first, second);
            }
        }
    }

    private static IEnumerable<Concurrent<TOperation>> WithACallChanged<TOperation>(
        Concurrent<TOperation> asked, Func<TOperation, IEnumerable<TOperation>> variants)
        where TOperation : class, IOperation
    {
        for (int cpu = 0; cpu < asked.Cpus.Length; cpu++)
        {
            for (int call = 0; call < asked.Cpus[cpu].Length; call++)
            {
                foreach (TOperation variant in variants(asked.Cpus[cpu][call]))
                {
                    ImmutableArray<TOperation> changed = asked.Cpus[cpu].SetItem(call, variant);
                    yield return new(asked.Cpus.SetItem(cpu, changed), asked.Turns);
                }
            }
        }
    }
}
