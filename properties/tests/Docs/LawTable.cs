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
            text.Append($"| `{law.Id}` | {Cell(law.Statement)} | {Cell(law.Why)} | {PointsOf(law)} |\n");
        }

        int points = chapter.Laws.Where(static law => !law.IsPolicy).Sum(static law => law.Points);
        text.Append($"| together | | | {points} |\n");
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
                $"| [{name}](spec/{name}/{name}.md) | [`{contract}`](spec/{name}/{contract}.cs) "
                    + $"| {laws.Count} | {laws.Sum(static law => law.Points)} |\n");
        }

        return text.ToString();
    }

    private static string PointsOf(Law law) =>
        law.IsPolicy ? "policy" : law.Points.ToString(CultureInfo.InvariantCulture);

    // The underscores of __free_one_page would otherwise be taken for Markdown.
    private static string Cell(string text) => text.Replace("|", "\\|").Replace("_", "\\_");
}
