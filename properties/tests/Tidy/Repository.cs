namespace MmVerify.Properties.Tests;

/// <summary>A file of this repository.</summary>
/// <param name="Path">Its path from the root, with slashes.</param>
/// <param name="Text">What it holds.</param>
internal sealed record RepositoryFile(string Path, string Text)
{
    /// <summary>Its lines.</summary>
    public IReadOnlyList<string> Lines { get; } = Text.TrimEnd('\n').Split('\n');

    /// <summary>The lines, as <c>path:line</c>, of which something is true.</summary>
    public IEnumerable<string> Where(Func<string, bool> isTrue) =>
        Lines.Index().Where(line => isTrue(line.Item)).Select(line => $"{Path}:{line.Index + 1}");
}

/// <summary>The files that people wrote, in the order of their paths.</summary>
internal static class Repository
{
    private static readonly string[] NotWritten = ["bin", "obj", "artifacts", "TestResults", "node_modules"];

    /// <summary>Where it lies.</summary>
    public static string Root => KeptDocument.Root;

    /// <summary>The files whose names end in some way.</summary>
    public static IReadOnlyList<RepositoryFile> Files(string extension) =>
    [
        .. Below(Root).Where(path => path.EndsWith(extension, StringComparison.Ordinal))
            .Select(static path => new RepositoryFile(
                Path.GetRelativePath(Root, path).Replace('\\', '/'), File.ReadAllText(path)))
            .OrderBy(static file => file.Path, StringComparer.Ordinal),
    ];

    private static IEnumerable<string> Below(string folder) =>
        Directory.EnumerateFiles(folder).Concat(Directory.EnumerateDirectories(folder)
            .Where(static path => Path.GetFileName(path) is var name && name[0] != '.'
                && !NotWritten.Contains(name))
            .SelectMany(Below));
}
