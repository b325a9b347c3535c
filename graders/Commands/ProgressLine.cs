using System.Diagnostics;
using MmVerify.Properties;

namespace MmVerify.Grader;

/// <summary>
/// Shows on standard error what is being done: one line that is written over on a terminal, otherwise one
/// line for each new phase.
/// </summary>
internal sealed class ProgressLine : IDisposable
{
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(100);

    private readonly bool isTerminal = !Console.IsErrorRedirected;
    private readonly Stopwatch sinceShown = Stopwatch.StartNew();
    private string phase = "";
    private int width;

    public void Tell(string chapter, ExaminationProgress progress)
    {
        string next = progress.Phase is null ? chapter : $"{chapter}: {progress.Phase}";
        Show(next, progress.Phase is null
            ? next
            : $"{next}, {progress.Programs:#,0} programs, {progress.Steps:#,0} steps, "
                + $"{progress.BrokenLaws} laws broken");
    }

    /// <summary>Shows a line; where lines cannot be written over, only the phase when it is new.</summary>
    public void Show(string next, string line)
    {
        bool isNew = next != phase;
        phase = next;
        if (!isTerminal)
        {
            if (isNew)
            {
                Console.Error.WriteLine(next);
            }

            return;
        }

        if (!isNew && sinceShown.Elapsed < Interval)
        {
            return;
        }

        sinceShown.Restart();
        Console.Error.Write($"\r{line.PadRight(width)}");
        width = line.Length;
    }

    public void Dispose()
    {
        if (isTerminal && width > 0)
        {
            Console.Error.Write($"\r{new string(' ', width)}\r");
        }
    }
}
