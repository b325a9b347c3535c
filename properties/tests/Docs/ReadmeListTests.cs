namespace MmVerify.Properties.Tests;

/// <summary>The lists in README.md are those of the code.</summary>
public sealed class ReadmeListTests
{
    private static readonly Dictionary<string, BlockMaker> Makers = new()
    {
        ["Chapters"] = static _ => LawTable.OfChapters(),
    };

    private readonly KeptDocument readme = new("README.md");

    [Fact]
    public void EveryListIsAsTheCodeMakesIt()
    {
        Assert.Contains("Chapters", Document.MakersIn(readme.Text));
        readme.IsAsMade(Makers);
    }
}
