using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace MmVerify.Grader;

/// <summary>Writes <c>grade.json</c>. The same grade gives the same bytes.</summary>
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
}
