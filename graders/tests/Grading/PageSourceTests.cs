using System.Text.Json;

namespace MmVerify.Grader.Tests;

/// <summary>A submission's own buddy allocator below its other work.</summary>
public sealed class PageSourceTests
{
    [Theory]
    [InlineData("PerCpu", "ChainedPerCpu")]
    [InlineData("Slab", "OneLockSlab")]
    [InlineData("Vmalloc", "FramesFirstVmalloc")]
    public void CorrectWorkOnACorrectBuddyLosesNothing(string chapter, string specimen)
    {
        Command run = Command.Run(
            "grade",
            FolderOf("correct/Buddy/LazyBuddy", $"correct/{chapter}/{specimen}"),
            "--stack", "own", "--rubric", Rubric(chapter));
        Assert.True(run.ExitCode == 0, run.Error);
        Assert.Equal(run.Grade.GetProperty("maxScore").GetInt32(), run.Grade.GetProperty("score").GetInt32());
        Assert.Equal("own", Chapter(run).GetProperty("stack").GetString());
        Assert.Contains("On its own buddy", File.ReadAllText(run.PagePath));
        Command read = Command.Run("report", "--format", "summary", run.GradePath);
        Assert.True(read.ExitCode == 0, read.Error);
    }

    [Fact]
    public void WhatAWrongBuddySpoilsIsReplayedOnIt()
    {
        string folder = FolderOf("wrong/Buddy/PeeksInsteadOfTaking", "correct/Vmalloc/FramesFirstVmalloc");
        Command plain = Command.Run("grade", folder, "--rubric", Rubric("Vmalloc"));
        Assert.Empty(plain.Laws("broken"));
        Assert.False(Chapter(plain).TryGetProperty("stack", out _));
        Command own = Command.Run("grade", folder, "--stack", "own", "--rubric", Rubric("Vmalloc"));
        Assert.Contains("VMALLOC-BACKED", own.Laws("broken"));
        JsonElement shown = own.Law("VMALLOC-BACKED").GetProperty("counterexample");
        string token = shown.GetProperty("replay").GetString()!;
        Assert.StartsWith("Vmalloc1own-", token);
        Assert.Contains("plain page allocator", shown.GetProperty("test").GetString());
        Assert.Contains("✗ VMALLOC-BACKED", Command.Run("replay", token, folder).Output);
        string plainToken = token.Replace("1own-", "1-", StringComparison.Ordinal);
        Assert.Contains("is kept", Command.Run("replay", plainToken, folder).Output);
        Assert.Equal(0, Command.Run("replay", token).ExitCode);
    }

    [Fact]
    public void WithoutABuddyThereIsNothingToStandOn()
    {
        Command run = Command.Run(
            "grade", Repository.Specimen("correct", "FramesFirstVmalloc"), "--stack", "own");
        Assert.Equal(2, run.ExitCode);
        Assert.Contains("IBuddyAllocator", run.Error);
        Assert.Contains("--stack own", run.Error);
    }

    [Fact]
    public void AnotherStackIsRefused()
    {
        Command run = Command.Run(
            "grade", Repository.Specimen("correct", "LazyBuddy"), "--stack", "mine");
        Assert.Equal(2, run.ExitCode);
        Assert.Contains("'mine'", run.Error);
        Assert.Contains("plain, own", run.Error);
    }

    private static JsonElement Chapter(Command run) => run.Grade.GetProperty("chapters")[0];

    // Few programs: enough for what these tests look at.
    private static string Rubric(string chapter)
    {
        string path = Path.Combine(TestFolder.New("mmverify-rubric-"), "few.yaml");
        File.WriteAllText(
            path,
            $"title: few\nchapters:\n  {chapter}:\nbudget:\n  randomPrograms: 1000\n  shrinkPrograms: 500\n");
        return path;
    }

    private static string FolderOf(params string[] specimens)
    {
        string folder = TestFolder.New("mmverify-stack-");
        foreach (string specimen in specimens)
        {
            string source = Path.Combine(Repository.Submissions, "specimens", specimen + ".cs");
            File.Copy(source, Path.Combine(folder, Path.GetFileName(source)));
        }

        return folder;
    }
}
