using System.CommandLine;
using System.Text;

namespace MmVerify.Grader;

/// <summary><c>mmverify report</c>.</summary>
internal static class ReportCommand
{
    private static readonly Argument<string> GradePath = new("GRADE")
    {
        Description = "The grade.json that mmverify grade wrote.",
    };

    private static readonly Option<string> Format = new("--format")
    {
        Description = $"The formats, separated by commas: {ReportFormats.Names}.",
        HelpName = "NAME[,NAME...]",
        Required = true,
    };

    private static readonly Option<string?> Out = new("--out")
    {
        Description = "The file; or a folder, where every file has the name that its reader expects. "
            + "Without it the one format goes to standard output.",
        HelpName = "FILE|DIR",
    };

    private static readonly Option<string?> Root = new("--source-root")
    {
        Description = "The submission's folder in its repository, for annotations to find their lines.",
        HelpName = "DIR",
    };

    private static readonly Option<string[]> Set = new("--set")
    {
        Description = "What no grade holds and classroom50 asks for; otherwise the environment variable KEY.",
        HelpName = "KEY=VALUE",
    };

    private static readonly Option<bool> Base64 = new("--base64")
    {
        Description = "Writes the format classroom in base64, as the reporter wants its step output.",
    };

    public static Command Make()
    {
        string formats = string.Join('\n', ReportFormats.All.Select(static format =>
            $"  {format.Name,-12} {format.FileName,-18} {format.ReadBy}"));
        string examples = string.Join('\n', ReportFormats.All.Select(static format =>
            $"  mmverify report --format {format.Name} grade.json {format.Example}"));
        var command = new Command(
            "report",
            $"Writes a grade as others read it, from grade.json alone.\n\nFormats:\n{formats}\n\n"
            + $"Examples:\n{examples}")
        {
            GradePath, Format, Out, Root, Set, Base64,
        };
        command.SetAction(static parsed => Run(parsed));
        return command;
    }

    private static int Run(ParseResult parsed)
    {
        IReadOnlyList<IReportFormat> formats = ReportFormats.Of(parsed.GetValue(Format)!);
        var options = new ReportOptions(
            SourceRoot.Of(parsed.GetValue(Root)),
            new ReportSettings(parsed.GetValue(Set) ?? [], Environment.GetEnvironmentVariable),
            parsed.GetValue(Base64));
        string? path = parsed.GetValue(Out);
        if (path is null && formats.Count > 1)
        {
            throw new BadArgumentException("several formats need --out DIR");
        }

        Grade grade = GradeJson.Read(parsed.GetValue(GradePath)!);
        (string Name, string Text)[] files =
            [.. formats.Select(format => (format.FileName, format.Write(grade, options)))];
        if (path is null)
        {
            using Stream output = Console.OpenStandardOutput();
            output.Write(Encoding.UTF8.GetBytes(files[0].Text));
        }
        else
        {
            Write(path, files);
        }

        return CommandLine.Success;
    }

    private static void Write(string path, (string Name, string Text)[] files)
    {
        bool isFolder = files.Length > 1 || Directory.Exists(path) || Path.EndsInDirectorySeparator(path);
        string folder = isFolder ? path
            : Path.GetDirectoryName(path) is { Length: > 0 } parent ? parent : ".";
        var output = OutputFolder.Check(folder);
        output.Write(isFolder ? files : [(Path.GetFileName(path), files[0].Text)]);
    }
}
