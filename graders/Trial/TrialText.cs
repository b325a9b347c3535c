using System.Globalization;
using System.Text;
using MmVerify.Spec;

namespace MmVerify.Grader;

/// <summary>A trial as a table for people and as text for machines.</summary>
internal static class TrialText
{
    /// <summary>One line for each law, then what is not in order.</summary>
    public static string Table(IReadOnlyList<TrialReport> reports)
    {
        var text = new StringBuilder();
        foreach (TrialReport report in reports)
        {
            Laws(text, report);
            string seconds = report.Rows.Sum(static row => row.Seconds)
                .ToString("F1", CultureInfo.InvariantCulture);
            int noticed = report.Variants.Count(static one => one.NoticedBy is not null);
            Line(text, "programs: median until the law was first broken; "
                + "length: median of the shrunk programs");
            Line(text, $"{report.Rows.Count} specimens, of them "
                + $"{report.Rows.Count(static row => row.Specimen.IsCorrect)} correct: {seconds} CPU-s");
            Line(text, $"{report.Variants.Count} changed laws: {noticed} noticed, "
                + $"{report.Explained.Count} explained");
            foreach (string fault in report.Faults)
            {
                Line(text, $"✗ {fault}");
            }

            Line(text, report.Faults.Count == 0
                ? $"{report.Chapter.Name}: every law stands"
                : $"{report.Chapter.Name}: {report.Faults.Count} faults");
        }

        return text.ToString();
    }

    private static void Laws(StringBuilder text, TrialReport report)
    {
        int width = report.Chapter.Laws.Max(static law => law.Id.Length);
        Line(text, report.Chapter.Name.PadRight(width)
            + "  broken by  alone  programs  length  changed  noticed");
        foreach (Law law in report.Chapter.Laws)
        {
            TrialCell[] cells = [.. report.Breaches(law)];
            VariantResult[] changed = [.. report.Variants.Where(one => one.LawId == law.Id)];
            Line(text, $"{law.Id.PadRight(width)}  {cells.Length,9}  {report.BreakingAlone(law).Count,5}  "
                + $"{Median(cells.Select(static cell => cell.FoundAfter)),8}  "
                + $"{Median(cells.Select(static cell => (long)cell.Operations)),6}  "
                + $"{changed.Length,7}  {changed.Count(static one => one.NoticedBy is not null),7}");
        }

        Line(text, "");
    }

    /// <summary>One line for each specimen and law.</summary>
    public static string Tsv(IReadOnlyList<TrialReport> reports)
    {
        var text = new StringBuilder("chapter\tspecimen\tlaw\tverdict\tprograms\tlength\treplay\n");
        foreach (TrialReport report in reports)
        {
            foreach (TrialRow row in report.Rows)
            {
                foreach (TrialCell cell in row.Cells)
                {
                    Line(text, $"{report.Chapter.Name}\t{row.Specimen.Name}\t{cell.LawId}\t"
                        + $"{Name(cell.Verdict)}\t{cell.FoundAfter}\t{cell.Operations}\t{cell.Replay}");
                }
            }
        }

        return text.ToString();
    }

    /// <summary>Everything.</summary>
    public static string Json(IReadOnlyList<TrialReport> reports) =>
        GradeJson.WriteAny(reports.Select(static report => new
        {
            Schema = "mmverify/trial/v1",
            Chapter = report.Chapter.Name,
            report.Faults,
            Specimens = report.Rows.Select(static row => new
            {
                row.Specimen.Name,
                Correct = row.Specimen.IsCorrect,
                row.Specimen.Breaks,
                Seconds = Math.Round(row.Seconds, 2),
                Laws = row.Cells.Select(static cell => new
                {
                    Id = cell.LawId,
                    Verdict = Name(cell.Verdict),
                    Programs = cell.FoundAfter,
                    Length = cell.Operations,
                    cell.Replay,
                }),
            }),
            Changed = report.Variants.Select(variant => new
            {
                Law = variant.LawId,
                variant.Change,
                variant.NoticedBy,
                Explained = report.ReasonFor(variant),
            }),
        }));

    private static string Median(IEnumerable<long> numbers)
    {
        long[] sorted = [.. numbers.Order()];
        return sorted.Length == 0 ? "-" : $"{sorted[sorted.Length / 2]}";
    }

    private static string Name(VerdictKind verdict) => verdict.ToString().ToLowerInvariant();

    private static void Line(StringBuilder text, string line) => text.Append(line).Append('\n');
}
