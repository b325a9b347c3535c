using System.Text;
using System.Text.Json.Nodes;

namespace MmVerify.Grader.Tests;

/// <summary>A grade.json that somebody else wrote.</summary>
public sealed class GradeReaderTests
{
    private static readonly string Good = GradeJson.Write(FormatGrades.Measured());

    [Theory]
    [InlineData("holds")]
    [InlineData("broken")]
    [InlineData("not attempted")]
    [InlineData("does not compile")]
    [InlineData("hung")]
    [InlineData("measured")]
    [InlineData("nothing graded")]
    public void WhatIsWrittenIsRead(string name)
    {
        string json = GradeJson.Write(FormatGrades.Of(name));
        Assert.Equal(json, GradeJson.Write(GradeJson.Parse(json, "grade.json")));
    }

    [Fact]
    public void WhatALawIsForIsKnownFromItsId()
    {
        Grade read = GradeJson.Parse(Good, "grade.json");
        GradeLaw merge = read.Chapters[0].Laws.Single(static law => law.Id == "BUDDY-MERGE");
        Assert.Equal(Spec.Chapters.FindLaw("BUDDY-MERGE")!.Why, merge.Why);
        Assert.NotEmpty(merge.Source);
    }

    [Fact]
    public void APropertyOfALaterVersionIsPassedOver()
    {
        string later = Changed("chapters[0]", static chapter => chapter["invented"] = new JsonArray(1, 2));
        Assert.Equal(Good, GradeJson.Write(GradeJson.Parse(later, "grade.json")));
    }

    [Fact]
    public void AFileMayBeginWithAMark() =>
        Assert.Equal(Good, GradeJson.Write(GradeJson.Parse("\uFEFF" + Good, "grade.json")));

    [Theory]
    [InlineData("", "schema", "\"mmverify/grade/v2\"", "$.schema", "reads mmverify/grade/v1")]
    [InlineData("", "schema", "\"classroom50/result/v1\"", "$.schema", "no grade.json")]
    [InlineData("", "schema", "7", "$.schema", "expected a text, not 7")]
    [InlineData("", "seed", "-1", "$.seed", "expected a whole number from 0 to 9007199254740991, not -1")]
    [InlineData("", "score", "63", "$.score", "is 63, but its parts add up to")]
    [InlineData("", "maxScore", "1000001", "$.maxScore", "expected a whole number from 0 to 1000000")]
    [InlineData("", "chapters", "{}", "$.chapters", "expected a list, not {}")]
    [InlineData("", "sandbox", "[]", "$.sandbox", "expected an object")]
    [InlineData("", "errors", "[{\"id\":\"CS1\"}]", "$.errors[0]", "the property 'file' is missing")]
    [InlineData("chapters[0]", "score", "0", "$.chapters[0].score", "add up to")]
    [InlineData("chapters[0]", "attempted", "\"yes\"", "$.chapters[0].attempted", "true or false")]
    [InlineData("chapters[0].laws[5]", "verdict", "\"great\"",
        "$.chapters[0].laws[5].verdict", "holds or broken")]
    [InlineData("chapters[0].laws[5]", "earned", "10",
        "$.chapters[0].laws[5].earned", "broken earns nothing")]
    [InlineData("chapters[0].laws[0]", "earned", "5",
        "$.chapters[0].laws[0].earned", "more than its 4 points")]
    [InlineData("chapters[0].laws[0]", "points", "4.5", "$.chapters[0].laws[0].points", "not 4.5")]
    [InlineData("chapters[0].laws[0]", "points", "1e99", "$.chapters[0].laws[0].points", "not 1e99")]
    [InlineData("chapters[0].laws[5]", "verdict", "\"unknown\"",
        "laws[5].counterexample", "only a broken law")]
    [InlineData("chapters[0].laws[5].counterexample", "fault", "\"slept\"",
        "fault", "threw or hung or crashed")]
    [InlineData("chapters[0].mutation", "percent", "101", "$.chapters[0].mutation.percent", "from 0 to 100")]
    [InlineData("chapters[0].mutation", "earned", "11", "$.chapters[0].mutation.earned", "more than its 10")]
    public void WhatIsWrongIsToldWithItsPlace(string at, string name, string value, params string[] words)
    {
        string bad = Changed(at, place => place[name] = JsonNode.Parse(value));
        string message = Refused(bad);
        Assert.StartsWith("grade.json: $", message);
        Assert.All(words, word => Assert.Contains(word, message));
    }

