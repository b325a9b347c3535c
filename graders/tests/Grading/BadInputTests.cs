using System.Text;

namespace MmVerify.Grader.Tests;

/// <summary>
/// What cannot be graded gets exit code 2, the place and the reason, and nothing is written.
/// </summary>
public sealed class BadInputTests
{
    private const string Empty =
        "public sealed class NAME : IBuddyAllocator {"
        + " public static IBuddyAllocator Create(BuddySetup s) => new NAME();"
        + " public Result<Block> Allocate(Order order) => Errno.ENOMEM;"
        + " public Errno Free(Block block) => Errno.EINVAL;"
        + " public long FreePageCount => 0; public int FreeBlockCount(Order order) => 0; }";

    [Fact]
    public void AMissingFolder() => Refuses("/nowhere/at/all", "/nowhere/at/all");

    [Fact]
    public void AFolderWithoutSources() => Refuses(Folder(("notes.txt", "x")), ".cs");

    [Fact]
    public void NoContract() => Refuses(Folder(("Buddy.cs", "public class C { }")), "IBuddyAllocator");

    [Fact]
    public void AClassThatIsNotPublic() => Refuses(
        Folder((
            "Buddy.cs",
            "using MmVerify.Spec;\n" + Named("Mine").Replace("public sealed", "internal sealed"))),
        "Mine", "public");

    [Fact]
    public void ABinaryFile() => Refuses(Folder(("Buddy.cs", "MZ\0\0\u0001")), "Buddy.cs");

    [Fact]
    public void ASourceOfTenMegabytes() =>
        Refuses(Folder(("Buddy.cs", new string('/', 10 << 20))), "Buddy.cs", "10");

    [Fact]
    public void ALinkOutOfTheFolder()
    {
        string folder = Folder(("Buddy.cs", Named("Mine")));
        File.CreateSymbolicLink(Path.Combine(folder, "Passwords.cs"), "/etc/passwd");
        Refuses(folder, "Passwords.cs");
    }

    [Fact]
    public void AnUnknownChapter()
    {
        Command run = Command.Run(
            "grade", Repository.Specimen("correct", "LazyBuddy"), "--chapter", "Buddies");
        Assert.Equal(2, run.ExitCode);
        Assert.Contains("'Buddies'", run.Error);
        Assert.Contains("Buddy", run.Error);
    }

    [Theory]
    [InlineData("Buddy1-AQEAAgMCAAQAAgFbEB")]
    [InlineData("Buddy1-")]
    [InlineData("Buddy2-AQEAAgMCAAQAAgFbEA")]
    [InlineData("Body1-AQEAAgMCAAQAAgFbEA")]
    [InlineData("nonsense")]
    [InlineData("Buddy1-\u001b[31m")]
    public void ATokenThatIsNone(string token)
    {
        Command run = Command.Run("replay", token);
        Assert.Equal(2, run.ExitCode);
        Assert.DoesNotContain('\u001b', run.Error);
        Assert.DoesNotContain("   at ", run.Error);
    }

    [Theory]
    [InlineData("explain", "BUDDY-MARGE")]
    [InlineData("grade")]
    [InlineData("grade", ".", "--seed", "minus one")]
    [InlineData("grade", ".", "--seed", "9007199254740992")]
    [InlineData("grade", ".", "--sandbox", "strong")]
    [InlineData("grade", ".", "--rubric", "/nowhere/rubric.yaml")]
    [InlineData("rubric", "check", "/nowhere/rubric.yaml")]
    [InlineData("rubric", "check", "/")]
    [InlineData("rubric", "check")]
    [InlineData("nothing")]
    public void AnArgumentThatMakesNoSense(params string[] arguments)
    {
        Command run = Command.Run(arguments);
        Assert.Equal(2, run.ExitCode);
        Assert.NotEmpty(run.Error);
        Assert.DoesNotContain("   at ", run.Error);
    }

    private static string Named(string name) => Empty.Replace("NAME", name, StringComparison.Ordinal);

    private static string Folder(params (string Name, string Text)[] files)
    {
        string folder = TestFolder.New("mmverify-bad-");
        foreach ((string name, string text) in files)
        {
            File.WriteAllText(Path.Combine(folder, name), text, new UTF8Encoding(false));
        }

        return folder;
    }

    private static void Refuses(string path, params string[] words)
    {
        Command run = Command.Run("grade", path);
        Assert.Equal(2, run.ExitCode);
        Assert.All(words, word => Assert.Contains(word, run.Error));
        Assert.False(File.Exists(run.GradePath));
        Assert.False(File.Exists(run.PagePath));
        Assert.Empty(run.Output);
    }
}
