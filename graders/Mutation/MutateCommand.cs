using System.CommandLine;
using System.Text;
using MmVerify.Spec;

namespace MmVerify.Grader;

/// <summary><c>mmverify mutate</c>.</summary>
internal static class MutateCommand
{
    private static readonly Argument<string> Subject = MeasuredArguments.Subject();
    private static readonly Option<string[]> Chapter = SharedOptions.Chapter();
    private static readonly Option<ulong> Seed = SharedOptions.Seed();
    private static readonly Option<string?> Tier = SharedOptions.Tier();
    private static readonly Option<string> Out = MeasuredArguments.Out("mutation.json");

    private static readonly Option<bool> Json = new("--json")
    {
        Description = "Prints mutation.json instead of the table.",
    };

    private static readonly Option<bool> Check = new("--check")
    {
        Description = "With 'reference': ends with exit code 1 when reference/Survivors.md does not explain "
            + "exactly the survivors of this run.",
    };

    public static Command Make()
    {
        var command = new Command(
            "mutate",
            "Changes the code in many small ways and asks the laws that it keeps whether they notice.\n"
            + "\n"
            + "Mutants that the clock had to stop are published apart and count neither way. A run that\n"
            + "went wrong is an error, exit code 3, and no score. Only code that uses nothing outside the\n"
            + "course's list is mutated, shut in by bubblewrap.")
        {
            Subject, Chapter, Seed, Out, Json, Check, Tier,
        };
        command.SetAction(static parsed => Run(parsed));
        return command;
    }

    private static int Run(ParseResult parsed)
    {
        string path = parsed.GetValue(Subject)!;
        bool isReference = path == MeasuredArguments.Reference;
        if (parsed.GetValue(Check) && !isReference)
        {
            throw new BadArgumentException("--check is about 'reference', whose survivors are explained");
        }

        ulong seed = SharedOptions.SeedOf(parsed.GetValue(Seed));
        IReadOnlyList<Chapter> chapters = SharedOptions.ChaptersOf(parsed.GetValue(Chapter));
        var folder = OutputFolder.Check(parsed.GetValue(Out)!);
        MeasuredRuns<MutationRun> measured;
        using (var shown = new ProgressLine())
        {
            measured = isReference
                ? MeasuredRuns<MutationRun>.OfReference(chapters, seed, subject => StrykerRun.Run(
                    subject, isConfined: false, MutationPhases.Of(subject.Chapter.Name, shown.Show)))
                : MeasuredRuns<MutationRun>.OfSubmission(
                    path, chapters, seed, parsed.GetValue(Tier), shown,
                    static (measures, subject) => measures.Mutate(subject));
        }

        IReadOnlyList<MeasuredRun<MutationRun>> runs = measured.Runs;
        var result = new MutationResult(
            measured.Name, GradeMaker.SuiteVersion, seed,
            [.. runs.Select(static one => MutationChapter.Of(one.Subject, one.Run))]);
        string json = GradeJson.WriteAny(result);
        folder.Write(("mutation.json", json));
        Show(result, json, parsed.GetValue(Json));
        Console.Error.WriteLine(
            $"{runs.Sum(static one => one.Run.CpuTime.TotalSeconds):0} s of processor time; "
            + $"all mutants are in {folder.PathOf("mutation.json")}");
        return parsed.GetValue(Check) ? Compare(runs) : CommandLine.Success;
    }

    private static void Show(MutationResult result, string json, bool asJson)
    {
        Console.OutputEncoding = Encoding.UTF8;
        if (asJson)
        {
            Console.Out.Write(json);
            return;
        }

        foreach (MutationChapter chapter in result.Chapters)
        {
            MutationTable.Print(chapter);
        }
    }

    private static int Compare(IReadOnlyList<MeasuredRun<MutationRun>> runs)
    {
        string path = Checkout.Find().PathOf("reference", "Survivors.md");
        SurvivorList list = SurvivorList.Read(File.ReadAllText(path));
        string[] differences = [.. runs.SelectMany(one =>
            list.Compare(one.Subject.Chapter.Name, one.Run.Mutants))];
        foreach (string difference in differences)
        {
            Console.Error.WriteLine(difference);
        }

        Console.Error.WriteLine(differences.Length == 0
            ? "reference/Survivors.md explains every survivor of this run, and no other"
            : "reference/Survivors.md and this run disagree: explain the survivor, or let a law see it");
        return differences.Length == 0 ? CommandLine.Success : CommandLine.BelowDemand;
    }
}
