using System.Text.RegularExpressions;
using System.Xml.Linq;
using MmVerify.Spec;

namespace MmVerify.Properties.Tests;

/// <summary>Every folder has every chapter, and every project refers only to what it may.</summary>
public sealed partial class StructureTests
{
    // What each project may refer to. Whoever must be trusted for a grade can be read off here.
    private static readonly Dictionary<string, string[]> Allowed = new()
    {
        ["spec/MmVerify.Spec"] = [],
        ["reference/MmVerify.Reference"] = ["MmVerify.Spec"],
        ["properties/MmVerify.Properties"] = ["MmVerify.Spec", "FsCheck", "FSharp.Core"],
        ["properties/xunit/MmVerify.Xunit"] =
            ["MmVerify.Spec", "MmVerify.Properties", "FsCheck", "FSharp.Core",
                "xunit.extensibility.execution"],
        ["graders/host/MmVerify.Host"] = ["MmVerify.Spec"],
        ["graders/compiler/MmVerify.Compiler"] =
            ["MmVerify.Spec", "MmVerify.Host", "Microsoft.CodeAnalysis.CSharp",
                "Microsoft.CodeAnalysis.Analyzers"],
        ["graders/MmVerify.Grader"] =
        [
            "MmVerify.Spec", "MmVerify.Reference", "MmVerify.Properties", "MmVerify.Xunit", "MmVerify.Host",
            "MmVerify.Compiler",
            "System.CommandLine", "Spectre.Console", "YamlDotNet",
        ],
        ["submissions/specimens/MmVerify.Specimens"] = ["MmVerify.Spec"],
        ["submissions/starter/src/Starter"] = ["MmVerify.Spec"],
    };

    // What is neither part of a grade nor of a submission may refer to what it likes.
    private static readonly string[] Free = ["/tests/", "/bench/"];

    private static readonly string[] SpecFiles =
        ["Chapter.cs", "Setup.cs", "Operation.cs", "Reply.cs", "Model.cs", "Laws.cs", "Driver.cs", ".md"];

    public static TheoryData<string> Chapters =>
        [.. Spec.Chapters.All.Select(static chapter => chapter.Name)];

    [Theory]
    [MemberData(nameof(Chapters))]
    public void AChapterIsInEveryFolder(string chapter)
    {
        string contract = Spec.Chapters.Find(chapter)!.Contract.Name;
        string[] files =
        [
            $"spec/{chapter}/{contract}.cs",
            .. SpecFiles.Select(file => $"spec/{chapter}/{chapter}{file}"),
            $"reference/{chapter}/{contract[1..]}.cs",
            $"properties/{chapter}/{chapter}Programs.cs",
            $"submissions/starter/src/{chapter}/{contract[1..]}.cs",
        ];
        string[] folders =
            [$"submissions/specimens/correct/{chapter}", $"submissions/specimens/wrong/{chapter}"];
        AssertNone(
            files.Where(static file => !File.Exists(Path.Combine(Repository.Root, file)))
                .Concat(folders.Where(
                    static folder => !Directory.Exists(Path.Combine(Repository.Root, folder))))
                .Select(missing => $"{missing}:1: chapter {chapter} has no such file; write it"));
    }

    [Fact]
    public void NoFolderOfTheSpecificationIsNoChapter() => AssertNone(
        Directory.GetDirectories(Path.Combine(Repository.Root, "spec"))
            .Select(static path => Path.GetFileName(path))
            .Where(static name => name is not ("Laws" or "Machine" or "bin" or "obj")
                && Spec.Chapters.Find(name) is null)
            .Select(static name => $"spec/{name}:1: no chapter; add it to spec/Chapters.cs"));

    [Fact]
    public void ProjectsReferOnlyToWhatTheyMay() => AssertNone(
        from project in Repository.Files(".csproj")
        where !Free.Any(project.Path.Contains)
        let name = project.Path[..^".csproj".Length]
        from reference in ReferencesOf(project)
        where !Allowed.GetValueOrDefault(name, []).Contains(reference)
        select $"{project.Path}:1: refers to {reference}, which it may not; remove it, "
            + "or say in properties/tests/Tidy/StructureTests.cs that it may");

    [Fact]
    public void LawIdsAreUniqueAndNoTwoChaptersShareAPrefix()
    {
        (Chapter Chapter, Law Law)[] laws = [.. Spec.Chapters.Laws];
        Assert.Equal(
            laws.Length,
            laws.Select(static pair => pair.Law.Id).Distinct(StringComparer.OrdinalIgnoreCase).Count());
        Assert.All(
            laws.GroupBy(static pair => pair.Law.Id.Split('-')[0]),
            static prefix => Assert.Single(prefix.Select(static pair => pair.Chapter).Distinct()));
        Assert.All(laws, static pair => Assert.Matches("^[A-Z]+(-[A-Z]+)+$", pair.Law.Id));
    }

    [Fact]
    public void LawsSayWhatWhyAndFromWhere() => Assert.All(Spec.Chapters.Laws, static pair =>
    {
        Assert.EndsWith(".", pair.Law.Statement, StringComparison.Ordinal);
        Assert.EndsWith(".", pair.Law.Why, StringComparison.Ordinal);
        Assert.NotEmpty(pair.Law.Source);
        Assert.InRange(pair.Law.Points, 1, 20);
    });

    [Fact]
    public void LinksInDocumentsLeadSomewhere() => AssertNone(
        from document in Repository.Files(".md")
        from line in document.Lines.Index()
        from Match link in Link().Matches(line.Item)
        let target = link.Groups["target"].Value.Split('#')[0]
        where target.Length > 0 && !target.Contains(':', StringComparison.Ordinal)
        let path = Path.Combine(Repository.Root, Path.GetDirectoryName(document.Path)!, target)
        where !File.Exists(path) && !Directory.Exists(path)
        select $"{document.Path}:{line.Index + 1}: {target} does not exist; correct the link");

    private static IEnumerable<string> ReferencesOf(RepositoryFile project) =>
        XDocument.Parse(project.Text).Descendants()
            .Where(static element =>
                element.Name.LocalName is "ProjectReference" or "PackageReference" or "Reference")
            .Select(static element => (string?)element.Attribute("Include") ?? "")
            .Select(static name => name.EndsWith(".csproj", StringComparison.Ordinal)
                ? Path.GetFileNameWithoutExtension(name.Replace('\\', '/'))
                : name);

    private static void AssertNone(IEnumerable<string> problems)
    {
        string[] found = [.. problems];
        Assert.True(found.Length == 0, string.Join('\n', found));
    }

    [GeneratedRegex(
        @"\]\((?<target>[^)\s]+)\)", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Link();
}
