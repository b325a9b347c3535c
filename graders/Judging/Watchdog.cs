using System.Diagnostics;

namespace MmVerify.Grader;

/// <summary>
/// How long one answer may take. A submission's own loops are bounded by steps; this ends what no step
/// counts: a call into the runtime that never returns, a deadlock. Processor time decides, so a busy machine
/// fails nobody.
/// </summary>
/// <param name="Cpu">Processor time.</param>
/// <param name="Blocked">Wall time during which no thread ran.</param>
/// <param name="Wall">Wall time, whatever happened in it.</param>
public sealed record Patience(TimeSpan Cpu, TimeSpan Blocked, TimeSpan Wall)
{
    /// <summary>For the first time that something hangs.</summary>
    public static Patience Long { get; } =
        new(TimeSpan.FromSeconds(8), TimeSpan.FromSeconds(8), TimeSpan.FromSeconds(120));

    /// <summary>For submissions that have hung before.</summary>
    public static Patience Short { get; } =
        new(TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(30));
}

/// <summary>Ends a process that lets an answer wait for too long.</summary>
internal sealed class Watchdog : IDisposable
{
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(200);

    private readonly SandboxedProcess process;
    private readonly Patience patience;
    private readonly Timer timer;
    private readonly Lock looking = new();
    private readonly Stopwatch waited = new();
    private readonly Stopwatch blocked = new();
    private TimeSpan cpuBefore;
    private bool isWatching;
    private bool isFirstLook;

    public Watchdog(SandboxedProcess process, Patience patience)
    {
        this.process = process;
        this.patience = patience;
        timer = new Timer(_ => Look(), null, Interval, Interval);
    }

    /// <summary>Why the process was ended; null when it was not.</summary>
    public string? Verdict { get; private set; }

    /// <summary>Watches until the result is disposed.</summary>
    public Watch Start()
    {
        lock (looking)
        {
            isWatching = true;
            isFirstLook = true;
        }

        return new Watch(this);
    }

    public void Dispose()
    {
        timer.Dispose();
        Stop();
    }

    private void Stop()
    {
        lock (looking)
        {
            isWatching = false;
        }
    }

    // Most answers come long before the first look, so that a watch costs two locks and no question to the
    // system.
    private void Look()
    {
        lock (looking)
        {
            if (!isWatching || Verdict is not null || process.HasExited)
            {
                return;
            }

            if (isFirstLook)
            {
                isFirstLook = false;
                cpuBefore = process.CpuTime;
                waited.Restart();
                blocked.Reset();
                return;
            }

            if (!process.IsBlocked())
            {
                blocked.Reset();
            }
            else if (!blocked.IsRunning)
            {
                blocked.Restart();
            }

            Verdict = (process.CpuTime - cpuBefore) > patience.Cpu
                ? $"did not return within {patience.Cpu.TotalSeconds} s of processor time"
                : blocked.Elapsed > patience.Blocked ? "waits for something that never comes: no thread runs"
                : waited.Elapsed > patience.Wall ? $"did not return within {patience.Wall.TotalSeconds} s"
                : null;
            if (Verdict is string why)
            {
                process.Kill(why);
            }
        }
    }

    /// <summary>Ends the watching.</summary>
    public readonly struct Watch(Watchdog watchdog) : IDisposable
    {
        /// <inheritdoc/>
        public void Dispose() => watchdog.Stop();
    }
}
