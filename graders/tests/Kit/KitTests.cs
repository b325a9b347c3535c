using System.Text.RegularExpressions;
using System.Xml.Linq;
using MmVerify.Reference;
using MmVerify.Spec;

namespace MmVerify.Grader.Tests;

/// <summary>What a kit consists of, and above all what it does not contain.</summary>
public sealed partial class KitTests : IDisposable
{
    private const string Suite = "course/suite@0123456789abcdef0123456789abcdef01234567";
    private const string Starter = "src/Buddy/BuddyAllocator.cs";
    private const int TimeLimit = 1000;

    private static readonly Regex Implements = new(
        @"^ *((public|internal|sealed) +)*(class|struct|record) +\w+[^;{""]*:[^{;]*"
            + $@"\b({string.Join('|', Chapters.All.Select(static chapter => chapter.Contract.Name))})\b",
        RegexOptions.ExplicitCapture | RegexOptions.Multiline,
        TimeSpan.FromMilliseconds(TimeLimit));

    private static readonly string[] Solutions =
    [
        "reference", "specimens", "correct", "wrong", "hostile", "bench", "Bench", "Kit",
        "properties/tests", "graders/tests", "Survivors.md", "Unnoticed.md", "Trial",
    ];

    private readonly string folder = Path.Combine(
        Directory.CreateTempSubdirectory("mmverify-kit-").FullName, "kit");

    [Fact]
    public void NothingInItIsASolution()
    {
        Make("--suite", Suite);
        Assert.All(Files(), static path => Assert.DoesNotContain(
            Solutions, word => $"/{path}/".Contains($"/{word}/", StringComparison.Ordinal)));
        Assert.All(Files(".cs"), path =>
        {
            string text = Text(path);
            Assert.DoesNotContain("namespace MmVerify.Reference", text);
            Assert.DoesNotContain("using MmVerify.Reference", text);
            Assert.DoesNotContain("[Breaks(", text);
            Assert.True(
                !Implements.IsMatch(text) || path == Starter, $"{path} is a solution");
        });
        Assert.Contains("NotImplementedException", Text(Starter));
    }

    [Fact]
    public void EverySolutionWouldBeSeen() => Assert.All(
        Directory.EnumerateFiles(
                Path.Combine(Repository.Submissions, "specimens"), "*.cs", SearchOption.AllDirectories)
            .Concat(Chapters.All.Select(static chapter => Path.Combine(
                Repository.Root, "reference", chapter.Name, Implementations.Of(chapter).Name + ".cs"))),
        static path => Assert.Matches(Implements, File.ReadAllText(path)));

    [Fact]
    public void EveryProjectItRefersToIsThere()
    {
        Make();
        Assert.Contains("suite/graders/MmVerify.Grader.csproj", Files());
        foreach (string project in Files(".csproj"))
        {
            foreach (XElement reference in XDocument.Parse(Text(project)).Descendants("ProjectReference"))
            {
                bool mayBeMissing = reference.Parent!.Attribute("Condition") is not null;
                string path = Path.Combine(
                    folder, Path.GetDirectoryName(project)!, reference.Attribute("Include")!.Value);
                Assert.True(File.Exists(path) != mayBeMissing, $"{project}: {path}");
            }
        }

        foreach (Match project in Project().Matches(Text("Kit.sln")))
        {
            Assert.Contains(project.Groups["path"].Value.Replace('\\', '/'), Files());
        }
    }

    [Fact]
    public void EveryLinkLeadsSomewhere()
    {
        Make();
        Assert.All(Files(".md"), path => Assert.All(Link().Matches(Text(path)), link =>
        {
            string target = link.Groups["target"].Value;
            string file = Path.Combine(folder, Path.GetDirectoryName(path)!, target.Split('#')[0]);
            Assert.True(
                target[0] == '#' || target.StartsWith("https:", StringComparison.Ordinal)
                    || Path.Exists(file),
                $"{path}: {target}");
        }));
        Assert.Contains("(suite/spec/Buddy/Buddy.md)", Text("README.md"));
    }

