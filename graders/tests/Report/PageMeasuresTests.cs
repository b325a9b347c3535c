namespace MmVerify.Grader.Tests;

/// <summary>Survivors and uncovered lines on the page, with whatever text they bring.</summary>
public sealed class PageMeasuresTests
{
    private static readonly GradeMutation Mutation = new(
        0, 0, 87.5m, 7, 1, 2, 0, "they noticed 7 of 8 changes",
        [new GradeSurvivor("src/Buddy.cs", 31, "Equality mutation", "a < b", "a <= b")]);

    private static readonly GradeCoverage Coverage = new(
        0, 0, 40, 37, 12, 12, "they ran 37 of 40 lines",
        [new GradeUncovered("src/Buddy.cs", 50, 52), new GradeUncovered("src/Buddy.cs", 60, 60)]);

    [Fact]
    public void NothingIsShownOfWhatWasNotAskedFor() =>
        Assert.DoesNotContain("id=\"measures\"", ReportPage.Render(GradeFixtures.Broken));

    [Theory]
    [InlineData("87.5 % of the mutants noticed")]
    [InlineData("they noticed 7 of 8 changes")]
    [InlineData("<th scope=\"row\">src/Buddy.cs:31</th><td><code>a &lt; b</code></td>")]
    [InlineData("<td><code>a &lt;= b</code> <span class=\"note\">Equality mutation</span></td>")]
    [InlineData("37 of 40 lines ran")]
    [InlineData("src/Buddy.cs:50–52</span> did not run")]
    [InlineData("src/Buddy.cs:60</span> did not run")]
    public void TheySay(string markup) =>
        Assert.Contains(markup, ReportPage.Render(With(Mutation, Coverage)), StringComparison.Ordinal);

    [Fact]
    public void WhatWasNotMeasuredHasAReasonAndNoNumber()
    {
        string page = ReportPage.Render(
            With(
                MutationGrade.Unmeasured("no setpriv", isOurs: true),
                CoverageGrade.Unmeasured("no bubblewrap", isOurs: true)));
        Assert.Contains("not measured: no setpriv", page, StringComparison.Ordinal);
        Assert.Contains("an unknown share of the mutants", page, StringComparison.Ordinal);
        Assert.Contains("not measured: no bubblewrap", page, StringComparison.Ordinal);
    }

    [Fact]
    public void NoTextLeavesItsPlace()
    {
        const string Attack = HostileGrade.Attack;
        string page = ReportPage.Render(With(
            Mutation with
            {
                Reason = Attack,
                Survivors = [new GradeSurvivor(Attack, 1, Attack, Attack, Attack)],
            },
            Coverage with { Reason = Attack, Uncovered = [new GradeUncovered(Attack, 1, 2)] }));
        Assert.DoesNotContain("<img", page, StringComparison.Ordinal);
        Assert.DoesNotContain("<b onclick", page, StringComparison.Ordinal);
        Assert.DoesNotContain('\u202E', page);
    }

    private static Grade With(GradeMutation mutation, GradeCoverage coverage)
    {
        Grade grade = GradeFixtures.Broken;
        return grade with
        {
            Chapters = [grade.Chapters[0] with { Mutation = mutation, Coverage = coverage }],
        };
    }
}
