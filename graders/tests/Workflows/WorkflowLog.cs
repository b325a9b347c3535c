using System.Text.RegularExpressions;

namespace MmVerify.Grader.Tests;

/// <summary>A remark that a step made through its log.</summary>
internal sealed record LogCommand(string Name, IReadOnlyDictionary<string, string> Properties, string Text);

/// <summary>
/// What steps print, read as the runner reads it (actions/runner, src/Runner.Common/ActionCommand.cs): blanks
/// before <c>::</c> do not count, and a command of the old form, <c>##[</c>, may stand anywhere in a line.
/// </summary>
internal sealed partial class WorkflowLog
{
    private const int TimeLimit = 1000;

    private readonly List<LogCommand> commands = [];
    private readonly List<string> lines = [];
    private string? stopped;

    public IReadOnlyList<LogCommand> Commands => commands;

    public string Text => string.Join('\n', lines);

    public void Read(string output)
    {
        foreach (string line in output.Split('\n'))
        {
            lines.Add(line);
            string text = line.Trim();
            if (stopped is not null)
            {
                stopped = text == $"::{stopped}::" ? null : stopped;
                continue;
            }

            Assert.DoesNotContain("##[", line);
            Match match = Command().Match(text);
            if (match.Success && match.Groups["name"].Value == "stop-commands")
            {
                stopped = match.Groups["text"].Value;
            }
            else if (match.Success)
            {
                commands.Add(new LogCommand(
                    match.Groups["name"].Value,
                    match.Groups["properties"].Value.Split(',', StringSplitOptions.RemoveEmptyEntries)
                        .Select(static pair => pair.Split('=', 2))
                        .ToDictionary(static pair => pair[0].Trim(), static pair => Unescaped(pair[1])),
                    Unescaped(match.Groups["text"].Value)));
            }
        }
    }

    /// <summary>A step ends, and what it stopped with it.</summary>
    public void EndStep() => Assert.Null(stopped);

    private static string Unescaped(string text) => text
        .Replace("%0D", "\r", StringComparison.Ordinal).Replace("%0A", "\n", StringComparison.Ordinal)
        .Replace("%3A", ":", StringComparison.Ordinal).Replace("%2C", ",", StringComparison.Ordinal)
        .Replace("%25", "%", StringComparison.Ordinal);

    [GeneratedRegex(
        @"^::(?<name>[a-z-]+)( (?<properties>[^:]*))?::(?<text>.*)$",
        RegexOptions.ExplicitCapture,
        TimeLimit)]
    private static partial Regex Command();
}
