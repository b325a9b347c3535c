namespace MmVerify.Grader;

/// <summary>How one thing that is graded came out.</summary>
internal enum EntryState
{
    /// <summary>As it should be.</summary>
    Passed,

    /// <summary>A law is broken, or less than everything was earned.</summary>
    Failed,

    /// <summary>It crashed, hung or does not compile: something other than a wrong answer.</summary>
    Stopped,

    /// <summary>It was not attempted, or nothing can be said: never a pass.</summary>
    Unknown,
}

/// <summary>One thing that is graded, as a test of the formats that know tests.</summary>
/// <param name="Chapter">The chapter it belongs to.</param>
/// <param name="Id">Its name, the same for every submission.</param>
/// <param name="Title">What it says, one sentence.</param>
/// <param name="State">How it came out.</param>
/// <param name="Word">The same as the grade says it: <c>holds</c>, <c>threw</c>.</param>
/// <param name="Earned">Points earned.</param>
/// <param name="Points">Points there are.</param>
/// <param name="Reason">The grounds, one sentence.</param>
/// <param name="Text">All that is to be told of it, several lines, every character of which can be
/// seen.</param>
internal sealed record ReportEntry(
    string Chapter,
    string Id,
    string Title,
    EntryState State,
    string Word,
    int Earned,
    int Points,
    string Reason,
    string Text)
{
    /// <summary>Whether it is as it should be.</summary>
    public bool IsPassed => State == EntryState.Passed;

    /// <summary>The token of the program that shows it; null when there is none.</summary>
    public string? Replay { get; init; }

    /// <summary>The student's line; null when none is known.</summary>
    public GradePlace? Place { get; init; }
}
