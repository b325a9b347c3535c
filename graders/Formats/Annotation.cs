namespace MmVerify.Grader;

/// <summary>How much an annotation matters, and what GitHub calls it.</summary>
internal enum AnnotationKind
{
    /// <summary>Points are lost by it.</summary>
    Error,

    /// <summary>Points are missing.</summary>
    Warning,

    /// <summary>Worth a look.</summary>
    Notice,
}

/// <summary>A remark beside a line of the student's code.</summary>
/// <param name="Kind">How much it matters.</param>
/// <param name="Title">One line.</param>
/// <param name="Text">What there is to say.</param>
internal sealed record Annotation(AnnotationKind Kind, string Title, string Text)
{
    /// <summary>The file, in the submission; null when none is known.</summary>
    public string? File { get; init; }

    /// <summary>The first line, from 1; 0 when none is known.</summary>
    public int Line { get; init; }

    /// <summary>The last line; 0 when there is only one.</summary>
    public int EndLine { get; init; }

    /// <summary>The column, from 1; 0 when none is known.</summary>
    public int Column { get; init; }

    /// <summary>The command that makes the runner show it.</summary>
    public string ToCommand(SourceRoot root)
    {
        string? file = File is null ? null : root.PathOf(File);
        return WorkflowCommand.Of(
            Kind.ToString().ToLowerInvariant(),
            [
                ("file", file is null ? null : ReportEntries.Line(file)),
                ("line", file is null ? null : Number(Line)),
                ("endLine", file is null ? null : Number(EndLine)),
                ("col", file is null ? null : Number(Column)),
                ("title", ReportEntries.Line(Title)),
            ],
            Text);
    }

    private static string? Number(int number) => number > 0 ? $"{number}" : null;
}
