using System.Text.RegularExpressions;

namespace MmVerify.Grader;

/// <summary>A document that moves from the suite to a kit.</summary>
internal static partial class KitLinks
{
    private const int TimeLimit = 1000;

    /// <summary>
    /// Each link leads where its target has gone; what has not come along is no link any more, and who made
    /// a block is not said, because its maker has not come along either.
    /// </summary>
    /// <param name="text">The document.</param>
    /// <param name="path">Where it is in the suite.</param>
    /// <param name="places">Where each file that comes along goes.</param>
    public static string Moved(string text, string path, IReadOnlyDictionary<string, string> places) =>
        Link().Replace(Marker().Replace(text, ""), link =>
        {
            string target = link.Groups["target"].Value;
            string heading = link.Groups["heading"].Value;
            string words = link.Groups["words"].Value;
            if (target.Length == 0 || target.StartsWith("https:", StringComparison.Ordinal))
            {
                return link.Value;
            }

            string from = Path.GetRelativePath("/", Path.Combine("/", Path.GetDirectoryName(path)!, target));
            return places.TryGetValue(from, out string? to)
                ? $"[{words}]({Relative(places[path], to)}{heading})"
                : words;
        });

    private static string Relative(string document, string target) =>
        Path.GetRelativePath(Path.Combine("/", Path.GetDirectoryName(document)!), $"/{target}");

    [GeneratedRegex(
        @"\[(?<words>[^\]]*)\]\((?<target>[^)\s#]*)(?<heading>#[^)\s]*)?\)",
        RegexOptions.ExplicitCapture,
        TimeLimit)]
    private static partial Regex Link();

    [GeneratedRegex("^<!-- made by .* -->\n", RegexOptions.Multiline, TimeLimit)]
    private static partial Regex Marker();
}
