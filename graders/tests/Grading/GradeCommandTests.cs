using System.Text.Json;

namespace MmVerify.Grader.Tests;

/// <summary>The command from sources to grade, run as a user runs it.</summary>
public sealed class GradeCommandTests
{
    [Fact]
    public void ACorrectSubmissionEarnsEveryPoint()
    {
        Command run = Command.Run("grade", Repository.Specimen("correct", "BitmapTreeBuddy"));
        Assert.Equal(0, run.ExitCode);
        Assert.Equal(run.Grade.GetProperty("maxScore").GetInt32(), run.Grade.GetProperty("score").GetInt32());
        Assert.Empty(run.Laws("broken"));
        Assert.Empty(run.Laws("unknown"));
        Assert.Contains("100 of 100 points", run.Output);
    }

    [Theory]
    [InlineData("ForgetsToMerge", "BUDDY-FAILS-ONLY-WHEN-FULL BUDDY-MERGE BUDDY-RESTORES")]
    [InlineData("AcceptsDoubleFree", "BUDDY-DOUBLE-FREE")]
    public void AWrongSubmissionLosesThePointsOfTheLawsItBreaks(string name, string laws)
    {
        Command run = Command.Run("grade", Repository.Specimen("wrong", name));
        Assert.Equal(0, run.ExitCode);
        Assert.Equal(laws.Split(' '), run.Laws("broken"));
        foreach (string law in laws.Split(' '))
        {
            Assert.Equal(0, run.Law(law).GetProperty("earned").GetInt32());
            JsonElement counterexample = run.Law(law).GetProperty("counterexample");
            Assert.StartsWith("Buddy1-", counterexample.GetProperty("replay").GetString());
            Assert.True(
                counterexample.GetProperty("steps").EnumerateArray().Last()
                    .GetProperty("breaks").GetBoolean());
            Assert.Contains(law, File.ReadAllText(run.PagePath));
        }
    }

    [Fact]
    public void TheStarterIsTheBeginning()
    {
        Command run = Command.Run("grade", Path.Combine(Repository.Submissions, "starter"));
        Assert.Equal(0, run.ExitCode);
        Assert.Equal(0, run.Grade.GetProperty("score").GetInt32());
        Assert.Equal(["LIST-NO-THROW"], run.Laws("broken"));
        Assert.Contains("NotImplementedException", run.Output);
        Assert.Contains("fix LIST-NO-THROW first", run.Output);
        Assert.Contains("fix PAGE-NO-THROW first", run.Output);
        Assert.Contains("fix BUDDY-NO-THROW first", run.Output);
    }

    [Fact]
    public void AChapterWithoutAClassCountsOnlyWhereItIsAskedFor()
    {
        string path = Repository.Specimen("wrong", "LeavesPreviousBehind");
        Command run = Command.Run("grade", path);
        Assert.Equal(100, run.Grade.GetProperty("maxScore").GetInt32());
        Assert.Equal(88, run.Grade.GetProperty("score").GetInt32());
        Assert.Equal(["LIST-DELETE-ISOLATES"], run.Laws("broken"));
        Assert.Contains("Buddy does not count: no public class implements IBuddyAllocator", run.Output);
        Command asked = Command.Run("grade", path, "--chapter", "Lists", "--chapter", "Buddy");
        Assert.Equal(200, asked.Grade.GetProperty("maxScore").GetInt32());
        Assert.Equal(88, asked.Grade.GetProperty("score").GetInt32());
        Assert.DoesNotContain("does not count", asked.Output);
    }

    [Fact]
    public void TheSameSeedGivesTheSameBytes()
    {
        string path = Repository.Specimen("wrong", "SplitLeaksHalf");
        Command first = Command.Run("grade", path, "--seed", "7");
        Command second = Command.Run("grade", path, "--seed", "7");
        Assert.Equal(File.ReadAllBytes(first.GradePath), File.ReadAllBytes(second.GradePath));
        Assert.Equal(File.ReadAllBytes(first.PagePath), File.ReadAllBytes(second.PagePath));
    }

