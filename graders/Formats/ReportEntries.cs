namespace MmVerify.Grader;

/// <summary>
/// Everything that is graded, in order: that the submission compiles, the laws of each chapter, and what
/// mutation and coverage are worth. That it compiles is worth nothing but always there, so that a reader who
/// compares two submissions finds the same tests.
/// </summary>
internal static class ReportEntries
{
    /// <summary>The chapter of what belongs to none.</summary>
    public const string NoChapter = "Submission";

    private const int MaxLine = 400;
    private const int MostErrors = 100;

    /// <summary>All entries.</summary>
    public static IReadOnlyList<ReportEntry> Of(Grade grade) =>
        [Compiles(grade), .. grade.Chapters.SelectMany(chapter => Of(grade, chapter))];

    /// <summary>One line, every character of which can be seen.</summary>
    public static string Line(string text) => ShownText.Line(text, MaxLine);

    private static IEnumerable<ReportEntry> Of(Grade grade, GradeChapter chapter)
    {
        foreach (GradeLaw law in chapter.Laws)
        {
            yield return Law(grade, chapter, law);
        }

        if (chapter.Mutation is { Points: > 0 } mutation)
        {
            yield return Measure(
                chapter, "MUTATION", "The laws notice changes to the code.",
                mutation.Percent is not null, mutation.Earned, mutation.Points, mutation.Reason);
        }

        if (chapter.Coverage is { Points: > 0 } coverage)
        {
            yield return Measure(
                chapter, "COVERAGE", "All of the code runs.",
                coverage.Lines > 0, coverage.Earned, coverage.Points, coverage.Reason);
        }
    }

    private static ReportEntry Compiles(Grade grade)
    {
        bool does = grade.Errors.Count == 0;
        int more = grade.Errors.Count - MostErrors;
        string text = string.Join('\n', grade.Errors.Take(MostErrors).Select(TextOf))
            + (more > 0 ? $"\nand {more} more" : "");
        return new ReportEntry(
            NoChapter,
            "COMPILES",
            "The submission compiles.",
            does ? EntryState.Passed : EntryState.Stopped,
            does ? "compiles" : "does not compile",
            0,
            0,
            does ? "It compiles." : TextOf(grade.Errors[0]),
            does ? "It compiles." : text);
    }

    /// <summary>A compiler's error as one line: <c>Buddy.cs(31,17): CS1002: ; expected</c>.</summary>
    public static string TextOf(GradeError error) => Line(
        (error.File.Length == 0 ? "" : error.Line > 0 ? $"{error.File}({error.Line},{error.Column}): "
            : $"{error.File}: ")
        + $"{error.Id}: {error.Message}");

    private static ReportEntry Law(Grade grade, GradeChapter chapter, GradeLaw law) => new(
        Line(chapter.Name),
        Line(law.Id),
        Line(law.Statement),
        law.Verdict switch
        {
            "holds" => EntryState.Passed,
            "broken" => law.Counterexample?.Fault is "crashed" or "hung"
                ? EntryState.Stopped
                : EntryState.Failed,
            _ => EntryState.Unknown,
        },
        law.Verdict switch
        {
            "holds" => "holds",
            "broken" => law.Counterexample?.Fault is "crashed" or "hung" or "threw"
                ? law.Counterexample.Fault
                : "broken",
            _ => grade.Errors.Count > 0 ? "not judged" : chapter.Attempted ? "unknown" : "not attempted",
        },
        law.Earned,
        law.Points,
        Line(law.Counterexample is GradeCounterexample wrong
            ? $"{Line(wrong.Culprit)}: expected {Line(wrong.Expected)}, not {Line(wrong.Actual)}"
            : law.Reason),
        LawText.Of(law))
    {
        Replay = law.Counterexample is GradeCounterexample shown ? Line(shown.Replay) : null,
        Place = law.Verdict == "broken" ? law.Counterexample?.Place ?? chapter.Place : null,
    };

    private static ReportEntry Measure(
        GradeChapter chapter,
        string what,
        string title,
        bool isKnown,
        int earned,
        int points,
        string reason) =>
        new(
            Line(chapter.Name),
            Line($"{chapter.Name.ToUpperInvariant()}-{what}"),
            title,
            !isKnown ? EntryState.Unknown : earned >= points ? EntryState.Passed : EntryState.Failed,
            !isKnown ? "unknown" : earned >= points ? "full" : "partial",
            earned,
            points,
            Line(reason),
            Line(reason));
}
