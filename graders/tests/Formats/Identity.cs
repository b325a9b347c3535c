namespace MmVerify.Grader.Tests;

/// <summary>What an autograder of classroom50 is told in its environment.</summary>
internal static class Identity
{
    public static Dictionary<string, string> Whole => new()
    {
        ["CLASSROOM"] = "cs-principles",
        ["ASSIGNMENT"] = "buddy",
        ["ASSIGNMENT_TYPE"] = "individual",
        ["OWNER"] = "alice",
        ["SUBMISSION_TAG"] = "submit/2026-06-01T14-32-05Z-a1b2c3d",
        ["COMMIT_URL"] = "https://github.example/o/r/commit/a1b2c3d",
        ["RELEASE_URL"] = "https://github.example/o/r/releases/tag/submit%2F1",
        ["REVIEW_URL"] = "https://github.example/o/r/compare/0...a1b2c3d",
        ["DATETIME"] = "2026-06-01T14:32:01Z",
    };

    public static ReportOptions Options => OptionsWith(Whole);

    public static ReportOptions OptionsWith(IReadOnlyDictionary<string, string> environment) =>
        new(SourceRoot.Of("submissions/alice"), new ReportSettings([], environment.GetValueOrDefault));
}
