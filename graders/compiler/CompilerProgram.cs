namespace MmVerify.Compiler;

/// <summary>
/// One compilation per process. The compiler can be made to run for ever or to run out of memory by a source
/// of a few kilobytes, and it heeds no cancellation then: whoever starts this process must be ready to kill
/// it.
/// </summary>
public static class CompilerProgram
{
    /// <summary>The exit code after an answer was written.</summary>
    public const int Answered = 0;

    /// <summary>The exit code when the request could not be understood; nothing is written then.</summary>
    public const int NotUnderstood = 2;

    /// <summary>Reads one <see cref="CompileRequest"/>, writes one <see cref="CompileAnswer"/>.</summary>
    /// <param name="input">Where the request comes from.</param>
    /// <param name="output">Where the answer goes.</param>
    /// <returns>The exit code.</returns>
    public static int Run(Stream input, Stream output)
    {
        CompileRequest request;
        try
        {
            request = CompileRequest.Read(input);
        }
        catch (Exception e) when (e is InvalidDataException or EndOfStreamException)
        {
            return NotUnderstood;
        }

        SubmissionBuild.Run(request).Write(output);
        output.Flush();
        return Answered;
    }
}
