namespace MmVerify.Grader.Tests;

public sealed class ProcessDeathTests
{
    [Theory]
    [InlineData(0, "", "exited by itself with code 0")]
    [InlineData(3, "bye", "exited by itself with code 3")]
    [InlineData(1, "bwrap: No permissions to create new namespace\n",
        "could not be started: bwrap: No permissions to create new namespace")]
    [InlineData(1, "text of a program, then\nbwrap: boo\n", "exited by itself with code 1")]
    [InlineData(134, "Stack overflow.\n  at A.B()", "stack overflow")]
    [InlineData(134, "Out of memory.\n", "out of memory")]
    [InlineData(134, "Process terminated. I give up\n  at A.B()", "FailFast: I give up")]
    [InlineData(134, "Process terminated.\n  at A.B()", "FailFast: no message")]
    [InlineData(134, "Unhandled exception. System.InvalidOperationException: bad\n  at A",
        "unhandled exception: System.InvalidOperationException: bad")]
    [InlineData(134, "", "aborted (SIGABRT)")]
    [InlineData(137, "", "killed from outside (SIGKILL): the machine may be out of memory")]
    [InlineData(139, "", "crashed: invalid memory access (SIGSEGV)")]
    [InlineData(152, "", "killed by the kernel: CPU limit (SIGXCPU)")]
    [InlineData(153, "", "killed by the kernel: file size limit (SIGXFSZ)")]
    [InlineData(159, "", "killed by the kernel: system call of another architecture (SIGSYS)")]
    [InlineData(143, "", "killed by signal 15")]
    public void AnEndHasWords(int exitCode, string console, string words) =>
        Assert.Equal(words, ProcessDeath.Describe(exitCode, console));

    [Fact]
    public void WordsOfASubmissionAreMadeHarmlessAndShort()
    {
        string console = "Process terminated. \u001b[31m" + new string('x', 1000);

        string words = ProcessDeath.Describe(134, console);

        Assert.StartsWith("FailFast: ?[31mxxx", words, StringComparison.Ordinal);
        Assert.InRange(words.Length, 200, 220);
    }

    [Theory]
    [InlineData(0x0000, 0)]
    [InlineData(0x0300, 3)]
    [InlineData(9, 137)]
    [InlineData(6 | 0x80, 134)]
    public void AStatusOfWaitBecomesAnExitCode(int status, int exitCode) =>
        Assert.Equal(exitCode, ProcessDeath.ExitCodeOf(status));
}
