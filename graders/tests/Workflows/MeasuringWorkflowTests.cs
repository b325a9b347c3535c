namespace MmVerify.Grader.Tests;

/// <summary>The workflows that measure the reference, run for real from an empty folder.</summary>
public sealed class MeasuringWorkflowTests
{
    private const string Slow = "MMVERIFY_SLOW";

    private static readonly bool IsPatient = Environment.GetEnvironmentVariable(Slow) == "1";

    [SkippableTheory]
    [InlineData("coverage", "coverage", "coverage.json Buddy/index.html Lists/SummaryGithub.md")]
    [InlineData("mutation", "Buddy", "mutation.json")]
    public void TheReferenceIsMeasuredAndTheFindingsAreKept(string name, string word, string files)
    {
        Skip.If(name == "mutation" && !IsPatient, $"takes many minutes; {Slow}=1 runs it");
        using var site = new WorkflowSite();
        var run = new WorkflowRun(site);
        (bool failed, _) = run.RunJob(
            WorkflowYaml.Load(Path.Combine(Repository.Root, $".github/workflows/{name}.yml")), []);
        Assert.False(failed, run.Log.Text);
        Assert.Contains(word, run.Summary);
        (string _, IReadOnlyDictionary<string, string> kept) = run.Actions[^1];
        Assert.Equal(name, kept["name"]);
        Assert.All(files.Split(' '), file => Assert.True(
            File.Exists(Path.Combine(site.Workspace, kept["path"], file)), file));
    }
}
