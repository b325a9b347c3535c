using System.Collections.Immutable;
using System.Globalization;
using MmVerify.Reference;
using MmVerify.Spec;

namespace MmVerify.Properties.Tests;

/// <summary>
/// Watermarks and reserves are those of running kernels: what the laws expect and what the reference answers
/// are compared with recorded numbers, whose origin <c>kernel-zones.csv</c> tells.
/// </summary>
public sealed class KernelZonesTests
{
    private static readonly Row[] Rows =
    [
        .. File.ReadLines(Path.Combine(KeptDocument.Root, "properties/tests/Zones/kernel-zones.csv"))
            .Where(static line => line[0] != '#').Skip(1).Select(Row.Parse),
    ];

    [Fact]
    public void ManyMachinesWereRecorded()
    {
        Assert.Equal(13, Rows.Select(static row => row.Machine).Distinct().Count());
        Assert.True(Rows.Length >= 200, $"{Rows.Length} zones");
    }

    [Fact]
    public void TheLawsExpectWhatKernelsHave()
    {
        var model = new ZonesModel();
        foreach ((ZonesSetup setup, Row[] zones) in Machines())
        {
            model.Start(setup);
            Assert.All(zones, row => Assert.Equal(
                row.Numbers,
                NumbersOf(row.Zone, model.Managed(row.Zone), model.WatermarksOf(row.Zone), model.Reserve)));
        }
    }

    [Fact]
    public void TheReferenceHasWhatKernelsHave()
    {
        foreach ((ZonesSetup setup, Row[] zones) in Machines())
        {
            IZoneAllocator allocator = ZoneAllocator.Create(setup);
            Assert.All(zones, row => Assert.Equal(
                row.Numbers,
                NumbersOf(
                    row.Zone,
                    allocator.ManagedPageCount(row.Zone),
                    allocator.WatermarksOf(row.Zone),
                    allocator.LowmemReserve)));
        }
    }

    // Linux mm/page_alloc.c, the table above init_per_zone_wmark_min, but for 8 GiB: 11585 is the root
    // rounded down, and the comment there says 11584.
    [Theory]
    [InlineData(16, 512)]
    [InlineData(32, 724)]
    [InlineData(64, 1024)]
    [InlineData(128, 1448)]
    [InlineData(512, 2896)]
    [InlineData(1024, 4096)]
    [InlineData(8192, 11585)]
    [InlineData(16384, 16384)]
    public void TheUsualMinFreeIsTheRoot(long mebiBytes, long expected) =>
        Assert.Equal(new KibiBytes(expected), ZonesSetup.UsualMinFree(mebiBytes * 256));

    private static long[] NumbersOf(
        ZoneKind zone, long managed, Watermarks marks, Func<ZoneKind, ZoneKind, long> reserve) =>
        [
            managed, marks.Min, marks.Low, marks.High,
            reserve(zone, ZoneKind.Dma), reserve(zone, ZoneKind.Dma32), reserve(zone, ZoneKind.Normal),
        ];

    // Where the frames lie changes no number, so each zone's frames are put at its start.
    private static IEnumerable<(ZonesSetup Setup, Row[] Zones)> Machines()
    {
        foreach (IGrouping<string, Row> group in Rows.GroupBy(static row => row.Settings))
        {
            Row[] zones = [.. group];
            var limits = new List<ZoneLimit>();
            var ranges = new List<FrameRange>();
            ulong start = 0;
            foreach (ZoneLimit limit in ZoneLayout.Amd64.Limits)
            {
                limits.Add(limit with { ReserveRatio = zones[0].Ratios[(int)limit.Kind] });
                long managed = zones.SingleOrDefault(row => row.Zone == limit.Kind)?.Numbers[0] ?? 0;
                if (managed > 0)
                {
                    ranges.Add(new FrameRange(new Pfn(start), managed));
                }

                start = limit.End.Value;
            }

            yield return (
                new ZonesSetup(
                    new MemoryMap([.. ranges]),
                    new ZoneLayout([.. limits]),
                    zones[0].MinFree,
                    zones[0].Scale),
                zones);
        }
    }

    private sealed record Row(
        string Machine,
        string Settings,
        KibiBytes MinFree,
        int Scale,
        ImmutableArray<int> Ratios,
        ZoneKind Zone,
        long[] Numbers)
    {
        private const int SettingCount = 6;

        public static Row Parse(string line)
        {
            string[] cells = line.Split(',');
            int[] settings = [.. cells[1..SettingCount].Select(static cell => Number(cell))];
            return new Row(
                cells[0],
                string.Join(',', cells[..SettingCount]),
                new KibiBytes(settings[0]),
                settings[1],
                [.. settings[2..]],
                Enum.Parse<ZoneKind>(cells[SettingCount], ignoreCase: true),
                [.. cells[(SettingCount + 1)..].Select(static cell => (long)Number(cell))]);
        }

        private static int Number(string cell) => int.Parse(cell, CultureInfo.InvariantCulture);
    }
}
