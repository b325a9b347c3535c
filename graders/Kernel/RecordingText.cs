using System.Globalization;
using System.IO.Compression;

namespace MmVerify.Grader;

/// <summary>Reads the lines of a recording, packed by gzip or plain; every length is bounded.</summary>
internal static class RecordingText
{
    /// <summary>The most lines that are read of one file.</summary>
    public const int MostLines = 4_000_000;

    /// <summary>The longest line. Unit: characters.</summary>
    public const int LongestLine = 4 << 20;

    /// <summary>The most that is unpacked of one file. Unit: characters.</summary>
    public const long MostText = 1L << 28;

    private const char Remark = '#';
    private const string Packed = ".gz";

    /// <summary>The lines with their numbers, from 1; empty ones and remarks are left out.</summary>
    /// <param name="path">The file.</param>
    /// <exception cref="BadArgumentException">It cannot be read, or is too large.</exception>
    public static IEnumerable<(int Number, string Text)> LinesOf(string path)
    {
        using StreamReader reader = Open(path);
        long left = MostText;
        for (int number = 1; Next(path, reader, number) is string line; number++)
        {
            left -= line.Length;
            if (number > MostLines || line.Length > LongestLine || left < 0)
            {
                throw Bad(path, number, "is more than a recording holds");
            }

            if (line.Length > 0 && line[0] != Remark)
            {
                yield return (number, line);
            }
        }
    }

    /// <summary>A number of a line.</summary>
    /// <param name="text">Its decimal digits.</param>
    /// <param name="most">The largest that makes sense.</param>
    public static ulong? Number(string text, ulong most) =>
        ulong.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out ulong number)
            && number <= most
            ? number
            : null;

    /// <summary>What is said of a line that cannot be used.</summary>
    public static BadArgumentException Bad(string path, int line, string what) =>
        new(string.Create(CultureInfo.InvariantCulture, $"{path}, line {line}: {what}"));

    private static StreamReader Open(string path)
    {
        try
        {
            Stream file = File.OpenRead(path);
            return new StreamReader(path.EndsWith(Packed, StringComparison.Ordinal)
                ? new GZipStream(file, CompressionMode.Decompress)
                : file);
        }
        catch (Exception exception) when (IsOfTheFile(exception))
        {
            throw new BadArgumentException($"{path}: cannot be read: {exception.Message}");
        }
    }

    // A line without end would be read into memory as a whole, so it is read in pieces.
    private static string? Next(string path, StreamReader reader, int number)
    {
        try
        {
            var line = new System.Text.StringBuilder();
            int letter = reader.Read();
            if (letter < 0)
            {
                return null;
            }

            for (; letter is not (< 0 or '\n') && line.Length <= LongestLine; letter = reader.Read())
            {
                line.Append((char)letter);
            }

            return line.ToString().TrimEnd('\r');
        }
        catch (Exception exception) when (IsOfTheFile(exception))
        {
            throw Bad(path, number, $"cannot be read: {exception.Message}");
        }
    }

    private static bool IsOfTheFile(Exception exception) => exception is IOException
        or UnauthorizedAccessException or ArgumentException or NotSupportedException or InvalidDataException;
}
