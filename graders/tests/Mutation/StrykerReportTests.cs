using System.Text;

namespace MmVerify.Grader.Tests;

/// <summary>What is read of Stryker's report, and what is not taken for one.</summary>
public sealed class StrykerReportTests
{
    [Fact]
    public void AMutantIsReadWithItsPlaceInTheStudentsOwnFile()
    {
        Mutant mutant = Assert.Single(Read(Recorded.Stryker(Recorded.Mutant("Survived"))));
        Assert.Equal(
            new Mutant(
                "src/C.cs", 3, 21, "Equality mutation", "int M(int a) => a < 3 ? a | 1 : 0;", "a < 3",
                "a <= 3", MutantFate.Survived, ""),
            mutant);
    }

    [Theory]
    [InlineData("Killed", "", MutantFate.Killed)]
    [InlineData("Timeout", "", MutantFate.Timeout)]
    [InlineData("NoCoverage", "Not covered by any test.", MutantFate.NoCoverage)]
    [InlineData("CompileError", "Mutant caused compile errors", MutantFate.NotTried)]
    [InlineData("Ignored", "Removed by method filter", MutantFate.NotTried)]
    [InlineData("Ignored", "Removed by block already covered filter", MutantFate.NotTried)]
    [InlineData("Ignored", "Removed by exclude from code coverage filter", MutantFate.LeftOut)]
    [InlineData("Ignored", "whatever a comment said", MutantFate.LeftOut)]
    public void AStatusIsAFate(string status, string reason, MutantFate fate) =>
        Assert.Equal(
            fate, Assert.Single(Read(Recorded.Stryker(Recorded.Mutant(status, reason: reason)))).Fate);

    [Fact]
    public void MutantsComeInTheOrderOfTheSource()
    {
        IReadOnlyList<Mutant> read = Read(Recorded.Stryker(
            Recorded.Mutant("Killed", "0", from: 29, to: 34), Recorded.Mutant("Killed", "1")));
        Assert.Equal(["a < 3", "a | 1"], read.Select(static one => one.Original));
    }

    [Fact]
    public void SeveralLinesAreShownAsOne()
    {
        string mutant = Recorded.Mutant("Killed", "{\\n}", line: 2, from: 1, to: 2)
            .Replace("\"end\": { \"line\": 2", "\"end\": { \"line\": 4", StringComparison.Ordinal);
        Mutant read = Assert.Single(Read(Recorded.Stryker(mutant)));
        Assert.Equal("{ int M(int a) => a < 3 ? a | 1 : 0; }", read.Original);
        Assert.Equal("{ }", read.Replacement);
    }

    [Fact]
    public void WhatCouldHarmAScreenIsShownAndWhatIsLongIsCut()
    {
        Mutant read = Assert.Single(Read(Recorded.Stryker(
            Recorded.Mutant("Killed", "\\u001b[2J" + new string('x', 5000)))));
        Assert.DoesNotContain('\u001b', read.Replacement);
        Assert.InRange(read.Replacement.Length, 100, 200);
    }

    [Theory]
    [InlineData("")]
    [InlineData("{")]
    [InlineData("[]")]
    [InlineData("{}")]
    [InlineData("""{"files":[]}""")]
    [InlineData("""{"files":{"/tmp/w/S0000.cs":{}}}""")]
    [InlineData("""{"files":{"/tmp/w/S0000.cs":{"mutants":[{}]}}}""")]
    [InlineData("""{"files":{"/tmp/w/S0000.cs":{"mutants":[3]}}}""")]
    [InlineData("""{"files":{"/etc/passwd":{"mutants":[]}}}""")]
    public void WhatIsNoReportIsAnErrorOfOurs(string text) => Refuses(Encoding.UTF8.GetBytes(text));

    [Fact]
    public void DeepNestingIsRefused() =>
        Refuses(Encoding.UTF8.GetBytes("{\"files\":" + new string('[', 100_000)));

    [Theory]
    [InlineData(0, 1, 1)]
    [InlineData(99, 1, 1)]
    [InlineData(-1, 1, 1)]
    [InlineData(3, 0, 3)]
    [InlineData(3, 1, 900)]
    [InlineData(3, 9, 4)]
    public void APlaceThatIsNotThereIsRefused(int line, int from, int to) =>
        Refuses(Recorded.Stryker(Recorded.Mutant("Killed", line: line, from: from, to: to)));

    [Fact]
    public void AnUnknownStatusIsRefused() => Refuses(Recorded.Stryker(Recorded.Mutant("Passed")));

    private static IReadOnlyList<Mutant> Read(byte[] report) => StrykerReport.Read(report, Recorded.SourceAt);

    private static void Refuses(byte[] report)
    {
        UnmeasuredException refusal = Assert.Throws<UnmeasuredException>(() => Read(report));
        Assert.True(refusal.IsOurs);
        Assert.Contains("Stryker's report", refusal.Message, StringComparison.Ordinal);
    }
}
