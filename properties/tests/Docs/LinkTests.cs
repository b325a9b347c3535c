using System.Text.RegularExpressions;

namespace MmVerify.Properties.Tests;

/// <summary>No link in a document is dead: the file is there, and so is the heading.</summary>
public sealed partial class LinkTests
{
    private const int TimeLimit = 1000;

    private static readonly string[] Built = ["/artifacts/", "/bin/", "/obj/", "/node_modules/"];

    public static TheoryData<string> Documents =>
    [
        .. Directory.EnumerateFiles(KeptDocument.Root, "*.md", SearchOption.AllDirectories)
            .Where(static path => !Built.Any(path[(KeptDocument.Root.Length - 1)..].Contains))
            .Select(static path => Path.GetRelativePath(KeptDocument.Root, path))
            .Order(StringComparer.Ordinal),
    ];

    [Theory]
    [MemberData(nameof(Documents))]
    public void EveryLinkLeadsSomewhere(string document)
    {
        string[] lines = new KeptDocument(document).Text.Split('\n');
        for (int i = 0; i < lines.Length; i++)
        {
            foreach (Match match in Link().Matches(lines[i]))
            {
                string target = match.Groups["target"].Value;
                Assert.True(
                    LeadsSomewhere(document, target), $"{document}:{i + 1}: dead link {target}; mend it");
            }
        }
    }

    [Theory]
    [InlineData("README.md", "nowhere.md")]
    [InlineData("README.md", "spec/Buddy/Buddy.md#no-such-heading")]
    public void ADeadLinkIsFound(string document, string target) =>
        Assert.False(LeadsSomewhere(document, target));

    private static bool LeadsSomewhere(string document, string target)
    {
        if (target.StartsWith("https://", StringComparison.Ordinal))
        {
            return true;
        }

        string[] parts = target.Split('#');
        string folder = Path.GetDirectoryName(Path.Combine(KeptDocument.Root, document))!;
        string path = parts[0].Length == 0
            ? Path.Combine(KeptDocument.Root, document)
            : Path.GetFullPath(Path.Combine(folder, parts[0]));
        return Path.Exists(path) && (parts.Length == 1 || HeadingsOf(path).Contains(parts[1]));
    }

    // As GitHub names headings: lower case, without punctuation, blanks to hyphens.
    private static IEnumerable<string> HeadingsOf(string path) => File.ReadLines(path)
        .Where(static line => line.StartsWith('#'))
        .Select(static line => line.TrimStart('#').Trim().ToLowerInvariant())
        .Select(static heading => Punctuation().Replace(heading, "").Replace(' ', '-'));

    [GeneratedRegex(@"\]\((?<target>[^)\s]+)\)", RegexOptions.None, TimeLimit)]
    private static partial Regex Link();

    [GeneratedRegex(@"[^\w\s-]", RegexOptions.None, TimeLimit)]
    private static partial Regex Punctuation();
}
