using System.Text.Json;

namespace MmVerify.Grader.Tests;

/// <summary>
/// Hostile submissions: whatever they try, the other laws are judged, the page names the layer that stopped
/// it, and no secret gets out. Each is a correct allocator but for what it does at a request of order 2.
/// </summary>
public sealed class HostileTests
{
    private const string SecretPath = "/tmp/mmverify-secret.txt";
    private const string Secret = "planted-7c1e5b90-for-nobody";
    private const int LeastJudged = 15;

    public static TheoryData<string, string, string, string> Attacks => new()
    {
        { "LoopsForEver", "BUDDY-TERMINATES", "steps", "budget of steps" },
        { "RecursesForEver", "BUDDY-TERMINATES", "process", "stack overflow" },
        { "EatsMemory", "BUDDY-NO-THROW", "limits", "OutOfMemoryException" },
        { "StartsThreads", "BUDDY-NO-THROW", "limits", "OutOfMemoryException" },
        { "ExitsTheProcess", "BUDDY-TERMINATES", "process", "exited by itself" },
        { "FailsFast", "BUDDY-TERMINATES", "process", "FailFast" },
        { "ReadsFiles", "BUDDY-NO-THROW", "screen", "System.IO.File" },
        { "WritesFiles", "BUDDY-NO-THROW", "screen", "access to files" },
        { "StartsProcesses", "BUDDY-NO-THROW", "screen", "System.Diagnostics.Process" },
        { "OpensSockets", "BUDDY-NO-THROW", "screen", "System.Net" },
        { "LeaksTheEnvironment", "BUDDY-NO-THROW", "screen", "System.Environment" },
        { "RunsBeforeItIsCalled", "", "screen", "ModuleInitializer" },
        { "WaitsForEver", "BUDDY-TERMINATES", "process", "no thread runs" },
    };

    [Theory]
    [MemberData(nameof(Attacks))]
    public void IsStoppedInTheStrongestSandbox(string name, string law, string layer, string words) =>
        Try(name, law, layer, words);

    [Theory]
    [InlineData("ReadsFiles", "BUDDY-NO-THROW", "screen", "System.IO.File")]
    [InlineData("WritesFiles", "BUDDY-NO-THROW", "screen", "access to files")]
    [InlineData("StartsProcesses", "BUDDY-NO-THROW", "screen", "System.Diagnostics.Process")]
    [InlineData("OpensSockets", "BUDDY-NO-THROW", "screen", "System.Net")]
    [InlineData("LeaksTheEnvironment", "BUDDY-NO-THROW", "screen", "System.Environment")]
    public void IsStoppedByLandlockAlone(string name, string law, string layer, string words) =>
        Try(name, law, layer, words, "--sandbox", "landlock");

    private static void Try(string name, string law, string layer, string words, params string[] more)
    {
        File.WriteAllText(SecretPath, Secret);
        var environment = new Dictionary<string, string> { ["MMVERIFY_PLANTED"] = Secret };
        string path = Path.Combine(Repository.Submissions, "hostile", name + ".cs");
        Command run = Command.RunWith(environment, ["grade", path, .. more]);
        Assert.True(run.ExitCode == 0, run.Error);
        Assert.Equal(law.Length == 0 ? [] : [law], run.Laws("broken"));
        Assert.True(run.Laws("holds").Count >= LeastJudged, $"only {run.Laws("holds").Count} laws hold");
        JsonElement named = run.Grade.GetProperty("sandbox").GetProperty("layers").EnumerateArray()
            .Single(one => one.GetProperty("name").GetString() == layer);
        Assert.Contains(words, named.GetProperty("detail").GetString(), StringComparison.Ordinal);
        string page = File.ReadAllText(run.PagePath);
        Assert.Contains(words, page, StringComparison.Ordinal);
        foreach (string text in new[] { run.Output, run.Error, page, File.ReadAllText(run.GradePath) })
        {
            Assert.DoesNotContain(Secret, text, StringComparison.Ordinal);
            Assert.DoesNotContain("root:x:0", text, StringComparison.Ordinal);
        }
    }
}
