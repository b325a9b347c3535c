namespace MmVerify.Grader.Tests;

/// <summary>
/// The workflow of a kit, the workflow of the suite that it calls, and the action that this one uses, run for
/// real from an empty folder.
/// </summary>
public sealed class GradeWorkflowTests(GradeWorkflowTests.Place place)
    : IClassFixture<GradeWorkflowTests.Place>
{
    private const string Message = "::error title=forged::ThrowsWhenFull\\n::error title=forged::100 points";

    private const string StudentsFile = "src/Buddy/BuddyAllocator.cs";
    private const string Host = "suite/artifacts/bin/MmVerify.Grader/release/MmVerify.Host.dll";
    private const string DoesNotCompile = "public class C\n{\n    int x = \"text\";\n}\n";

    [Fact]
    public void AWrongSubmissionIsReported()
    {
        WorkflowRun run = Grade(Specimen("wrong", "ForgetsToMerge"), out bool failed, out var outputs);
        Assert.False(failed, run.Log.Text);
        Assert.Equal("72", outputs["score"]);
        Assert.Equal("100", outputs["max-score"]);
        Assert.Contains(outputs["tier"], (string[])["bubblewrap", "landlock"]);
        Assert.Contains($"The sandbox in force is {outputs["tier"]}.", run.Log.Text);
        Assert.Contains("BUDDY-MERGE", run.Summary);
        Assert.Contains("72", run.Summary);
        Assert.Equal(3, Errors(run).Count());
        Assert.All(Errors(run), static one => Assert.Equal(StudentsFile, one.Properties["file"]));
        (string _, IReadOnlyDictionary<string, string> kept) = run.Actions[^1];
        Assert.Equal("grade", kept["name"]);
        Assert.Equal(
            ["grade.json", "junit.xml", "report.html"],
            Directory.EnumerateFiles(kept["path"]).Select(Path.GetFileName).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void ACorrectSubmissionHasNothingToRemark()
    {
        WorkflowRun run = Grade(Specimen("correct", "BitmapTreeBuddy"), out bool failed, out var outputs);
        Assert.False(failed, run.Log.Text);
        Assert.Equal("100", outputs["score"]);
        Assert.Empty(Errors(run));
        Assert.All(run.Steps, static step => Assert.Equal(0, step.ExitCode));
    }

    [Fact]
    public void AScoreBelowTheDemandFailsTheJobAndIsReported()
    {
        WorkflowRun run = Grade(
            Specimen("wrong", "ForgetsToMerge"), out bool failed, out var outputs, given: new()
            {
                ["rubric"] = "suite/graders/Rubric/default.yaml",
                ["fail-below"] = "73",
            });
        Assert.True(failed);
        Assert.Contains(("Grade", 1), run.Steps);
        Assert.Equal("72", outputs["score"]);
        Assert.Contains("BUDDY-MERGE", run.Summary);
        Assert.Equal(3, Errors(run).Count());
    }

    [Fact]
    public void WhatDoesNotCompileIsReportedWithItsLine()
    {
        WorkflowRun run = Grade(DoesNotCompile, out bool failed, out var outputs);
        Assert.True(failed);
        Assert.Contains(("Grade", 2), run.Steps);
        Assert.Equal("0", outputs["score"]);
        LogCommand error = Errors(run).Single();
        Assert.Equal(StudentsFile, error.Properties["file"]);
        Assert.Equal("3", error.Properties["line"]);
        Assert.Contains("CS0029", error.Properties["title"] + error.Text);
        Assert.Contains("CS0029", run.Summary);
    }

    [Fact]
    public void AFolderWithoutSourcesIsNotGraded()
    {
        WorkflowRun run = Grade(null, out bool failed, out var outputs);
        Assert.True(failed);
        Assert.Contains(("Grade", 2), run.Steps);
        Assert.Equal("", outputs["score"]);
        Assert.StartsWith("## Not graded", run.Summary);
        Assert.Contains("submission/src", run.Summary);
        Assert.Equal("Not graded", Errors(run).Single().Properties["title"]);
    }

    [Theory]
    [InlineData("Tell which sandbox is in force")]
    [InlineData("Grade")]
    public void AFailureOfTheSuiteIsNoScore(string step)
    {
        int seen = 0;
        string source = Specimen("correct", "QueueBuddy");
        WorkflowRun run = Grade(source, out bool failed, out var outputs, name =>
        {
            // The first step named so is the call of the action.
            seen += name == step ? 1 : 0;
            if (seen == (step == "Grade" ? 2 : 1))
            {
                File.Delete(Path.Combine(place.Site.Workspace, Host));
            }
        });
        Assert.True(failed);
        Assert.Contains((step, 3), run.Steps);
        Assert.Contains(("Say that nothing was graded", 3), run.Steps);
        Assert.Equal("", outputs["score"]);
        Assert.Equal("", outputs["max-score"]);
        Assert.StartsWith("## The suite failed", run.Summary);
        Assert.Contains("no score of 0", run.Summary);
        Assert.Equal("The suite failed", Errors(run).Single().Properties["title"]);
    }

    [Fact]
    public void WhatASubmissionSaysIsNotObeyed()
    {
        string source = File.ReadAllText(Repository.Specimen("wrong", "ThrowsWhenFull"));
        int start = source.IndexOf("throw new ", StringComparison.Ordinal);
        int end = source.IndexOf(';', start);
        string thrown = $"throw new InvalidOperationException(\"{Message}\")";
        source = $"{source[..start]}{thrown}{source[end..]}";
        WorkflowRun run = Grade(source, out bool failed, out var outputs);
        Assert.False(failed, run.Log.Text);
        Assert.Equal("86", outputs["score"]);
        Assert.Contains("title=forged", run.Log.Text);
        LogCommand error = Errors(run).Single();
        Assert.StartsWith("BUDDY-NO-THROW", error.Properties["title"]);
    }

    [Fact]
    public void ABranchIsNoPin()
    {
        WorkflowRun run = Grade(null, out bool failed, out _, given: new() { ["ref"] = "main" });
        Assert.True(failed);
        Assert.Equal([("Require a commit", 2)], run.Steps);
    }

    private static IEnumerable<LogCommand> Errors(WorkflowRun run) =>
        run.Log.Commands.Where(static one => one.Name == "error");

    private static string Specimen(string kind, string name) =>
        File.ReadAllText(Repository.Specimen(kind, name));

    // A new student's repository, made as a kit is, with this class in it.
    private WorkflowRun Grade(
        string? source,
        out bool failed,
        out IReadOnlyDictionary<string, string> outputs,
        Action<string>? beforeStep = null,
        Dictionary<string, string>? given = null)
    {
        string student = TestFolder.New("mmverify-student-");
        Command kit = Command.Run(
            "kit", "--chapters", "Buddy", "--out", student,
            "--suite", "course/suite@0123456789abcdef0123456789abcdef01234567");
        Assert.True(kit.ExitCode == 0, kit.Error);
        string path = Path.Combine(student, StudentsFile);
        File.Delete(path);
        if (source is not null)
        {
            File.WriteAllText(path, source);
        }

        place.Site.Own = student;
        WorkflowYaml call = WorkflowYaml.Load(Path.Combine(student, ".github/workflows/grade.yml"))
            .Map("jobs").Map("grade");
        var with = call.Map("with").Texts.ToDictionary();
        Assert.Equal($"{with["suite"]}/.github/workflows/grade.yml@{with["ref"]}", call.Find("uses"));
        foreach ((string name, string value) in given ?? [])
        {
            with[name] = value;
        }

        var run = new WorkflowRun(place.Site) { BeforeStep = beforeStep ?? (static _ => { }) };
        (failed, outputs) = run.RunJob(
            WorkflowYaml.Load(Path.Combine(Repository.Root, ".github/workflows/grade.yml")), with);
        Directory.Delete(student, recursive: true);
        return run;
    }

    /// <summary>The folder in which the suite is built once for all runs.</summary>
    public sealed class Place : IDisposable
    {
        internal WorkflowSite Site { get; } = new();

        /// <inheritdoc/>
        public void Dispose() => Site.Dispose();
    }
}
