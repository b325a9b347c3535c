namespace MmVerify.Grader.Tests;

/// <summary>The command that measures prints what it measured.</summary>
public sealed class BenchCommandTests
{
    [Fact]
    public void AChapterIsExaminedAndTimed()
    {
        Command run = Command.Run("bench", "--chapter", "Lists", "--rounds", "1", "--tsv");
        Assert.True(run.ExitCode == 0, run.Error);
        string[][] rows = [.. run.Output.TrimEnd('\n').Split('\n').Select(static line => line.Split('\t'))];
        Assert.Equal(["chapter", "Lists", "together"], rows.Select(static row => row[0]));
        Assert.Equal(["chapter", "steps", "cpu_seconds", "steps_per_cpu_second"], rows[0]);
        Assert.True(long.Parse(rows[1][1]) > 100_000, run.Output);
        Assert.Equal(rows[1][1..], rows[2][1..]);
    }

    [Theory]
    [InlineData("--rounds", "0")]
    [InlineData("--chapter", "Nowhere")]
    public void NonsenseIsRefused(string option, string value) =>
        Assert.Equal(2, Command.Run("bench", option, value).ExitCode);
}
