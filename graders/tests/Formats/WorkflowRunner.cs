namespace MmVerify.Grader.Tests;

/// <summary>A command as the runner understood it.</summary>
internal sealed record RunnerCommand(
    string Name, IReadOnlyDictionary<string, string> Properties, string Text);

/// <summary>
/// Finds commands in what a step prints as the runner does: in a line that, after white space, begins with
/// <c>::</c>, and otherwise at <c>##[</c> anywhere (actions/runner, ActionCommand.cs,
/// ActionCommandManager.cs).
/// </summary>
internal static class WorkflowRunner
{
    private static readonly HashSet<string> Known = new(StringComparer.OrdinalIgnoreCase)
    {
        "error", "warning", "notice", "debug", "group", "endgroup", "add-mask", "add-path", "add-matcher",
        "remove-matcher", "set-env", "set-output", "save-state", "echo", "stop-commands",
    };

    public static IReadOnlyList<RunnerCommand> CommandsIn(string output) =>
        [.. output.Split('\n', '\r').Select(CommandOf).OfType<RunnerCommand>()];

    private static RunnerCommand? CommandOf(string line)
    {
        string trimmed = line.TrimStart();
        return (trimmed.StartsWith("::") ? Parse(trimmed[2..], "::") : null)
            ?? (line.IndexOf("##[") is >= 0 and int at ? Parse(line[(at + 3)..], "]") : null);
    }

    private static RunnerCommand? Parse(string text, string end)
    {
        int at = text.IndexOf(end);
        string[] words = at < 0 ? [""] : text[..at].Split(' ', 2);
        return !Known.Contains(words[0]) ? null : new RunnerCommand(
            words[0],
            words.Length < 2 ? new Dictionary<string, string>() : words[1].Split(',')
                .Select(static pair => pair.Split('=', 2))
                .ToDictionary(static pair => pair[0], static pair => Unescape(pair[1], isProperty: true)),
            Unescape(text[(at + end.Length)..], isProperty: false));
    }

    private static string Unescape(string text, bool isProperty)
    {
        string plain = text.Replace("%0D", "\r").Replace("%0A", "\n");
        return (isProperty ? plain.Replace("%3A", ":").Replace("%2C", ",") : plain).Replace("%25", "%");
    }
}
