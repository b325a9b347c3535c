using System.Text;

namespace MmVerify.Grader;

/// <summary>
/// The summary of a job on GitHub. Of a step that writes more than 1 MiB nothing is shown at all
/// (github/docs, workflow-commands.md), so blocks that have no room are left out, and named.
/// </summary>
internal sealed class SummaryFormat : IReportFormat
{
    /// <summary>
    /// How long it is at most, which leaves others of the same step some room. Unit: bytes.
    /// </summary>
    public const int MaxBytes = 1_000_000;

    private const int RoomForNote = 2_000;
    private const int MostNamed = 20;

    /// <inheritdoc/>
    public string Name => "summary";

    /// <inheritdoc/>
    public string FileName => "summary.md";

    /// <inheritdoc/>
    public string ReadBy => "GitHub Actions, as the summary of a job";

    /// <inheritdoc/>
    public string Example => ">> \"$GITHUB_STEP_SUMMARY\"";

    /// <inheritdoc/>
    public string Write(Grade grade, ReportOptions options)
    {
        var text = new StringBuilder();
        int used = 0;
        var left = new List<string>();
        foreach (SummaryBlock block in SummaryBlocks.Of(grade))
        {
            int size = Encoding.UTF8.GetByteCount(block.Markdown);
            if (used + size > MaxBytes - RoomForNote)
            {
                left.Add(block.Name);
                continue;
            }

            used += size;
            text.Append(block.Markdown);
        }

        return WorkflowCommand.DefuseMarkup(text.Append(Note(left)).ToString());
    }

    private static string Note(List<string> left) => left.Count == 0 ? "" :
        "> [!NOTE]\n> A summary may have 1 MiB. Left out here, and shown in the report: "
        + string.Join(", ", left.Take(MostNamed))
        + (left.Count > MostNamed ? $" and {left.Count - MostNamed} more" : "") + ".\n";
}
