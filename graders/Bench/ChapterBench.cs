using System.Globalization;
using MmVerify.Properties;
using MmVerify.Reference;
using MmVerify.Spec;

namespace MmVerify.Grader;

/// <summary>
/// How long it takes to examine the reference of a chapter, as a submission is examined: all of its programs,
/// at the default budget, in this process.
/// </summary>
internal sealed class ChapterBench : IChapterVisitor<(long Steps, TimeSpan Cpu)>
{
    /// <summary>Measures chapters in turns and prints the medians.</summary>
    /// <param name="chapters">The chapters.</param>
    /// <param name="rounds">How often each is measured.</param>
    /// <param name="asTsv">Whether the values are separated by tabs.</param>
    public static void Run(IReadOnlyList<Chapter> chapters, int rounds, bool asTsv)
    {
        var measured = chapters.ToDictionary(
            static chapter => chapter, static _ => new List<(long Steps, double Seconds)>());
        for (int round = -1; round < rounds; round++)
        {
            foreach (Chapter chapter in chapters)
            {
                Console.Error.Write(
                    $"\rround {Math.Max(0, round + 1)} of {rounds}: examining {chapter.Name,-24}");
                (long steps, TimeSpan cpu) = ChapterPrograms.Of(chapter).Accept(new ChapterBench());
                if (round >= 0)
                {
                    measured[chapter].Add((steps, cpu.TotalSeconds));
                }
            }
        }

        Console.Error.Write($"\r{new string(' ', 70)}\r");
        Print(chapters, measured, asTsv);
    }

    /// <inheritdoc/>
    public (long Steps, TimeSpan Cpu) Visit<TSetup, TOperation, TReply, TModel>(
        ChapterPrograms<TSetup, TOperation, TReply, TModel> programs)
        where TSetup : class
        where TOperation : class, IOperation
        where TReply : struct, IReply<TReply>
        where TModel : class, IModel<TSetup, TOperation, TReply>
    {
        long steps = 0;
        GC.Collect();
        TimeSpan before = Environment.CpuUsage.TotalTime;
        var executor = new InProcessExecutor<TSetup, TOperation, TReply>(
            programs.Chapter.NewDriver(Implementations.Of(programs.Untyped)));
        new Examiner<TSetup, TOperation, TReply, TModel>(
            programs,
            executor,
            new ExaminationOptions(ExaminationOptions.DefaultSeed),
            progress => steps = progress.Steps).Run();
        return (steps, Environment.CpuUsage.TotalTime - before);
    }

    private static void Print(
        IReadOnlyList<Chapter> chapters,
        Dictionary<Chapter, List<(long Steps, double Seconds)>> measured,
        bool asTsv)
    {
        Console.Out.WriteLine(asTsv
            ? "chapter\tsteps\tcpu_seconds\tsteps_per_cpu_second"
            : $"{"an examination of the reference",-34}{"steps",14}{"CPU s",8}{"M steps/CPU-s",16}");
        (long Steps, double Seconds) all = default;
        foreach (Chapter chapter in chapters)
        {
            (long Steps, double Seconds) median = Median(measured[chapter]);
            all = (all.Steps + median.Steps, all.Seconds + median.Seconds);
            Console.Out.WriteLine(Line(chapter.Name, median, asTsv));
        }

        Console.Out.WriteLine(Line("together", all, asTsv));
    }

    private static (long Steps, double Seconds) Median(List<(long Steps, double Seconds)> figures) =>
        figures.OrderBy(static figure => figure.Seconds).ElementAt(figures.Count / 2);

    private static string Line(string name, (long Steps, double Seconds) figure, bool asTsv)
    {
        double rate = figure.Steps / figure.Seconds;
        return asTsv
            ? string.Create(
                CultureInfo.InvariantCulture, $"{name}\t{figure.Steps}\t{figure.Seconds:F2}\t{rate:F0}")
            : string.Create(
                CultureInfo.InvariantCulture,
                $"{name,-34}{figure.Steps,14:#,0}{figure.Seconds,8:F2}{rate / 1e6,16:F2}");
    }
}
