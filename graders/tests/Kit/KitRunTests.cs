using System.Diagnostics;
using System.Text.Json;
using System.Xml.Linq;

namespace MmVerify.Grader.Tests;

/// <summary>A kit as a new student finds it: tested and graded for real, untouched and solved.</summary>
public sealed class KitRunTests : IDisposable
{
    private const string TestClass = "BuddyAllocator";

    private readonly string folder = Directory.CreateTempSubdirectory("mmverify-kit-").FullName;

    [Fact]
    public void ANewStudentIsToldWhatToWriteAndASolutionEarnsEveryPoint()
    {
        Command kit = Command.Run("kit", "--chapters", "Buddy", "--out", folder);
        Assert.True(kit.ExitCode == 0, kit.Error);
        string build = Run("build", "suite/graders");
        Assert.Contains("0 Warning(s)", build);

        IReadOnlyList<Result> red = Test();
        Assert.Equal(17, red.Count(static one => one.Outcome == "Failed"));
        Assert.Equal("BUDDY-COST", Assert.Single(red, static one => one.Outcome == "NotExecuted").Law);
        Assert.All(red.Where(static one => one.Outcome == "Failed"), static one => Assert.Matches(
            $"^{one.Law} is not known to hold: not written yet\n\n"
                + "  to do     FreePageCount: answer how many frames.*\\(BuddyAllocator.cs:[0-9]+\\)\n",
            one.Message.Trim()));
        Assert.Equal((0, 100), Grade());

        Solve("BitmapTreeBuddy");
        IReadOnlyList<Result> green = Test();
        Assert.Equal(17, green.Count(static one => one.Outcome == "Passed"));
        Assert.DoesNotContain(green, static one => one.Outcome == "Failed");
        Assert.Equal((100, 100), Grade());
    }

    public void Dispose() => Directory.Delete(folder, recursive: true);

    // A student's class has the name that the tests ask for.
    private void Solve(string specimen) => File.WriteAllText(
        Path.Combine(folder, "src/Buddy/BuddyAllocator.cs"),
        File.ReadAllText(Repository.Specimen("correct", specimen))
            .Replace(specimen, TestClass, StringComparison.Ordinal)
            .Replace("namespace MmVerify.Specimens.Buddy", "namespace Starter", StringComparison.Ordinal));

    private IReadOnlyList<Result> Test()
    {
        string results = Path.Combine(folder, "artifacts/results");
        string printed = Run("test", "--logger", "trx;LogFileName=laws.trx", "--results-directory", results);
        string path = Path.Combine(results, "laws.trx");
        Assert.True(File.Exists(path), printed);
        XElement root = XDocument.Load(path).Root!;
        File.Delete(path);
        XNamespace form = root.Name.Namespace;
        return [.. root.Descendants(form + "UnitTestResult").Select(result => new Result(
            result.Attribute("testName")!.Value.Split(':')[0],
            result.Attribute("outcome")!.Value,
            result.Descendants(form + "Message").FirstOrDefault()?.Value ?? ""))];
    }

    private (int Score, int MaxScore) Grade()
    {
        string printed = Run("run", "--project", "suite/graders", "--", "grade", "src");
        string path = Path.Combine(folder, "mmverify-out/grade.json");
        Assert.True(File.Exists(path), printed);
        using JsonDocument grade = JsonDocument.Parse(File.ReadAllBytes(path));
        File.Delete(path);
        JsonElement root = grade.RootElement;
        return (root.GetProperty("score").GetInt32(), root.GetProperty("maxScore").GetInt32());
    }

    private string Run(params string[] arguments)
    {
        using var site = new WorkflowSite();
        using Process process = site.Start(
            "dotnet", arguments, [KeyValuePair.Create("DOTNET_CLI_UI_LANGUAGE", "en")], [], folder);
        Task<string> error = process.StandardError.ReadToEndAsync();
        string output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return output + error.GetAwaiter().GetResult();
    }

    private sealed record Result(string Law, string Outcome, string Message);
}
