using System.Text;
using System.Text.Json;

namespace MmVerify.Grader.Tests;

/// <summary>
/// What does not compile is told as before, with exit code 2, and has a grade all the same: nothing could be
/// judged, nothing is earned, and the errors are in it.
/// </summary>
public sealed class DoesNotCompileTests
{
    private const string Empty =
        "using MmVerify.Spec;\npublic sealed class NAME : IBuddyAllocator {"
        + " public static IBuddyAllocator Create(BuddySetup s) => new NAME();"
        + " public Result<Block> Allocate(Order order) => Errno.ENOMEM;"
        + " public Errno Free(Block block) => Errno.EINVAL;"
        + " public long FreePageCount => 0; public int FreeBlockCount(Order order) => 0; }";

    [Fact]
    public void AnErrorIsInTheMessageInTheGradeAndOnThePage()
    {
        Command run = Graded([], ("Buddy.cs", "public class C\n{\n    int x = \"<b>&\";\n}\n"));
        Assert.Contains("The submission does not compile:\n  Buddy.cs:3:13: CS0029", run.Error);
        Assert.Empty(run.Output);
        JsonElement error = run.Grade.GetProperty("errors")[0];
        Assert.Equal("CS0029", error.GetProperty("id").GetString());
        Assert.Equal("Buddy.cs", error.GetProperty("file").GetString());
        Assert.Equal(3, error.GetProperty("line").GetInt32());
        Assert.Equal(13, error.GetProperty("column").GetInt32());
        Assert.Contains("'int'", error.GetProperty("message").GetString());
        string page = File.ReadAllText(run.PagePath);
        Assert.Contains("Buddy.cs:3:13", page);
        Assert.Contains("&#39;int&#39;", page);
    }

    [Fact]
    public void NothingIsJudgedAndNothingIsEarned()
    {
        Command run = Graded([], ("Buddy.cs", "class"));
        JsonElement grade = run.Grade;
        Assert.Equal(0, grade.GetProperty("score").GetInt32());
        Assert.Equal(Rubric.Default.MaxScore, grade.GetProperty("maxScore").GetInt32());
        Assert.Equal("default", grade.GetProperty("rubric").GetString());
        JsonElement chapter = grade.GetProperty("chapters")[0];
        Assert.False(chapter.GetProperty("attempted").GetBoolean());
        Assert.Equal(JsonValueKind.Null, chapter.GetProperty("place").ValueKind);
        Assert.Equal(Spec.Chapters.All[0].Laws.Count, run.Laws("unknown").Count);
        Assert.All(
            chapter.GetProperty("laws").EnumerateArray(),
            static law => Assert.Equal(
                "the submission does not compile", law.GetProperty("reason").GetString()));
    }

    [Fact]
    public void TheSandboxOfTheCompilerIsStated()
    {
        JsonElement sandbox = Graded([], ("Buddy.cs", "class")).Grade.GetProperty("sandbox");
        Assert.Contains(sandbox.GetProperty("tier").GetString(), (string[])["bubblewrap", "landlock"]);
        Assert.Contains(
            sandbox.GetProperty("layers").EnumerateArray(),
            static layer => layer.GetProperty("name").GetString() == "seccomp"
                && layer.GetProperty("inForce").GetBoolean());
    }

    [Fact]
    public void JsonIsTheGrade()
    {
        Command run = Graded(["--json"], ("Buddy.cs", "class"));
        Assert.Equal(File.ReadAllText(run.GradePath), run.Output);
    }

    [Fact]
    public void ADemandChangesNoExitCode() => Graded(["--fail-below", "60"], ("Buddy.cs", "class"));

    [Theory]
    [InlineData("public class C { public static unsafe void M(int* p) { } }", "CS0227")]
    [InlineData("#line 1 \"Other.cs\"\npublic class C { }", "MMV003")]
    public void WhatIsRefusedIsAnErrorToo(string source, string id)
    {
        JsonElement errors = Graded([], ("Buddy.cs", source)).Grade.GetProperty("errors");
        Assert.Equal(id, errors[0].GetProperty("id").GetString());
    }

    [Fact]
    public void TwoClassesForOneContractAreBothNamed()
    {
        Command run = Graded(
            [], ("A.cs", Empty.Replace("NAME", "One")), ("B.cs", Empty.Replace("NAME", "Two")));
        Assert.All((string[])["One", "A.cs:2", "Two", "B.cs:2"], word => Assert.Contains(word, run.Error));
        JsonElement error = run.Grade.GetProperty("errors").EnumerateArray().Single();
        Assert.Equal("MMV001", error.GetProperty("id").GetString());
        Assert.Equal("B.cs", error.GetProperty("file").GetString());
    }

    private static Command Graded(string[] options, params (string Name, string Text)[] files)
    {
        string folder = TestFolder.New("mmverify-broken-");
        foreach ((string name, string text) in files)
        {
            File.WriteAllText(Path.Combine(folder, name), text, new UTF8Encoding(false));
        }

        Command run = Command.Run(["grade", folder, .. options]);
        Assert.True(run.ExitCode == 2, run.Error);
        Assert.True(File.Exists(run.PagePath));
        Assert.Equal(Path.GetFileName(folder), run.Grade.GetProperty("submission").GetString());
        return run;
    }
}
