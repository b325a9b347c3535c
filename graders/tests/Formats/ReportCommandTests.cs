using System.Text.Json;

namespace MmVerify.Grader.Tests;

/// <summary>The command, run as a user runs it.</summary>
public sealed class ReportCommandTests
{
    private static readonly string Graded = Written(GradeFixtures.Broken);

    public static TheoryData<string> Formats => [.. ReportFormats.All.Select(static format => format.Name)];

    [Theory]
    [MemberData(nameof(Formats))]
    public void AFormatGoesToStandardOutput(string format)
    {
        Command run = Command.RunWith(Identity.Whole, "report", "--format", format, Graded);
        Assert.Equal(0, run.ExitCode);
        Assert.Empty(run.Error);
        Assert.Equal(
            ReportFormats.Of(format)[0].Write(
                GradeJson.Read(Graded), Identity.Options with { Root = SourceRoot.None }),
            run.Output);
    }

    [Fact]
    public void SeveralFormatsGoToAFolderUnderTheNamesThatAreExpected()
    {
        Command run = Command.RunWith(
            Identity.Whole, "report", "--format", ReportFormats.Names, Graded, "--out", "to/reports");
        Assert.Equal(0, run.ExitCode);
        Assert.Empty(run.Output);
        Assert.Equal(
            ReportFormats.All.Select(static format => format.FileName).Order(StringComparer.Ordinal),
            Directory.EnumerateFiles(Path.Combine(run.Folder, "to", "reports"))
                .Select(static path => Path.GetFileName(path)).Order(StringComparer.Ordinal));
    }

    [Theory]
    [InlineData("result.json", "result.json")]
    [InlineData("a/b.json", "a/b.json")]
    [InlineData("folder/", "folder/ctrf-report.json")]
    public void OneFormatGoesToAFileOrAFolder(string to, string file)
    {
        Command run = Command.Run("report", "--format", "ctrf", Graded, "--out", to);
        Assert.Equal(0, run.ExitCode);
        using JsonDocument report = JsonDocument.Parse(File.ReadAllBytes(Path.Combine(run.Folder, file)));
        Assert.Equal("CTRF", report.RootElement.GetProperty("reportFormat").GetString());
    }

    [Theory]
    [InlineData("'xml'", "--format", "xml")]
    [InlineData("names no format", "--format", ",")]
    [InlineData("--out DIR", "--format", "junit,ctrf")]
    [InlineData("SUBMISSION_TAG", "--format", "classroom50")]
    [InlineData("KEY=VALUE", "--format", "junit", "--set", "A=B")]
    [InlineData("--source-root", "--format", "annotations", "--source-root", "../x")]
    [InlineData("--out /proc/no", "--format", "junit", "--out", "/proc/no/such.xml")]
    [InlineData("--format")]
    public void WhatMakesNoSenseIsToldAndNothingIsWritten(string word, params string[] arguments)
    {
        Command run = Command.Run(["report", Graded, .. arguments]);
        Assert.Equal(2, run.ExitCode);
        Assert.Contains(word, run.Error);
        Assert.Empty(run.Output);
        Assert.Empty(Directory.EnumerateFileSystemEntries(run.Folder));
    }

    [Theory]
    [InlineData("/nowhere/grade.json")]
    [InlineData("/")]
    [InlineData("/dev/zero")]
    public void AFileThatIsNoGradeIsRefused(string path)
    {
        Command run = Command.Run("report", "--format", "junit", path);
        Assert.Equal(2, run.ExitCode);
        Assert.Contains(path, run.Error);
        Assert.DoesNotContain("   at ", run.Error);
    }

    [Fact]
    public void HelpListsEveryFormatWithAnExample()
    {
        Command run = Command.Run("report", "--help");
        Assert.Equal(0, run.ExitCode);
        int last = 0;
        foreach (IReportFormat format in ReportFormats.All)
        {
            Assert.Contains(format.ReadBy, run.Output);
            int at = run.Output.IndexOf(
                $"mmverify report --format {format.Name} grade.json {format.Example}");
            Assert.InRange(at, last + 1, run.Output.Length);
            last = at;
        }
    }

    // From a submission to what threw, hung or crashed in it, with the line: nothing here is made by hand.
    [Theory]
    [InlineData("specimens/wrong/Buddy/LooksForTheHolderForEver.cs", "hung", "error")]
    [InlineData("starter", "threw", "failure")]
    [InlineData("hostile/FailsFast.cs", "crashed", "error")]
    public void AFaultOfASubmissionIsToldApart(string submission, string fault, string element)
    {
        Command graded = Command.Run("grade", Path.Combine(Repository.Submissions, submission));
        Assert.Equal(0, graded.ExitCode);
        Command run = Command.Run("report", "--format", "junit", graded.GradePath);
        Assert.Contains($"<{element} type=\"{fault}\"", run.Output);
        GradeCounterexample shown = GradeJson.Read(graded.GradePath).Chapters[0].Laws
            .Select(static law => law.Counterexample).First(one => one?.Fault == fault)!;
        if (fault == "crashed")
        {
            Assert.Null(shown.Place);
            return;
        }

        string path = Path.Combine(Repository.Submissions, submission);
        string file = Directory.Exists(path) ? Path.Combine(path, shown.Place!.File) : path;
        Assert.True(File.Exists(file), file);
        Assert.InRange(shown.Place!.Line, 1, File.ReadAllLines(file).Length);
    }

    private static string Written(Grade grade)
    {
        string folder = TestFolder.New("mmverify-report-");
        string path = Path.Combine(folder, "grade.json");
        File.WriteAllText(path, GradeJson.Write(grade));
        return path;
    }
}
