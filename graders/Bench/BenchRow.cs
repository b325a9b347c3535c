namespace MmVerify.Grader;

/// <summary>One thing that is measured.</summary>
/// <param name="Name">What it is called.</param>
/// <param name="Work">Does a good deal of it and tells how many steps were verified.</param>
/// <param name="OtherCpu">Processor time that other processes have spent on it so far; or null.</param>
internal sealed record BenchRow(string Name, Func<long> Work, Func<TimeSpan>? OtherCpu = null);

/// <summary>One measurement.</summary>
/// <param name="Steps">Steps verified.</param>
/// <param name="Seconds">Processor time of all processes that took part. Unit: seconds.</param>
/// <param name="BytesPerStep">Bytes allocated on the judge's heap for each step.</param>
internal readonly record struct BenchFigure(long Steps, double Seconds, double BytesPerStep)
{
    /// <summary>Steps verified in a second of processor time.</summary>
    public double StepsPerSecond => Steps / Seconds;

    /// <summary>Measures rows in turns, once to warm up, and tells how far it is.</summary>
    /// <param name="rows">The rows.</param>
    /// <param name="rounds">How often each is measured.</param>
    public static IReadOnlyDictionary<BenchRow, IReadOnlyList<BenchFigure>> MeasureInTurns(
        IReadOnlyList<BenchRow> rows, int rounds)
    {
        var measured = rows.ToDictionary(static row => row, static _ => new List<BenchFigure>());
        for (int round = 0; round <= rounds; round++)
        {
            foreach (BenchRow row in rows)
            {
                Console.Error.Write($"\rround {round} of {rounds}: {row.Name,-40}");
                BenchFigure figure = Measure(row);
                if (round > 0)
                {
                    measured[row].Add(figure);
                }
            }
        }

        Console.Error.Write($"\r{new string(' ', 70)}\r");
        return measured.ToDictionary(
            static row => row.Key, static row => (IReadOnlyList<BenchFigure>)row.Value);
    }

    /// <summary>The figure in the middle.</summary>
    /// <param name="figures">The figures.</param>
    /// <param name="value">By what they are ordered.</param>
    public static BenchFigure Median(IReadOnlyList<BenchFigure> figures, Func<BenchFigure, double> value) =>
        figures.OrderBy(value).ElementAt(figures.Count / 2);

    private static BenchFigure Measure(BenchRow row)
    {
        GC.Collect();
        TimeSpan other = row.OtherCpu?.Invoke() ?? TimeSpan.Zero;
        long bytes = GC.GetTotalAllocatedBytes(precise: true);
        TimeSpan cpu = Environment.CpuUsage.TotalTime;
        long steps = row.Work();
        cpu = Environment.CpuUsage.TotalTime - cpu + ((row.OtherCpu?.Invoke() ?? TimeSpan.Zero) - other);
        bytes = GC.GetTotalAllocatedBytes(precise: true) - bytes;
        return new BenchFigure(steps, cpu.TotalSeconds, (double)bytes / steps);
    }
}
