using System.Text;
using System.Text.Json.Nodes;

namespace MmVerify.Grader;

/// <summary>
/// What the reporter of GitHub Classroom reads from a runner
/// (classroom-resources/autograding-grading-reporter): the step output <c>result</c>, JSON in base64. One
/// place of it adds up the scores of the tests, another counts those that passed. Both come to the same only
/// where all tests are worth the same, so a law is written as so many tests of equal worth.
/// </summary>
internal sealed class ClassroomFormat : IReportFormat
{
    // With more tests than anyone reads, a law is one test, or two when some of it was earned; then only the
    // added scores are right, which are what reaches the gradebook.
    private const int MostTests = 600;

    // The reporter gets the output in an environment variable, of which Linux takes 128 KiB with its name.
    private const int MaxEncoded = (128 << 10) - 256;

    private const int MaxMessage = 400;
    private const int MaxName = 80;

    /// <inheritdoc/>
    public string Name => "classroom";

    /// <inheritdoc/>
    public string FileName => "classroom.json";

    /// <inheritdoc/>
    public string ReadBy => "the reporter of GitHub Classroom, which was retired in August 2026";

    /// <inheritdoc/>
    public string Example => "--base64 | sed 's/^/result=/' >> \"$GITHUB_OUTPUT\"";

    /// <inheritdoc/>
    public string Write(Grade grade, ReportOptions options)
    {
        if (!options.IsEncoded)
        {
            return ReportJson.Write(Result(grade, hasMessages: true));
        }

        string encoded = Encoded(Result(grade, hasMessages: true));
        if (encoded.Length > MaxEncoded)
        {
            encoded = Encoded(Result(grade, hasMessages: false));
        }

        return encoded.Length <= MaxEncoded
            ? encoded + "\n"
            : throw new BadArgumentException(
                "classroom: the grade has too many laws for the reporter, "
                + $"which takes {MaxEncoded} characters");
    }

    private static JsonObject Result(Grade grade, bool hasMessages)
    {
        IReadOnlyList<ReportEntry> entries = ReportEntries.Of(grade);
        IReadOnlyList<ReportEntry> worthy = [.. entries.Where(static entry => entry.Points > 0)];
        int max = worthy.Sum(static entry => entry.Points);
        int worth = worthy.Aggregate(
            0, static (common, one) => Divisor(common, Divisor(one.Points, one.Earned)));
        bool areEqual = worth > 0 && max / worth <= MostTests;
        var tests = new JsonArray();
        foreach (ReportEntry entry in worthy)
        {
            bool[] parts = areEqual
                ? [.. Enumerable.Range(0, entry.Points / worth).Select(part => part < entry.Earned / worth)]
                : entry.Earned == 0 || entry.Earned == entry.Points ? [entry.Earned > 0] : [true, false];
            foreach ((int index, bool isPassed) in parts.Index())
            {
                int score = !isPassed ? 0 : areEqual ? worth : entry.Earned;
                string id = ShownText.Plain(entry.Id, MaxName);
                string name = parts.Length == 1 ? id : $"{id} {index + 1}/{parts.Length}";
                bool isFirst = !isPassed && (index == 0 || parts[index - 1]);
                tests.Add(Test(entry, name, isPassed, score, isFirst && hasMessages));
            }
        }

        // The reporter makes NaN of a runner without tests; one without points it passes over.
        if (tests.Count == 0)
        {
            tests.Add(Test(entries[0], entries[0].Id, entries[0].IsPassed, 0, hasMessages));
        }

        return new JsonObject
        {
            ["version"] = 1,
            ["status"] = grade.Errors.Count > 0 ? "error"
                : worthy.Any(static entry => entry.Earned < entry.Points) ? "fail" : "pass",
            ["max_score"] = max,
            ["tests"] = tests,
        };
    }

    // The reporter prints " - line N" for any line but 0, whatever file it is of.
    private static JsonObject Test(ReportEntry entry, string name, bool isPassed, int score, bool isTold)
    {
        var test = new JsonObject
        {
            ["name"] = name,
            ["status"] = isPassed ? "pass" : entry.State == EntryState.Stopped ? "error" : "fail",
            ["score"] = score,
            ["line_no"] = 0,
        };
        if (!isPassed)
        {
            test["message"] = isTold
                ? ShownText.Plain($"{entry.Title} {entry.Reason}", MaxMessage)
                : entry.Word;
            test["test_code"] = isTold && entry.Replay is string replay
                ? $"mmverify replay {replay} DIR"
                : "";
        }

        return test;
    }

    private static string Encoded(JsonObject result) =>
        Convert.ToBase64String(Encoding.UTF8.GetBytes(ReportJson.WriteLine(result)));

    private static int Divisor(int a, int b) => b == 0 ? a : Divisor(b, a % b);
}
