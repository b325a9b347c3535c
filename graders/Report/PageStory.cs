namespace MmVerify.Grader;

/// <summary>
/// What several CPUs did at the same time: a column for each of them, a line for each thing that happened.
/// </summary>
internal static class PageStory
{
    private const int MostLines = 80;
    private const int MostCharacters = 8000;

    /// <summary>Writes the stories of a counterexample; nothing where one CPU was at work.</summary>
    public static Html Write(GradeCounterexample found)
    {
        string[] lines =
            [.. found.Steps.SelectMany(static step => step.Story ?? []).Take(MostLines)];
        return lines.Length == 0 ? Html.Nothing : Html.Of($"""
            <h4>Who did what, and when</h4>
            <p class="note">A column for each CPU. What stands lower happened later.</p>
            <pre class="story">{string.Join('\n', lines),MostCharacters}</pre>
            """);
    }
}
