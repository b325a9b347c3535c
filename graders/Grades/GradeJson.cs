using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace MmVerify.Grader;

/// <summary>Writes <c>grade.json</c>, and reads it. The same grade gives the same bytes.</summary>
public static class GradeJson
{
    private static readonly JsonSerializerOptions Format = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        WriteIndented = true,
        IndentSize = 2,
        NewLine = "\n",
        DefaultIgnoreCondition = JsonIgnoreCondition.Never,
        // The default encoder escapes all that could mean something in HTML; the file may be pasted anywhere.
        Encoder = JavaScriptEncoder.Default,
    };

    /// <summary>The file's text.</summary>
    public static string Write(Grade grade) => JsonSerializer.Serialize(grade, Format) + "\n";

    /// <summary>Any other record in the same manner.</summary>
    public static string WriteAny<T>(T value) => JsonSerializer.Serialize(value, Format) + "\n";

    /// <summary>Reads the file that a path names.</summary>
    /// <exception cref="BadArgumentException">It cannot be read, or is no grade.</exception>
    public static Grade Read(string path)
    {
        try
        {
            using FileStream file = File.OpenRead(path);
            // A pipe or a device has no length to ask for: one byte more than may be there is enough to know.
            byte[] bytes = new byte[GradeReader.MaxBytes + 1];
            int count = file.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false);
            return GradeReader.Read(bytes.AsMemory(0, count), path);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException
            or ArgumentException or NotSupportedException)
        {
            throw new BadArgumentException($"{path}: cannot be read: {exception.Message}");
        }
    }

    /// <summary>Reads the file's text.</summary>
    /// <param name="json">The text.</param>
    /// <param name="file">What messages call the file.</param>
    /// <exception cref="BadArgumentException">It is no grade.</exception>
    public static Grade Parse(string json, string file) =>
        GradeReader.Read(System.Text.Encoding.UTF8.GetBytes(json), file);
}
