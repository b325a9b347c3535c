using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using MmVerify.Compiler;

namespace MmVerify.Grader;

/// <summary>
/// Has ReportGenerator write its pages from what was read of coverlet's report, not from that report: names
/// of files in it are the subject's own, and the machine's paths are nowhere.
/// </summary>
internal static partial class CoveragePages
{
    private const string Types = "Html;MarkdownSummaryGithub;Badges";
    private const int MostFiles = 2000;
    private const long MostBytes = 16L << 20;

    private static readonly string[] Kinds = [".html", ".css", ".js", ".svg", ".md"];

    // It paints each badge many times over.
    private static readonly string[] Badges =
        ["badge_linecoverage.svg", "badge_branchcoverage.svg", "badge_combined.svg"];

    /// <summary>Makes them.</summary>
    /// <exception cref="UnmeasuredException">They cannot be made.</exception>
    public static IReadOnlyList<(string Name, string Text)> Make(
        Workspace workspace, ToolRoom room, CoverageRun run)
    {
        string pages = workspace.PathOf("out", "pages");
        string folder = workspace.PathOf("out", "sources");
        foreach ((int index, CoveredFile file) in run.Files.Index())
        {
            string path = Path.Combine(folder, PathOf(file.Source, index));
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            File.WriteAllBytes(path, file.Source.Content.ToArray());
        }

        string report = workspace.PathOf("out", "clean.xml");
        File.WriteAllText(report, $"{Cobertura(run)}");
        ToolEnd end = ToolRun.Run(room, "ReportGenerator", [
            "exec", Toolbox.AssemblyOf("dotnet-reportgenerator-globaltool", "ReportGenerator.dll"),
            $"-reports:{report}", $"-targetdir:{pages}", $"-sourcedirs:{folder}", $"-reporttypes:{Types}",
            "-verbosity:Warning",
        ]);
        return end.ExitCode == 0 && Directory.Exists(pages)
            ? Collect(workspace, pages, folder)
            : throw new UnmeasuredException(
                $"ReportGenerator failed:\n{ToolRun.LastLines(end.Output)}", isOurs: true);
    }

    /// <summary>The report as ReportGenerator reads it.</summary>
    internal static XDocument Cobertura(CoverageRun run) => new(
        new XElement(
            "coverage",
            new XAttribute("version", "1"),
            new XElement("sources"),
            new XElement("packages", new XElement(
                "package",
                new XAttribute("name", WorkspaceFiles.AssemblyName),
                new XElement("classes", run.Files.Select(static (file, index) => new XElement(
                    "class",
                    new XAttribute("name", PathOf(file.Source, index)),
                    new XAttribute("filename", PathOf(file.Source, index)),
                    new XElement("methods"),
                    new XElement("lines", file.Lines.Select(Line)))))))));

    private static XElement Line(CoveredLine line)
    {
        var element = new XElement(
            "line",
            new XAttribute("number", line.Number),
            new XAttribute("hits", line.Hits),
            new XAttribute("branch", line.Branches > 0 ? "True" : "False"));
        if (line.Branches > 0)
        {
            element.Add(new XAttribute("condition-coverage", string.Create(
                CultureInfo.InvariantCulture,
                $"{100 * line.BranchesTaken / line.Branches}% ({line.BranchesTaken}/{line.Branches})")));
        }

        return element;
    }

    // The path in the submission where it is an ordinary one: no tool sees a name made to trick it.
    private static string PathOf(SourceFile source, int index) =>
        Ordinary().IsMatch(source.Path) ? source.Path : $"source{index}.cs";

    private static List<(string Name, string Text)> Collect(Workspace workspace, string pages, string sources)
    {
        var found = new List<(string Name, string Text)>();
        foreach (string path in Directory.EnumerateFiles(pages).Order(StringComparer.Ordinal).Take(MostFiles))
        {
            string name = Path.GetFileName(path);
            if (Kinds.Contains(Path.GetExtension(path))
                && (!name.StartsWith("badge_", StringComparison.Ordinal) || Badges.Contains(name)))
            {
                string text = Encoding.UTF8.GetString(workspace.ReadBack(path, MostBytes, name));
                found.Add((
                    name,
                    text.Replace(sources + "/", "").Replace(workspace.Root + "/", "")));
            }
        }

        return found;
    }

    [GeneratedRegex(
        @"^[A-Za-z0-9_\-]{1,100}(\.[A-Za-z0-9_\-]{1,50}|/[A-Za-z0-9_\-]{1,100}){0,20}\.cs$",
        RegexOptions.ExplicitCapture,
        matchTimeoutMilliseconds: 1000)]
    private static partial Regex Ordinary();
}
