using System.Globalization;

namespace MmVerify.Grader;

/// <summary>What mutation testing and coverage gave, in the summary.</summary>
internal static class SummaryMeasures
{
    private const int MostRows = 20;

    /// <summary>The blocks of a chapter.</summary>
    public static IEnumerable<SummaryBlock> Of(GradeChapter chapter)
    {
        string name = Markdown.Inline(chapter.Name);
        if (chapter.Mutation is GradeMutation mutation)
        {
            yield return new SummaryBlock("mutation", Mutation(name, mutation));
        }

        if (chapter.Coverage is GradeCoverage coverage)
        {
            yield return new SummaryBlock("coverage", Coverage(name, coverage));
        }
    }

    private static string Mutation(string name, GradeMutation mutation)
    {
        string percent = mutation.Percent is decimal known
            ? string.Create(CultureInfo.InvariantCulture, $"{known:0.0} %")
            : "not measured";
        string head =
            $"""
            <details><summary>Mutation of {name}: {percent}{Worth(mutation.Earned, mutation.Points)}</summary>

            {Markdown.Inline(mutation.Reason)} Noticed {mutation.Killed}, not noticed {mutation.Survived},
            never ran {mutation.NoCoverage}, stopped by the clock {mutation.Timeouts}.


            """;
        string rows = string.Concat(mutation.Survivors.Take(MostRows).Select(static one =>
            $"| {Place(one.File, one.Line)} | <code>{Markdown.Inline(one.Original)}</code> "
            + $"| <code>{Markdown.Inline(one.Replacement)}</code> | {Markdown.Inline(one.Mutator)} |\n"));
        string table = rows.Length == 0 ? ""
            : "| not noticed | was | became | kind |\n|---|---|---|---|\n" + rows;
        return head + table + "\n</details>\n\n";
    }

    private static string Coverage(string name, GradeCoverage coverage)
    {
        string worth = Worth(coverage.Earned, coverage.Points);
        string head =
            $"""
            <details><summary>Coverage of {name}: {coverage.LinesCovered} of {coverage.Lines} lines,
            {coverage.BranchesCovered} of {coverage.Branches} branches{worth}</summary>

            {Markdown.Inline(coverage.Reason)}


            """;
        int more = coverage.Uncovered.Count - MostRows;
        string rows = string.Concat(coverage.Uncovered.Take(MostRows).Select(static one =>
            $"| {Place(one.File, one.First)}{(one.Last > one.First ? $"-{one.Last}" : "")} |\n"));
        string table = rows.Length == 0 ? "" : "| never ran |\n|---|\n" + rows
            + (more > 0 ? $"| and {more} more |\n" : "");
        return head + table + "\n</details>\n\n";
    }

    private static string Place(string file, int line) => $"{Markdown.Inline(file)}:{line}";

    private static string Worth(int earned, int points) =>
        points == 0 ? "" : $", {earned} of {points} points";
}
