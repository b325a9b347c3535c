using System.Text.Unicode;
using MmVerify.Compiler;

namespace MmVerify.Grader;

/// <summary>Reads one source and makes sure that it is text of a bearable size.</summary>
internal static class SourceContent
{
    public static byte[] Read(FileInfo file, string shown)
    {
        byte[] content;
        try
        {
            // Pipes and devices say they are empty, and opening one can block for ever: what is empty is not
            // opened.
            content = file.Length == 0 ? [] : ReadAtMost(file, CompileLimits.SourceBytes + 1);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new BadSubmissionException(shown, "the file cannot be read", "make it readable");
        }

        if (content.Length > CompileLimits.SourceBytes)
        {
            string what = $"the source has {Math.Max(file.Length, content.Length)} bytes; " +
                $"{CompileLimits.SourceBytes} are allowed";
            throw new BadSubmissionException(shown, what, "take out what the program does not need");
        }

        return content.Contains((byte)0) || !Utf8.IsValid(content)
            ? throw new BadSubmissionException(shown, "it is not text in UTF-8", "save it as a UTF-8 source")
            : content;
    }

    private static byte[] ReadAtMost(FileInfo file, int limit)
    {
        using FileStream stream = file.OpenRead();
        byte[] buffer = new byte[(int)Math.Min(file.Length + 1, limit)];
        int count = stream.ReadAtLeast(buffer, buffer.Length, throwOnEndOfStream: false);
        return buffer[..count];
    }
}
