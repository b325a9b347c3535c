using System.CommandLine;
using System.Globalization;
using MmVerify.Spec;

namespace MmVerify.Grader;

/// <summary><c>mmverify bench</c>.</summary>
internal static class BenchCommand
{
    private static readonly Option<int> Rounds = new("--rounds")
    {
        Description = "How often each row is measured; the rows take turns, and the median counts.",
        HelpName = "N",
        DefaultValueFactory = static _ => 7,
    };

    private static readonly Option<bool> Tsv = new("--tsv")
    {
        Description = "Prints tab-separated values.",
    };

    private static readonly Option<string[]> Chapter = SharedOptions.Chapter();

    public static Command Make()
    {
        var command = new Command(
            "bench",
            "Measures how many steps are verified in a second of processor time: a buddy of 2^12 frames, "
            + "programs of 64\n"
            + "operations, the reference as implementation, all required laws. The ratios are to "
            + "FsCheck's own\n"
            + "experimental state machine with the same driver, model and laws. Then, for each chapter, "
            + "how long it takes\n"
            + "to examine the reference; with --chapter nothing but that.")
        {
            Rounds, Tsv, Chapter,
        };
        command.SetAction(static parsed => Run(
            parsed.GetValue(Rounds), parsed.GetValue(Tsv), parsed.GetValue(Chapter)));
        return command;
    }

    private static int Run(int rounds, bool asTsv, string[]? chapters)
    {
        IReadOnlyList<Chapter> examined = SharedOptions.ChaptersOf(chapters);
        if (rounds is < 1 or > 1000)
        {
            throw new BadArgumentException("--rounds is a number from 1 to 1000");
        }

        if (chapters is null or [])
        {
            Compare(rounds, asTsv);
            Console.Out.WriteLine();
        }

        ChapterBench.Run(examined, rounds, asTsv);
        return CommandLine.Success;
    }

    private static void Compare(int rounds, bool asTsv)
    {
        using Sandbox sandbox = Sandbox.Open();
        using var rows = new BuddyBench(sandbox);
        IReadOnlyDictionary<BenchRow, IReadOnlyList<BenchFigure>> measured =
            BenchFigure.MeasureInTurns(rows.Rows, rounds);
        double baseline = RateOf(measured[rows.Rows.Single(static row => row.Name == BuddyBench.Baseline)]);
        Console.Out.WriteLine(asTsv
            ? "row\tsteps_per_cpu_second\tratio\theap_bytes_per_step"
            : $"{"",-34}{"M steps/CPU-s",14}{"ratio",8}{"bytes/step",12}");
        foreach (BenchRow row in rows.Rows)
        {
            double rate = RateOf(measured[row]);
            double bytes = BenchFigure.Median(measured[row], static figure => figure.BytesPerStep)
                .BytesPerStep;
            Console.Out.WriteLine(asTsv
                ? string.Create(
                    CultureInfo.InvariantCulture,
                    $"{row.Name}\t{rate:F0}\t{rate / baseline:F2}\t{bytes:F1}")
                : string.Create(
                    CultureInfo.InvariantCulture,
                    $"{row.Name,-34}{rate / 1e6,14:F2}{rate / baseline,8:F1}{bytes,12:F1}"));
        }
    }

    private static double RateOf(IReadOnlyList<BenchFigure> figures) =>
        BenchFigure.Median(figures, static figure => figure.StepsPerSecond).StepsPerSecond;
}
