using System.Text.Json;

namespace MmVerify.Grader.Tests;

/// <summary>Rubrics on the command line.</summary>
public sealed class RubricCommandTests
{
    private const string Strict = """
        title: strict
        chapters:
          Buddy:
            laws: { BUDDY-SMALLEST-SPLIT: 6, BUDDY-MERGE: 20 }
            needs: { BUDDY-COST: [BUDDY-MERGE] }
            mutation: { points: 10, from: 60, full: 95 }
        witnesses: 30
        budget: { randomPrograms: 500 }
        """;

    [Fact]
    public void CheckTellsWhatARubricComesTo()
    {
        Command run = Command.Run("rubric", "check", RubricText.File(Strict));
        Assert.Equal(0, run.ExitCode);
        string[] lines = run.Output.Split('\n');
        Assert.Equal("strict", lines[0]);
        Assert.Equal("  BUDDY-MERGE                       20", Line("BUDDY-MERGE "));
        Assert.Equal("  BUDDY-SMALLEST-SPLIT               6  policy", Line("BUDDY-SMALLEST-SPLIT "));
        Assert.Equal("  BUDDY-COST                         8  needs BUDDY-MERGE", Line("BUDDY-COST "));
        Assert.Equal(
            "  mutation                          10  from 60 % on, in full at 95 %", Line("mutation "));
        Assert.Equal("  total                            126", Line("total "));
        Assert.Contains("126 points in all", lines);
        Assert.Contains("30 witnesses for a law", lines);
        Assert.Contains("500 random programs of at most 120 operations", lines);

        string Line(string start) => lines.Single(line => line.TrimStart().StartsWith(start));
    }

    [Fact]
    public void CheckTellsEveryErrorWithItsPlace()
    {
        string path = RubricText.File("title: t\nwitness: 3\nbudget: { randomPrograms: many }\n");
        Command run = Command.Run("rubric", "check", path);
        Assert.Equal(2, run.ExitCode);
        Assert.Empty(run.Output);
        Assert.Equal(
            $"{path}:2:1: there is no key 'witness' here; did you mean witnesses?\n"
                + $"{path}:3:27: expected a whole number from 0 to 1000000, found the text \"many\"\n",
            run.Error);
    }

    [Fact]
    public void ShowWritesJson()
    {
        Command run = Command.Run("rubric", "show", RubricText.File(Strict), "--json");
        JsonElement shown = JsonDocument.Parse(run.Output).RootElement;
        Assert.Equal(126, shown.GetProperty("maxScore").GetInt32());
        Assert.Equal(30, shown.GetProperty("witnesses").GetInt32());
        Assert.Equal("strict", shown.GetProperty("title").GetString());
        Assert.Equal(19, shown.GetProperty("chapters")[0].GetProperty("laws").GetArrayLength());
    }

    [Fact]
    public void ShowWithoutAFileIsTheDefault() =>
        Assert.StartsWith("default\n", Command.Run("rubric", "show").Output, StringComparison.Ordinal);

    [Fact]
    public void SchemaIsPrinted() =>
        Assert.Equal(RubricSchema.Write(), Command.Run("rubric", "schema").Output);

    [Fact]
    public void GradingFollowsTheRubric()
    {
        Command run = Command.Run(
            "grade", Repository.Specimen("wrong", "ForgetsToMerge"), "--rubric", RubricText.File(Strict));
        Assert.Equal(0, run.ExitCode);
        Assert.Equal("strict", run.Grade.GetProperty("rubric").GetString());
        Assert.Equal(116, run.Grade.GetProperty("maxScore").GetInt32());
        Assert.Equal(20, run.Law("BUDDY-MERGE").GetProperty("points").GetInt32());
        Assert.Equal(6, run.Law("BUDDY-SMALLEST-SPLIT").GetProperty("points").GetInt32());
        JsonElement cost = run.Law("BUDDY-COST");
        Assert.Equal("unknown", cost.GetProperty("verdict").GetString());
        Assert.StartsWith("fix BUDDY-MERGE first", cost.GetProperty("reason").GetString());
        JsonElement mutation = run.Grade.GetProperty("chapters")[0].GetProperty("mutation");
        Assert.Contains("not measured in this run", mutation.GetProperty("reason").GetString());
        Assert.Equal(0, mutation.GetProperty("points").GetInt32());
        Assert.Contains("mutation was not measured in this run", run.Output);
    }

    [Fact]
    public void AChapterThatTheRubricDoesNotGradeIsNotGraded()
    {
        string path = RubricText.File("title: none\nchapters: {}\n");
        Command run = Command.Run(
            "grade", Repository.Specimen("correct", "LazyBuddy"), "--rubric", path, "--chapter", "Buddy");
        Assert.Equal(2, run.ExitCode);
        Assert.Contains("'none' does not grade the chapter Buddy", run.Error);
        Assert.False(File.Exists(run.GradePath));
    }
}
