namespace MmVerify.Grader;

/// <summary>One thing that is measured.</summary>
/// <param name="Name">What it is called.</param>
/// <param name="Work">Does a good deal of it and tells how many steps were verified.</param>
/// <param name="OtherCpu">Processor time that other processes have spent on it so far; or null.</param>
internal sealed record BenchRow(string Name, Func<long> Work, Func<TimeSpan>? OtherCpu = null);

/// <summary>One measurement.</summary>
/// <param name="StepsPerSecond">
/// Steps verified in a second of processor time, of all processes that took part.
/// </param>
/// <param name="BytesPerStep">Bytes allocated on the judge's heap for each step.</param>
internal readonly record struct BenchFigure(double StepsPerSecond, double BytesPerStep)
{
    public static BenchFigure Measure(BenchRow row)
    {
        GC.Collect();
        TimeSpan other = row.OtherCpu?.Invoke() ?? TimeSpan.Zero;
        long bytes = GC.GetTotalAllocatedBytes(precise: true);
        TimeSpan cpu = Environment.CpuUsage.TotalTime;
        long steps = row.Work();
        cpu = Environment.CpuUsage.TotalTime - cpu + ((row.OtherCpu?.Invoke() ?? TimeSpan.Zero) - other);
        bytes = GC.GetTotalAllocatedBytes(precise: true) - bytes;
        return new BenchFigure(steps / cpu.TotalSeconds, (double)bytes / steps);
    }
}
