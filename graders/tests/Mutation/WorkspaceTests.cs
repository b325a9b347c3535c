using System.Text;
using System.Xml.Linq;
using MmVerify.Compiler;
using MmVerify.Spec;

namespace MmVerify.Grader.Tests;

/// <summary>The throw-away folder: what is in it, what it does not inherit, what is read back.</summary>
public sealed class WorkspaceTests
{
    private const int Most = 100;

    private static readonly MeasuredSubject Subject = new(
        BuddyChapter.Instance,
        ["Space.class+Inner", "D"],
        [Recorded.Source, new SourceFile("$(Evil);*.cs", Encoding.UTF8.GetBytes("class D;"))],
        ["BUDDY-ALIGN", "BUDDY-MERGE"],
        1);

    [Fact]
    public void NoNameOfAStudentBecomesAPath()
    {
        using var workspace = new Workspace(Subject, optimize: true);
        Assert.Equal(
            ["S0000.cs", "S0001.cs", "Submission.csproj"],
            Directory.GetFiles(workspace.PathOf("Submission")).Select(Path.GetFileName)
                .Order(StringComparer.Ordinal));
        Assert.Equal(Recorded.Code, File.ReadAllText(workspace.PathOf("Submission", "S0000.cs")));
        Assert.Equal("$(Evil);*.cs", workspace.SourceAt("/any/where/S0001.cs")!.Path);
        Assert.Null(workspace.SourceAt("S0002.cs"));
        Assert.Null(workspace.SourceAt("/etc/passwd"));
    }

    [Fact]
    public void TheTestNamesTheSubjectAndTheLawsThatItKeeps()
    {
        using var workspace = new Workspace(Subject, optimize: true);
        string test = File.ReadAllText(workspace.PathOf("Tests", "Laws.cs"));
        Assert.Contains("Laws0 : global::MmVerify.Xunit.KeptLawsOf<submission::@Space.@class.@Inner>", test);
        Assert.Contains("Laws1 : global::MmVerify.Xunit.KeptLawsOf<submission::@D>", test);
        Assert.Contains("[\"BUDDY-ALIGN\", \"BUDDY-MERGE\"]", test, StringComparison.Ordinal);
    }

    [Fact]
    public void NothingIsInheritedAndAllIsPinned()
    {
        using var workspace = new Workspace(Subject, optimize: false);
        Assert.Equal("<Project />\n", File.ReadAllText(workspace.PathOf("Directory.Build.props")));
        Assert.Equal("<Project />\n", File.ReadAllText(workspace.PathOf("Directory.Build.targets")));
        Assert.Equal(
            File.ReadAllText(Path.Combine(Repository.Root, "Directory.Packages.props")),
            File.ReadAllText(workspace.PathOf("Directory.Packages.props")));
        var project = XDocument.Load(workspace.PathOf("Tests", "Tests.csproj"));
        Assert.All(
            project.Descendants("PackageReference"), static one => Assert.Null(one.Attribute("Version")));
        Assert.Equal("false", XDocument.Load(workspace.PathOf("Submission", "Submission.csproj"))
            .Descendants("Optimize").Single().Value);
        Assert.False(File.Exists(workspace.PathOf("suite", "MmVerify.Reference.dll")));
    }

    [Fact]
    public void TheToolsArePinned() => Assert.Equal(
        [("dotnet-stryker", "5.1.0"), ("dotnet-reportgenerator-globaltool", "5.6.0")], Toolbox.Versions());

    [Fact]
    public void ItIsDeletedAtTheEnd()
    {
        string root;
        using (var workspace = new Workspace(Subject, optimize: true))
        {
            root = workspace.Root;
            Assert.True(Directory.Exists(root));
        }

        Assert.False(Directory.Exists(root));
    }

    [Fact]
    public void WhatAToolWroteIsReadBackOnlyWhenItIsAFileOfBearableSize()
    {
        using var workspace = new Workspace(Subject, optimize: true);
        workspace.Write("out/good", "text");
        workspace.Write("out/large", new string('x', Most + 1));
        workspace.Write("out/empty", "");
        File.CreateSymbolicLink(workspace.PathOf("out", "link"), "/etc/hostname");
        Directory.CreateSymbolicLink(workspace.PathOf("out", "folder"), workspace.PathOf("suite"));
        Assert.Equal("text"u8, workspace.ReadBack(workspace.PathOf("out", "good"), Most, "it"));
        Assert.Throws<UnmeasuredException>(
            () => workspace.ReadBack(workspace.PathOf("out", "large"), Most, "it"));
        foreach (string name in (string[])["empty", "link", "folder/MmVerify.Spec.dll", "none"])
        {
            Assert.Throws<UnmeasuredException>(
                () => workspace.ReadBack(workspace.PathOf("out", name), long.MaxValue, "it"));
        }
    }

    [Fact]
    public void AConfinedRoomHasNoNetworkAndWritesNothingElse()
    {
        using var workspace = new Workspace(Subject, optimize: true);
        Assert.DoesNotContain("--unshare-net", new ToolRoom(workspace, isConfined: false).Command("build"));
        if (Confinement.Find("bwrap") is null)
        {
            return;
        }

        string[] words = [.. new ToolRoom(workspace, isConfined: true).Command("build")];
        Assert.Contains("--unshare-net", words);
        Assert.Contains("--unshare-pid", words);
        string[] writable = [.. words.Index().Where(static one => one.Item == "--bind")
            .Select(one => words[one.Index + 1])];
        Assert.Equal([workspace.PathOf("tmp"), workspace.Root], writable);
        Assert.DoesNotContain(AppContext.BaseDirectory.TrimEnd('/'), words);
    }
}
