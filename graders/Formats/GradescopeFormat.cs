using System.Text.Json.Nodes;

namespace MmVerify.Grader;

/// <summary>
/// The <c>results.json</c> of Gradescope (gradescope/autograder_samples, docs/specs.md). Everything is plain
/// text, and nothing is hidden: with a single hidden test students would not see their total.
/// </summary>
internal sealed class GradescopeFormat : IReportFormat
{
    /// <inheritdoc/>
    public string Name => "gradescope";

    /// <inheritdoc/>
    public string FileName => "results.json";

    /// <inheritdoc/>
    public string ReadBy => "Gradescope";

    /// <inheritdoc/>
    public string Example => "--out /autograder/results/results.json";

    /// <inheritdoc/>
    public string Write(Grade grade, ReportOptions options) => ReportJson.Write(new JsonObject
    {
        ["score"] = grade.Score,
        ["output"] = $"{grade.Score} of {grade.MaxScore} points",
        ["output_format"] = "text",
        ["test_output_format"] = "text",
        ["test_name_format"] = "text",
        ["visibility"] = "visible",
        ["stdout_visibility"] = "hidden",
        ["extra_data"] = ReportJson.Origin(grade),
        ["tests"] = new JsonArray([.. ReportEntries.Of(grade).Select(Test)]),
    });

    private static JsonObject Test(ReportEntry entry) => new()
    {
        ["score"] = entry.Earned,
        ["max_score"] = entry.Points,
        ["status"] = entry.IsPassed ? "passed" : "failed",
        ["name"] = $"{entry.Id}: {entry.Title}",
        ["output"] = entry.Text,
        ["tags"] = new JsonArray(entry.Chapter, entry.Word),
        ["extra_data"] = new JsonObject { ["id"] = entry.Id, ["replay"] = entry.Replay },
    };
}
