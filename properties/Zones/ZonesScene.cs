using System.Globalization;
using System.Text;
using MmVerify.Spec;

namespace MmVerify.Properties;

/// <summary>
/// The lecture's machines laid out as zones, and a request for DMA memory while Normal is full.
/// </summary>
public static class ZonesScene
{
    private const long PagesPerMebiByte = (1 << 20) / Page.SizeBytes;
    private const int Width = 48;

    /// <summary>Machines of 64 MB, of 1 GB with 32 bits, and of 16 GB, with each zone's numbers.</summary>
    public static string Machines()
    {
        var text = new StringBuilder();
        Append(text, "64 MB, 64 bits", 64, ZoneLayout.Amd64);
        Append(text, "1 GB, 32 bits", 1024, ZoneLayout.I386);
        Append(text, "16 GB, 64 bits", 16_384, ZoneLayout.Amd64);
        return text.ToString();
    }

    /// <summary>Normal is filled; then five requests come, each from whom nothing else will do.</summary>
    /// <param name="create">Makes the allocator that plays.</param>
    /// <exception cref="ArgumentException">It refuses the first request.</exception>
    public static string NormalIsFull(ZonesFactory create)
    {
        IZoneAllocator allocator = create(ZonesSetups.Two);
        var text = new StringBuilder();
        text.Append(Line("", "", "Normal", "Dma", "kswapd"));
        text.Append(Line("at first", "", allocator));
        Gfp[] requests =
        [
            Gfp.Kernel, Gfp.Kernel, Gfp.Kernel, Gfp.Kernel | Gfp.Dma, Gfp.Atomic, Gfp.Atomic | Gfp.Dma,
        ];
        int[] orders = [2, 2, 3, 1, 1, 2];
        for (int i = 0; i < requests.Length; i++)
        {
            var order = new Order(orders[i]);
            Result<Block> result = allocator.Allocate(order, requests[i]);
            if (i == 0 && !result.IsSuccess)
            {
                throw new ArgumentException("the allocator refuses while all is free", nameof(create));
            }

            string from = result.TryGet(out Block block)
                ? $"{ZonesSetups.Two.Layout.ZoneOf(block.Start)}"
                : $"{result.Errno}";
            string request = $"{order}, {$"{requests[i]}".Replace(", ", "|")}";
            text.Append(Line(request, from, allocator));
        }

        return text.ToString();
    }

    /// <summary>What a zone whose min mark is 100 pages asks of each kind of request.</summary>
    public static string Depths()
    {
        // Of 400 pages, 400 KiB or 100 pages are to be kept.
        ZonesSetup setup = ZonesSetups.Make(400, 400, (ZoneKind.Normal, 1 << 20, 32));
        var model = new ZonesModel();
        model.Start(setup);
        var text = new StringBuilder("| flags | free pages must exceed |\n|---|--:|\n");
        foreach (Gfp flags in (Gfp[])[Gfp.Kernel, Gfp.KswapdReclaim, Gfp.Kernel | Gfp.High, Gfp.Atomic])
        {
            var request = new ZoneRequest(new Order(0), flags, ZoneKind.Normal);
            string shown = $"{flags}".Replace(", ", " and ");
            text.Append(
                CultureInfo.InvariantCulture, $"| {shown} | {model.MinFor(ZoneKind.Normal, request)} |\n");
        }

        return text.ToString();
    }

    private static void Append(StringBuilder text, string name, long mebiBytes, ZoneLayout layout)
    {
        var setup = ZonesSetup.Usual(MemoryMap.Flat(mebiBytes * PagesPerMebiByte), layout);
        var model = new ZonesModel();
        model.Start(setup);
        text.Append(CultureInfo.InvariantCulture, $"{name}: {setup.MinFree} to be kept free\n");
        foreach (ZoneLimit limit in setup.Layout.Limits)
        {
            long managed = model.Managed(limit.Kind);
            int filled = (int)(((managed * Width) + setup.Memory.PageCount - 1) / setup.Memory.PageCount);
            string bar = new string('#', filled).PadRight(Width);
            string reserve = string.Join(
                ' ', setup.Layout.Limits.Select(named => model.Reserve(limit.Kind, named.Kind)));
            text.Append(
                CultureInfo.InvariantCulture,
                $"  {limit.Kind,-8}{managed / PagesPerMebiByte,6} MB |{bar}| "
                    + $"{model.WatermarksOf(limit.Kind)}, reserves {reserve}\n");
        }
    }

    private static string Line(string request, string from, IZoneAllocator allocator) => Line(
        request,
        from,
        string.Create(CultureInfo.InvariantCulture, $"{allocator.FreePageCount(ZoneKind.Normal)}"),
        string.Create(CultureInfo.InvariantCulture, $"{allocator.FreePageCount(ZoneKind.Dma)}"),
        string.Create(CultureInfo.InvariantCulture, $"{allocator.KswapdWakeupCount}"));

    private static string Line(string request, string from, string normal, string dma, string wakeups) =>
        $"{request,-20}{from,-8}{normal,7}{dma,6}{wakeups,8}".TrimEnd() + "\n";
}
