namespace MmVerify.Compiler;

/// <summary>A place in a source, counted from 1 as editors do; line 0 when there is none to name.</summary>
/// <param name="File">The path inside the submission, or empty.</param>
/// <param name="Line">The line.</param>
/// <param name="Column">The column, 0 when only the line is known.</param>
public readonly record struct SourcePlace(string File, int Line, int Column)
{
    /// <summary>Nowhere in particular.</summary>
    public static SourcePlace None { get; } = new("", 0, 0);

    /// <inheritdoc/>
    public override string ToString() => (Line, Column) switch
    {
        (0, _) => File,
        (_, 0) => $"{File}:{Line}",
        _ => $"{File}:{Line}:{Column}",
    };
}

/// <summary>One error or warning: what is wrong and where.</summary>
/// <param name="Id">The compiler's number (<c>CS0103</c>) or one of ours (<c>MMV001</c>).</param>
/// <param name="Place">Where.</param>
/// <param name="Message">What, in one line fit to be shown.</param>
public sealed record Diagnosis(string Id, SourcePlace Place, string Message)
{
    /// <inheritdoc/>
    public override string ToString() =>
        Place.File.Length == 0 ? $"{Id}: {Message}" : $"{Place}: {Id}: {Message}";
}

/// <summary>A use of something outside the course's list.</summary>
/// <param name="Api">The type or member that is used.</param>
/// <param name="Why">What kind of thing it is: file access, reflection.</param>
/// <param name="Member">The submission's member that uses it, or empty.</param>
/// <param name="Place">Where.</param>
public sealed record ScreenFinding(string Api, string Why, string Member, SourcePlace Place)
{
    /// <inheritdoc/>
    public override string ToString() => Place.File.Length == 0 ? $"{Api}: {Why}" : $"{Place}: {Api}: {Why}";
}

/// <summary>What a compilation came to.</summary>
/// <param name="Image">The assembly with its debug information inside, or empty when there are
/// errors.</param>
/// <param name="IsInstrumented">Whether loops and bodies of the assembly count their steps.</param>
/// <param name="Errors">The first errors, in order of their places.</param>
/// <param name="ErrorCount">How many there are.</param>
/// <param name="Warnings">The first warnings.</param>
/// <param name="WarningCount">How many there are.</param>
/// <param name="Contracts">For each contract, who implements it; empty when there are errors.</param>
/// <param name="Findings">The first uses of something outside the course's list.</param>
/// <param name="FindingCount">How many there are.</param>
public sealed record CompileAnswer(
    ReadOnlyMemory<byte> Image,
    bool IsInstrumented,
    IReadOnlyList<Diagnosis> Errors,
    int ErrorCount,
    IReadOnlyList<Diagnosis> Warnings,
    int WarningCount,
    IReadOnlyList<ContractSearch> Contracts,
    IReadOnlyList<ScreenFinding> Findings,
    int FindingCount)
{
    /// <summary>Whether there is an assembly to run.</summary>
    public bool HasImage => !Image.IsEmpty;

    /// <summary>What the findings come to, in words.</summary>
    /// <param name="most">How many are named.</param>
    public string FindingsInWords(int most)
    {
        int more = FindingCount - Math.Min(most, Findings.Count);
        return $"uses what is outside the course's list: {string.Join("; ", Findings.Take(most))}"
            + (more > 0 ? $"; and {more} more" : "");
    }

    /// <summary>Writes the answer as one message.</summary>
    /// <param name="stream">Where to.</param>
    public void Write(Stream stream) => CompileAnswerFields.Write(stream, this);

    /// <summary>
    /// Reads what <see cref="Write"/> wrote. The writer has read hostile sources: all of it is capped.
    /// </summary>
    /// <param name="stream">Where from.</param>
    /// <returns>The answer.</returns>
    /// <exception cref="InvalidDataException">It is no answer, or one above the limits.</exception>
    /// <exception cref="EndOfStreamException">The stream ended too early.</exception>
    public static CompileAnswer Read(Stream stream) => CompileAnswerFields.Read(stream);

    internal static CompileAnswer Refused(IReadOnlyList<Diagnosis> errors) =>
        new(default, false, [.. errors.Take(CompileLimits.Errors)], errors.Count, [], 0, [], [], 0);
}
