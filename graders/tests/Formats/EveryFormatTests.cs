using System.Text;
using System.Text.Json.Nodes;

namespace MmVerify.Grader.Tests;

/// <summary>What is true of every format, for every kind of grade.</summary>
public sealed class EveryFormatTests
{
    private static readonly Dictionary<string, string> Schemas = new()
    {
        ["classroom50"] = "classroom50-result",
        ["gradescope"] = "gradescope-results",
        ["ctrf"] = "ctrf",
        ["classroom"] = "classroom-runner",
    };

    public static TheoryData<string> Names => FormatGrades.Names;

    public static TheoryData<int> AttackNumbers => Attacks.Numbers;

    [Theory]
    [MemberData(nameof(Names))]
    public void TheSchemaAcceptsIt(string grade)
    {
        foreach ((string format, string schema) in Schemas)
        {
            Assert.Empty(Schema.ErrorsOf(schema, Write(format, FormatGrades.Of(grade))));
        }

        Assert.Empty(Schema.ErrorsOfJunit(Write("junit", FormatGrades.Of(grade))));
    }

    [Fact]
    public void TheSchemasRefuseWhatLacksSomethingOrHasMore()
    {
        foreach ((string format, string schema) in Schemas)
        {
            string json = Write(format, GradeFixtures.Broken);
            JsonObject extended = JsonNode.Parse(json)!.AsObject();
            extended["max score"] = 1;
            Assert.NotEmpty(Schema.ErrorsOf(schema, extended.ToJsonString()));
            JsonObject cut = JsonNode.Parse(json)!.AsObject();
            Assert.True(cut.Remove("tests") || cut.Remove("results"));
            Assert.NotEmpty(Schema.ErrorsOf(schema, cut.ToJsonString()));
        }

        string xml = Write("junit", GradeFixtures.Broken);
        Assert.NotEmpty(Schema.ErrorsOfJunit(xml.Replace("<testcase name", "<testcase title")));
        Assert.NotEmpty(Schema.ErrorsOfJunit(xml.Replace("failure", "failed")));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void NothingThatIsPrintedIsACommandButAnnotations(string name)
    {
        Grade grade = FormatGrades.Of(name);
        foreach (IReportFormat format in ReportFormats.All)
        {
            string text = format.Write(grade, Identity.Options);
            string[] allowed = format.Name == "annotations" ? ["error", "warning", "notice"] : [];
            Assert.All(WorkflowRunner.CommandsIn(text), one => Assert.Contains(one.Name, allowed));
        }
    }

    [Fact]
    public void ACommandThatIsPrintedAsItIsWouldBeSeen()
    {
        Assert.Single(WorkflowRunner.CommandsIn("x\n  ::add-mask::secret\n"));
        Assert.Single(WorkflowRunner.CommandsIn("{ \"text\": \"##[add-mask]secret\" }"));
        Assert.NotEmpty(WorkflowRunner.CommandsIn(Attacks.All));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void ItIsShortAndPlainText(string name)
    {
        var strict = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);
        foreach (IReportFormat format in ReportFormats.All)
        {
            string text = format.Write(FormatGrades.Of(name), Identity.Options);
            Assert.InRange(strict.GetByteCount(text), 0, 2_000_000);
            Assert.DoesNotContain(text, static c => char.IsControl(c) && c != '\n');
            Assert.DoesNotContain(text, static c => c is '\u202E' or '\uFEFF' or '\uFFFE' or '\u2028');
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void TheSameGradeGivesTheSameText(string name)
    {
        foreach (IReportFormat format in ReportFormats.All)
        {
            Assert.Equal(
                format.Write(FormatGrades.Of(name), Identity.Options),
                format.Write(FormatGrades.Of(name), Identity.Options));
        }
    }

    // The file is all there is: what it does not hold, no format may need.
    [Theory]
    [InlineData("holds")]
    [InlineData("broken")]
    [InlineData("does not compile")]
    [InlineData("threw")]
    [InlineData("measured")]
    public void ItIsMadeFromTheFileAlone(string name)
    {
        Grade read = GradeJson.Parse(GradeJson.Write(FormatGrades.Of(name)), "grade.json");
        Assert.Equal(GradeJson.Write(FormatGrades.Of(name)), GradeJson.Write(read));
        foreach (IReportFormat format in ReportFormats.All)
        {
            Assert.Equal(
                format.Write(read, Identity.Options),
                format.Write(
                    GradeJson.Parse(GradeJson.Write(read), "grade.json"), Identity.Options));
        }
    }

    [Theory]
    [MemberData(nameof(AttackNumbers))]
    public void AnAttackCanBeReportedFromAFile(int attack)
    {
        string json = GradeJson.Write(FormatGrades.Hostile(Attacks.Of(attack)));
        Grade read = GradeJson.Parse(json, "grade.json");
        foreach (IReportFormat format in ReportFormats.All)
        {
            Assert.NotEmpty(format.Write(read, Identity.Options));
        }
    }

    private static string Write(string format, Grade grade) =>
        ReportFormats.Of(format)[0].Write(grade, Identity.Options);
}
