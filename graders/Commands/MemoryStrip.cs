using System.Globalization;
using System.Text;
using MmVerify.Properties;

namespace MmVerify.Grader;

/// <summary>
/// A picture of memory as one line: <c>0x0 [#0 1][free 1][free 2] 0x4</c>, each stretch with its length.
/// </summary>
internal static class MemoryStrip
{
    private const int MostBlocks = 16;

    public static string Of(Picture picture)
    {
        IReadOnlyList<PictureBlock> blocks =
            [.. picture.Blocks.Where(static block => block.Kind != PictureKind.Wrong)];
        if (blocks.Count == 0)
        {
            return "";
        }

        var text = new StringBuilder();
        text.Append(CultureInfo.InvariantCulture, $"0x{blocks[0].Start:x} ");
        foreach (PictureBlock block in blocks.Take(MostBlocks))
        {
            string what = block.Kind switch
            {
                PictureKind.Free when block.Label.Length == 0 => "free",
                PictureKind.Hole => "hole",
                _ => block.Label,
            };
            text.Append(CultureInfo.InvariantCulture, $"[{what} {block.Length}]");
        }

        if (blocks.Count > MostBlocks)
        {
            text.Append(CultureInfo.InvariantCulture, $" … {blocks.Count - MostBlocks} more");
        }

        return text
            .Append(CultureInfo.InvariantCulture, $" 0x{blocks[^1].Start + (ulong)blocks[^1].Length:x}")
            .ToString();
    }
}
