using System.Diagnostics;
using System.Text;
using MmVerify.Compiler;

namespace MmVerify.Grader;

/// <summary>How a tool ended.</summary>
/// <param name="ExitCode">Its exit code, or 128 + the number of the signal that ended it.</param>
/// <param name="Output">The end of what it wrote.</param>
/// <param name="CpuTime">The processor time that it and all that it started used.</param>
internal sealed record ToolEnd(int ExitCode, string Output, TimeSpan CpuTime);

/// <summary>Runs one tool to its end, or to a limit that only a hang reaches.</summary>
internal static class ToolRun
{
    private const int KeptChars = 64 * 1024;
    private const int MostLines = 12;

    /// <summary>Five times the slowest honest run that was seen, on two very busy cores.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromMinutes(45);

    /// <summary>Runs it.</summary>
    /// <param name="room">Where.</param>
    /// <param name="what">What it is, for messages.</param>
    /// <param name="words">The arguments of <c>dotnet</c>.</param>
    /// <param name="heard">Is given what it writes, as it comes; or null.</param>
    /// <exception cref="UnmeasuredException">It did not end in time.</exception>
    public static ToolEnd Run(
        ToolRoom room, string what, IEnumerable<string> words, Action<string>? heard = null)
    {
        using var spawner = new Spawner(rules: null);
        using var process = new SandboxedProcess(
            Spawn.Start(spawner, room.Command(words), room.Variables, room.IsConfined), room.IsConfined);
        EventHandler whenInterrupted = (_, _) => process.Kill("the grader was interrupted");
        AppDomain.CurrentDomain.ProcessExit += whenInterrupted;
        try
        {
            process.Input.Close();
            var tail = new StringBuilder();
            Task reading = Task.Factory.StartNew(
                () => Listen(process.Output, tail, heard),
                CancellationToken.None,
                TaskCreationOptions.LongRunning,
                TaskScheduler.Default);
            var watch = Stopwatch.StartNew();
            if (!process.WaitForExit(Patience))
            {
                process.Kill("it took too long");
                throw new UnmeasuredException(
                    $"{what} did not end within {watch.Elapsed.TotalMinutes:0} minutes; something in it "
                    + "hangs, or the machine is too busy",
                    isOurs: true);
            }

            reading.Wait();
            return new ToolEnd(process.ExitCode ?? 0, $"{tail}{process.Console}", process.CpuTime);
        }
        finally
        {
            AppDomain.CurrentDomain.ProcessExit -= whenInterrupted;
        }
    }

    /// <summary>The end of what a tool wrote, fit to be shown.</summary>
    public static string LastLines(string output) => string.Join('\n', output
        .Split('\n', StringSplitOptions.RemoveEmptyEntries).TakeLast(MostLines)
        .Select(static line => "  " + Printable.Text(line)));

    private static void Listen(Stream output, StringBuilder tail, Action<string>? heard)
    {
        using var reader = new StreamReader(output, Encoding.UTF8);
        char[] buffer = new char[4096];
        int count;
        while ((count = reader.Read(buffer)) > 0)
        {
            tail.Append(buffer, 0, count);
            if (tail.Length > 2 * KeptChars)
            {
                tail.Remove(0, tail.Length - KeptChars);
            }

            heard?.Invoke(new string(buffer, 0, count));
        }
    }
}
