using System.Text.RegularExpressions;

namespace MmVerify.Grader;

/// <summary>The suite that grades, at one commit for ever.</summary>
/// <param name="Repository">Its repository on GitHub, <c>owner/name</c>.</param>
/// <param name="Commit">The whole number of the commit: a branch or a tag can be moved.</param>
internal sealed partial record PinnedSuite(string Repository, string Commit)
{
    private const int TimeLimit = 1000;

    /// <exception cref="BadArgumentException">It is none.</exception>
    public static PinnedSuite Parse(string text)
    {
        Match match = Form().Match(text);
        return match.Success
            ? new PinnedSuite(match.Groups["repository"].Value, match.Groups["commit"].Value)
            : throw new BadArgumentException(
                $"--suite {text}: is not OWNER/REPO@COMMIT with the 40 hexadecimal digits of a commit; "
                + "git rev-parse HEAD prints them");
    }

    /// <inheritdoc/>
    public override string ToString() => $"{Repository}@{Commit}";

    [GeneratedRegex(
        @"^(?<repository>[A-Za-z0-9][A-Za-z0-9-]{0,38}/(?!\.{1,2}@)[A-Za-z0-9_.-]{1,100})"
            + @"@(?<commit>[0-9a-f]{40})\z",
        RegexOptions.ExplicitCapture,
        TimeLimit)]
    private static partial Regex Form();
}
