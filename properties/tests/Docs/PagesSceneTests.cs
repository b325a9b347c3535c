using MmVerify.Reference;
using MmVerify.Specimens.Pages;

namespace MmVerify.Properties.Tests;

/// <summary>The scene is played by any page frame database, and tells when it cannot be.</summary>
public sealed class PagesSceneTests
{
    [Fact]
    public void DescribingMemoryTakesASixtyFourthOfIt()
    {
        string[] lines = PagesScene.Costs().TrimEnd().Split('\n');
        Assert.Equal(5, lines.Length);
        Assert.Matches("^256 MB +65,536 +2.5 MB +4 MB$", lines[1]);
        Assert.Matches("^16 GB +4,194,304 +160 MB +256 MB$", lines[2]);
        Assert.Matches("^1 TB +268,435,456 +10 GB +16 GB$", lines[3]);
        Assert.EndsWith("1.563 %", lines[4], StringComparison.Ordinal);
    }

    [Fact]
    public void AFrameIsFreedOnce()
    {
        string[] lines = new PagesScene(PageDatabase.Create).Life().TrimEnd().Split('\n');
        Assert.Equal(11, lines.Length);
        Assert.Single(lines, static line => line.Contains("the last", StringComparison.Ordinal)
            && !line.Contains("not the last", StringComparison.Ordinal));
        Assert.Contains("ENOENT", lines[^1]);
    }

    [Fact]
    public void AnotherDatabaseTellsTheSameLife() => Assert.Equal(
        new PagesScene(PageDatabase.Create).Life(), new PagesScene(OneLockPages.Create).Life());

    [Fact]
    public void WithoutALockAReferenceIsLost()
    {
        Assert.Contains("count 2", new PagesScene(CountsWithoutLock.Create).TwoGets(3));
        Assert.Contains("count 3", new PagesScene(PageDatabase.Create).TwoGets(2));
    }

    [Fact]
    public void ADatabaseThatRefusesCannotPlay() => Assert.Throws<InvalidOperationException>(
        static () => new PagesScene(static (_, _) => throw new NotSupportedException()).Life());
}
