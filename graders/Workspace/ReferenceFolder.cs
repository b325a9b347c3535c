using System.Text.RegularExpressions;
using MmVerify.Spec;

namespace MmVerify.Grader;

/// <summary>The sources of a chapter's reference: one or more implementations, and what they share.</summary>
internal sealed class ReferenceFolder
{
    private ReferenceFolder(Chapter chapter, string path)
    {
        Path = path;
        var isImplementation = new Regex($@"\bclass \w+ : (?:.*, )?{chapter.Contract.Name}\b");
        string[] files = [.. Directory.EnumerateFiles(path, "*.cs").Order(StringComparer.Ordinal)];
        Implementations = [.. files.Where(file => isImplementation.IsMatch(File.ReadAllText(file)))];
        Shared = [.. files.Except(Implementations)];
    }

    /// <summary>Where it is.</summary>
    public string Path { get; }

    /// <summary>The paths of the files with an implementation, each with one that is named as the
    /// file.</summary>
    public IReadOnlyList<string> Implementations { get; }

    /// <summary>The paths of the files that any of them may need.</summary>
    public IReadOnlyList<string> Shared { get; }

    /// <summary>Finds it.</summary>
    /// <exception cref="BadArgumentException">It is not there.</exception>
    public static ReferenceFolder Of(Checkout checkout, Chapter chapter) =>
        new(chapter, checkout.PathOf("reference", chapter.Name));
}
