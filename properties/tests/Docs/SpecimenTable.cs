using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace MmVerify.Properties.Tests;

/// <summary>Wrong specimens as a Markdown table, told in the words of their own sources.</summary>
internal static partial class SpecimenTable
{
    private const int TimeLimit = 1000;

    /// <summary>The specimens of a chapter that are named, in that order.</summary>
    /// <param name="chapter">The chapter.</param>
    /// <param name="names">The specimens.</param>
    /// <param name="toRoot">The way from the document to the root of the repository.</param>
    public static string Of(string chapter, IReadOnlyList<string> names, string toRoot)
    {
        var text = new StringBuilder("| specimen | its mistake | laws it breaks |\n|---|---|---|\n");
        foreach (string name in names)
        {
            string path = $"submissions/specimens/wrong/{chapter}/{name}.cs";
            string source = File.ReadAllText(Path.Combine(KeptDocument.Root, path));
            IEnumerable<string> laws = Quoted().Matches(Breaks().Match(source).Value)
                .Select(static match => $"`{match.Groups["text"].Value}`");
            text.Append(
                CultureInfo.InvariantCulture,
                $"| [{name}]({toRoot}{path}) | {SummaryOf(source)} | {string.Join(", ", laws)} |\n");
        }

        return text.ToString();
    }

    private static string SummaryOf(string source) =>
        Margin().Replace(Summary().Match(source).Groups["text"].Value, " ").Trim().Replace("_", "\\_");

    [GeneratedRegex("<summary>(?<text>.*?)</summary>", RegexOptions.Singleline, TimeLimit)]
    private static partial Regex Summary();

    [GeneratedRegex(@"\s*///\s*", RegexOptions.None, TimeLimit)]
    private static partial Regex Margin();

    [GeneratedRegex(@"\[Breaks\((?<ids>.*?)\)\]", RegexOptions.Singleline, TimeLimit)]
    private static partial Regex Breaks();

    [GeneratedRegex("\"(?<text>[^\"]+)\"", RegexOptions.None, TimeLimit)]
    private static partial Regex Quoted();
}
