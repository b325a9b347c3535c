using System.Globalization;
using System.Text;
using MmVerify.Spec;

namespace MmVerify.Properties.Tests;

/// <summary>Laws and chapters as Markdown tables.</summary>
internal static class LawTable
{
    /// <summary>Every law of a chapter.</summary>
    public static string Of(Chapter chapter)
    {
        var text = new StringBuilder("| law | says | why | points |\n|---|---|---|--:|\n");
        foreach (Law law in chapter.Laws)
        {
            text.Append(
                CultureInfo.InvariantCulture,
                $"| `{law.Id}` | {Cell(law.Statement)} | {Cell(law.Why)} | {PointsOf(law)} |\n");
        }

        int points = chapter.Laws.Where(static law => !law.IsPolicy).Sum(static law => law.Points);
        text.Append(CultureInfo.InvariantCulture, $"| together | | | {points} |\n");
        return text.ToString();
    }

    /// <summary>Every chapter.</summary>
    public static string OfChapters()
    {
        var text = new StringBuilder("| chapter | you write | laws | points |\n|---|---|--:|--:|\n");
        foreach (Chapter chapter in Chapters.All)
        {
            string name = chapter.Name;
            string contract = chapter.Contract.Name;
            IReadOnlyList<Law> laws = [.. chapter.Laws.Where(static law => !law.IsPolicy)];
            text.Append(
                CultureInfo.InvariantCulture,
                $"| [{name}](spec/{name}/{name}.md) | [`{contract}`](spec/{name}/{contract}.cs) "
                    + $"| {laws.Count} | {laws.Sum(static law => law.Points)} |\n");
        }

        return text.ToString();
    }

    private static string PointsOf(Law law) =>
        law.IsPolicy ? "policy" : law.Points.ToString(CultureInfo.InvariantCulture);

    // A word such as __free_one_page or 2^k would otherwise be taken for Markdown.
    private static string Cell(string text) => text.Replace("|", "\\|").Replace("_", "\\_");
}
