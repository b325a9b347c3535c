namespace MmVerify.Grader;

/// <summary>Human words for how a process ended.</summary>
internal static class ProcessDeath
{
    private const int FirstSignal = 128;
    private const int LongestQuote = 200;

    // signal(7); a shell and bubblewrap report death by signal n as exit code 128 + n.
    private const int Abort = 6;
    private const int Kill = 9;
    private const int CpuLimit = 24;
    private const int FileSizeLimit = 25;
    private const int ForbiddenCall = 31;

    /// <summary>The exit code in a status of <c>wait(2)</c>, with a signal as 128 + its number.</summary>
    internal static int ExitCodeOf(int status) =>
        (status & 0x7f) == 0 ? (status >> 8) & 0xff : FirstSignal + (status & 0x7f);

    /// <summary>Describes an end by its exit code and what the process last wrote to its console.</summary>
    internal static string Describe(int exitCode, string console) => exitCode switch
    {
        FirstSignal + Abort => DescribeAbort(console),
        FirstSignal + Kill => "killed from outside (SIGKILL): the machine may be out of memory",
        FirstSignal + CpuLimit => "killed by the kernel: CPU limit (SIGXCPU)",
        FirstSignal + FileSizeLimit => "killed by the kernel: file size limit (SIGXFSZ)",
        FirstSignal + ForbiddenCall => "killed by the kernel: system call of another architecture (SIGSYS)",
        FirstSignal + 11 => "crashed: invalid memory access (SIGSEGV)",
        FirstSignal + 7 => "crashed: memory that cannot be had (SIGBUS)",
        FirstSignal + 8 => "crashed: arithmetic fault (SIGFPE)",
        FirstSignal + 4 => "crashed: invalid instruction (SIGILL)",
        > FirstSignal => $"killed by signal {exitCode - FirstSignal}",
        > 0 when WrapperMessage(console) is string message => $"could not be started: {message}",
        _ => $"exited by itself with code {exitCode}",
    };

    // Later on the console belongs to the program, which may write what it likes.
    private static string? WrapperMessage(string console) =>
        console.StartsWith("bwrap: ", StringComparison.Ordinal)
            || console.StartsWith("setpriv: ", StringComparison.Ordinal)
            ? Quote(console, "")
            : null;

    // The runtime aborts for many reasons and says which only on its console: src/coreclr/vm/eepolicy.cpp.
    private static string DescribeAbort(string console)
    {
        if (console.Contains("Stack overflow.", StringComparison.Ordinal))
        {
            return "stack overflow";
        }

        if (console.Contains("Out of memory.", StringComparison.Ordinal))
        {
            return "out of memory";
        }

        return Quote(console, "Process terminated.") is string failure ? $"FailFast: {Or(failure)}"
            : Quote(console, "Unhandled exception.") is string thrown ? $"unhandled exception: {Or(thrown)}"
            : Quote(console, "Fatal error.") is string error ? $"fatal error of the runtime: {Or(error)}"
            : "aborted (SIGABRT)";

        static string Or(string text) => text.Length == 0 ? "no message" : text;
    }

    // The rest of the line is the submission's own text: made printable and kept short.
    private static string? Quote(string console, string mark)
    {
        int start = console.IndexOf(mark, StringComparison.Ordinal);
        if (start < 0)
        {
            return null;
        }

        string line = console[(start + mark.Length)..];
        int end = line.IndexOf('\n', StringComparison.Ordinal);
        line = end < 0 ? line : line[..end];
        line = line.Length > LongestQuote ? line[..LongestQuote] + "..." : line;
        return string.Concat(line.Select(static c => IsPrintable(c) ? c : '?')).Trim();
    }

    private static bool IsPrintable(char c) => !char.IsControl(c) && !char.IsSurrogate(c);
}
