using System.Reflection;

namespace MmVerify.Grader.Tests;

/// <summary>Where the repository's own files lie.</summary>
internal static class Repository
{
    public static string Root { get; } = typeof(Repository).Assembly
        .GetCustomAttributes<AssemblyMetadataAttribute>()
        .Single(static one => one.Key == "RepositoryRoot").Value!;

    public static string Submissions { get; } = Path.Combine(Root, "submissions");

    public static string Specimen(string kind, string name) =>
        Path.Combine(Submissions, "specimens", kind, "Buddy", name + ".cs");

    public static IEnumerable<string> Specimens(string kind) =>
        Directory.EnumerateFiles(Path.Combine(Submissions, "specimens", kind, "Buddy"), "*.cs")
            .Select(static path => Path.GetFileNameWithoutExtension(path)).Order(StringComparer.Ordinal);
}
