using System.Reflection;

namespace MmVerify.Grader.Tests;

/// <summary>Where the repository's own files lie.</summary>
internal static class Repository
{
    public static string Root { get; } = typeof(Repository).Assembly
        .GetCustomAttributes<AssemblyMetadataAttribute>()
        .Single(static one => one.Key == "RepositoryRoot").Value!;

    public static string Submissions { get; } = Path.Combine(Root, "submissions");

    /// <summary>The one specimen of that name, of whatever chapter.</summary>
    public static string Specimen(string kind, string name) => Directory
        .EnumerateFiles(
            Path.Combine(Submissions, "specimens", kind), name + ".cs", SearchOption.AllDirectories)
        .Single();

    /// <summary>The names of all specimens, or of those of one chapter.</summary>
    public static IEnumerable<string> Specimens(string kind, string chapter = "") => Directory
        .EnumerateFiles(
            Path.Combine(Submissions, "specimens", kind, chapter), "*.cs", SearchOption.AllDirectories)
        .Select(static path => Path.GetFileNameWithoutExtension(path)).Order(StringComparer.Ordinal);
}
