using System.Globalization;
using System.Text;

namespace MmVerify.Properties;

/// <summary>
/// Memory of a scene as one line, four characters for each unit: a free block shows its size, a block that is
/// handed out as many letters of its owner as the request fills, and dashes for the rest.
/// </summary>
internal static class SceneStrip
{
    /// <summary>Characters in a line.</summary>
    public const int Width = 65;

    private const int UnitWidth = 4;

    /// <summary>The whole memory.</summary>
    public static string Of(Picture picture)
    {
        var text = new StringBuilder("|");
        foreach (PictureBlock block in picture.Blocks)
        {
            text.Append(Inside(block)).Append('|');
        }

        return text.ToString();
    }

    /// <summary>The blocks of one size, those that are split, and nothing below a larger block.</summary>
    /// <param name="picture">The memory.</param>
    /// <param name="length">The size. Unit: units.</param>
    public static string Level(Picture picture, int length)
    {
        char[] line = new string(' ', Width).ToCharArray();
        for (int start = 0; start * UnitWidth < Width - 1; start += length)
        {
            PictureBlock owner = picture.Blocks.Last(block => block.Start <= (ulong)start);
            if (owner.Length <= length)
            {
                string split = Centred("split", InsideWidth(length));
                string shown = owner.Length == length ? Inside(owner) : split;
                $"|{shown}|".CopyTo(line.AsSpan(start * UnitWidth));
            }
        }

        return new string(line).TrimEnd();
    }

    /// <summary>Whose block it is.</summary>
    public static SceneRequest RequestOf(PictureBlock block) =>
        BuddyScene.Requests[int.Parse(block.Label.AsSpan(1), CultureInfo.InvariantCulture)];

    private static string Inside(PictureBlock block)
    {
        int width = InsideWidth(block.Length);
        long size = block.Length * BuddyScene.UnitSize;
        if (block.Kind == PictureKind.Free)
        {
            return Centred($"{size}", width);
        }

        SceneRequest request = RequestOf(block);
        int filled = Math.Max(1, (int)(((width * request.Size) + (size / 2)) / size));
        return new string(request.Name, filled).PadRight(width, '-');
    }

    private static int InsideWidth(long length) => ((int)length * UnitWidth) - 1;

    private static string Centred(string text, int width) =>
        text.PadLeft((width + text.Length) / 2).PadRight(width);
}
