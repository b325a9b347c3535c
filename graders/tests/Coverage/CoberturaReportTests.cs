using System.Text;
using System.Xml.Linq;

namespace MmVerify.Grader.Tests;

/// <summary>What is read of coverlet's report, what is not taken for one, and what is told of it.</summary>
public sealed class CoberturaReportTests
{
    private const string Good = """
        <?xml version="1.0" encoding="utf-8"?>
        <coverage line-rate="0.5" branch-rate="0.5" version="1.9" timestamp="1795278401">
          <sources><source>/</source></sources>
          <packages><package name="Submission"><classes>
            <class name="C" filename="tmp/w/Submission/S0000.cs">
              <methods><method name="M">
                <lines><line number="3" hits="9" branch="False" /></lines>
              </method></methods>
              <lines>
                <line number="3" hits="7" branch="True" condition-coverage="50% (1/2)" />
                <line number="1" hits="0" branch="False" />
                <line number="2" hits="0" branch="False" />
              </lines>
            </class>
            <class name="C/&lt;&gt;c" filename="tmp/w/Submission/S0000.cs">
              <lines><line number="3" hits="2" branch="True" condition-coverage="100% (2/2)" /></lines>
            </class>
          </classes></package></packages>
        </coverage>
        """;

    [Fact]
    public void LinesAndBranchesAreReadOnce()
    {
        CoverageRun run = Read(Good);
        CoveredFile file = Assert.Single(run.Files);
        Assert.Equal("src/C.cs", file.Source.Path);
        Assert.Equal((3, 1, 4, 3), (run.Lines, run.LinesCovered, run.Branches, run.BranchesCovered));
        Assert.Equal([(1, 2)], file.Uncovered());
    }

    [Fact]
    public void StretchesAreNotPartedByLinesThatCannotRun()
    {
        var file = new CoveredFile(
            Recorded.Source,
            [new(2, 0, 0, 0), new(5, 0, 0, 0), new(6, 1, 0, 0), new(9, 0, 0, 0)]);
        Assert.Equal([(2, 5), (9, 9)], file.Uncovered());
    }

    [Fact]
    public void TheGradeSaysWhatDidNotRun()
    {
        MeasuredSubject subject = new(
            MmVerify.Spec.BuddyChapter.Instance, ["C"], [Recorded.Source], ["BUDDY-ALIGN"], 1);
        var grade = CoverageGrade.Of(subject, Read(Good), "");
        Assert.Equal("the law that it keeps ran 1 of 3 lines and took 3 of 4 branches", grade.Reason);
        Assert.Equal([new GradeUncovered("src/C.cs", 1, 2)], grade.Uncovered);
        Assert.Equal((0, 0), (grade.Points, grade.Earned));
    }

    [Fact]
    public void WhatReportGeneratorReadsNamesOnlyTheSubjectsFiles()
    {
        XDocument clean = CoveragePages.Cobertura(Read(Good));
        Assert.Equal("src/C.cs", clean.Descendants("class").Single().Attribute("filename")!.Value);
        Assert.DoesNotContain("tmp", $"{clean}", StringComparison.Ordinal);
        Assert.Equal(
            "75% (3/4)",
            clean.Descendants("line").Select(static one => one.Attribute("condition-coverage")?.Value)
                .Single(static value => value is not null));
    }

    [Theory]
    [InlineData("")]
    [InlineData("<coverage")]
    [InlineData("<coverage />")]
    [InlineData("<!DOCTYPE c [<!ENTITY a SYSTEM \"file:///etc/passwd\">]><coverage>&a;</coverage>")]
    public void WhatIsNoReportIsAnErrorOfOurs(string text) => Refuses(text);

    [Theory]
    [InlineData("tmp/w/Submission/S0000.cs", "etc/passwd")]
    [InlineData("number=\"1\"", "number=\"0\"")]
    [InlineData("number=\"1\"", "number=\"99\"")]
    [InlineData("number=\"1\"", "number=\"-1\"")]
    [InlineData("number=\"1\"", "")]
    [InlineData("hits=\"7\"", "hits=\"99999999999999999999\"")]
    [InlineData("50% (1/2)", "50% (3/2)")]
    [InlineData("50% (1/2)", "50% (1/999999)")]
    [InlineData("50% (1/2)", "half")]
    public void AReportThatLiesIsRefused(string was, string became) =>
        Refuses(Good.Replace(was, became, StringComparison.Ordinal));

    private static CoverageRun Read(string text) =>
        CoberturaReport.Read(Encoding.UTF8.GetBytes(text), Recorded.SourceAt);

    private static void Refuses(string text)
    {
        UnmeasuredException refusal = Assert.Throws<UnmeasuredException>(() => Read(text));
        Assert.True(refusal.IsOurs);
    }
}
