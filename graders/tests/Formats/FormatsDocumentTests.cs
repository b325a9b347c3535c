using MmVerify.Properties;
using MmVerify.Properties.Tests;

namespace MmVerify.Grader.Tests;

/// <summary>What Formats.md shows is what the command writes.</summary>
public sealed class FormatsDocumentTests
{
    private static readonly Dictionary<string, BlockMaker> Makers = new()
    {
        ["Formats"] = static _ => "| format | file | who reads it |\n|---|---|---|\n"
            + string.Concat(ReportFormats.All.Select(static format =>
                $"| `{format.Name}` | `{format.FileName}` | {format.ReadBy} |\n")),
        ["Commands"] = static _ => Document.Fenced(
            "sh",
            string.Join('\n', ReportFormats.All.Select(static format =>
                $"mmverify report --format {format.Name} grade.json {format.Example}"))),
        ["Report"] = static words => Document.Fenced(
            "text", Excerpt(words[0], words[1], words[2], int.Parse(words[3]))),
    };

    [Fact]
    public void ItShowsWhatTheCommandWrites()
    {
        var document = new KeptDocument("graders/Formats/Formats.md");
        Assert.Equal(["Formats", "Commands", "Report"], Document.MakersIn(document.Text));
        document.IsAsMade(Makers);
    }

    // Some lines of a report of a wrong specimen, from the first one with a word.
    private static string Excerpt(string format, string specimen, string word, int lines)
    {
        Command graded = Command.Run("grade", Repository.Specimen("wrong", specimen));
        Command run = Command.RunWith(
            Identity.Whole,
            "report", "--format", format, graded.GradePath, "--source-root", "submissions/alice");
        Assert.True(run.ExitCode == 0, run.Error);
        string[] all = run.Output.TrimEnd('\n').Split('\n');
        int start = Array.FindIndex(all, line => line.Contains(word));
        return string.Join('\n', all.Skip(start).Take(lines));
    }
}
