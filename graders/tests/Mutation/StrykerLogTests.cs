namespace MmVerify.Grader.Tests;

/// <summary>What is understood of what Stryker prints, and how a run that went wrong is told.</summary>
public sealed class StrykerLogTests
{
    private const string Beginning = """
        Version: 5.1.0

        [16:14:27 WRN] Using a concurrency of 2 which is more than recommended 1 for normal system operation.
        [16:14:40 INF] Number of tests found: 1 for project /tmp/w/S.csproj. Initial test run started.
        [16:14:51 INF] 84    total mutants are skipped for the above mentioned reasons
        [16:14:51 INF] 6     total mutants will be tested

        """;

    private static readonly string[] Pieces = [".S", "..", "T"];

    [Fact]
    public void SignsAreCountedAsTheyCome()
    {
        var log = new StrykerLog();
        log.Hear(Beginning);
        Assert.Equal("0 of 6 mutants, 0 killed, 0 survived", $"{log.Progress}");
        foreach (string piece in Pieces)
        {
            log.Hear(piece);
        }

        Assert.Equal((5, 6, 1, 1), (
            log.Progress.Tested, log.Progress.All, log.Progress.Survived, log.Progress.Timeouts));
        Assert.StartsWith(
            "5 of 6 mutants, 3 killed, 1 survived, 1 stopped by the clock, about ",
            $"{log.Progress}",
            StringComparison.Ordinal);
        Assert.Equal(1, log.TestsFound);
        Assert.Empty(log.Troubles);
    }

    [Fact]
    public void LinesOfTheLogBetweenThemAreNotCounted()
    {
        var log = new StrykerLog();
        log.Hear(Beginning);
        log.Hear("..\n[16:15:00 WRN] Session.Timeout. Some TESTS\n..");
        Assert.Equal(4, log.Progress.Tested);
        Assert.Equal(0, log.Progress.Survived);
        Assert.Contains("Session.Timeout", Assert.Single(log.Troubles), StringComparison.Ordinal);
    }

    [Fact]
    public void BeforeTheCountIsKnownItSaysWhatIsBeingDone() =>
        Assert.Equal("building, and running the laws once", $"{new StrykerLog().Progress}");

    [Fact]
    public void AnEndlessLineIsNotKept()
    {
        var log = new StrykerLog();
        log.Hear(new string('x', 10_000_000) + "\n[16:15:00 ERR] it failed\n");
        Assert.Single(log.Troubles);
    }

    [Theory]
    [InlineData("Number of tests found: 0 for project x", 1, "it found no tests")]
    [InlineData(
        "Initial testrun has more than 50% failing tests.", 1,
        "the laws that hold in the sandbox do not hold in it")]
    [InlineData("setpriv: failed to execute", 127, "it ended with exit code 127")]
    [InlineData("", 0, "it wrote no report")]
    public void ARunWithoutAReportNamesItsCause(string said, int exitCode, string cause)
    {
        var log = new StrykerLog();
        log.Hear(said + "\n");
        string told = StrykerTrouble.Of(exitCode, log, said);
        Assert.Contains(cause, told, StringComparison.Ordinal);
        Assert.Contains(said, told, StringComparison.Ordinal);
    }

    [Fact]
    public void NoKillsNoTestsAndNoMutantsAreErrorsAndNoScores()
    {
        Mutant survivor = Recorded.Of(MutantFate.Survived, 1, "Equality mutation");
        Assert.Contains("none was killed", Refusal(1, survivor), StringComparison.Ordinal);
        Assert.Contains(
            "found 0 tests",
            Refusal(0, survivor, Recorded.Of(MutantFate.Killed, 2, "Block")),
            StringComparison.Ordinal);
        Assert.Contains(
            "nothing to mutate",
            Refusal(1, Recorded.Of(MutantFate.NotTried, 1, "x")),
            StringComparison.Ordinal);
        StrykerTrouble.RequireSense(
            new MutationRun([survivor, Recorded.Of(MutantFate.Killed, 2, "Block")], default),
            Log(1),
            tests: 1);
    }

    private static string Refusal(int tests, params Mutant[] mutants) =>
        Assert.Throws<UnmeasuredException>(() =>
            StrykerTrouble.RequireSense(new MutationRun(mutants, default), Log(tests), tests: 1)).Message;

    private static StrykerLog Log(int tests)
    {
        var log = new StrykerLog();
        log.Hear($"Number of tests found: {tests} for\n");
        return log;
    }
}
