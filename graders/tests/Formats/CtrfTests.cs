using System.Text.Json;

namespace MmVerify.Grader.Tests;

/// <summary>What a reader of CTRF reads.</summary>
public sealed class CtrfTests
{
    private static readonly string[] Statuses = ["passed", "failed", "skipped", "pending", "other"];

    public static TheoryData<string> Names => FormatGrades.Names;

    [Theory]
    [MemberData(nameof(Names))]
    public void TheSummaryCountsTheTests(string name)
    {
        JsonElement results = Written(FormatGrades.Of(name)).GetProperty("results");
        JsonElement summary = results.GetProperty("summary");
        string[] found = [.. results.GetProperty("tests").EnumerateArray()
            .Select(static test => test.GetProperty("status").GetString()!)];
        Assert.Equal(found.Length, summary.GetProperty("tests").GetInt32());
        Assert.All(Statuses, status => Assert.Equal(
            found.Count(one => one == status), summary.GetProperty(status).GetInt32()));
    }

    [Theory]
    [InlineData("broken", "BUDDY-ALIGN", "passed", "holds")]
    [InlineData("broken", "BUDDY-MERGE", "failed", "broken")]
    [InlineData("broken", "BUDDY-COST", "other", "unknown")]
    [InlineData("threw", "BUDDY-MERGE", "failed", "threw")]
    [InlineData("hung", "BUDDY-MERGE", "failed", "hung")]
    [InlineData("crashed", "BUDDY-MERGE", "failed", "crashed")]
    [InlineData("not attempted", "BUDDY-MERGE", "skipped", "not attempted")]
    [InlineData("does not compile", "BUDDY-MERGE", "skipped", "not judged")]
    [InlineData("does not compile", "COMPILES", "failed", "does not compile")]
    [InlineData("measured", "BUDDY-MUTATION", "failed", "partial")]
    public void AVerdictIs(string grade, string name, string status, string rawStatus)
    {
        JsonElement test = Test(Written(FormatGrades.Of(grade)), name);
        Assert.Equal(status, test.GetProperty("status").GetString());
        Assert.Equal(rawStatus, test.GetProperty("rawStatus").GetString());
    }

    [Fact]
    public void PointsAndPlaceAreExtra()
    {
        JsonElement extra = Test(Written(FormatGrades.Faulty("threw")), "BUDDY-MERGE").GetProperty("extra");
        Assert.Equal(0, extra.GetProperty("score").GetInt32());
        Assert.Equal(10, extra.GetProperty("max-score").GetInt32());
        Assert.Equal("submissions/alice/src/BuddyAllocator.cs", extra.GetProperty("file").GetString());
        Assert.Equal(68, extra.GetProperty("line").GetInt32());
    }

    [Fact]
    public void TheTimeIsTheGivenOne()
    {
        JsonElement given = Written(GradeFixtures.Broken).GetProperty("results").GetProperty("summary");
        Assert.Equal(1_780_324_321_000, given.GetProperty("start").GetInt64());
        using JsonDocument none = JsonDocument.Parse(
            new CtrfFormat().Write(GradeFixtures.Broken, ReportOptions.None));
        Assert.Equal(
            0, none.RootElement.GetProperty("results").GetProperty("summary").GetProperty("stop").GetInt64());
    }

    private static JsonElement Test(JsonElement report, string name) =>
        report.GetProperty("results").GetProperty("tests").EnumerateArray()
            .Single(one => one.GetProperty("name").GetString() == name);

    private static JsonElement Written(Grade grade) =>
        JsonDocument.Parse(new CtrfFormat().Write(grade, Identity.Options)).RootElement;
}
