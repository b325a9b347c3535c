namespace MmVerify.Grader;

/// <summary>The numbers that later steps of a workflow ask for, as outputs of a step.</summary>
internal sealed class OutputsFormat : IReportFormat
{
    /// <inheritdoc/>
    public string Name => "outputs";

    /// <inheritdoc/>
    public string FileName => "outputs.txt";

    /// <inheritdoc/>
    public string ReadBy => "GitHub Actions, as the outputs of a step";

    /// <inheritdoc/>
    public string Example => ">> \"$GITHUB_OUTPUT\"";

    /// <inheritdoc/>
    public string Write(Grade grade, ReportOptions options)
    {
        // A line more in this file would be an output more, so that only a word gets there.
        bool isWord = grade.Sandbox.Tier.All(char.IsAsciiLetterLower);
        string tier = isWord ? grade.Sandbox.Tier : "";
        return $"score={grade.Score}\nmax-score={grade.MaxScore}\ntier={tier}\n";
    }
}
