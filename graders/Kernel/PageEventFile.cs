using MmVerify.Spec;

namespace MmVerify.Grader;

/// <summary>
/// Reads what a kernel's page allocator told of itself: in each line a time in microseconds, a letter, and
/// what it says: <c>A,frame,order,mobility,gfp F,frame,order Z,frame,order,mobility D,frame,order,mobility
/// d,frame,order X,frame,order,… S,label</c>. A line that starts with <c>#</c> is a remark.
/// </summary>
internal static class PageEventFile
{
    /// <summary>The highest frame number that is believed.</summary>
    public const ulong HighestFrame = 1UL << 40;

    // A request that is refused is told of with this in the place of a frame.
    private const ulong NoFrame = ulong.MaxValue;

    // The bits that say something of zones and watermarks.
    private const ulong KnownFlags = (ulong)(Gfp.Dma | Gfp.HighMem | Gfp.Dma32 | Gfp.Movable | Gfp.High
        | Gfp.Io | Gfp.Fs | Gfp.DirectReclaim | Gfp.KswapdReclaim);

    private const int LongestLabel = 40;

    /// <summary>Reads a file.</summary>
    /// <exception cref="BadArgumentException">It holds something else; the message says where.</exception>
    public static IReadOnlyList<PageEvent> Read(string path) =>
        [.. RecordingText.LinesOf(path)
            .Select(line => Event(line.Number, line.Text.Split(','))
                ?? throw RecordingText.Bad(path, line.Number, "is no page event"))];

    private static PageEvent? Event(int line, string[] cells)
    {
        if (cells is [_, "S", { Length: > 0 and <= LongestLabel } label])
        {
            return new PageEvent(line, PageEventKind.Snapshot, default, Label: label);
        }

        if (cells.Length < 4
            || RecordingText.Number(cells[2], ulong.MaxValue) is not ulong frame
            || RecordingText.Number(cells[3], Order.MaxValue) is not ulong order
            || (frame > HighestFrame && (frame != NoFrame || cells[1] != "A")))
        {
            return null;
        }

        var block = new Block(new Pfn(frame == NoFrame ? 0 : frame), new Order((int)order));
        return cells[1] switch
        {
            "A" when cells.Length == 6 && RecordingText.Number(cells[5], uint.MaxValue) is ulong gfp =>
                new PageEvent(
                    line,
                    frame == NoFrame ? PageEventKind.Refused : PageEventKind.Allocated,
                    block,
                    (Gfp)(gfp & KnownFlags)),
            "F" when cells.Length == 4 => new PageEvent(line, PageEventKind.Freed, block),
            "Z" when cells.Length == 5 => new PageEvent(line, PageEventKind.Taken, block),
            "D" when cells.Length == 5 => new PageEvent(line, PageEventKind.Returned, block),
            "d" when cells.Length == 4 => new PageEvent(line, PageEventKind.Returned, block),
            "X" when cells.Length == 8 => new PageEvent(line, PageEventKind.Stolen, block),
            _ => null,
        };
    }
}
