using MmVerify.Properties;
using MmVerify.Properties.Tests;

namespace MmVerify.Grader.Tests;

/// <summary>What Kernel.md shows is what the command prints.</summary>
public sealed class KernelDocumentTests
{
    [Fact]
    public void ItShowsWhatTheCommandPrints()
    {
        var document = new KeptDocument("graders/Kernel/Kernel.md");
        Assert.Equal(["Replay"], Document.MakersIn(document.Text));
        document.IsAsMade(
            new Dictionary<string, BlockMaker> { ["Replay"] = static words => Replay(words[0]) });
    }

    private static string Replay(string recording)
    {
        Command run = Command.Run("kernel", "replay", Path.Combine(Repository.Root, recording));
        Assert.True(run.ExitCode == 0, run.Output + run.Error);
        return Document.Fenced("text", run.Output.Replace(Repository.Root, ""));
    }
}
