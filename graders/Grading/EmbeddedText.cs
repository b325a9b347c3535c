using System.Text;

namespace MmVerify.Grader;

/// <summary>Files that are built into the grader.</summary>
internal static class EmbeddedText
{
    /// <summary>The text of one.</summary>
    public static string Of(string name)
    {
        using Stream stream = typeof(EmbeddedText).Assembly.GetManifestResourceStream(name)
            ?? throw new InvalidOperationException($"{name} is not embedded in the grader");
        using var reader = new StreamReader(stream, Encoding.UTF8);
        return reader.ReadToEnd();
    }
}
