using System.Text.RegularExpressions;
using MmVerify.Properties;
using MmVerify.Properties.Tests;

namespace MmVerify.Grader.Tests;

/// <summary>What the documents for readers and for students show is what the command does.</summary>
public sealed partial class ReadmeTests
{
    private const RegexOptions Options = RegexOptions.ExplicitCapture;
    private const int TimeLimit = 1000;

    private static readonly Dictionary<string, BlockMaker> Makers = new()
    {
        ["Lesson"] = static words => Document.Fenced("text", LessonOf(words[0], words[1], "  again")),
        ["Failure"] = static words => Document.Fenced("text", LessonOf(words[0], words[1], "  why")),
    };

    [Theory]
    [InlineData("README.md", "Lesson")]
    [InlineData("submissions/starter/README.md", "Failure")]
    public void TheBrokenLawIsToldAsTheCommandTellsIt(string path, string maker)
    {
        var document = new KeptDocument(path);
        Assert.Contains(maker, Document.MakersIn(document.Text));
        document.IsAsMade(Makers);
    }

    [Fact]
    public void EveryCommandThatItNamesExists()
    {
        string text = File.ReadAllText(Path.Combine(Repository.Root, "README.md"));
        IEnumerable<string> named = Named().Matches(text).Select(static match => match.Groups["word"].Value);
        Assert.Contains("grade", named);
        Assert.All(named.Distinct(), static word => Assert.Equal(0, Command.Run(word, "--help").ExitCode));
    }

    // The report of one law as the command prints it, up to a line, with paths as seen from the repository.
    private static string LessonOf(string law, string submission, string last)
    {
        Command run = Command.Run("grade", Path.Combine(Repository.Root, submission));
        Assert.True(run.ExitCode == 0, run.Error);
        string[] lines = run.Output.Replace(Repository.Root, "", StringComparison.Ordinal).Split('\n');
        int start = Array.FindIndex(lines, line => line.StartsWith(law + " does not hold"));
        int end = Array.FindIndex(lines, start, line => line.StartsWith(last));
        return string.Join('\n', lines[start..(end + 1)]);
    }

    [GeneratedRegex("(`mmverify|graders (-c Release )?--) (?<word>[a-z]+)", Options, TimeLimit)]
    private static partial Regex Named();
}
