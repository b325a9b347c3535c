namespace MmVerify.Grader;

/// <summary>
/// Remarks beside the student's code, as commands of GitHub's workflows. Every line is one command and text
/// of a submission stands only inside of them, escaped, so that nothing has to be put between
/// <c>stop-commands</c>.
/// </summary>
internal sealed class AnnotationsFormat : IReportFormat
{
    /// <summary>
    /// How many there are at most. The runner drops what is over ten of a kind in a step without a word
    /// (github community discussion 26680); more than ten nobody reads.
    /// </summary>
    public const int Most = 10;

    /// <inheritdoc/>
    public string Name => "annotations";

    /// <inheritdoc/>
    public string FileName => "annotations.txt";

    /// <inheritdoc/>
    public string ReadBy => "GitHub Actions, from what a step prints";

    /// <inheritdoc/>
    public string Example => "--source-root submissions/alice";

    /// <inheritdoc/>
    public string Write(Grade grade, ReportOptions options)
    {
        IReadOnlyList<Annotation> all = Annotations.Of(grade);
        IEnumerable<string> shown = all.Take(Most).Select(one => one.ToCommand(options.Root));
        if (all.Count > Most)
        {
            // What was left out is told in the last of them, for a remark of its own might be the eleventh.
            Annotation last = all[Most - 1];
            string more = $"{last.Text}\n"
                + $"({all.Count - Most} more are left out here; the report shows them all.)";
            shown = shown.SkipLast(1).Append((last with { Text = more }).ToCommand(options.Root));
        }

        return string.Concat(shown.Select(static command => command + "\n"));
    }
}
