using System.Text.Json;
using System.Text.Json.Nodes;

namespace MmVerify.Grader;

/// <summary>
/// Writes the formats that are JSON: plain ASCII, so that no character of a submission can be misread, and
/// without anything that a workflow would take for a command when the text is printed.
/// </summary>
internal static class ReportJson
{
    private static readonly JsonSerializerOptions Indented =
        new() { WriteIndented = true, IndentSize = 2, NewLine = "\n" };

    /// <summary>The text, several lines.</summary>
    public static string Write(JsonObject value) =>
        WorkflowCommand.DefuseJson(value.ToJsonString(Indented)) + "\n";

    /// <summary>The text in one line.</summary>
    public static string WriteLine(JsonObject value) => WorkflowCommand.DefuseJson(value.ToJsonString());

    /// <summary>What a grade was made with: who wants to make it again needs it.</summary>
    public static JsonObject Origin(Grade grade) => new()
    {
        ["schema"] = grade.Schema,
        ["submission"] = ReportEntries.Line(grade.Submission),
        ["rubric"] = ReportEntries.Line(grade.Rubric),
        ["suite-version"] = ReportEntries.Line(grade.SuiteVersion),
        ["seed"] = grade.Seed,
        ["sandbox"] = ReportEntries.Line(grade.Sandbox.Tier),
    };
}
