namespace MmVerify.Grader;

/// <summary>All that could be remarked on a submission, the most useful first.</summary>
internal static class Annotations
{
    private const int MostNamed = 10;

    /// <summary>
    /// Errors of the compiler; laws broken by what did not even answer, since they hide others; other broken
    /// laws, the dearest first; unknown laws, one remark for each reason; survivors and lines that never ran.
    /// </summary>
    public static IReadOnlyList<Annotation> Of(Grade grade) =>
    [
        .. grade.Errors.Select(Of),
        .. from pair in LawsOf(grade)
           where pair.Law.Verdict == "broken"
           orderby pair.Law.Counterexample?.Fault is null, -pair.Law.Points
           select Broken(pair.Chapter, pair.Law),
        .. grade.Errors.Count > 0 ? [] : Unknown(grade),
        .. grade.Chapters.SelectMany(static chapter => chapter.Mutation?.Survivors ?? []).Select(Of),
        .. grade.Chapters.SelectMany(static chapter => chapter.Coverage?.Uncovered ?? []).Select(Of),
    ];

    private static IEnumerable<(GradeChapter Chapter, GradeLaw Law)> LawsOf(Grade grade) =>
        grade.Chapters.SelectMany(static chapter => chapter.Laws.Select(law => (chapter, law)));

    private static Annotation Of(GradeError error) =>
        new(AnnotationKind.Error, $"{error.Id}: it does not compile", Line(error.Message))
        {
            File = error.File.Length == 0 ? null : error.File,
            Line = error.Line,
            Column = error.Column,
        };

    private static Annotation Broken(GradeChapter chapter, GradeLaw law)
    {
        GradePlace? place = law.Counterexample?.Place ?? chapter.Place;
        string text = law.Counterexample is not GradeCounterexample shown
            ? $"{Line(law.Statement)}\n{Line(law.Reason)}"
            : $"""
              {Line(law.Statement)}
              at: {Line(shown.Culprit)}
              expected: {Line(shown.Expected)}
              actual: {Line(shown.Actual)}
              again: mmverify replay {Line(shown.Replay)} DIR
              """;
        return new Annotation(AnnotationKind.Error, $"{law.Id} does not hold ({Points(law.Points)})", text)
        {
            File = place?.File,
            Line = place?.Line ?? 0,
        };
    }

    private static IEnumerable<Annotation> Unknown(Grade grade) =>
        from pair in LawsOf(grade)
        where pair.Law.Verdict is not ("holds" or "broken")
        group pair.Law by (pair.Chapter, pair.Law.Reason) into laws
        select Unknown(laws.Key.Chapter, laws.Key.Reason, [.. laws]);

    private static Annotation Unknown(GradeChapter chapter, string reason, IReadOnlyList<GradeLaw> laws)
    {
        string named = string.Join(", ", laws.Take(MostNamed).Select(static law => Line(law.Id)))
            + (laws.Count > MostNamed ? $" and {laws.Count - MostNamed} more" : "");
        string title = laws.Count == 1
            ? $"{laws[0].Id} is unknown"
            : $"{laws.Count} laws of {chapter.Name} are unknown";
        return new Annotation(
            AnnotationKind.Warning,
            $"{title} ({Points(laws.Sum(static law => law.Points))})",
            $"{Line(reason)}\n{named}")
        {
            File = chapter.Place?.File,
            Line = chapter.Place?.Line ?? 0,
        };
    }

    private static Annotation Of(GradeSurvivor survivor) =>
        new(
            AnnotationKind.Notice,
            "No law notices when this is changed",
            $"{Line(survivor.Mutator)}: {Line(survivor.Original)} -> {Line(survivor.Replacement)}")
        {
            File = survivor.File,
            Line = survivor.Line,
        };

    private static Annotation Of(GradeUncovered stretch) =>
        new(AnnotationKind.Notice, "This never runs", "No program of the laws comes here.")
        {
            File = stretch.File,
            Line = stretch.First,
            EndLine = stretch.Last > stretch.First ? stretch.Last : 0,
        };

    private static string Points(int points) => points == 1 ? "1 point" : $"{points} points";

    private static string Line(string text) => ReportEntries.Line(text);
}
