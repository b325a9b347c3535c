namespace MmVerify.Grader;

/// <summary>
/// Commands that GitHub's runner takes from what a step prints: a line that begins with <c>::name</c>, and
/// the older <c>##[name]</c> anywhere in a line (actions/runner, src/Runner.Common/ActionCommand.cs).
/// </summary>
internal static class WorkflowCommand
{
    /// <summary>The older form's beginning.</summary>
    public const string OldPrefix = "##[";

    private const string Prefix = "::";

    /// <summary>One command, which is one line whatever the texts hold.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="properties">Its properties; those without a value are left out.</param>
    /// <param name="text">What it says.</param>
    public static string Of(string name, IReadOnlyList<(string Key, string? Value)> properties, string text)
    {
        string listed = string.Join(
            ',',
            properties.Where(static one => !string.IsNullOrEmpty(one.Value))
                .Select(static one => $"{one.Key}={Property(one.Value!)}"));
        return $"::{name}{(listed.Length == 0 ? "" : " ")}{listed}::{Data(text)}";
    }

    /// <summary>
    /// Text of XML or HTML in which no line is a command; what a reader of it sees is the same.
    /// </summary>
    public static string DefuseMarkup(string markup) => string.Join(
        '\n',
        markup.Replace(OldPrefix, "&#35;#[", StringComparison.Ordinal).Split('\n').Select(static line =>
            line.AsSpan().TrimStart().StartsWith(Prefix)
                ? line.Replace(Prefix, "&#58;:", StringComparison.Ordinal)
                : line));

    /// <summary>JSON in which no line is a command; what a reader of it sees is the same.</summary>
    public static string DefuseJson(string json) =>
        json.Replace(OldPrefix, "#\\u0023[", StringComparison.Ordinal);

    // Both as the workflow commands' documentation asks (github/docs, workflow-commands.md).
    private static string Data(string text) =>
        text.Replace("%", "%25", StringComparison.Ordinal)
            .Replace("\r", "%0D", StringComparison.Ordinal)
            .Replace("\n", "%0A", StringComparison.Ordinal);

    private static string Property(string text) =>
        Data(text).Replace(":", "%3A", StringComparison.Ordinal)
            .Replace(",", "%2C", StringComparison.Ordinal);
}
