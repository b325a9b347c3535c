using System.Text;
using System.Text.Json;

namespace MmVerify.Grader.Tests;

/// <summary>
/// The reporter of GitHub Classroom as it computes (classroom-resources/autograding-grading-reporter): the
/// table on the console from the tests that passed, the notice that reaches the gradebook from the scores.
/// </summary>
public sealed class ClassroomTests
{
    private const int LinuxTakes = 128 << 10;

    [Theory]
    [InlineData("holds")]
    [InlineData("broken")]
    [InlineData("not attempted")]
    [InlineData("does not compile")]
    [InlineData("crashed")]
    [InlineData("measured")]
    [InlineData("hostile")]
    [InlineData("long text")]
    public void BothTotalsAreTheScore(string name)
    {
        Grade grade = FormatGrades.Of(name);
        JsonElement result = Written(grade);
        JsonElement[] tests = [.. result.GetProperty("tests").EnumerateArray()];
        double max = result.GetProperty("max_score").GetDouble();
        Assert.Equal(grade.MaxScore, max);
        int passed = tests.Count(static test => test.GetProperty("status").GetString() == "pass");
        Assert.Equal(grade.Score, (double)passed / tests.Length * max, 6);
        Assert.Equal(grade.Score, tests.Sum(static test => test.GetProperty("score").GetDouble()));
    }

    [Fact]
    public void WithoutPointsThereIsATestForAllThat()
    {
        JsonElement result = Written(GradeFixtures.Graded("empty", []));
        Assert.Equal(0, result.GetProperty("max_score").GetInt32());
        Assert.Equal(1, result.GetProperty("tests").GetArrayLength());
    }

    [Theory]
    [InlineData("holds", "pass")]
    [InlineData("broken", "fail")]
    [InlineData("not attempted", "fail")]
    [InlineData("does not compile", "error")]
    public void TheRunnersStatusIs(string name, string status) =>
        Assert.Equal(status, Written(FormatGrades.Of(name)).GetProperty("status").GetString());

    [Theory]
    [InlineData("threw", "fail")]
    [InlineData("hung", "error")]
    [InlineData("crashed", "error")]
    public void ALawThatWasNotAnsweredIs(string fault, string status) => Assert.All(
        Written(FormatGrades.Faulty(fault)).GetProperty("tests").EnumerateArray()
            .Where(static test => test.GetProperty("name").GetString()!.StartsWith("BUDDY-MERGE")),
        test => Assert.Equal(status, test.GetProperty("status").GetString()));

    [Fact]
    public void PointsEarnedInPartAreSplit()
    {
        string[] statuses = [.. Written(FormatGrades.Measured()).GetProperty("tests").EnumerateArray()
            .Where(static test => test.GetProperty("name").GetString()!.StartsWith("BUDDY-MUTATION"))
            .Select(static test => test.GetProperty("status").GetString()!)];
        Assert.Equal(7, statuses.Count(static status => status == "pass"));
        Assert.Equal(3, statuses.Count(static status => status == "fail"));
    }

    [Fact]
    public void WithVeryManyPointsALawIsOneTestAndTheScoresStillAddUp()
    {
        GradeLaw law = GradeFixtures.Merge with
        {
            Points = 10_007,
            Counterexample = null,
            Verdict = "unknown",
        };
        GradeLaw held = law with { Points = 3, Earned = 3, Verdict = "holds" };
        Grade grade = GradeFixtures.Graded("rich", [new GradeChapter("Buddy", true, 3, 10_010, [law, held])]);
        JsonElement result = Written(grade);
        Assert.Equal(2, result.GetProperty("tests").GetArrayLength());
        Assert.Equal(
            3,
            result.GetProperty("tests").EnumerateArray()
                .Sum(static one => one.GetProperty("score").GetInt32()));
    }

    [Theory]
    [InlineData("broken")]
    [InlineData("hostile")]
    [InlineData("many broken")]
    [InlineData("long and spelled")]
    public void TheOutputIsOneLineThatFitsAnEnvironmentVariable(string name)
    {
        Grade grade = FormatGrades.Of(name);
        string encoded = new ClassroomFormat().Write(grade, ReportOptions.None with { IsEncoded = true });
        Assert.Equal(encoded.Length - 1, encoded.IndexOf('\n'));
        Assert.InRange($"MMVERIFY_RESULTS={encoded}".Length, 1, LinuxTakes);
        string json = Encoding.UTF8.GetString(Convert.FromBase64String(encoded.Trim()));
        Assert.Empty(Schema.ErrorsOf("classroom-runner", json));
        Assert.Equal(
            Written(grade).GetProperty("tests").GetArrayLength(),
            JsonDocument.Parse(json).RootElement.GetProperty("tests").GetArrayLength());
    }

    [Fact]
    public void MoreThanFitsIsRefused()
    {
        GradeLaw law = GradeFixtures.Perfect.Chapters[0].Laws[0] with { Id = new string('x', 300) };
        GradeChapter chapter = new("Buddy", true, 0, 0, [.. Enumerable.Repeat(law, 1000)]);
        Grade grade = GradeFixtures.Graded("vast", [chapter]);
        Assert.Throws<BadArgumentException>(
            () => new ClassroomFormat().Write(grade, ReportOptions.None with { IsEncoded = true }));
    }

    private static JsonElement Written(Grade grade) =>
        JsonDocument.Parse(new ClassroomFormat().Write(grade, ReportOptions.None)).RootElement;
}
