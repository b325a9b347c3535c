using MmVerify.Properties;

namespace MmVerify.Grader.Tests;

/// <summary>What Formats.md shows is what the command writes.</summary>
public sealed class FormatsDocumentTests
{
    private static readonly string Path =
        System.IO.Path.Combine(Repository.Root, "graders", "Formats", "Formats.md");

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
        string text = File.ReadAllText(Path);
        Assert.Equal(["Formats", "Commands", "Report"], Document.MakersIn(text));
        string remade = Document.Remake(text, Makers);
        if (Environment.GetEnvironmentVariable("MMVERIFY_ACCEPT") == "1")
        {
            File.WriteAllText(Path, remade);
            return;
        }

        Assert.True(
            text == remade,
            $"graders/Formats/Formats.md: {Document.Difference(text, remade)}\n"
                + "If that is right, accept it: MMVERIFY_ACCEPT=1 dotnet test graders/tests");
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
