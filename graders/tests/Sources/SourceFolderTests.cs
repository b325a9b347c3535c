using System.Diagnostics;
using MmVerify.Compiler;

namespace MmVerify.Grader.Tests;

public sealed class SourceFolderTests : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("sources-");

    public void Dispose() => folder.Delete(recursive: true);

    [Fact]
    public void SourcesComeInOrdinalOrderAndOtherFilesAreCounted()
    {
        Write("b.cs", "B");
        Write("Z/Y.CS", "Y");
        Write("a/c.cs", "C");
        Write("a.cs", "\ufeffA");
        Write("notes.txt", "");
        Write("p.csproj", "");
        Write("empty.cs", "");
        string[] passedOver = ["bin", "obj", "tests", "artifacts", ".git", ".hidden", "a/Obj"];
        foreach (string name in passedOver)
        {
            Write($"{name}/x.cs", "never read");
        }

        SourceFolder read = SourceFolder.Read(folder.FullName);

        string[] expected = ["Z/Y.CS", "a.cs", "a/c.cs", "b.cs", "empty.cs"];
        Assert.Equal(expected, read.Files.Select(static file => file.Path));
        Assert.Equal(2, read.IgnoredCount);
        Assert.Equal("C"u8, read.Files[2].Content.Span);
    }

    [Fact]
    public void ASingleFileIsASubmission()
    {
        Write("x/Buddy.cs", "class C { }");
        Write("x/Other.cs", "");

        Assert.Equal("Buddy.cs", Assert.Single(SourceFolder.Read(Full("x/Buddy.cs")).Files).Path);
    }

    [Fact]
    public void WhatIsNotThereIsRefused() => Refused("nowhere", "no such file or folder");

    [Fact]
    public void AFolderWithoutSourcesIsRefused()
    {
        Write("x/readme.md", "");
        Refused("x", "no .cs file");
    }

    [Fact]
    public void AnotherKindOfFileIsRefused()
    {
        Write("x.dll", "");
        Refused("x.dll", "not a .cs file");
    }

    [Theory]
    [InlineData(new byte[] { (byte)'a', 0, (byte)'b' })]
    [InlineData(new byte[] { 0xff, 0xfe, (byte)'a', 0 })]
    [InlineData(new byte[] { 0xc3, 0x28 })]
    public void WhatIsNoTextIsRefused(byte[] content)
    {
        File.WriteAllBytes(Full("x.cs"), content);
        Assert.Equal("x.cs", Refused("", "not text in UTF-8").Place);
    }

    [Fact]
    public void ALargeSourceIsRefusedWithItsSizeAndTheLimit()
    {
        File.WriteAllBytes(Full("large.cs"), new byte[10_000_000]);
        Assert.Contains("10000000", Refused("", $"{CompileLimits.SourceBytes} are allowed").What);
    }

    [Fact]
    public void ASourceAtTheLimitIsRead()
    {
        Write("x.cs", new string(' ', CompileLimits.SourceBytes));
        Assert.Equal(CompileLimits.SourceBytes, SourceFolder.Read(folder.FullName).Files[0].Content.Length);
    }

    [Fact]
    public void TooManyBytesInAllAreRefused()
    {
        for (int i = 0; i < 9; i++)
        {
            Write($"{i}.cs", new string(' ', CompileLimits.SourceBytes));
        }

        Assert.Equal("8.cs", Refused("", $"{CompileLimits.AllSourceBytes} allowed").Place);
    }

    [Fact]
    public void TooManySourcesAreRefused()
    {
        for (int i = 0; i <= CompileLimits.SourceFiles; i++)
        {
            Write($"{i}.cs", "");
        }

        Refused("", $"more than {CompileLimits.SourceFiles} sources");
    }

    [Fact]
    public void FoldersNestedWithoutEndAreRefused()
    {
        Write(string.Concat(Enumerable.Repeat("d/", 40)) + "x.cs", "");
        Refused("", "nested more than 32 deep");
    }

    [Theory]
    [InlineData("/etc/passwd")]
    [InlineData("../outside.cs")]
    [InlineData("nowhere/../../up.cs")]
    public void ALinkToAFileOutsideIsRefused(string target)
    {
        Write("a.cs", "");
        File.CreateSymbolicLink(Full("link.cs"), target);
        Assert.Equal("link.cs", Refused("", "outside the submission").Place);
    }

    [Theory]
    [InlineData("/etc")]
    [InlineData("..")]
    [InlineData("../..")]
    public void ALinkToAFolderOutsideIsRefused(string target)
    {
        Write("d/a.cs", "");
        Directory.CreateSymbolicLink(Full("d/link"), target == ".." ? "../.." : target);
        Assert.Equal("d/link", Refused("", "outside the submission").Place);
    }

    [Fact]
    public void ALinkToItselfIsRefused()
    {
        File.CreateSymbolicLink(Full("a.cs"), "b.cs");
        File.CreateSymbolicLink(Full("b.cs"), "a.cs");
        Refused("", "symbolic link");
    }

    [Fact]
    public void LinksInsideAreNotFollowed()
    {
        Write("d/a.cs", "A");
        File.CreateSymbolicLink(Full("b.cs"), "d/a.cs");
        Directory.CreateSymbolicLink(Full("d/loop"), "../d");

        SourceFolder read = SourceFolder.Read(folder.FullName);

        Assert.Equal("d/a.cs", Assert.Single(read.Files).Path);
        Assert.Equal(2, read.IgnoredCount);
    }

    [Fact]
    public void ASingleFileThatIsALinkIsRefused()
    {
        File.CreateSymbolicLink(Full("x.cs"), "/etc/passwd");
        Refused("x.cs", "symbolic link");
    }

    [Fact]
    public async Task APipeIsNeverOpened()
    {
        if (OperatingSystem.IsWindows())
        {
            return; // it has no pipes with names of files
        }

        using (Process made = Process.Start("mkfifo", [Full("pipe.cs")]))
        {
            await made.WaitForExitAsync();
        }

        Write("a.cs", "A");

        SourceFolder read = await Task.Run(() => SourceFolder.Read(folder.FullName)).WaitAsync(Patience);

        Assert.Equal([1, 0], read.Files.Select(static file => file.Content.Length));
    }

    [Fact]
    public void AHostileNameIsShownHarmlessly()
    {
        Write("a\u001b[31m\n\u202e.cs", "\0");
        Assert.Equal("a\\u001b[31m\\u000a\\u202e.cs", Refused("", "not text").Place);
    }

    private BadSubmissionException Refused(string path, string what)
    {
        var refusal = Assert.Throws<BadSubmissionException>(() => SourceFolder.Read(Full(path)));
        Assert.Contains(what, refusal.Message, StringComparison.Ordinal);
        Assert.Equal($"{refusal.Place}: {refusal.What}; {refusal.WhatToDo}", refusal.Message);
        return refusal;
    }

    private string Full(string path) => Path.Combine(folder.FullName, path);

    private void Write(string path, string text)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(Full(path))!);
        File.WriteAllText(Full(path), text);
    }
}
