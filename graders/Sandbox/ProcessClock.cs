using System.Globalization;

namespace MmVerify.Grader;

/// <summary>Looks at a running process from outside: its processor time, and whether it is waiting.</summary>
/// <param name="started">The process that was started.</param>
/// <param name="isWrapped">Whether that is a wrapper around the program.</param>
internal sealed class ProcessClock(int started, bool isWrapped)
{
    // USER_HZ is 100 on every architecture that .NET runs on: man 5 proc, man 7 time.
    private const long TicksPerSecond = 100;

    private volatile int init;
    private int? program;
    private long lastRun = -1;
    private TimeSpan lastCpu;

    /// <summary>The first process of the wrapper's own process namespace; 0 until it is known.</summary>
    internal int Init
    {
        get => init;
        set => init = value;
    }

    /// <summary>The processor time used so far, the last that was seen when the process has gone.</summary>
    internal TimeSpan CpuTime
    {
        get
        {
            if (Program is int id && ReadOrNull($"/proc/{id}/stat") is string stat)
            {
                string[] fields = FieldsAfterName(stat);
                long ticks = Parse(fields[11]) + Parse(fields[12]);
                lastCpu = TimeSpan.FromTicks(ticks * (TimeSpan.TicksPerSecond / TicksPerSecond));
            }

            return lastCpu;
        }
    }

    /// <summary>Whether every thread sleeps and none has run since this was last asked.</summary>
    internal bool IsBlocked()
    {
        if (Program is not int id)
        {
            return false;
        }

        long run = 0;
        bool allSleep = true;
        foreach (string thread in ThreadsOf(id))
        {
            // Nanoseconds on a processor, nanoseconds waiting for one, times run:
            // Documentation/scheduler/sched-stats.rst
            run += Parse(ReadOrNull($"{thread}/schedstat")?.Split(' ')[0] ?? "0");
            allSleep &= ReadOrNull($"{thread}/stat") is string stat && FieldsAfterName(stat)[0] == "S";
        }

        bool ranSince = run != lastRun;
        lastRun = run;
        return allSleep && !ranSince;
    }

    /// <summary>
    /// Whether the first process of the namespace is ours to wait for, its wrapper being gone.
    /// </summary>
    internal bool HasOrphan =>
        init != 0 && ReadOrNull($"/proc/{init}/stat") is string stat
        && ParentIn(stat) == Environment.ProcessId;

    private int? Program => program ??= !isWrapped ? started : init == 0 ? null : ChildOf(init);

    private static int? ChildOf(int process)
    {
        string? children = ReadOrNull($"/proc/{process}/task/{process}/children");
        IEnumerable<string> candidates = children is not null
            ? children.Split(' ', StringSplitOptions.RemoveEmptyEntries)
            : Directory.EnumerateDirectories("/proc").Select(Path.GetFileName).OfType<string>()
                .Where(id => char.IsAsciiDigit(id[0])
                    && ReadOrNull($"/proc/{id}/stat") is string stat && ParentIn(stat) == process);
        return candidates.Select(static id => (int?)Parse(id)).FirstOrDefault();
    }

    private static long ParentIn(string stat) => Parse(FieldsAfterName(stat)[1]);

    private static string[] ThreadsOf(int process)
    {
        try
        {
            return Directory.GetDirectories($"/proc/{process}/task");
        }
        catch (IOException)
        {
            return [];
        }
    }

    private static string[] FieldsAfterName(string stat) => stat[(stat.LastIndexOf(')') + 2)..].Split(' ');

    private static long Parse(string text) => long.Parse(text, CultureInfo.InvariantCulture);

    private static string? ReadOrNull(string path)
    {
        try
        {
            return File.ReadAllText(path);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }
}
