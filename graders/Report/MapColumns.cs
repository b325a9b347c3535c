using MmVerify.Properties;

namespace MmVerify.Grader;

/// <summary>
/// The columns of the memory maps of one counterexample. All its pictures share them, so that a frame stays
/// where it is while the reader steps through. A column begins wherever a stretch in one begins or ends.
/// </summary>
internal sealed class MapColumns
{
    /// <summary>The most columns: beyond, neighbouring stretches are drawn as one.</summary>
    public const int MaxCount = 40;

    // A stretch that is longer than so many of the shortest grows with its logarithm.
    private const int LongestToScale = 8;

    private readonly List<UInt128> edges;
    private readonly UInt128 shortest;

    private MapColumns(List<UInt128> edges)
    {
        this.edges = edges;
        shortest = UInt128.MaxValue;
        for (int column = 0; column < Count; column++)
        {
            shortest = UInt128.Min(shortest, Length(column));
        }
    }

    /// <summary>How many there are.</summary>
    public int Count => Math.Max(edges.Count - 1, 0);

    /// <summary>The columns for some pictures.</summary>
    public static MapColumns Of(IReadOnlyList<Picture> pictures)
    {
        List<PictureBlock> all = [.. pictures.SelectMany(static picture => picture.Blocks).Where(IsDrawn)];
        if (all.Count == 0)
        {
            return new MapColumns([]);
        }

        HashSet<UInt128> found = [.. all.Select(static block => (UInt128)block.Start), .. all.Select(EndOf)];
        return found.Count <= MaxCount + 1
            ? new MapColumns([.. found.Order()])
            : new MapColumns([.. TellingEdges(pictures, found).Distinct().Take(MaxCount + 1).Order()]);
    }

    /// <summary>Whether a stretch takes any room.</summary>
    public static bool IsDrawn(PictureBlock block) => block.Length > 0;

    /// <summary>The first unit behind a stretch; it may be one more than fits a number of 64 bits.</summary>
    public static UInt128 EndOf(PictureBlock block) => (UInt128)block.Start + (UInt128)block.Length;

    /// <summary>Where a column begins; for <see cref="Count"/>, where the last one ends.</summary>
    public UInt128 EdgeAt(int column) => edges[column];

    /// <summary>The columns that a stretch touches, from the first to before the last.</summary>
    public (int First, int End) Under(PictureBlock block)
    {
        int first = edges.BinarySearch(block.Start);
        int end = edges.BinarySearch(EndOf(block));
        return (first < 0 ? ~first - 1 : first, end < 0 ? ~end : end);
    }

    /// <summary>Whether a column is drawn shorter than it is.</summary>
    public bool IsShortened(int column) => Length(column) / shortest > LongestToScale;

    /// <summary>How wide a column is drawn. Unit: tenths of the shortest.</summary>
    public int Width(int column)
    {
        UInt128 tenths = Length(column) * 10 / shortest;
        UInt128 toScale = LongestToScale * 10;
        return tenths <= toScale ? (int)tenths : (int)(toScale + (10 * UInt128.Log2(tenths / toScale)));
    }

    private UInt128 Length(int column) => edges[column + 1] - edges[column];

    // The ends of memory, what is wrong, what changes, and where one kind meets another; the latest first.
    private static IEnumerable<UInt128> TellingEdges(IReadOnlyList<Picture> pictures, HashSet<UInt128> found)
    {
        yield return found.Min();
        yield return found.Max();
        List<Picture> latest = [.. pictures.Reverse()];
        IEnumerable<PictureBlock> changed = latest
            .Zip(latest.Skip(1), static (after, before) => after.Blocks.Except(before.Blocks))
            .SelectMany(static blocks => blocks);
        foreach (PictureBlock block in latest.SelectMany(static picture => picture.Blocks)
            .Where(static block => block.Kind == PictureKind.Wrong)
            .Concat(changed)
            .Where(IsDrawn))
        {
            yield return block.Start;
            yield return EndOf(block);
        }

        foreach (PictureBlock block in latest.SelectMany(KindBorders))
        {
            yield return block.Start;
        }
    }

    private static IEnumerable<PictureBlock> KindBorders(Picture picture)
    {
        List<PictureBlock> blocks = [.. picture.Blocks.Where(IsDrawn)];
        return Enumerable.Range(1, Math.Max(blocks.Count - 1, 0))
            .Reverse()
            .Where(i => blocks[i].Kind != blocks[i - 1].Kind)
            .Select(i => blocks[i]);
    }
}
