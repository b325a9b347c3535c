using System.Globalization;
using MmVerify.Spec;

namespace MmVerify.Properties.Tests;

/// <summary>
/// How slabs are cut, and which sizes kmalloc knows, is what running kernels answered:
/// <c>kernel-slabs.csv</c> and <c>kernel-kmalloc.csv</c> tell where that was recorded.
/// </summary>
public sealed class KernelSlabTests
{
    private const int HwCacheAlign = 1;
    private const int TypesafeByRcu = 2;
    private const int AllDebugging = 4;
    private const int PoisonOnly = 16;
    private const int RedZoneOnly = 32;

    [Fact]
    public void EverySlabIsCutAsTheKernelCutIt()
    {
        string[][] rows = [.. Rows("kernel-slabs.csv")];
        Assert.True(rows.Length > 3000, $"{rows.Length} rows");
        Assert.All(rows, static row =>
        {
            int[] numbers =
                [.. row.Skip(1).Select(static one => int.Parse(one, CultureInfo.InvariantCulture))];
            int flags = numbers[3];
            CacheSetup cache = CacheOf(numbers[1], numbers[2], flags, numbers[4] == 1);
            KernelSeries series = row[0] == "6.1" ? KernelSeries.Linux61 : KernelSeries.Linux612;
            long slot = SlabGeometry.SlotBytes(
                cache, (flags & TypesafeByRcu) != 0, (flags & AllDebugging) != 0);
            Order order = SlabGeometry.OrderFor(slot, numbers[0], series)!.Value;
            Assert.Equal(
                (numbers[5], numbers[6], numbers[7], numbers[8]),
                ((int)slot, SlabGeometry.ObjectsIn(order, slot), order.Value, cache.EffectiveAlign));
        });
    }

    [Fact]
    public void EveryRequestMayUseWhatTheKernelSaid()
    {
        string[][] rows = [.. Rows("kernel-kmalloc.csv")];
        Assert.True(rows.Length > 400, $"{rows.Length} rows");
        Assert.All(rows, static row =>
        {
            ulong bytes = ulong.Parse(row[3], CultureInfo.InvariantCulture);
            long usable = long.Parse(row[4], CultureInfo.InvariantCulture);

            // What is too large is answered with its own size by one, and not handed out by the other.
            long expected = bytes <= KmallocSizes.Most ? KmallocSizes.UsableFor(bytes)
                : row[2] == "roundup" ? (long)bytes : 0;
            Assert.Equal((row[2], bytes, usable), (row[2], bytes, expected));
        });
    }

    [Fact]
    public void NothingIsTheZeroSizePointer()
    {
        Assert.Equal(0, KmallocSizes.UsableFor(0));
        Assert.Equal(0, KmallocSizes.UsableFor(KmallocSizes.Most + 1));
        Assert.Equal(0x10UL, KmallocSizes.ZeroSizePointer.Value);
    }

    private static CacheSetup CacheOf(int size, int align, int flags, bool hasConstructor)
    {
        CacheFlags wished = (flags & HwCacheAlign) != 0 ? CacheFlags.HwCacheAlign : CacheFlags.None;
        wished |= (flags & (AllDebugging | PoisonOnly)) != 0 ? CacheFlags.Poison : CacheFlags.None;
        wished |= (flags & (AllDebugging | RedZoneOnly)) != 0 ? CacheFlags.RedZone : CacheFlags.None;
        return new CacheSetup(size, align, wished, hasConstructor ? static _ => { } : null);
    }

    private static IEnumerable<string[]> Rows(string file) =>
        File.ReadLines(Path.Combine(KeptDocument.Root, "properties/tests/Slab", file))
            .Where(static line => line[0] != '#').Skip(1).Select(static line => line.Split(','));
}
