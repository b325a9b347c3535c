using System.Globalization;

namespace MmVerify.Spec;

/// <summary>A size in units of 1024 bytes, as <c>min_free_kbytes</c> is given.</summary>
/// <param name="Value">The number. Unit: KiB.</param>
public readonly record struct KibiBytes(long Value)
{
    private const long PerPage = Page.SizeBytes / 1024;

    /// <summary>Whole pages in it; a part of a page does not count. Unit: pages.</summary>
    public long WholePages => Value / PerPage;

    /// <summary>The size of a number of pages.</summary>
    public static KibiBytes OfPages(long pageCount) => new(pageCount * PerPage);

    /// <inheritdoc/>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Value} KiB");
}

/// <summary>
/// How many free pages of a zone are few. Linux: <c>zone->_watermark</c>, shown in <c>/proc/zoneinfo</c>.
/// </summary>
/// <param name="Min">Up to here pages are kept for those who cannot wait. Unit: pages.</param>
/// <param name="Low">From here on a request looks elsewhere first, and kswapd is woken. Unit: pages.</param>
/// <param name="High">Above it kswapd goes back to sleep. Unit: pages.</param>
public readonly record struct Watermarks(long Min, long Low, long High)
{
    /// <inheritdoc/>
    public override string ToString() =>
        string.Create(CultureInfo.InvariantCulture, $"min {Min} low {Low} high {High}");
}
