namespace MmVerify.Properties.Tests;

/// <summary>What the page of a chapter shows is what the code does.</summary>
/// <param name="path">The page.</param>
/// <param name="makers">What makes its blocks.</param>
public abstract class ChapterPageTests(string path, IReadOnlyDictionary<string, BlockMaker> makers)
{
    private readonly KeptDocument page = new(path);

    [Fact]
    public void EveryBlockIsAsTheCodeMakesIt() => page.IsAsMade(makers);

    [Fact]
    public void EveryMakerIsUsedAndNoneIsMissing() =>
        Assert.Equal(makers.Keys.Order(), Document.MakersIn(page.Text).Order());

    [Fact]
    public void EveryFenceIsMadeByCode()
    {
        string[] lines = page.Text.Split('\n');
        for (int i = 1; i < lines.Length; i++)
        {
            Assert.False(
                lines[i].Length > 3 && lines[i].StartsWith("```", StringComparison.Ordinal)
                    && !lines[i - 1].StartsWith("<!-- made by ", StringComparison.Ordinal),
                $"{path}:{i + 1}: code or output that no maker makes");
        }
    }
}
