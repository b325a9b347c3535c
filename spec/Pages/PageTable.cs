using System.Collections.Immutable;

namespace MmVerify.Spec;

/// <summary>Where the description of one frame is.</summary>
/// <param name="Frame">The frame.</param>
/// <param name="Page">Where its description is.</param>
/// <param name="Back">Whose description is said to be there; null for nobody's.</param>
/// <param name="First">The first frame whose description is there: itself, unless two share a place.</param>
public readonly record struct PageTableRow(Pfn Frame, PageAddr Page, Pfn? Back, Pfn First);

/// <summary>Where the description of each frame is, and whose is there: told right after creation.</summary>
public sealed class PageTable
{
    private readonly Dictionary<PageAddr, Pfn> frames = [];
    private readonly Dictionary<Pfn, PageAddr> pages = [];

    /// <summary>Makes a table.</summary>
    /// <param name="rows">The frames with where their descriptions are, and whose are said to be
    /// there.</param>
    public PageTable(ImmutableArray<(Pfn Frame, PageAddr Page, Pfn? Back)> rows)
    {
        foreach ((Pfn frame, PageAddr page, _) in rows)
        {
            frames.TryAdd(page, frame);
            pages.TryAdd(frame, page);
        }

        Rows = [.. rows.Select(row => new PageTableRow(row.Frame, row.Page, row.Back, frames[row.Page]))];
    }

    /// <summary>Of no frames.</summary>
    public static PageTable None { get; } = new([]);

    /// <summary>A row for each frame.</summary>
    public ImmutableArray<PageTableRow> Rows { get; }

    /// <summary>Where the description of a frame is; null when there is no such frame.</summary>
    public PageAddr? PageOf(Pfn frame) => pages.TryGetValue(frame, out PageAddr page) ? page : null;

    /// <summary>The frame that an operation asks for; null when no description is there.</summary>
    public Pfn? FrameAt(PagesOperation.PfnOf asked) => PageOf(asked.Of) is PageAddr page
        && frames.TryGetValue(new(unchecked(page.Value + (ulong)asked.Offset)), out Pfn frame) ? frame : null;
}
