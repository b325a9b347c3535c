namespace MmVerify.Grader.Tests;

/// <summary>What GitHub's runner makes of the annotations.</summary>
public sealed class AnnotationsTests
{
    private const int MostOfAKind = 10;

    public static TheoryData<string> Names => FormatGrades.Names;

    [Theory]
    [MemberData(nameof(Names))]
    public void EveryLineIsOneCommandAndThereAreNotTooMany(string name)
    {
        string text = new AnnotationsFormat().Write(FormatGrades.Of(name), Identity.Options);
        IReadOnlyList<RunnerCommand> commands = WorkflowRunner.CommandsIn(text);
        Assert.Equal(text.Count(static c => c == '\n'), commands.Count);
        Assert.Equal(text.Length == 0, commands.Count == 0);
        Assert.InRange(commands.Count, 0, MostOfAKind);
        Assert.All(commands, static one => Assert.All(
            one.Properties.Keys,
            static key => Assert.Contains(key, (string[])["file", "line", "endLine", "col", "title"])));
    }

    [Fact]
    public void AnErrorOfTheCompilerStandsAtItsPlace()
    {
        Grade grade = FormatGrades.DoesNotCompile("50% of; expected, :: or \n, was found");
        RunnerCommand first = Commands(grade)[0];
        Assert.Equal("error", first.Name);
        Assert.Equal("submissions/alice/src/BuddyAllocator.cs", first.Properties["file"]);
        Assert.Equal("31", first.Properties["line"]);
        Assert.Equal("17", first.Properties["col"]);
        Assert.Equal("CS1002: it does not compile", first.Properties["title"]);
        Assert.Equal("50% of; expected, :: or  , was found", first.Text);
    }

    [Fact]
    public void ABrokenLawStandsWhereTheExceptionAroseOrElseAtTheClass()
    {
        RunnerCommand threw = Commands(FormatGrades.Faulty("threw"))[0];
        Assert.Equal("submissions/alice/src/BuddyAllocator.cs", threw.Properties["file"]);
        Assert.Equal("68", threw.Properties["line"]);
        Assert.Equal("BUDDY-MERGE does not hold (10 points)", threw.Properties["title"]);
        RunnerCommand wrong = Commands(FormatGrades.Measured())[0];
        Assert.Equal("submissions/alice/BuddyAllocator.cs", wrong.Properties["file"]);
        Assert.Equal("12", wrong.Properties["line"]);
        Assert.Contains("expected: 1 of order 2\n", wrong.Text);
    }

    [Fact]
    public void SurvivorsAndWhatNeverRanAreNotices()
    {
        RunnerCommand[] notices =
            [.. Commands(FormatGrades.Measured()).Where(static one => one.Name == "notice")];
        Assert.Equal(2, notices.Length);
        Assert.Equal("44", notices[0].Properties["line"]);
        Assert.Contains("a < b -> a <= b", notices[0].Text);
        Assert.Equal("90", notices[1].Properties["line"]);
        Assert.Equal("91", notices[1].Properties["endLine"]);
    }

    [Fact]
    public void WhatWasLeftOutIsCountedInTheLast()
    {
        IReadOnlyList<RunnerCommand> commands = Commands(FormatGrades.Of("many broken"));
        Assert.Equal(MostOfAKind, commands.Count);
        Assert.EndsWith("(30 more are left out here; the report shows them all.)", commands[^1].Text);
        Assert.All(commands.SkipLast(1), static one => Assert.DoesNotContain("left out", one.Text));
    }

    [Fact]
    public void WhatHidesOthersComesFirstAndThenWhatIsDear()
    {
        GradeLaw cheap = GradeFixtures.Merge with { Id = "BUDDY-CHEAP", Points = 1 };
        GradeLaw dear = GradeFixtures.Merge with { Id = "BUDDY-DEAR", Points = 9 };
        GradeLaw faulty = FormatGrades.Faulty("threw").Chapters[0].Laws
            .Single(static law => law.Verdict == "broken");
        GradeLaw threw = faulty with { Id = "BUDDY-THREW", Points = 1 };
        GradeLaw unknown = cheap with { Id = "BUDDY-UNKNOWN", Verdict = "unknown", Counterexample = null };
        Grade grade = GradeFixtures.Graded(
            "x", [new GradeChapter("Buddy", true, 0, 12, [unknown, cheap, dear, threw])]);
        Assert.Equal(
            ["BUDDY-THREW", "BUDDY-DEAR", "BUDDY-CHEAP", "BUDDY-UNKNOWN"],
            Commands(grade).Select(static one => one.Properties["title"].Split(' ')[0]));
    }

    [Fact]
    public void LawsUnknownForOneReasonAreOneWarning()
    {
        RunnerCommand only = Assert.Single(Commands(GradeFixtures.NotAttempted));
        Assert.Equal("warning", only.Name);
        Assert.Equal("14 laws of Buddy are unknown (86 points)", only.Properties["title"]);
        Assert.Contains("BUDDY-ALIGN, BUDDY-IN-RANGE", only.Text);
        Assert.EndsWith("and 4 more", only.Text);
    }

    [Theory]
    [InlineData("../../../etc/passwd")]
    [InlineData("/etc/passwd")]
    [InlineData("a\\..\\b")]
    [InlineData("a//b")]
    [InlineData("")]
    public void APlaceOutsideTheSubmissionIsNone(string file)
    {
        GradeError error = new("CS1", file, 4, 2, "m");
        RunnerCommand command = Commands(GradeFixtures.NotAttempted with { Errors = [error] })[0];
        Assert.Equal(["title"], command.Properties.Keys);
    }

    [Theory]
    [InlineData("/abs")]
    [InlineData("..")]
    [InlineData("a/../b")]
    [InlineData("a\nb")]
    public void ASourceRootOutsideTheRepositoryIsRefused(string root)
    {
        var refused = Assert.Throws<BadArgumentException>(() => SourceRoot.Of(root));
        Assert.Contains("--source-root", refused.Message);
    }

    [Theory]
    [InlineData(null, "a/b.cs")]
    [InlineData("", "a/b.cs")]
    [InlineData(".", "a/b.cs")]
    [InlineData("./x/", "x/a/b.cs")]
    [InlineData("x/y", "x/y/a/b.cs")]
    public void ASourceRootIsPutBeforeThePath(string? root, string path) =>
        Assert.Equal(path, SourceRoot.Of(root).PathOf("a/b.cs"));

    private static IReadOnlyList<RunnerCommand> Commands(Grade grade) =>
        WorkflowRunner.CommandsIn(new AnnotationsFormat().Write(grade, Identity.Options));
}
