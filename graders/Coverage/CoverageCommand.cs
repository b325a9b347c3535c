using System.CommandLine;
using System.Text;
using System.Text.Json.Serialization;
using MmVerify.Spec;

namespace MmVerify.Grader;

/// <summary><c>mmverify coverage</c>.</summary>
internal static class CoverageCommand
{
    /// <summary>What the laws have to run of the reference. Unit: percent.</summary>
    private const int LeastLines = 98;

    /// <summary>The same for branches. Unit: percent.</summary>
    private const int LeastBranches = 95;

    private static readonly Argument<string> Subject = MeasuredArguments.Subject();
    private static readonly Option<string[]> Chapter = SharedOptions.Chapter();
    private static readonly Option<ulong> Seed = SharedOptions.Seed();
    private static readonly Option<string?> Tier = SharedOptions.Tier();
    private static readonly Option<string> Out = MeasuredArguments.Out("coverage.json, pages and badges");

    private static readonly Option<bool> Json = new("--json")
    {
        Description = "Prints coverage.json instead of lines to read.",
    };

    public static Command Make()
    {
        var command = new Command(
            "coverage",
            "Tells which lines of the code run while the laws that it keeps are asked, and writes pages that "
            + "show them.\n"
            + "\n"
            + $"With 'reference': exit code 1 when fewer than {LeastLines} % of its lines or "
            + $"{LeastBranches} % of its branches run.\n"
            + "Only code that uses nothing outside the course's list is run for this, shut in by bubblewrap.")
        {
            Subject, Chapter, Seed, Out, Json, Tier,
        };
        command.SetAction(static parsed => Run(parsed));
        return command;
    }

    private static int Run(ParseResult parsed)
    {
        string path = parsed.GetValue(Subject)!;
        bool isReference = path == MeasuredArguments.Reference;
        ulong seed = SharedOptions.SeedOf(parsed.GetValue(Seed));
        IReadOnlyList<Chapter> chapters = SharedOptions.ChaptersOf(parsed.GetValue(Chapter));
        var folder = OutputFolder.Check(parsed.GetValue(Out)!);
        MeasuredRuns<CoverageRun> measured;
        using (var shown = new ProgressLine())
        {
            measured = isReference
                ? MeasuredRuns<CoverageRun>.OfReference(chapters, seed, subject => CoverletRun.Run(
                    subject, isConfined: false, phase => shown.Show(phase, phase)))
                : MeasuredRuns<CoverageRun>.OfSubmission(
                    path, chapters, seed, parsed.GetValue(Tier), shown,
                    static (measures, subject) => measures.Cover(subject));
        }

        IReadOnlyList<MeasuredRun<CoverageRun>> runs = measured.Runs;
        var result = new CoverageResult(measured.Name, GradeMaker.SuiteVersion, seed, [.. runs.Select(
            static one => new CoverageChapter(
                one.Subject.Chapter.Name, CoverageGrade.Of(one.Subject, one.Run, "")))]);
        string json = GradeJson.WriteAny(result);
        folder.Write(("coverage.json", json));
        Console.OutputEncoding = Encoding.UTF8;
        Console.Out.Write(parsed.GetValue(Json) ? json : Lines(result));
        foreach (MeasuredRun<CoverageRun> one in runs)
        {
            // The pages of each chapter link to each other by their names.
            OutputFolder pages = folder.In(one.Subject.Chapter.Name);
            pages.Write([.. one.Run.Pages.Select(static page => (page.Name, page.Text))]);
            Console.Error.WriteLine($"Pages: {pages.PathOf("index.html")}");
        }

        return isReference && runs.Any(static one => IsTooLittle(one.Run))
            ? CommandLine.BelowDemand
            : CommandLine.Success;
    }

    private static bool IsTooLittle(CoverageRun run) =>
        run.LinesCovered * 100 < LeastLines * run.Lines
        || run.BranchesCovered * 100 < LeastBranches * run.Branches;

    private static string Lines(CoverageResult result)
    {
        var lines = new StringBuilder();
        foreach (CoverageChapter chapter in result.Chapters)
        {
            lines.Append($"{chapter.Name}: {chapter.Coverage.Reason}\n");
            foreach (GradeUncovered one in chapter.Coverage.Uncovered)
            {
                lines.Append($"{Plain.Text($"{one.File}:{one.First}-{one.Last}")}\tdid not run\n");
            }
        }

        return lines.ToString();
    }
}

/// <summary>What <c>mmverify coverage</c> writes, <c>coverage.json</c>.</summary>
/// <param name="Submission">The name of what was watched.</param>
/// <param name="SuiteVersion">The version of the suite.</param>
/// <param name="Seed">The seed of the random programs.</param>
/// <param name="Chapters">One entry for each chapter.</param>
public sealed record CoverageResult(
    string Submission, string SuiteVersion, ulong Seed, IReadOnlyList<CoverageChapter> Chapters)
{
    /// <summary>The name and version of the format.</summary>
    [JsonPropertyOrder(-1)]
    public string Schema { get; } = "mmverify/coverage/v1";
}

/// <summary>One chapter.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Coverage">What ran.</param>
public sealed record CoverageChapter(string Name, GradeCoverage Coverage);
