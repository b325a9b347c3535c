using System.Collections.Immutable;
using MmVerify.Spec;

namespace MmVerify.Properties.Tests;

/// <summary>The machinery of concurrent steps, on a stack that has nothing to do with any chapter.</summary>
public sealed class ConcurrencyTests
{
    private const int Nodes = 3;
    private const int Interruptions = 3;

    // 0 pops, a number pushes that node: what the ABA mistake needs, beside others. A CPU pushes what it
    // popped itself, or it would push what another one still has.
    private static readonly int[][][] Programs =
    [
        [[0], [0]],
        [[0], [0, 0, 3]],
        [[0, 0], [0, 0]],
        [[0], [0], [0]],
    ];

    [Fact]
    public void TheAbaMistakeIsFound()
    {
        ImmutableArray<int>? found = FirstUnexplained(hasTag: false, out _);
        Assert.NotNull(found);

        // The same turns show it again, each time.
        for (int i = 0; i < 10; i++)
        {
            Assert.False(IsExplained(Programs[1], found.Value, hasTag: false, out _));
        }
    }

    [Fact]
    public void ATagMendsIt()
    {
        Assert.Null(FirstUnexplained(hasTag: true, out int overlapping));
        Assert.True(overlapping > 100, $"{overlapping} runs overlapped");
    }

    [Fact]
    public void TheSameTurnsTellTheSameStory()
    {
        ConcurrentHistory first = Run(Programs[1], [3, 4], hasTag: true, out _);
        ConcurrentHistory again = Run(Programs[1], [3, 4], hasTag: true, out _);
        Assert.Equal(first.Calls.AsEnumerable(), again.Calls.AsEnumerable());
        Assert.Equal(first.Accesses.AsEnumerable(), again.Accesses.AsEnumerable());
    }

    [Fact]
    public void TurnsSayWhoIsAtWork()
    {
        // To begin is a step, to load the top another; then CPU 1 does all it has to.
        ConcurrentHistory history = Run([[0], [0]], [2], hasTag: true, out _);
        Assert.Equal([0, 1, 1, 1, 0, 0, 0, 0, 0], history.Accesses.Select(static access => access.Call));
        Assert.Equal(0, history.Calls[0].Called);
        Assert.True(history.Calls[1].Returned < history.Calls[0].Returned);
        Assert.True(history.Overlaps(0));
        ConcurrentHistory oneByOne = Run([[0], [0]], [], hasTag: true, out _);
        Assert.False(oneByOne.Overlaps(0));
    }

    [Fact]
    public void WhoWaitsForEverIsEnded()
    {
        var memory = new SharedMemory();
        SharedWords word = memory.Take("lock", 1);
        memory.Allow(10_000);
        Func<Answer> forEver = () =>
        {
            while (word.Load(0) == 0)
            {
                memory.Relax();
            }

            return default;
        };
        ConcurrentHistory history =
            Cpus.Run(memory, [[forEver], [forEver]], [], hasBlocked: false, out Exception? failure);
        Assert.IsType<OutOfFuelException>(failure);
        Assert.All(history.Calls, static call => Assert.Equal(ConcurrentCall.Pending, call.Returned));
    }

    [Fact]
    public void WhoWaitsForAnotherLetsItGoOn()
    {
        foreach (bool relaxes in new[] { true, false })
        {
            var memory = new SharedMemory();
            SharedWords word = memory.Take("ready", 1);
            memory.Allow(10_000);
            Func<Answer> waits = () => Await(memory, word, relaxes);
            Cpus.Run(memory, [[waits], [() => Set(word)]], [], hasBlocked: false, out Exception? none);
            Assert.Null(none);
        }
    }

    [Fact]
    public void ALockThatIsNoWordIsToldOf()
    {
        Lock gate = new();
        var memory = new SharedMemory();
        SharedWords word = memory.Take("word", 1);
        Func<Answer> locked = () =>
        {
            lock (gate)
            {
                return Set(word);
            }
        };
        foreach (bool hasBlocked in new[] { false, true })
        {
            Cpus.Run(memory, [[locked], [locked]], [1], hasBlocked, out Exception? failure);
            Assert.Equal(OutOfFuelException.Blocked, Assert.IsType<OutOfFuelException>(failure).Message);
        }
    }

    [Fact]
    public void WhatACallThrowsIsPassedOn()
    {
        var memory = new SharedMemory();
        SharedWords word = memory.Take("word", 1);
        Func<Answer> throws = () => throw new NotSupportedException();
        Cpus.Run(memory, [[() => Set(word)], [throws]], [1], hasBlocked: false, out Exception? failure);
        Assert.IsType<NotSupportedException>(failure);
        Cpus.Run(memory, [[throws], [() => Set(word)]], [0, 1], hasBlocked: false, out failure);
        Assert.IsType<NotSupportedException>(failure);
    }

    private static Answer Await(SharedMemory memory, SharedWords word, bool relaxes)
    {
        while (word.Load(0) == 0)
        {
            if (relaxes)
            {
                memory.Relax();
            }
        }

        return default;
    }

    private static Answer Set(SharedWords word)
    {
        word.Store(0, 1);
        return default;
    }

    private static ImmutableArray<int>? FirstUnexplained(bool hasTag, out int overlapping)
    {
        overlapping = 0;
        foreach (int[][] program in Programs)
        {
            ConcurrentHistory alone = Run(program, [], hasTag, out _);
            int[] steps = new int[program.Length];
            int call = 0;
            for (int cpu = 0; cpu < program.Length; cpu++)
            {
                steps[cpu] = program[cpu].Sum(_ => 1 + alone.Calls[call++].Accesses);
            }

            foreach (ImmutableArray<int> turns in Turns.UpTo(steps, Interruptions))
            {
                if (!IsExplained(program, turns, hasTag, out bool hasOverlap))
                {
                    return turns;
                }

                overlapping += hasOverlap ? 1 : 0;
            }
        }

        return null;
    }

    private static bool IsExplained(
        int[][] program, ImmutableArray<int> turns, bool hasTag, out bool hasOverlap)
    {
        ConcurrentHistory history = Run(program, turns, hasTag, out string left);
        hasOverlap = history.Overlaps(0);
        int[] calls = [.. program.SelectMany(static one => one)];
        return Linearizability.Explains(
            history.Calls,
            "321",
            (ref string stack, int call) =>
            {
                if (calls[call] != 0)
                {
                    stack = calls[call] + stack;
                    return true;
                }

                long top = stack.Length == 0 ? 0 : stack[0] - '0';
                stack = stack.Length == 0 ? stack : stack[1..];
                return history.Calls[call].Answer.Value == top;
            },
            stack => stack == left);
    }

    private static ConcurrentHistory Run(
        int[][] program, ImmutableArray<int> turns, bool hasTag, out string left)
    {
        var memory = new SharedMemory();
        var stack = new SharedStack(memory, Nodes, hasTag);
        for (int node = 1; node <= Nodes; node++)
        {
            stack.Push(node);
        }

        Func<Answer>[][] calls = [.. program.Select(cpu => cpu.Select(node =>
            node == 0 ? (Func<Answer>)stack.Pop : () => stack.Push(node)).ToArray())];
        ConcurrentHistory history = Cpus.Run(memory, calls, turns, hasBlocked: false, out Exception? failure);
        Assert.Null(failure);
        left = "";
        for (int i = 0; i <= Nodes && stack.Pop().Value is var node and not 0; i++)
        {
            left += node;
        }

        return history;
    }
}
