namespace MmVerify.Properties.Tests;

/// <summary>Blocks of documents are found, made anew and compared.</summary>
public sealed class DocumentTests
{
    private static readonly Dictionary<string, BlockMaker> Makers = new()
    {
        ["Table"] = static words => $"| {string.Join(" | ", words)} |\n",
        ["Output"] = static _ => Document.Fenced("text", "new\n\nlines\n"),
    };

    [Fact]
    public void ABlockIsReplacedUpToItsEnd()
    {
        const string Text = "a\n<!-- made by Table x y -->\n| old |\n| older |\n\nb\n";
        Assert.Equal("a\n<!-- made by Table x y -->\n| x | y |\n\nb\n", Document.Remake(Text, Makers));
    }

    [Fact]
    public void AFencedBlockMayHaveEmptyLines()
    {
        const string Text = "<!-- made by Output -->\n```text\nold\n\n```\nb";
        Assert.Equal("<!-- made by Output -->\n```text\nnew\n\nlines\n```\nb", Document.Remake(Text, Makers));
    }

    [Fact]
    public void WhatIsRemadeStaysAsItIs()
    {
        const string Text = "<!-- made by Output -->\n\nb\n<!-- made by Table z -->\n";
        string once = Document.Remake(Text, Makers);
        Assert.Equal(once, Document.Remake(once, Makers));
    }

    [Fact]
    public void BlocksOfOtherMakersStay()
    {
        const string Text = "<!-- made by Somebody -->\n```text\nold\n```\n";
        Assert.Equal(Text, Document.Remake(Text, Makers));
        Assert.Equal(["Somebody"], Document.MakersIn(Text));
    }

    [Fact]
    public void TheFirstDifferenceIsNamed() =>
        Assert.Equal("line 2 is\n  b\nand would be made\n  c", Document.Difference("a\nb", "a\nc"));
}
