using MmVerify.Properties;

namespace MmVerify.Grader.Tests;

/// <summary>What Kernel.md shows is what the command prints.</summary>
public sealed class KernelDocumentTests
{
    private const string Name = "graders/Kernel/Kernel.md";

    [Fact]
    public void ItShowsWhatTheCommandPrints()
    {
        string path = Path.Combine(Repository.Root, Name);
        string text = File.ReadAllText(path);
        Assert.Equal(["Replay"], Document.MakersIn(text));
        string remade = Document.Remake(
            text, new Dictionary<string, BlockMaker> { ["Replay"] = static words => Replay(words[0]) });
        if (Environment.GetEnvironmentVariable("MMVERIFY_ACCEPT") == "1")
        {
            File.WriteAllText(path, remade);
            return;
        }

        Assert.True(
            text == remade,
            $"{Name}: {Document.Difference(text, remade)}\n"
                + "If that is right, accept it: MMVERIFY_ACCEPT=1 dotnet test graders/tests");
    }

    private static string Replay(string recording)
    {
        Command run = Command.Run("kernel", "replay", Path.Combine(Repository.Root, recording));
        Assert.True(run.ExitCode == 0, run.Output + run.Error);
        return Document.Fenced("text", run.Output.Replace(Repository.Root.TrimEnd('/') + "/", ""));
    }
}
