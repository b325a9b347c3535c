using System.Globalization;

namespace MmVerify.Grader;

/// <summary>What the summary shows, in order.</summary>
internal static class SummaryBlocks
{
    private const int MostErrors = 20;
    private const int MaxTest = 16_000;
    private const int MaxNameLength = 60;

    /// <summary>The blocks.</summary>
    public static IEnumerable<SummaryBlock> Of(Grade grade)
    {
        yield return new SummaryBlock("the head", Head(grade));
        if (grade.Errors.Count > 0)
        {
            yield return new SummaryBlock("why it does not compile", Errors(grade.Errors));
            yield break;
        }

        foreach (GradeChapter chapter in grade.Chapters)
        {
            foreach (GradeLaw law in chapter.Laws.Where(static law => law.Verdict == "broken"))
            {
                yield return new SummaryBlock(Name(law.Id), Broken(law));
            }
        }

        foreach (SummaryBlock block in grade.Chapters.SelectMany(Unknown))
        {
            yield return block;
        }

        foreach (SummaryBlock block in grade.Chapters.SelectMany(SummaryMeasures.Of))
        {
            yield return block;
        }

        foreach (GradeChapter chapter in grade.Chapters)
        {
            yield return new SummaryBlock($"what holds of {Name(chapter.Name)}", Holding(chapter));
        }
    }

    private static string Head(Grade grade)
    {
        string rows = string.Concat(grade.Chapters.Select(static chapter =>
            $"| {Markdown.Inline(chapter.Name)} | {chapter.Score} of {chapter.MaxScore} "
            + $"| {Count(chapter, "holds")} | {Count(chapter, "broken")} "
            + $"| {chapter.Laws.Count - Count(chapter, "holds") - Count(chapter, "broken")} |\n"));
        return $"""
            ## {Markdown.Inline(grade.Submission)}: {grade.Score} of {grade.MaxScore} points

            | chapter | points | laws that hold | broken | unknown |
            |---|--:|--:|--:|--:|
            {rows}
            <sub>rubric {Markdown.Inline(grade.Rubric)}, seed {grade.Seed},
            sandbox {Markdown.Inline(grade.Sandbox.Tier)},
            mmverify {Markdown.Inline(grade.SuiteVersion)}</sub>


            """;
    }

    private static string Errors(IReadOnlyList<GradeError> errors)
    {
        IEnumerable<string> lines = errors.Take(MostErrors).Select(ReportEntries.TextOf);
        string more = errors.Count > MostErrors ? $"\nand {errors.Count - MostErrors} more\n" : "";
        return "### It does not compile\n\nNothing could be judged. Mend the first error first.\n\n"
            + Markdown.Lines(string.Join('\n', lines) + more, LawText.MaxLength) + "\n";
    }

    private static string Broken(GradeLaw law)
    {
        string test = law.Counterexample is { Test.Length: > 0 } shown
            ? "<details><summary>the same as a test</summary>\n\n"
                + $"{Markdown.Lines(shown.Test, MaxTest)}\n</details>\n"
            : "";
        return $"""
            <details><summary>✗ <b>{Markdown.Inline(law.Id)}</b> ({law.Earned} of {law.Points}):
            {Markdown.Inline(law.Statement)}</summary>

            {Markdown.Lines(LawText.Of(law), LawText.MaxLength + MaxNameLength)}
            {test}
            </details>


            """;
    }

    private static IEnumerable<SummaryBlock> Unknown(GradeChapter chapter) => chapter.Laws
        .Where(static law => law.Verdict is not ("holds" or "broken"))
        .GroupBy(static law => law.Reason)
        .Select(laws => new SummaryBlock(
            $"what is unknown of {Name(chapter.Name)}",
            $"**?** Unknown of {Markdown.Inline(chapter.Name)}, which is no pass: "
                + $"{string.Join(", ", laws.Select(static law => Markdown.Inline(law.Id)))}.\n"
                + $"Because: {Markdown.Inline(laws.Key)}\n\n"));

    private static string Holding(GradeChapter chapter)
    {
        List<GradeLaw> laws = [.. chapter.Laws.Where(static law => law.Verdict == "holds")];
        return laws.Count == 0 ? "" :
            $"<details><summary>✓ {laws.Count} laws of {Markdown.Inline(chapter.Name)} hold</summary>\n\n"
            + "| law | points | witnesses |\n|---|--:|--:|\n"
            + string.Concat(laws.Select(static law => string.Create(
                CultureInfo.InvariantCulture,
                $"| {Markdown.Inline(law.Id)} | {law.Earned} of {law.Points} | {law.Witnesses:#,0} |\n")))
            + "\n</details>\n\n";
    }

    private static int Count(GradeChapter chapter, string verdict) =>
        chapter.Laws.Count(law => law.Verdict == verdict);

    private static string Name(string text) => Markdown.Inline(text.Length <= MaxNameLength
        ? text
        : text[..MaxNameLength] + "…");
}