    [Theory]
    [InlineData("", "sandbox")]
    [InlineData("", "chapters")]
    [InlineData("chapters[0].laws[0]", "reason")]
    [InlineData("chapters[0].laws[5].counterexample", "test")]
    public void WhatIsMissingIsTold(string at, string name)
    {
        string bad = Changed(at, place => Assert.True(place.Remove(name)));
        Assert.Contains($"the property '{name}' is missing", Refused(bad));
    }

    [Fact]
    public void NothingCanHoldOfWhatDoesNotCompile()
    {
        string bad = Changed("", static grade => grade["errors"] = JsonNode.Parse(
            """[{"id":"CS1","file":"","line":0,"column":0,"message":"no"}]"""));
        Assert.Contains("does not compile", Refused(bad));
    }

    [Theory]
    [InlineData("")]
    [InlineData("{")]
    [InlineData("null")]
    [InlineData("[1]")]
    [InlineData("{\"schema\":\"mmverify/grade/v1\",\"schema\":\"x\"}")]
    [InlineData("{\"schema\":\"\\ud800\"}")]
    [InlineData("{\"\\ud800\":1,\"\\udfff\":2,\"schema\":\"mmverify/grade/v1\"}")]
    [InlineData("{} trailing")]
    public void WhatIsNoGradeIsRefused(string json) => Assert.StartsWith("grade.json: ", Refused(json));

    [Fact]
    public void WhatIsTooDeepTooLongOrTooMuchIsRefused()
    {
        Assert.Contains("JSON", Refused(new string('[', 100_000)));
        Assert.Contains("characters", Refused(Changed("", static grade =>
            grade["submission"] = new string('x', 5_000_000))));
        JsonNode?[] many = [.. Enumerable.Range(0, 1001).Select(static _ => (JsonNode)0)];
        Assert.Contains("items", Refused(Changed("", grade => grade["chapters"] = new JsonArray(many))));
        Assert.Contains("larger", Refused(new string(' ', GradeReader.MaxBytes + 1)));
    }

    [Fact]
    public void AMessageIsShort() => Assert.InRange(
        Refused(Changed("", static grade => grade["score"] = new string('x', 60_000))).Length, 10, 200);

    [Fact]
    public void NoBytesWhateverMakeItFailOtherwise()
    {
        byte[] good = Encoding.UTF8.GetBytes(Good);
        for (int at = 0; at < good.Length; at += 7)
        {
            foreach (byte odd in (ReadOnlySpan<byte>)[0, (byte)'"', (byte)'9', (byte)'}', 0xFF])
            {
                byte[] bad = [.. good];
                bad[at] = odd;
                try
                {
                    Assert.NotNull(GradeReader.Read(bad, "grade.json"));
                }
                catch (BadArgumentException refused)
                {
                    Assert.StartsWith("grade.json: ", refused.Message);
                }
            }
        }
    }

    private static string Refused(string json) =>
        Assert.Throws<BadArgumentException>(() => GradeJson.Parse(json, "grade.json")).Message;

    // The good grade with one object of it changed, which a path such as chapters[0].laws[5] names.
    private static string Changed(string path, Action<JsonObject> change)
    {
        JsonNode whole = JsonNode.Parse(Good)!;
        JsonNode at = whole;
        foreach (string step in path.Split(['.', '[', ']'], StringSplitOptions.RemoveEmptyEntries))
        {
            at = int.TryParse(step, out int index) ? at[index]! : at[step]!;
        }

        change(at.AsObject());
        return whole.ToJsonString();
    }
}
