using System.CommandLine;
using MmVerify.Spec;

namespace MmVerify.Grader;

/// <summary><c>mmverify kit</c>.</summary>
internal static class KitCommand
{
    private static readonly Option<string[]> Chapters = new("--chapters")
    {
        Description = "The chapters that the student writes, with commas between; otherwise all.",
        HelpName = "NAMES",
    };

    private static readonly Option<string> Out = new("--out")
    {
        Description = "The folder of the new repository; it must not be there, or be empty.",
        HelpName = "DIR",
        Required = true,
    };

    private static readonly Option<string?> Suite = new("--suite")
    {
        Description = "Where the suite that grades is found on GitHub, and its commit. "
            + "Without it the kit has no workflow.",
        HelpName = "OWNER/REPO@COMMIT",
    };

    public static Command Make()
    {
        var command = new Command(
            "kit",
            "Writes a repository for students: starter, tests, the suite without its solutions, a workflow.")
        {
            Chapters, Out, Suite,
        };
        command.SetAction(static parsed => Run(parsed));
        return command;
    }

    private static int Run(ParseResult parsed)
    {
        IReadOnlyList<Chapter> chapters = SharedOptions.ChaptersOf(
            parsed.GetValue(Chapters)?.SelectMany(static names => names.Split(',')).ToArray());
        PinnedSuite? suite = parsed.GetValue(Suite) is string text ? PinnedSuite.Parse(text) : null;
        var folder = KitFolder.Check(parsed.GetValue(Out)!);
        IReadOnlyList<KitFile> files = KitContent.Of(new SuiteSources(Checkout.Find().Root), chapters, suite);
        folder.Write(files);
        string names = string.Join(", ", chapters.Select(static one => one.Name));
        Console.Out.WriteLine(
            $"""
            {folder.Path}: {files.Count} files for {names}
            {(suite is null ? "No workflow: --suite OWNER/REPO@COMMIT adds one." : $"Graded by {suite}.")}
            To publish it: cd there, git init, git add --all, git commit.
            """);
        return CommandLine.Success;
    }
}
