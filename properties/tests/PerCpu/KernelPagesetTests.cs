using System.Globalization;
using MmVerify.Spec;

namespace MmVerify.Properties.Tests;

/// <summary>
/// Batch and high are those of running kernels: what <see cref="PerCpuSetup"/> computes is compared with
/// recorded numbers, whose origin <c>kernel-pagesets.csv</c> tells.
/// </summary>
public sealed class KernelPagesetTests
{
    private const string Tuned = "6.12-";

    private static readonly Row[] Rows =
    [
        .. File.ReadLines(Path.Combine(KeptDocument.Root, "properties/tests/PerCpu/kernel-pagesets.csv"))
            .Where(static line => line[0] != '#').Skip(1).Select(Row.Parse),
    ];

    [Fact]
    public void ManyZonesWereRecorded()
    {
        Assert.True(Rows.Length >= 300, $"{Rows.Length} zones");
        Assert.Equal(26, Rows.Select(static row => row.Machine).Distinct().Count());
        Assert.True(Rows.Select(static row => row.Batch).Distinct().Count() >= 4);
    }

    [Fact]
    public void TheBatchIsTheKernels() =>
        Assert.All(Rows, static row => Assert.Equal(row.Batch, PerCpuSetup.UsualBatch(row.Managed)));

    [Fact]
    public void HighIsTheKernels() =>
        Assert.All(Rows.Where(static row => !row.IsTuned), static row =>
            Assert.Equal(row.High, PerCpuSetup.UsualHigh(row.Low, row.Cpus, row.Batch)));

    [Fact]
    public void WhereHighIsTunedItStaysBelowTheMost() =>
        Assert.All(Rows.Where(static row => row.IsTuned), static row => Assert.InRange(
            row.High,
            0,
            Math.Max(
                PerCpuSetup.UsualHigh(row.Low, row.Cpus, row.Batch),
                PerCpuSetup.UsualHighMax(row.Managed, row.Cpus, row.Batch))));

    private sealed record Row(string Machine, int Cpus, long Managed, long Low, int Batch, long High)
    {
        public bool IsTuned => Machine.StartsWith(Tuned, StringComparison.Ordinal);

        public static Row Parse(string line)
        {
            string[] cells = line.Split(',');
            long[] numbers =
                [.. cells[2..].Select(static cell => long.Parse(cell, CultureInfo.InvariantCulture))];
            return new(cells[0], (int)numbers[0], numbers[1], numbers[2], (int)numbers[3], numbers[4]);
        }
    }
}
