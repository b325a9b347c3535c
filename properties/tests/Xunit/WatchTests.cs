using MmVerify.Xunit;

namespace MmVerify.Properties.Tests;

/// <summary>What does not return is told from what takes long.</summary>
[Collection(nameof(Alone))]
public sealed class WatchTests
{
    [Fact]
    public async Task WhatReturnsIsLetReturn()
    {
        int calls = 0;
        Assert.Null(await new Watch(TimeSpan.FromSeconds(5)).RunAsync("a test", () => calls++));
        Assert.Equal(1, calls);
    }

    [Fact]
    public async Task AnExceptionComesOut() =>
        await Assert.ThrowsAsync<InvalidTimeZoneException>(() => new Watch(TimeSpan.Zero).RunAsync(
            "a test", static () => throw new InvalidTimeZoneException()));

    [Fact]
    public async Task ALoopForEverIsEndedByItsCpuTime()
    {
        bool isOver = false;
        string? within = await new Watch(TimeSpan.FromMilliseconds(200)).RunAsync("a test", () =>
        {
            while (!Volatile.Read(ref isOver))
            {
            }
        });
        Volatile.Write(ref isOver, true);
        Assert.Equal("0.2 s of CPU time", within);
    }

    [Fact]
    public async Task ASleepForEverIsEndedByTheClock()
    {
        using var never = new ManualResetEventSlim();
        string? within = await new Watch(TimeSpan.FromMilliseconds(300)).RunAsync("a test", never.Wait);
        never.Set();

        // Another test may have left a thread behind that uses the processor: then that is the reason.
        Assert.True(within is "3 s: it seems to wait for something" or "0.3 s of CPU time", within);
    }

    [Fact]
    public async Task WhatGetsOnMayTakeLong()
    {
        var watch = new Watch(TimeSpan.FromMilliseconds(100));
        Assert.Null(await watch.RunAsync("a test", () =>
        {
            TimeSpan start = Environment.CpuUsage.TotalTime;
            while (Environment.CpuUsage.TotalTime - start < TimeSpan.FromMilliseconds(500))
            {
                watch.Beat();
            }
        }));
    }

    [Fact]
    public void OnlyTheFirstHangIsRemembered()
    {
        var hangs = new HangLog();
        Assert.Null(hangs.WhyNotRun);
        hangs.Note("the first");
        hangs.Note("the second");
        Assert.Equal("not run: the first did not return, and its thread cannot be stopped", hangs.WhyNotRun);
    }
}

/// <summary>What measures the processor time of the process runs when nothing else does.</summary>
[CollectionDefinition(nameof(Alone), DisableParallelization = true)]
public sealed class Alone;
