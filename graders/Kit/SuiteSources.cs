namespace MmVerify.Grader;

/// <summary>The sources of the suite, without what was built from them.</summary>
/// <param name="Root">Their folder.</param>
internal sealed record SuiteSources(string Root)
{
    private static readonly string[] Built = ["artifacts", "bin", "obj", "TestResults", "mmverify-out"];

    /// <summary>
    /// The files below a folder, or the one file, as paths from the root, in a fixed order.
    /// </summary>
    public IEnumerable<string> Files(string path) => File.Exists(Path.Combine(Root, path))
        ? [path]
        : Below(new DirectoryInfo(Path.Combine(Root, path)), path).Order(StringComparer.Ordinal);

    public string Read(string path) => File.ReadAllText(Path.Combine(Root, path));

    private static IEnumerable<string> Below(DirectoryInfo folder, string path) =>
    [
        .. folder.EnumerateFiles().Where(static file => file.LinkTarget is null)
            .Select(file => $"{path}/{file.Name}"),
        .. folder.EnumerateDirectories()
            .Where(static inner => inner.LinkTarget is null && !Built.Contains(inner.Name))
            .SelectMany(inner => Below(inner, $"{path}/{inner.Name}")),
    ];
}
