using System.Collections.Immutable;
using MmVerify.Spec;

namespace MmVerify.Properties;

/// <summary>
/// Who is at work when in a concurrent step: all ways with few interruptions, and some that are drawn.
/// Source: Musuvathi and Qadeer, "Iterative context bounding for systematic testing of multithreaded
/// programs", PLDI 2007: most mistakes show with two.
/// </summary>
public static class Turns
{
    private const int MostDrawn = 5;
    private const int LongestDrawn = 9;

    /// <summary>
    /// All turns with at most some interruptions, the fewest first, after the steps that the CPUs really
    /// made.
    /// </summary>
    /// <param name="steps">How many steps each CPU makes when it is not interrupted.</param>
    /// <param name="interruptions">How often somebody is stopped who is not done, at most.</param>
    public static IEnumerable<ImmutableArray<int>> UpTo(IReadOnlyList<int> steps, int interruptions)
    {
        for (int count = 0; count <= interruptions; count++)
        {
            for (int first = 0; first < steps.Count; first++)
            {
                foreach (ImmutableArray<int> turns in Extend(
                    [.. Enumerable.Repeat(0, first)], first, [.. steps], count))
                {
                    yield return turns;
                }
            }
        }
    }

    /// <summary>How many steps each CPU made: one for each call and one for each access.</summary>
    public static IReadOnlyList<int> StepsOf<TOperation>(
        Concurrent<TOperation> asked, ConcurrentHistory history)
        where TOperation : class, IOperation
    {
        int[] steps = new int[asked.Cpus.Length];
        for (int call = 0; call < history.Calls.Length; call++)
        {
            steps[asked.Calls[call].Cpu] += 1 + history.Calls[call].Accesses;
        }

        return steps;
    }

    /// <summary>Draws turns.</summary>
    public static ImmutableArray<int> Draw(ref SplitMix random)
    {
        int[] turns = new int[random.Below(MostDrawn + 1)];
        for (int i = 0; i < turns.Length; i++)
        {
            turns[i] = random.Below(LongestDrawn + 1);
        }

        return [.. turns];
    }

    /// <summary>Simpler turns, the simplest first: fewer, then shorter ones.</summary>
    public static IEnumerable<ImmutableArray<int>> Simpler(ImmutableArray<int> turns)
    {
        for (int length = 0; length < turns.Length; length++)
        {
            yield return turns[..length];
        }

        for (int i = 0; i < turns.Length; i++)
        {
            yield return turns.RemoveAt(i);
        }

        for (int i = 0; i < turns.Length; i++)
        {
            foreach (int shorter in new[] { 0, turns[i] / 2, turns[i] - 1 }.Distinct())
            {
                if (shorter >= 0 && shorter < turns[i])
                {
                    yield return turns.SetItem(i, shorter);
                }
            }
        }
    }

    // Each turn but the last unspoken one ends before its CPU is done.
    private static IEnumerable<ImmutableArray<int>> Extend(
        ImmutableArray<int> turns, int cpu, ImmutableArray<int> left, int count)
    {
        if (count == 0)
        {
            yield return turns;
            yield break;
        }

        for (int turn = 1; turn < left[cpu]; turn++)
        {
            foreach (ImmutableArray<int> longer in Extend(
                turns.Add(turn), (cpu + 1) % left.Length, left.SetItem(cpu, left[cpu] - turn), count - 1))
            {
                yield return longer;
            }
        }
    }
}
