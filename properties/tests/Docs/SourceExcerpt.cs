namespace MmVerify.Properties.Tests;

/// <summary>Code of this solution, to be shown in a document.</summary>
internal static class SourceExcerpt
{
    /// <summary>A type without its comments, its namespace and what it uses.</summary>
    public static string Plain(string path)
    {
        IEnumerable<string> lines = File.ReadLines(Path.Combine(KeptDocument.Root, path))
            .SkipWhile(static line => !line.StartsWith("public ", StringComparison.Ordinal))
            .Where(static line => !line.TrimStart().StartsWith("//", StringComparison.Ordinal));
        return Document.Fenced("csharp", string.Join('\n', lines));
    }

    /// <summary>One member that is declared in a single statement, without its comment.</summary>
    /// <param name="path">The source.</param>
    /// <param name="member">Its name.</param>
    public static string Member(string path, string member)
    {
        string line = File.ReadLines(Path.Combine(KeptDocument.Root, path)).Single(line =>
            line.Contains($" {member}(", StringComparison.Ordinal)
            && line.TrimStart().StartsWith("public ", StringComparison.Ordinal)
            && line.EndsWith(';'));
        return Document.Fenced("csharp", line.Trim());
    }
}
