using System.Security.Cryptography;
using System.Text;

namespace MmVerify.Grader;

/// <summary>
/// The page a student reads: one HTML file that asks the network for nothing, says everything without a
/// script, and is the same byte for byte for the same grade.
/// </summary>
public static class ReportPage
{
    /// <summary>Writes the page.</summary>
    /// <param name="grade">What was found. Any text in it may be a submission's own.</param>
    /// <returns>A complete HTML document.</returns>
    public static string Render(Grade grade)
    {
        var maps = new MapStyles();
        Html content = Content(grade, maps);
        string style = EmbeddedText.Of("page.css") + maps.Rules();
        string script = EmbeddedText.Of("page.js");
        return Html.Of($"""
            <!DOCTYPE html>
            <html lang="en">
            <head>
            <meta charset="utf-8">
            <meta http-equiv="Content-Security-Policy" content="{Policy(style, script)}">
            <meta name="viewport" content="width=device-width, initial-scale=1">
            <meta name="color-scheme" content="light dark">
            <meta name="referrer" content="no-referrer">
            <title>{grade.Submission,120}: {grade.Score} of {grade.MaxScore} points, MmVerify</title>
            <style>{Html.Own(style)}</style>
            </head>
            <body>
            {content}
            <script>{Html.Own(script)}</script>
            </body>
            </html>

            """).ToString();
    }

    private static Html Content(Grade grade, MapStyles maps) => Html.Of($"""
        {PageHeader.Write(grade)}
        <main>
        {PageErrors.Write(grade)}
        {PageOverview.Write(grade)}
        {PageBroken.Write(grade, maps)}
        {PageVerdicts.Unknown(grade)}
        {PageVerdicts.Holding(grade)}
        {PageMeasures.Write(grade)}
        {PageSandbox.Write(grade.Sandbox)}
        </main>
        <footer>
        <p>Made by mmverify {grade.SuiteVersion,60} with seed {SeedText(grade)}.
        The same submission, rubric and seed give the same page.</p>
        </footer>
        """);

    /// <summary>The seed, as the command takes it.</summary>
    internal static string SeedText(Grade grade) => grade.Seed.ToString();

    // Were text of a submission to become markup after all, it still could not run, load or send anything.
    private static string Policy(string style, string script) =>
        $"default-src 'none'; style-src {Digest(style)}; script-src {Digest(script)}; "
        + "base-uri 'none'; form-action 'none'";

    private static string Digest(string text) =>
        $"'sha256-{Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(text)))}'";
}
