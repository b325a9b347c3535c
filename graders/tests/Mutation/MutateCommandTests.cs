namespace MmVerify.Grader.Tests;

/// <summary>
/// The commands as they are called. Runs of the tools take a minute and more, so those are switched on:
/// <c>MMVERIFY_MUTATION=1 dotnet test graders/tests --filter FullyQualifiedName~MutateCommand</c>.
/// </summary>
public sealed class MutateCommandTests
{
    private const string Switch = "MMVERIFY_MUTATION";
    private const string Why = "takes minutes: set " + Switch + "=1 to run it";

    private static bool IsOn => Environment.GetEnvironmentVariable(Switch) == "1";

    [SkippableFact]
    public void SurvivorsOfTheReferenceAreThoseExplained()
    {
        Skip.IfNot(IsOn, Why);
        Command run = Command.Run("mutate", "reference", "--chapter", "Buddy", "--check");
        Assert.True(run.ExitCode == 0, run.Error);
        Assert.Contains(
            "explains every survivor of this run, and no other", run.Error, StringComparison.Ordinal);
    }

    [SkippableFact]
    public void LawsRunNearlyAllOfTheReference()
    {
        Skip.IfNot(IsOn, Why);
        Command run = Command.Run("coverage", "reference");
        Assert.True(run.ExitCode == 0, run.Error);
        string pages = Path.Combine(run.Folder, "mmverify-out", "Buddy");
        foreach (string name in (string[])["index.html", "SummaryGithub.md", "badge_linecoverage.svg"])
        {
            Assert.DoesNotContain(
                "mmverify-", File.ReadAllText(Path.Combine(pages, name)), StringComparison.Ordinal);
        }
    }

    [SkippableFact]
    public void ASubmissionThatBreaksALawIsMeasuredByTheOthers()
    {
        Skip.IfNot(IsOn, Why);
        Skip.If(Confinement.Find("bwrap") is null, "bubblewrap is not installed");
        Command run = Command.Run(
            "grade", Repository.Specimen("wrong", "ForgetsToMerge"), "--mutation", "--coverage");
        Assert.True(run.ExitCode == 0, run.Error);
        var chapter = run.Grade.GetProperty("chapters")[0];
        Assert.InRange(chapter.GetProperty("mutation").GetProperty("percent").GetDecimal(), 50m, 100m);
        Assert.InRange(chapter.GetProperty("mutation").GetProperty("survivors").GetArrayLength(), 0, 10);
        Assert.True(chapter.GetProperty("coverage").GetProperty("linesCovered").GetInt32() > 20);
        Assert.Contains("id=\"measures\"", File.ReadAllText(run.PagePath), StringComparison.Ordinal);
    }

    [Fact]
    public void WhatTheScreenObjectsToIsNotMutatedButNamed()
    {
        Command run = Command.Run(
            "mutate", Path.Combine(Repository.Submissions, "hostile", "ReadsFiles.cs"));
        Assert.Equal(2, run.ExitCode);
        Assert.Contains("outside the course's list", run.Error, StringComparison.Ordinal);
        Assert.Contains("System.IO", run.Error, StringComparison.Ordinal);
        Assert.False(File.Exists(Path.Combine(run.Folder, "mmverify-out", "mutation.json")));
    }

    [Fact]
    public void WhatBreaksTerminationIsNotMutated()
    {
        Command run = Command.Run("coverage", Repository.Specimen("wrong", "WaitsForMemoryForEver"));
        Assert.Equal(2, run.ExitCode);
        Assert.Contains("BUDDY-TERMINATES is broken", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void UnderLandlockAloneNothingIsMeasuredAndThatIsSaid()
    {
        Command run = Command.Run(
            "coverage", Repository.Specimen("correct", "QueueBuddy"), "--sandbox", "landlock");
        Assert.Equal(3, run.ExitCode);
        Assert.Contains("needs bubblewrap", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void TheCheckIsAboutTheReference()
    {
        Command run = Command.Run("mutate", Repository.Specimen("correct", "QueueBuddy"), "--check");
        Assert.Equal(2, run.ExitCode);
        Assert.Contains("'reference'", run.Error, StringComparison.Ordinal);
    }
}
