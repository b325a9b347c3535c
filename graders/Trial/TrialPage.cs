using MmVerify.Spec;

namespace MmVerify.Grader;

/// <summary>A trial as a picture: specimens downwards, laws across, a mark where a law is broken.</summary>
internal static class TrialPage
{
    private const string Style =
        """
        body { font: 14px/1.5 system-ui, sans-serif; margin: 2rem; color: #1c1c1c; background: #fff; }
        table { border-collapse: collapse; }
        th { font-weight: 500; text-align: left; padding: 0 .4rem; white-space: nowrap; }
        thead th { writing-mode: vertical-rl; transform: rotate(180deg); padding: .4rem 0; }
        thead th:first-child { writing-mode: horizontal-tb; transform: none; vertical-align: bottom; }
        td { width: 1.9rem; min-width: 1.9rem; height: 1.5rem; text-align: center; }
        td { border: 1px solid #d8d8d8; }
        td.holds { background: #eef6ee; }
        td.broken { background: #b3261e; color: #fff; }
        td.policy { background: #8a5a00; color: #fff; }
        td.unknown { background: #f4f0e0; color: #555; }
        tbody tr:hover th, tbody tr:hover td { outline: 1px solid #555; }
        @media (prefers-color-scheme: dark) {
          body { background: #161616; color: #e6e6e6; }
          td { border-color: #444; }
          td.holds { background: #1d2b1d; }
          td.unknown { background: #33301f; color: #bbb; }
        }
        """;

    /// <summary>The page; it asks the network for nothing.</summary>
    public static string Render(IReadOnlyList<TrialReport> reports) => Html.Of($"""
        <!DOCTYPE html>
        <html lang="en">
        <head>
        <meta charset="utf-8">
        <meta name="viewport" content="width=device-width, initial-scale=1">
        <meta name="color-scheme" content="light dark">
        <title>The laws on trial, MmVerify</title>
        <style>{Html.Own(Style)}</style>
        </head>
        <body>
        <h1>The laws on trial</h1>
        {reports.Select(Chapter)}
        </body>
        </html>

        """).ToString();

    private static Html Chapter(TrialReport report) => Html.Of($"""
        <h2>{report.Chapter.Name}</h2>
        <p>A number is the length of the shortest program with which a specimen breaks the law; ? where too
        few steps spoke of it. Point at a cell for the programs it took.</p>
        <table>
        <thead><tr><th>specimen</th>{report.Chapter.Laws.Select(static law =>
            Html.Of($"""<th title="{law.Statement}">{law.Id}</th>"""))}</tr></thead>
        <tbody>
        {report.Rows.Select(Row)}
        </tbody>
        </table>
        <h3>Changed laws</h3>
        <p>Each was given to all specimens; somebody has to notice.</p>
        <table>
        <tbody>
        {report.Variants.Select(variant => Variant(variant, report.ReasonFor(variant)))}
        </tbody>
        </table>
        <h3>{report.Faults.Count} faults</h3>
        <ul>{report.Faults.Select(static fault => Html.Of($"<li>{fault}</li>"))}</ul>

        """);

    private static Html Variant(VariantResult variant, string? reason)
    {
        string result = variant.NoticedBy is string by ? "noticed by " + by : reason ?? "not noticed";
        return Html.Of($"""
            <tr><th>{variant.LawId}</th><th><code>{variant.Change}</code></th><th>{result}</th></tr>

            """);
    }

    private static Html Row(TrialRow row) => Html.Of($"""
        <tr><th>{row.Specimen.Name}</th>{row.Cells.Select(Cell)}</tr>

        """);

    private static Html Cell(TrialCell cell) => cell.Verdict switch
    {
        VerdictKind.Broken => Html.Of($"""
            <td class="{(cell.IsPolicy ? "policy" : "broken")}"
            title="{cell.LawId}: found after {cell.FoundAfter} programs">{cell.Operations}</td>
            """),
        VerdictKind.Holds => Html.Of($"""<td class="holds" title="{cell.LawId}"></td>"""),
        _ => Html.Of($"""<td class="unknown" title="{cell.LawId}">?</td>"""),
    };
}
