using System.CommandLine;
using MmVerify.Properties;
using MmVerify.Spec;

namespace MmVerify.Grader;

/// <summary><c>mmverify soak</c>.</summary>
internal static class SoakCommand
{
    private const int ProgramsPerRound = 20_000;

    private static readonly Argument<string> Submission = new("DIR")
    {
        Description = "The submission: a folder of C# sources, or one file.",
    };

    private static readonly Option<long> Steps = new("--steps")
    {
        Description = "How many steps are judged at least, for each chapter.",
        HelpName = "N",
        DefaultValueFactory = static _ => 10_000_000,
    };

    private static readonly Option<string[]> Chapter = SharedOptions.Chapter();
    private static readonly Option<ulong> Seed = SharedOptions.Seed();
    private static readonly Option<string?> Stack = SharedOptions.Stack();
    private static readonly Option<string?> Tier = SharedOptions.Tier();

    public static Command Make()
    {
        var command = new Command(
            "soak", "Searches on with random programs until many steps were judged or a law is broken.")
        {
            Submission, Steps, Chapter, Seed, Stack, Tier,
        };
        command.SetAction(static parsed => Run(parsed));
        return command;
    }

    private static int Run(ParseResult parsed)
    {
        string path = parsed.GetValue(Submission)!;
        PageSource stack = SharedOptions.StackOf(parsed.GetValue(Stack));
        using Sandbox sandbox = SharedOptions.OpenSandbox(parsed.GetValue(Tier));
        CompiledSubmission submission = CompiledSubmission.Read(path, sandbox) with { Stack = stack };
        foreach (Chapter chapter in SharedOptions.ChaptersOf(parsed.GetValue(Chapter)))
        {
            if (submission.ImageFor(chapter) is SubmissionImage image)
            {
                Soak(path, chapter, sandbox, image, parsed);
            }
        }

        return CommandLine.Success;
    }

    private static void Soak(
        string path, Chapter chapter, Sandbox sandbox, SubmissionImage image, ParseResult parsed)
    {
        long done = 0;
        ulong seed = SharedOptions.SeedOf(parsed.GetValue(Seed));
        using var shown = new ProgressLine();
        while (done < parsed.GetValue(Steps))
        {
            long before = done;
            var options = new ExaminationOptions(seed++)
            {
                SmallScope = false,
                RandomPrograms = ProgramsPerRound,
            };
            IReadOnlyList<Finding> findings = ChapterPrograms.Of(chapter).Accept(
                new ExaminationVisitor(sandbox, image, options, progress =>
                {
                    done = before + progress.Steps;
                    shown.Tell(chapter.Name, progress with { Steps = done });
                }));
            IReadOnlyList<Finding> broken =
                [.. findings.Where(static finding => finding.Counterexample is not null)];
            foreach (Finding finding in broken)
            {
                Lessons.Print(finding, path);
            }

            if (broken.Count > 0 || done == before)
            {
                break;
            }
        }

        Console.Out.WriteLine($"{chapter.Name}: {done:#,0} steps judged");
    }
}
