using System.Xml.Linq;

namespace MmVerify.Grader.Tests;

/// <summary>What a reader of JUnit's XML reads.</summary>
public sealed class JunitTests
{
    private static readonly (string Count, string Element)[] Counted =
        [("failures", "failure"), ("errors", "error"), ("tests", "testcase")];

    public static TheoryData<string> Names => FormatGrades.Names;

    [Theory]
    [InlineData("broken", "BUDDY-ALIGN", "", "")]
    [InlineData("broken", "BUDDY-MERGE", "failure", "broken")]
    [InlineData("broken", "BUDDY-COST", "skipped", "unknown")]
    [InlineData("threw", "BUDDY-MERGE", "failure", "threw")]
    [InlineData("hung", "BUDDY-MERGE", "error", "hung")]
    [InlineData("crashed", "BUDDY-MERGE", "error", "crashed")]
    [InlineData("not attempted", "BUDDY-MERGE", "skipped", "not attempted")]
    [InlineData("does not compile", "BUDDY-MERGE", "skipped", "not judged")]
    [InlineData("does not compile", "COMPILES", "error", "does not compile")]
    [InlineData("holds", "COMPILES", "", "")]
    [InlineData("measured", "BUDDY-MUTATION", "failure", "partial")]
    public void AVerdictIs(string grade, string name, string element, string type)
    {
        XElement test = Written(FormatGrades.Of(grade)).Descendants("testcase")
            .Single(one => (string?)one.Attribute("name") == name);
        XElement? outcome = test.Elements().SingleOrDefault();
        Assert.Equal(element, outcome?.Name.LocalName ?? "");
        Assert.Equal(type, (string?)outcome?.Attribute("type") ?? "");
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void TheCountsAreThoseOfTheTests(string name)
    {
        XElement all = Written(FormatGrades.Of(name));
        foreach ((string count, string element) in Counted)
        {
            Assert.Equal(all.Descendants(element).Count(), (int)all.Attribute(count)!);
            Assert.All(all.Elements("testsuite"), suite =>
                Assert.Equal(suite.Descendants(element).Count(), (int)suite.Attribute(count)!));
        }

        Assert.All(all.Elements("testsuite"), static suite =>
            Assert.Equal(suite.Descendants("skipped").Count(), (int)suite.Attribute("skipped")!));
    }

    [Fact]
    public void AFailureSaysWhatIsWrongAndShowsTheProgram()
    {
        XElement failure = Written(GradeFixtures.Broken).Descendants("failure")
            .Single(static one => one.Value.StartsWith("BUDDY-MERGE"));
        Assert.Equal(
            "the free blocks: expected 1 of order 2, not 2 of order 0, 1 of order 1",
            (string?)failure.Attribute("message"));
        Assert.Contains("    #3 Free(#1) -> ok   <- breaks here\n", failure.Value);
    }

    [Fact]
    public void PointsAreProperties()
    {
        XElement suite = Written(GradeFixtures.Broken).Elements("testsuite").Last();
        Dictionary<string, string> properties = suite.Descendants("property").ToDictionary(
            static one => (string)one.Attribute("name")!, static one => (string)one.Attribute("value")!);
        Assert.Equal("64", properties["score"]);
        Assert.Equal("86", properties["max-score"]);
        Assert.Equal("20260101", properties["seed"]);
    }

    [Fact]
    public void HostileTextIsReadAsItWasShown()
    {
        const string Text = "]]>&amp;\n::error::x\n##[error]<a b=\"'\">";
        Grade grade = FormatGrades.DoesNotCompile(Text, errors: 1);
        string message = (string)Written(grade).Descendants("error").Single().Attribute("message")!;
        Assert.EndsWith("CS1002: " + Text.Replace('\n', ' '), message);
    }

    private static XElement Written(Grade grade) =>
        XDocument.Parse(new JunitFormat().Write(grade, ReportOptions.None)).Root!;
}
