using System.Globalization;
using MmVerify.Spec;

namespace MmVerify.Grader;

/// <summary>
/// Where in a submission an exception arose. The place comes from the submission's process, which may say
/// what it likes: it is believed only as far as it names one of the submission's own files.
/// </summary>
internal static class FaultPlace
{
    /// <summary>The place a fault names, <c>BuddyAllocator.cs:31</c>; null when it names none.</summary>
    public static GradePlace? Of(Fault? fault) =>
        fault?.Place is string place
        && place.LastIndexOf(':') is > 0 and int colon
        && int.TryParse(
            place.AsSpan(colon + 1), NumberStyles.None, CultureInfo.InvariantCulture, out int line)
        && line > 0
            ? new GradePlace(place[..colon], line)
            : null;

    /// <summary>A chapter in which every place of a fault is a path of the sources, or is gone.</summary>
    /// <param name="sources">The submission's sources.</param>
    /// <param name="chapter">The chapter; its places are names of files without folders.</param>
    public static GradeChapter In(SourceFolder sources, GradeChapter chapter) =>
        chapter with { Laws = [.. chapter.Laws.Select(law => In(sources, law))] };

    private static GradeLaw In(SourceFolder sources, GradeLaw law) =>
        law.Counterexample is { Place: GradePlace place } shown
            ? law with { Counterexample = shown with { Place = In(sources, place) } }
            : law;

    // Two files of the same name in different folders cannot be told apart, and a wrong place is worse than
    // none.
    private static GradePlace? In(SourceFolder sources, GradePlace place)
    {
        string[] paths = [.. sources.Files.Select(static file => file.Path)
            .Where(path => Path.GetFileName(path) == place.File).Take(2)];
        return paths.Length == 1 ? place with { File = paths[0] } : null;
    }
}
