using MmVerify.Spec;

namespace MmVerify.Grader;

/// <summary>
/// Foreign text on a terminal: an escape sequence could move the cursor and overwrite a verdict, so nothing
/// but plain characters gets there.
/// </summary>
internal static class Plain
{
    /// <summary>One line, bounded.</summary>
    public static string Text(string foreign) => Fault.FromForeign(foreign, null, null).What;

    /// <summary>Several lines, each bounded.</summary>
    public static string Lines(string foreign) =>
        string.Join('\n', foreign.Split('\n').Select(static line => line.Length == 0 ? "" : Text(line)));
}
