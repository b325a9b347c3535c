using System.Globalization;
using System.Text.Json.Nodes;

namespace MmVerify.Grader;

/// <summary>
/// The <c>result.json</c> of classroom50 (foundation50/classroom50, schemas/result-v1.schema.json). Its names
/// have hyphens, its points are whole, its top level takes nothing else, and a test may have fields of ours.
/// </summary>
internal sealed class Classroom50Format : IReportFormat
{
    private static readonly string[] Types = ["individual", "group", "team"];

    /// <inheritdoc/>
    public string Name => "classroom50";

    /// <inheritdoc/>
    public string FileName => "result.json";

    /// <inheritdoc/>
    public string ReadBy => "classroom50";

    /// <inheritdoc/>
    public string Example =>
        "--set DATETIME=\"$(TZ=UTC git log -1 --date=format-local:%FT%TZ --format=%cd)\" --out result.json";

    /// <inheritdoc/>
    public string Write(Grade grade, ReportOptions options)
    {
        ReportSettings settings = options.Settings;
        string? owner = settings.Find("OWNER") ?? settings.Find("USERNAME");
        string? commit = settings.Find("COMMIT_URL");
        string? review = settings.Find("REVIEW_URL") ?? commit;
        string? tag = settings.Find("SUBMISSION_TAG");
        string? type = settings.Find("ASSIGNMENT_TYPE");
        (string Field, string Keys, string? Value)[] identity =
        [
            ("classroom", "CLASSROOM", settings.Find("CLASSROOM")),
            ("assignment", "ASSIGNMENT", settings.Find("ASSIGNMENT")),
            ("assignment_type", "ASSIGNMENT_TYPE", type),
            ("owner", "OWNER or USERNAME", owner),
            ("submission", "SUBMISSION_TAG", tag),
            ("commit", "COMMIT_URL", commit),
            ("release", "RELEASE_URL", settings.Find("RELEASE_URL")),
            ("review", "REVIEW_URL or COMMIT_URL", review),
            ("datetime", "DATETIME", TextOf(settings.FindInstant("DATETIME"))),
        ];
        RequireAll([.. identity.Where(static one => one.Value is null).Select(static one => one.Keys)]);
        Require(tag!.StartsWith("submit/"), $"SUBMISSION_TAG: {tag} does not begin with submit/");
        Require(Types.Contains(type), $"ASSIGNMENT_TYPE: {type} is none of {string.Join(", ", Types)}");

        var result = new JsonObject { ["schema"] = "classroom50/result/v1" };
        foreach ((string field, _, string? value) in identity)
        {
            result[field] = value;
        }

        if (TextOf(settings.FindInstant("GRADED_AT")) is string gradedAt)
        {
            result["graded_at"] = gradedAt;
        }

        result["score"] = grade.Score;
        result["max-score"] = grade.MaxScore;
        result["tests"] = new JsonArray([.. ReportEntries.Of(grade).Select(entry => Test(entry, grade))]);
        return ReportJson.Write(result);
    }

    private static JsonObject Test(ReportEntry entry, Grade grade)
    {
        var test = new JsonObject
        {
            ["test-name"] = entry.Id,
            ["passed"] = entry.IsPassed,
            ["score"] = entry.Earned,
            ["max-score"] = entry.Points,
            ["chapter"] = entry.Chapter,
            ["statement"] = entry.Title,
            ["verdict"] = entry.Word,
            ["reason"] = entry.Reason,
        };
        if (entry.Replay is string replay)
        {
            test["counterexample"] = entry.Text;
            test["replay"] = replay;
            test["seed"] = grade.Seed;
        }

        return test;
    }

    private static string? TextOf(DateTimeOffset? instant) =>
        instant?.ToString(ReportSettings.InstantForm, CultureInfo.InvariantCulture);

    private static void RequireAll(IReadOnlyList<string> missing) => Require(
        missing.Count == 0,
        $"classroom50 needs {string.Join("; ", missing)}: set the environment variable, "
            + "or give --set KEY=VALUE" + (missing.Contains("DATETIME")
                ? ". DATETIME is the committer date of the graded commit, never the clock: "
                    + "TZ=UTC git log -1 --date=format-local:%FT%TZ --format=%cd"
                : ""));

    private static void Require(bool isSo, string message)
    {
        if (!isSo)
        {
            throw new BadArgumentException(message);
        }
    }
}
