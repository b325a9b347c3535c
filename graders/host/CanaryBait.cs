using System.Globalization;

namespace MmVerify.Host;

/// <summary>What the judge lays out for the canary to go after.</summary>
/// <param name="SecretPath">A file that everybody may read, were it not for the sandbox.</param>
/// <param name="Port">A port of the loopback address on which the judge listens.</param>
/// <param name="SocketName">The name of an abstract Unix socket on which the judge listens.</param>
/// <param name="JudgeId">The process of the judge.</param>
/// <param name="JudgeStart">
/// When the judge started, in ticks since boot: in a namespace of its own a process may meet the judge's
/// number on somebody else.
/// </param>
public sealed record CanaryBait(string SecretPath, int Port, string SocketName, int JudgeId, long JudgeStart)
{
    /// <summary>The folder in which every user of a machine may write.</summary>
    public const string TempFolder = "/tmp";

    private const int ArgumentCount = 5;

    /// <summary>
    /// The name of the files that the canary tries to make; unique, as that of the socket is.
    /// </summary>
    public string FileName => SocketName + ".canary";

    /// <summary>Reads the arguments that <see cref="ToArguments"/> writes.</summary>
    /// <exception cref="FormatException">There are too few, or one is no number.</exception>
    public static CanaryBait Parse(ReadOnlySpan<string> arguments) =>
        arguments.Length != ArgumentCount
            ? throw new FormatException($"The canary takes {ArgumentCount} arguments.")
            : new(
                arguments[0],
                int.Parse(arguments[1], CultureInfo.InvariantCulture),
                arguments[2],
                int.Parse(arguments[3], CultureInfo.InvariantCulture),
                long.Parse(arguments[4], CultureInfo.InvariantCulture));

    /// <summary>The bait as arguments of the canary's process.</summary>
    public IReadOnlyList<string> ToArguments() =>
        [SecretPath, $"{Port}", SocketName, $"{JudgeId}", $"{JudgeStart}"];

    /// <summary>Whether the process table that is visible here has the judge in it.</summary>
    internal bool IsJudgeInView()
    {
        try
        {
            return StartOf(File.ReadAllText($"/proc/{JudgeId}/stat")) == JudgeStart;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }

    /// <summary>The start tick in the text of a <c>/proc/PID/stat</c> file: proc(5), field 22.</summary>
    public static long StartOf(string stat)
    {
        // The second field is the program's name in parentheses and may contain anything, spaces included.
        string[] afterName = stat[(stat.LastIndexOf(')') + 2)..].Split(' ');
        return long.Parse(afterName[19], CultureInfo.InvariantCulture);
    }
}
