using MmVerify.Reference;
using MmVerify.Specimens.Lists;

namespace MmVerify.Properties.Tests;

/// <summary>The scene is played by any list, and tells when it cannot be.</summary>
public sealed class ListsSceneTests
{
    [Fact]
    public void TheFoxesComeAndGo()
    {
        string[] lines = new ListsScene(KernelList.Create).Story().TrimEnd().Split('\n');
        Assert.Equal(9, lines.Length);
        Assert.Contains("foxes > grey > red > arctic > foxes", lines[4]);
        Assert.Contains("foxes > arctic > red > grey > foxes", lines[4]);
        Assert.EndsWith("foxes > foxes", lines[^1], StringComparison.Ordinal);
    }

    [Fact]
    public void AnotherListTellsTheSameStory() => Assert.Equal(
        new ListsScene(KernelList.Create).Story(), new ListsScene(ReinitialisingList.Create).Story());

    [Fact]
    public void AListThatRefusesCannotPlay() =>
        Assert.Throws<ArgumentException>(static () => new ListsScene(ReadsTheLinkOfADeletedNode.Create));
}
