using MmVerify.Spec;

namespace MmVerify.Grader;

/// <summary>One file of a kit.</summary>
/// <param name="Path">Where it goes, with slashes.</param>
/// <param name="Text">What it holds.</param>
internal sealed record KitFile(string Path, string Text);

/// <summary>
/// What a student receives: the starter on top and, in <c>suite/</c>, what checks it. No reference, no
/// specimens and no tests of the suite, which hold solutions.
/// </summary>
internal static class KitContent
{
    private const string Workflow = ".github/workflows/grade.yml";
    private const string Starter = "submissions/starter";

    // From where, to where. Nothing that is not named here gets into a kit.
    private static readonly (string From, string To)[] Sources =
    [
        ("submissions/kit", "."),
        ($"{Starter}/README.md", "README.md"),
        ($"{Starter}/Starter.sln", "Kit.sln"),
        ($"{Starter}/src", "src"),
        ($"{Starter}/tests", "tests"),
        ("global.json", "global.json"),
        ("spec", "suite/spec"),
        ("properties", "suite/properties"),
        ("graders", "suite/graders"),
        (".config/dotnet-tools.json", "suite/.config/dotnet-tools.json"),
        (".editorconfig", "suite/.editorconfig"),
        ("BannedSymbols.txt", "suite/BannedSymbols.txt"),
        ("Directory.Build.props", "suite/Directory.Build.props"),
        ("Directory.Packages.props", "suite/Directory.Packages.props"),
        ("LICENSE", "suite/LICENSE"),
    ];

    // Tests that show solutions, and commands that need what a kit has not.
    private static readonly string[] LeftOut =
        ["properties/tests/", "graders/tests/", "graders/Bench/", "graders/Kit/", "graders/Trial/"];

    // What mistakes the laws do not see is nothing to tell students.
    private const string Unnoticed = "/Unnoticed.md";

    /// <summary>The files, in the order of their paths.</summary>
    /// <param name="sources">The suite's sources.</param>
    /// <param name="chapters">What the student writes.</param>
    /// <param name="suite">What grades on GitHub; without it there is no workflow.</param>
    public static IReadOnlyList<KitFile> Of(
        SuiteSources sources, IReadOnlyList<Chapter> chapters, PinnedSuite? suite)
    {
        string[] others = [.. Chapters.All.Except(chapters).SelectMany(StarterOf)];
        var places = (
            from source in Sources
            from path in sources.Files(source.From)
            where !LeftOut.Concat(others).Any(start => path.StartsWith(start, StringComparison.Ordinal))
                && !path.EndsWith(Unnoticed, StringComparison.Ordinal)
            let to = path == source.From ? source.To : $"{source.To}{path[source.From.Length..]}"
            select (From: path, To: to.StartsWith("./", StringComparison.Ordinal) ? to[2..] : to))
            .Where(place => suite is not null || place.To != Workflow)
            .ToDictionary(static place => place.From, static place => place.To);
        return
        [
            .. places.Select(place => new KitFile(
                    place.Value, TextOf(place.Key, sources.Read(place.Key), places, chapters, suite)))
                .OrderBy(static file => file.Path, StringComparer.Ordinal),
        ];
    }

    private static string TextOf(
        string path,
        string text,
        Dictionary<string, string> places,
        IReadOnlyList<Chapter> chapters,
        PinnedSuite? suite) => Path.GetExtension(path) switch
        {
            ".md" => KitLinks.Moved(text, path, places),
            ".sln" => text.Replace(@"..\..\", @"suite\", StringComparison.Ordinal),
            ".csproj" when path.StartsWith(Starter, StringComparison.Ordinal) =>
                text.Replace("../../../", "../suite/", StringComparison.Ordinal),
            ".yml" when suite is not null => text
                .Replace("OWNER/REPO", suite.Repository, StringComparison.Ordinal)
                .Replace("COMMIT", suite.Commit, StringComparison.Ordinal)
                .Replace("CHAPTERS", string.Join(',', chapters.Select(static one => one.Name))),
            _ => text,
        };

    // The class is named as its contract, without the I.
    private static string[] StarterOf(Chapter chapter) =>
        [$"{Starter}/src/{chapter.Name}/", $"{Starter}/tests/{chapter.Contract.Name[1..]}"];
}
