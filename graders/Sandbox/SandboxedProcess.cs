namespace MmVerify.Grader;

/// <summary>A process in the sandbox: its streams, its processor time and its end.</summary>
/// <remarks>
/// Streams block until the process answers or ends; whoever reads or writes sets its own deadline and calls
/// <see cref="Kill"/>, which ends both.
/// </remarks>
public sealed unsafe class SandboxedProcess : IDisposable
{
    // waitid(2)
    private const int OneProcess = 1;
    private const int HasExitedAndStays = 0x01000004;
    private const int InformationBytes = 128;
    private const int UsageWords = 18;

    private static readonly TimeSpan OrderlyEnd = TimeSpan.FromSeconds(2);

    private readonly SpawnedProcess process;
    private readonly ProcessClock clock;
    private readonly bool isWrapped;
    private readonly ConsoleCapture console = new();
    private readonly ManualResetEventSlim ended = new();
    private readonly Lock signalling = new();
    private readonly Thread watcher;
    private string? whyKilled;
    private TimeSpan finalCpu;
    private int exitCode;

    internal SandboxedProcess(SpawnedProcess process, bool isWrapped)
    {
        this.process = process;
        this.isWrapped = isWrapped;
        clock = new(process.Id, isWrapped);
        if (isWrapped)
        {
            NativeCalls.AdoptOrphans();
        }

        watcher = new(Watch, 256 * 1024) { IsBackground = true, Name = "watcher" };
        watcher.Start();
    }

    /// <summary>What the process reads as its standard input.</summary>
    public Stream Input => process.Input;

    /// <summary>What the process writes to its standard output.</summary>
    public Stream Output => process.Output;

    /// <summary>The first 64 KiB of what it wrote to its standard error.</summary>
    public string Console => console.Text;

    /// <summary>The process as this machine numbers it, which may be a wrapper of the program.</summary>
    public int ProcessId => process.Id;

    /// <summary>Whether it has ended.</summary>
    public bool HasExited => ended.IsSet;

    /// <summary>Its exit code, or 128 + the number of the signal that ended it; null while it runs.</summary>
    public int? ExitCode => ended.IsSet ? exitCode : null;

    /// <summary>
    /// The processor time of the program; when it has ended, with the few milliseconds of its wrapper.
    /// </summary>
    public TimeSpan CpuTime => ended.IsSet ? finalCpu : clock.CpuTime;

    /// <summary>
    /// Whether all its threads sleep and none has run since this was last asked: the first time, no.
    /// </summary>
    public bool IsBlocked() => !ended.IsSet && clock.IsBlocked();

    /// <summary>Waits for its end; false when the time is over first.</summary>
    public bool WaitForExit(TimeSpan timeout) => ended.Wait(timeout);

    /// <summary>Ends it and all that it started, and waits until it is gone.</summary>
    /// <param name="why">The reason as <see cref="DescribeDeath"/> will give it.</param>
    public void Kill(string why = "it was no longer needed")
    {
        Signal(why);
        if (!ended.Wait(OrderlyEnd))
        {
            SignalGroup();
            ended.Wait();
        }
    }

    /// <summary>Says in a few words how it ended.</summary>
    public string DescribeDeath() => !ended.IsSet ? "still running"
        : whyKilled is string why ? $"killed by the judge: {why}"
        : ProcessDeath.Describe(exitCode, Console);

    /// <summary>Ends it when it still runs, and closes the streams.</summary>
    public void Dispose()
    {
        if (!ended.IsSet)
        {
            Kill();
        }

        watcher.Join();
        process.Dispose();
        ended.Dispose();
    }

    private void Watch()
    {
        if (isWrapped)
        {
            clock.Init = WrapperNews.InitOf(process.News);
        }

        console.ReadToEnd(process.Console, () => Signal("more than 4 MiB of console output"));
        byte* information = stackalloc byte[InformationBytes];
        while (NativeCalls.AwaitEnd(OneProcess, process.Id, information, HasExitedAndStays) != 0)
        {
        }

        // Only now does its number become free for another process: nobody may be about to signal it.
        lock (signalling)
        {
            TimeSpan lastSeen = clock.CpuTime;
            TimeSpan used = Reap(process.Id, out int status);
            if (clock.HasOrphan)
            {
                _ = NativeCalls.Signal(clock.Init, NativeCalls.SigKill);
                used += Reap(clock.Init, out _);
            }

            finalCpu = lastSeen < used ? used : lastSeen;
            exitCode = ProcessDeath.ExitCodeOf(status);
            ended.Set();
        }
    }

    // The time of a process includes that of the children it has waited for.
    private static TimeSpan Reap(int id, out int status)
    {
        long* usage = stackalloc long[UsageWords];
        int ending = 0;
        int reaped = NativeCalls.Reap(id, &ending, 0, usage);
        status = ending;
        return reaped != id
            ? TimeSpan.Zero
            : TimeSpan.FromSeconds(usage[0] + usage[2]) + TimeSpan.FromMicroseconds(usage[1] + usage[3]);
    }

    // A wrapper that loses its child ends by itself, with nobody left behind; killed first, it may leave the
    // child to the first process of the machine, which in a container often looks after nobody.
    private void Signal(string why)
    {
        lock (signalling)
        {
            if (!ended.IsSet)
            {
                whyKilled ??= why;
                _ = clock.CpuTime; // The kernel forgets it when a namespace is ended from outside.
                _ = NativeCalls.Signal(clock.Init == 0 ? -process.Id : clock.Init, NativeCalls.SigKill);
            }
        }
    }

    private void SignalGroup()
    {
        lock (signalling)
        {
            if (!ended.IsSet)
            {
                _ = NativeCalls.Signal(-process.Id, NativeCalls.SigKill);
            }
        }
    }
}
