using System.CommandLine;
using MmVerify.Properties;
using MmVerify.Spec;

namespace MmVerify.Grader;

/// <summary><c>mmverify trial</c>.</summary>
internal static class TrialCommand
{
    private static readonly Option<string[]> Chapter = SharedOptions.Chapter();
    private static readonly Option<ulong> Seed = SharedOptions.Seed();

    private static readonly Option<string?> Out = new("--out")
    {
        Description = "The folder for trial.json, trial.tsv and trial.html.",
        HelpName = "DIR",
    };

    private static readonly Option<bool> Json = new("--json")
    {
        Description = "Prints trial.json instead of the table.",
    };

    public static Command Make()
    {
        var command = new Command(
            "trial",
            "Puts the laws on trial: every specimen breaks what it names and nothing else, every law is "
            + "broken by\na specimen alone, and a law whose judge is negated or whose bound is moved by one "
            + "is noticed.\nNeeds the repository. Takes a minute or two.\n"
            + "\n"
            + "Exit codes: 0 all is in order; 1 it is not, and the list says what.")
        {
            Chapter, Seed, Out, Json,
        };
        command.SetAction(static parsed => Run(parsed));
        return command;
    }

    private static int Run(ParseResult parsed)
    {
        var checkout = Checkout.Find();
        OutputFolder? folder = parsed.GetValue(Out) is string path ? OutputFolder.Check(path) : null;
        var options = new ExaminationOptions(SharedOptions.SeedOf(parsed.GetValue(Seed)));
        var reports = new List<TrialReport>();
        using (var shown = new ProgressLine())
        {
            foreach (Chapter chapter in SharedOptions.ChaptersOf(parsed.GetValue(Chapter)))
            {
                reports.Add(Try(chapter, checkout, options, text => shown.Tell(text, default)));
            }
        }

        string json = TrialText.Json(reports);
        folder?.Write(
            ("trial.json", json),
            ("trial.tsv", TrialText.Tsv(reports)),
            ("trial.html", TrialPage.Render(reports)));
        Console.Out.Write(parsed.GetValue(Json) ? json : TrialText.Table(reports));
        return reports.All(static report => report.Faults.Count == 0)
            ? CommandLine.Success
            : CommandLine.BelowDemand;
    }

    private static TrialReport Try(
        Chapter chapter, Checkout checkout, ExaminationOptions options, Action<string> progress)
    {
        progress($"{chapter.Name}: compiling the specimens");
        IReadOnlyList<Specimen> specimens = Specimen.All(checkout, chapter);
        ExaminationOptions withPolicies = options with
        {
            Policies = [.. chapter.Laws.Where(static law => law.IsPolicy).Select(static law => law.Id)],
        };
        return ChapterPrograms.Of(chapter)
            .Accept(new ChapterTrial(checkout, specimens, withPolicies, progress));
    }
}
