using System.Text.Json;

namespace MmVerify.Grader.Tests;

/// <summary>The rules of classroom50 that its schema cannot say, and what it is told by.</summary>
public sealed class Classroom50Tests
{
    public static TheoryData<string> Names => FormatGrades.Names;

    public static TheoryData<string> Required =>
        [.. Identity.Whole.Keys.Where(static key => key is not ("REVIEW_URL" or "OWNER"))];

    [Fact]
    public void WhoHandedInWhatIsToldByTheEnvironment()
    {
        JsonElement result = Written(GradeFixtures.Broken, Identity.Whole);
        Assert.Equal("classroom50/result/v1", Text(result, "schema"));
        Assert.Equal("cs-principles", Text(result, "classroom"));
        Assert.Equal("buddy", Text(result, "assignment"));
        Assert.Equal("individual", Text(result, "assignment_type"));
        Assert.Equal("alice", Text(result, "owner"));
        Assert.Equal("submit/2026-06-01T14-32-05Z-a1b2c3d", Text(result, "submission"));
        Assert.Equal("https://github.example/o/r/compare/0...a1b2c3d", Text(result, "review"));
        Assert.Equal("2026-06-01T14:32:01Z", Text(result, "datetime"));
        Assert.False(result.TryGetProperty("graded_at", out _));
        Assert.Equal(64, result.GetProperty("score").GetInt32());
        Assert.Equal(86, result.GetProperty("max-score").GetInt32());
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void NothingEarnsMoreThanItsWorthAndTheTestsAddUp(string name)
    {
        JsonElement result = Written(FormatGrades.Of(name), Identity.Whole);
        (int Score, int Max)[] tests = [.. result.GetProperty("tests").EnumerateArray()
            .Select(static test => (
                test.GetProperty("score").GetInt32(), test.GetProperty("max-score").GetInt32()))];
        Assert.All(tests, static test => Assert.InRange(test.Score, 0, test.Max));
        Assert.Equal(result.GetProperty("score").GetInt32(), tests.Sum(static test => test.Score));
    }

    [Fact]
    public void ABrokenLawHasItsCounterexample()
    {
        JsonElement test = Written(GradeFixtures.Broken, Identity.Whole).GetProperty("tests").EnumerateArray()
            .Single(static one => Text(one, "test-name") == "BUDDY-MERGE");
        Assert.False(test.GetProperty("passed").GetBoolean());
        Assert.Equal("broken", Text(test, "verdict"));
        Assert.Equal("1.Buddy.AAQCBAEAAQACAAIB", Text(test, "replay"));
        Assert.Contains("#3 Free(#1) -> ok   <- breaks here", Text(test, "counterexample"));
    }

    [Theory]
    [MemberData(nameof(Required))]
    public void WhatIsMissingIsNamed(string key)
    {
        Dictionary<string, string> environment = Identity.Whole;
        environment.Remove("REVIEW_URL");
        Assert.True(environment.Remove(key));
        var refused = Assert.Throws<BadArgumentException>(() => Written(GradeFixtures.Broken, environment));
        Assert.Contains(key, refused.Message);
        Assert.Contains("--set", refused.Message);
    }

    [Fact]
    public void EverythingThatIsMissingIsNamedAtOnce()
    {
        var refused = Assert.Throws<BadArgumentException>(() => Written(GradeFixtures.Broken, []));
        Assert.All(Identity.Whole.Keys, key => Assert.Contains(key, refused.Message));
        Assert.Contains("never the clock", refused.Message);
    }

    [Fact]
    public void TheOwnerMayBeToldAsUserAndTheReviewAsCommit()
    {
        Dictionary<string, string> environment = Identity.Whole;
        environment["USERNAME"] = "bob";
        Assert.True(environment.Remove("OWNER") && environment.Remove("REVIEW_URL"));
        JsonElement result = Written(GradeFixtures.Broken, environment);
        Assert.Equal("bob", Text(result, "owner"));
        Assert.Equal(environment["COMMIT_URL"], Text(result, "review"));
    }

    [Theory]
    [InlineData("SUBMISSION_TAG", "v1", "submit/")]
    [InlineData("ASSIGNMENT_TYPE", "pair", "individual")]
    [InlineData("DATETIME", "2026-06-01 14:32", "2026-06-01T14:32:01Z")]
    [InlineData("DATETIME", "2026-02-30T14:32:01Z", "DATETIME")]
    [InlineData("GRADED_AT", "2026-06-01T14:32:01+02:00", "GRADED_AT")]
    [InlineData("OWNER", "alice\n::error::owned", "OWNER")]
    [InlineData("CLASSROOM", "\u202Ecs", "CLASSROOM")]
    public void WhatMakesNoSenseIsRefused(string key, string value, string word)
    {
        Dictionary<string, string> environment = Identity.Whole;
        environment[key] = value;
        var refused = Assert.Throws<BadArgumentException>(() => Written(GradeFixtures.Broken, environment));
        Assert.Contains(word, refused.Message);
    }

    [Fact]
    public void WhatIsGivenCountsMoreThanTheEnvironment()
    {
        var settings = new ReportSettings(["OWNER=carol=x", "GRADED_AT=2026-06-02T00:00:00Z"],
            Identity.Whole.GetValueOrDefault);
        string json = new Classroom50Format().Write(
            GradeFixtures.Broken, new ReportOptions(SourceRoot.None, settings));
        JsonElement result = JsonDocument.Parse(json).RootElement;
        Assert.Equal("carol=x", Text(result, "owner"));
        Assert.Equal("2026-06-02T00:00:00Z", Text(result, "graded_at"));
    }

    [Theory]
    [InlineData("OWNER")]
    [InlineData("OWNR=alice")]
    [InlineData("=alice")]
    public void ASettingThatIsNoneIsRefused(string pair)
    {
        var refused = Assert.Throws<BadArgumentException>(() => new ReportSettings([pair], static _ => null));
        Assert.Contains("KEY=VALUE", refused.Message);
        Assert.Contains("SUBMISSION_TAG", refused.Message);
    }

    private static JsonElement Written(Grade grade, Dictionary<string, string> environment)
    {
        string json = new Classroom50Format().Write(grade, Identity.OptionsWith(environment));
        return JsonDocument.Parse(json).RootElement;
    }

    private static string Text(JsonElement element, string name) => element.GetProperty(name).GetString()!;
}
