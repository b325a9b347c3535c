using System.Globalization;

namespace MmVerify.Xunit;

/// <summary>
/// Runs code that may never return on a thread of its own. The limit is CPU time of the process, so that a
/// busy machine fails nobody; ten times as much wall time is the limit for what sleeps or waits for ever.
/// </summary>
/// <param name="limit">How much may be used between two beats; zero for no limit.</param>
internal sealed class Watch(TimeSpan limit)
{
    private const int WallFactor = 10;
    private const int StackBytes = 16 << 20;

    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(50);

    private long beats;

    /// <summary>Says that the code still gets on; the limit starts anew.</summary>
    public void Beat() => Interlocked.Increment(ref beats);

    /// <summary>
    /// Runs code. A pool thread must not be blocked by it: with two cores, all others would starve.
    /// </summary>
    /// <param name="name">A name for the thread.</param>
    /// <param name="body">The code. What it throws, this throws.</param>
    /// <returns>Null when it returned; otherwise within what time it did not, in words.</returns>
    /// <remarks>
    /// It waits outside xunit's few threads: a test that blocks one of them must not stop the watch.
    /// </remarks>
    public Task<string?> RunAsync(string name, Action body) => Task.Run(() => WaitForAsync(name, body));

    private async Task<string?> WaitForAsync(string name, Action body)
    {
        var done = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var thread = new Thread(() => Run(body, done), StackBytes) { IsBackground = true, Name = name };
        thread.Start();
        long seen = -1;
        long wallStart = 0;
        TimeSpan cpuStart = TimeSpan.Zero;
        while (await Task.WhenAny(done.Task, Task.Delay(Interval)) != done.Task)
        {
            long now = Interlocked.Read(ref beats);
            if (now != seen)
            {
                seen = now;
                wallStart = Environment.TickCount64;
                cpuStart = Environment.CpuUsage.TotalTime;
            }
            else if (limit == TimeSpan.Zero)
            {
                continue;
            }
            else if (Environment.CpuUsage.TotalTime - cpuStart > limit)
            {
                return string.Create(CultureInfo.InvariantCulture, $"{limit.TotalSeconds:0.#} s of CPU time");
            }
            else if (Environment.TickCount64 - wallStart > WallFactor * limit.TotalMilliseconds)
            {
                return string.Create(
                    CultureInfo.InvariantCulture,
                    $"{WallFactor * limit.TotalSeconds:0.#} s: it seems to wait for something");
            }
        }

        await done.Task;
        return null;
    }

    private static void Run(Action body, TaskCompletionSource done)
    {
        try
        {
            body();
            done.SetResult();
        }
        catch (Exception exception)
        {
            done.SetException(exception);
        }
    }
}

/// <summary>
/// Remembers the first thing that did not return. Its thread cannot be stopped and uses up the CPU time of
/// everything that runs after it, so nothing is run after it.
/// </summary>
internal sealed class HangLog
{
    private string? first;

    /// <summary>That of this process.</summary>
    public static HangLog OfProcess { get; } = new();

    /// <summary>Why nothing more can be run; null when something can.</summary>
    public string? WhyNotRun => Volatile.Read(ref first) is string name
        ? $"not run: {name} did not return, and its thread cannot be stopped"
        : null;

    /// <summary>Remembers what did not return.</summary>
    public void Note(string name) => Interlocked.CompareExchange(ref first, name, null);
}
