using System.CommandLine;
using System.Text;
using MmVerify.Properties;
using MmVerify.Spec;

namespace MmVerify.Grader;

/// <summary><c>mmverify grade</c>.</summary>
internal static class GradeCommand
{
    private const int MostLessons = 3;

    private static readonly Argument<string> Submission = new("DIR")
    {
        Description = "The submission: a folder of C# sources, or one file.",
    };

    private static readonly Option<string[]> Chapter = SharedOptions.Chapter();
    private static readonly Option<ulong> Seed = SharedOptions.Seed();
    private static readonly Option<string?> Rubric = SharedOptions.Rubric();
    private static readonly Option<string?> Stack = SharedOptions.Stack();
    private static readonly Option<string?> Tier = SharedOptions.Tier();

    private static readonly Option<string> Out = new("--out")
    {
        Description = "The folder for grade.json and report.html.",
        HelpName = "DIR",
        DefaultValueFactory = static _ => "mmverify-out",
    };

    private static readonly Option<bool> Json = new("--json")
    {
        Description = "Prints grade.json instead of the table.",
    };

    private static readonly Option<int?> FailBelow = new("--fail-below")
    {
        Description = "Ends with exit code 1 when the score is below N.",
        HelpName = "N",
    };

    private static readonly Option<bool> Mutation = new("--mutation")
    {
        Description = "Also mutates the code, which takes minutes: see mmverify mutate.",
    };

    private static readonly Option<bool> Coverage = new("--coverage")
    {
        Description = "Also tells which lines ran: see mmverify coverage.",
    };

    public static Command Make()
    {
        var command = new Command(
            "grade",
            "Compiles a submission, runs it in a sandbox, judges it, and writes grade.json and report.html.\n"
            + "\n"
            + "Exit codes: 0 it was graded, whatever the score; 1 the score is below --fail-below; "
            + "2 it cannot be graded,\n"
            + "and the message says where and why; 3 the suite or the machine failed.\n"
            + "Where it does not compile, both files are written all the same, and tell the errors.\n"
            + "Folders named bin, obj, tests and artifacts, hidden folders, and files that are not .cs "
            + "are not looked at.")
        {
            Submission, Chapter, Rubric, Seed, Out, Json, FailBelow, Mutation, Coverage, Stack, Tier,
        };
        command.SetAction(static parsed => Run(parsed));
        return command;
    }

    private static int Run(ParseResult parsed)
    {
        string path = parsed.GetValue(Submission)!;
        Rubric rubric = SharedOptions.RubricOf(parsed.GetValue(Rubric));
        ExaminationOptions options = rubric.Options(SharedOptions.SeedOf(parsed.GetValue(Seed)));
        IReadOnlyList<Chapter> chapters = SharedOptions.ChaptersOf(parsed.GetValue(Chapter), rubric);
        var request = new GradingRequest(path, chapters, options)
        {
            Rubric = rubric,
            Stack = SharedOptions.StackOf(parsed.GetValue(Stack)),
            Measured = (parsed.GetValue(Mutation) ? MeasuredKinds.Mutation : MeasuredKinds.None)
                | (parsed.GetValue(Coverage) ? MeasuredKinds.Coverage : MeasuredKinds.None),
            OnlyAttempted =
                parsed.GetValue(Rubric) is null && parsed.GetValue(Chapter) is null or { Length: 0 },
        };
        var folder = OutputFolder.Check(parsed.GetValue(Out)!);
        using Sandbox sandbox = SharedOptions.OpenSandbox(parsed.GetValue(Tier));
        GradingResult result;
        try
        {
            using var shown = new ProgressLine();
            request = request with { Measure = Measures.For(request, sandbox, shown.Show) };
            result = Grading.Grade(request, sandbox, shown.Tell);
        }
        catch (DoesNotCompileException failure)
        {
            Write(Grading.NotCompiled(request, sandbox, failure), folder, parsed.GetValue(Json));
            throw;
        }

        Write(result.Grade, folder, parsed.GetValue(Json));
        if (!parsed.GetValue(Json))
        {
            Show(result, path, folder);
        }

        return parsed.GetValue(FailBelow) is int demand && result.Grade.Score < demand
            ? CommandLine.BelowDemand
            : CommandLine.Success;
    }

    private static void Write(Grade grade, OutputFolder folder, bool isPrinted)
    {
        string json = GradeJson.Write(grade);
        folder.Write(("grade.json", json), ("report.html", ReportPage.Render(grade)));
        Console.OutputEncoding = Encoding.UTF8;
        if (isPrinted)
        {
            Console.Out.Write(json);
        }
    }

    private static void Show(GradingResult result, string path, OutputFolder folder)
    {
        GradeTable.Print(result.Grade);
        foreach (Chapter chapter in result.NotCounted)
        {
            Console.Out.WriteLine(
                $"{chapter.Name} does not count: no public class implements {chapter.Contract.Name}. "
                    + $"--chapter {chapter.Name} or a rubric makes it count.");
        }

        IReadOnlyList<Finding> broken =
            [.. result.Findings.Where(static finding => finding.Counterexample is not null)];
        foreach (Finding finding in broken.Take(MostLessons))
        {
            Lessons.Print(finding, path);
        }

        if (broken.Count > MostLessons)
        {
            Console.Out.WriteLine($"{broken.Count - MostLessons} more broken laws are in the report.\n");
        }

        Console.Out.WriteLine($"Report: {folder.PathOf("report.html")}");
        Console.Out.WriteLine($"Grade:  {folder.PathOf("grade.json")}");
    }
}