    [Fact]
    public void TheWorkflowNamesTheSuiteAndItsCommit()
    {
        Make("--suite", Suite);
        string workflow = Text(".github/workflows/grade.yml");
        Assert.Contains(
            $"course/suite/.github/workflows/grade.yml@{Suite[^40..]}", workflow, StringComparison.Ordinal);
        Assert.Contains("chapters: Buddy\n", workflow);
        Assert.DoesNotContain("OWNER", workflow);
        Assert.DoesNotContain("COMMIT", workflow);
    }

    [Fact]
    public void WithoutASuiteThereIsNoWorkflow()
    {
        Assert.Contains("No workflow", Make().Output);
        Assert.False(Directory.Exists(Path.Combine(folder, ".github")));
    }

    [Fact]
    public void TheSameKitHasTheSameBytes()
    {
        Make("--suite", Suite);
        Dictionary<string, string> first = Files().ToDictionary(static path => path, Bytes);
        Directory.Delete(folder, recursive: true);
        Directory.CreateDirectory(folder);
        Make("--suite", Suite);
        Assert.Equal(first, Files().ToDictionary(static path => path, Bytes));
        Assert.Single(Directory.EnumerateFileSystemEntries(Path.GetDirectoryName(folder)!));
    }

    [Fact]
    public void NothingOfAnybodysIsOverwritten()
    {
        Directory.CreateDirectory(folder);
        File.WriteAllText(Path.Combine(folder, "mine.txt"), "mine");
        Refuses("is not empty", "--out", folder);
        Refuses("is not empty", "--out", Path.Combine(folder, "mine.txt"));
        Assert.Equal(["mine.txt"], Files());
    }

    [Theory]
    [InlineData("Body", "--chapters", "Buddy,Body")]
    [InlineData("40 hexadecimal digits", "--suite", "course/suite@main")]
    [InlineData("40 hexadecimal digits", "--suite", "course@0123456789abcdef0123456789abcdef01234567")]
    [InlineData("40 hexadecimal digits", "--suite", "course/..@0123456789abcdef0123456789abcdef01234567")]
    [InlineData("40 hexadecimal digits", "--suite", "a/b@0123456789abcdef0123456789abcdef01234567\n")]
    public void WhatMakesNoSenseIsRefused(string word, params string[] arguments)
    {
        Refuses(word, ["--out", folder, .. arguments]);
        Assert.False(Directory.Exists(folder));
    }

    public void Dispose() => Directory.Delete(Path.GetDirectoryName(folder)!, recursive: true);

    private static void Refuses(string word, params string[] arguments)
    {
        Command run = Command.Run(["kit", .. arguments]);
        Assert.Equal(2, run.ExitCode);
        Assert.Contains(word, run.Error);
        Assert.Empty(run.Output);
    }

    private Command Make(params string[] arguments)
    {
        Command run = Command.Run(["kit", "--chapters", "Buddy", "--out", folder, .. arguments]);
        Assert.True(run.ExitCode == 0, run.Error);
        return run;
    }

    private IEnumerable<string> Files(string ending = "") =>
        Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories)
            .Where(path => path.EndsWith(ending, StringComparison.Ordinal))
            .Select(path => Path.GetRelativePath(folder, path)).Order(StringComparer.Ordinal);

    private string Text(string path) => File.ReadAllText(Path.Combine(folder, path));

    private string Bytes(string path) => Convert.ToHexString(File.ReadAllBytes(Path.Combine(folder, path)));

    [GeneratedRegex(@", ""(?<path>[^""]+\.csproj)""", RegexOptions.ExplicitCapture, TimeLimit)]
    private static partial Regex Project();

    [GeneratedRegex(@"\]\((?<target>[^)\s]+)\)", RegexOptions.ExplicitCapture, TimeLimit)]
    private static partial Regex Link();
}
