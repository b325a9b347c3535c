using System.Globalization;
using MmVerify.Properties;
using MmVerify.Reference;
using MmVerify.Spec;

namespace MmVerify.Grader;

/// <summary>
/// How long it takes to examine the reference of a chapter, as a submission is examined: all of its programs,
/// at the default budget, in this process.
/// </summary>
internal sealed class ChapterBench : IChapterVisitor<long>
{
    /// <summary>Measures chapters in turns and prints the medians.</summary>
    /// <param name="chapters">The chapters.</param>
    /// <param name="rounds">How often each is measured.</param>
    /// <param name="asTsv">Whether the values are separated by tabs.</param>
    public static void Run(IReadOnlyList<Chapter> chapters, int rounds, bool asTsv)
    {
        BenchRow[] rows = [.. chapters.Select(static chapter => new BenchRow(
            chapter.Name, () => ChapterPrograms.Of(chapter).Accept(new ChapterBench())))];
        IReadOnlyDictionary<BenchRow, IReadOnlyList<BenchFigure>> measured =
            BenchFigure.MeasureInTurns(rows, rounds);
        Console.Out.WriteLine(asTsv
            ? "chapter\tsteps\tcpu_seconds\tsteps_per_cpu_second"
            : $"{"an examination of the reference",-34}{"steps",14}{"CPU s",8}{"M steps/CPU-s",16}");
        BenchFigure all = default;
        foreach (BenchRow row in rows)
        {
            BenchFigure median = BenchFigure.Median(measured[row], static figure => figure.Seconds);
            all = new BenchFigure(all.Steps + median.Steps, all.Seconds + median.Seconds, 0);
            Console.Out.WriteLine(Line(row.Name, median, asTsv));
        }

        Console.Out.WriteLine(Line("together", all, asTsv));
    }

    /// <inheritdoc/>
    public long Visit<TSetup, TOperation, TReply, TModel>(
        ChapterPrograms<TSetup, TOperation, TReply, TModel> programs)
        where TSetup : class
        where TOperation : class, IOperation
        where TReply : struct, IReply<TReply>
        where TModel : class, IModel<TSetup, TOperation, TReply>
    {
        long steps = 0;
        var executor = new InProcessExecutor<TSetup, TOperation, TReply>(
            programs.Chapter.NewDriver(Implementations.Of(programs.Untyped)));
        new Examiner<TSetup, TOperation, TReply, TModel>(
            programs,
            executor,
            new ExaminationOptions(ExaminationOptions.DefaultSeed),
            progress => steps = progress.Steps).Run();
        return steps;
    }

    private static string Line(string name, BenchFigure figure, bool asTsv) => asTsv
        ? string.Create(
            CultureInfo.InvariantCulture,
            $"{name}\t{figure.Steps}\t{figure.Seconds:F2}\t{figure.StepsPerSecond:F0}")
        : string.Create(
            CultureInfo.InvariantCulture,
            $"{name,-34}{figure.Steps,14:#,0}{figure.Seconds,8:F2}{figure.StepsPerSecond / 1e6,16:F2}");
}