    [Fact]
    public void JsonGoesToStandardOutputAlone()
    {
        Command run = Command.Run(
            "grade", Repository.Specimen("wrong", "ForgetsToMerge"), "--json", "--out", "elsewhere");
        using JsonDocument printed = JsonDocument.Parse(run.Output);
        Assert.Equal("mmverify/grade/v1", printed.RootElement.GetProperty("schema").GetString());
        Assert.Equal(run.Output, File.ReadAllText(Path.Combine(run.Folder, "elsewhere", "grade.json")));
    }

    [Fact]
    public void GradeJsonHasExactlyTheNamesOfItsFormat()
    {
        JsonElement grade = Command.Run("grade", Repository.Specimen("wrong", "ForgetsToMerge")).Grade;
        Assert.Equal(
            "schema submission suiteVersion seed score maxScore sandbox chapters rubric errors",
            Names(grade));
        Assert.Equal("tier layers", Names(grade.GetProperty("sandbox")));
        JsonElement chapter = grade.GetProperty("chapters")[0];
        Assert.Equal("name attempted score maxScore laws place", Names(chapter));
        Assert.Equal("file line", Names(chapter.GetProperty("place")));
        JsonElement law = chapter.GetProperty("laws").EnumerateArray()
            .First(static one => one.GetProperty("verdict").GetString() == "broken");
        Assert.Equal("id statement points earned verdict witnesses reason counterexample", Names(law));
        JsonElement counterexample = law.GetProperty("counterexample");
        Assert.Equal("replay steps culprit expected actual test", Names(counterexample));
        Assert.Equal("operation reply breaks", Names(counterexample.GetProperty("steps")[0]));
    }

    [Fact]
    public void AChapterTellsWhereItsClassBegins()
    {
        string path = Repository.Specimen("wrong", "AcceptsDoubleFree");
        string[] lines = File.ReadAllLines(path);
        int line = Array.FindIndex(
            lines, static one => one.StartsWith("public sealed class", StringComparison.Ordinal)) + 1;
        JsonElement place =
            Command.Run("grade", path).Grade.GetProperty("chapters")[0].GetProperty("place");
        Assert.Equal("AcceptsDoubleFree.cs", place.GetProperty("file").GetString());
        Assert.InRange(line, 2, lines.Length);
        Assert.Equal(line, place.GetProperty("line").GetInt32());
    }

    [Theory]
    [InlineData("72", 0)]
    [InlineData("73", 1)]
    public void ADemandThatIsNotMetIsExitCodeOne(string demand, int exitCode) => Assert.Equal(
        exitCode,
        Command.Run("grade", Repository.Specimen("wrong", "ForgetsToMerge"), "--fail-below", demand)
            .ExitCode);

    [Fact]
    public void AReplayShowsJustTheProgramOfTheToken()
    {
        string path = Repository.Specimen("wrong", "ForgetsToMerge");
        Command graded = Command.Run("grade", path);
        JsonElement counterexample = graded.Law("BUDDY-MERGE").GetProperty("counterexample");
        Command replayed = Command.Run("replay", counterexample.GetProperty("replay").GetString()!, path);
        Assert.Equal(0, replayed.ExitCode);
        foreach (JsonElement step in counterexample.GetProperty("steps").EnumerateArray())
        {
            string operation = step.GetProperty("operation").GetString()!;
            Assert.Contains(
                operation[(operation.IndexOf(' ', StringComparison.Ordinal) + 1)..], replayed.Output);
        }

        Assert.Contains("✗ BUDDY-MERGE", replayed.Output);
        Command onReference = Command.Run("replay", counterexample.GetProperty("replay").GetString()!);
        Assert.Contains("Every law that this program speaks of is kept.", onReference.Output);
    }

    private static string Names(JsonElement element) =>
        string.Join(' ', element.EnumerateObject().Select(static property => property.Name));
}
