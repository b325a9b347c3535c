using System.Text.Json.Nodes;

namespace MmVerify.Grader;

/// <summary>
/// A report in the Common Test Report Format (ctrf-io/ctrf, schema/ctrf.schema.json), with the points in each
/// test's <c>extra</c>. A grade knows no times, so that grading again gives the same bytes: durations are 0,
/// and the run begins and ends at the DATETIME that is given, or at 0.
/// </summary>
internal sealed class CtrfFormat : IReportFormat
{
    // The version of the specification that the schema's own examples name.
    private const string SpecVersion = "0.1.0";

    /// <inheritdoc/>
    public string Name => "ctrf";

    /// <inheritdoc/>
    public string FileName => "ctrf-report.json";

    /// <inheritdoc/>
    public string ReadBy => "readers of the Common Test Report Format";

    /// <inheritdoc/>
    public string Example => "--out ctrf-report.json";

    /// <inheritdoc/>
    public string Write(Grade grade, ReportOptions options)
    {
        IReadOnlyList<ReportEntry> entries = ReportEntries.Of(grade);
        long instant = options.Settings.FindInstant("DATETIME")?.ToUnixTimeMilliseconds() ?? 0;
        int Count(string status) => entries.Count(entry => StatusOf(entry) == status);
        return ReportJson.Write(new JsonObject
        {
            ["reportFormat"] = "CTRF",
            ["specVersion"] = SpecVersion,
            ["generatedBy"] = "mmverify",
            ["extra"] = ReportJson.Origin(grade),
            ["results"] = new JsonObject
            {
                ["tool"] = new JsonObject
                {
                    ["name"] = "mmverify",
                    ["version"] = ReportEntries.Line(grade.SuiteVersion),
                },
                ["summary"] = new JsonObject
                {
                    ["tests"] = entries.Count,
                    ["passed"] = Count("passed"),
                    ["failed"] = Count("failed"),
                    ["skipped"] = Count("skipped"),
                    ["pending"] = 0,
                    ["other"] = Count("other"),
                    ["suites"] = entries.Select(static entry => entry.Chapter).Distinct().Count(),
                    ["start"] = instant,
                    ["stop"] = instant,
                    ["extra"] = new JsonObject
                    {
                        ["score"] = grade.Score,
                        ["max-score"] = grade.MaxScore,
                    },
                },
                ["tests"] = new JsonArray([.. entries.Select(entry => Test(entry, options.Root))]),
            },
        });
    }

    private static JsonObject Test(ReportEntry entry, SourceRoot root)
    {
        var test = new JsonObject
        {
            ["name"] = entry.Id,
            ["status"] = StatusOf(entry),
            ["duration"] = 0,
            ["suite"] = new JsonArray(entry.Chapter),
            ["rawStatus"] = entry.Word,
            ["message"] = entry.IsPassed ? entry.Title : entry.Reason,
        };
        if (!entry.IsPassed)
        {
            test["trace"] = entry.Text;
        }

        var extra = new JsonObject
        {
            ["score"] = entry.Earned,
            ["max-score"] = entry.Points,
            ["statement"] = entry.Title,
            ["replay"] = entry.Replay,
        };
        if (entry.Place is GradePlace place && root.PathOf(place.File) is string path)
        {
            // The format's own filePath and line are those of the test, and a law has none.
            extra["file"] = ReportEntries.Line(path);
            extra["line"] = place.Line;
        }

        test["extra"] = extra;
        return test;
    }

    // What was never looked at was skipped; what was, without a verdict, is neither passed nor failed.
    private static string StatusOf(ReportEntry entry) => entry.State switch
    {
        EntryState.Passed => "passed",
        EntryState.Unknown when entry.Word == "unknown" => "other",
        EntryState.Unknown => "skipped",
        _ => "failed",
    };
}
