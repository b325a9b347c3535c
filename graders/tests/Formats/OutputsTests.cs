namespace MmVerify.Grader.Tests;

/// <summary>What later steps of a workflow read.</summary>
public sealed class OutputsTests
{
    [Fact]
    public void TheyAreTheScoreAndTheSandbox() => Assert.Equal(
        "score=64\nmax-score=86\ntier=bubblewrap\n",
        new OutputsFormat().Write(GradeFixtures.Broken, ReportOptions.None));

    [Theory]
    [InlineData("none\nscore=100")]
    [InlineData("none<<END")]
    [InlineData("##[add-mask]x")]
    public void WhatIsNoWordIsNoSandbox(string tier)
    {
        Grade grade = GradeFixtures.Broken with { Sandbox = new GradeSandbox(tier, []) };
        Assert.EndsWith("\ntier=\n", new OutputsFormat().Write(grade, ReportOptions.None));
    }
}
