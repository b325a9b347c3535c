using System.Text;
using AngleSharp.Dom;
using AngleSharp.Html.Dom;
using AngleSharp.Html.Parser;
using Markdig;

namespace MmVerify.Grader.Tests;

/// <summary>
/// What is seen of the summary: it is rendered as GitHub's Markdown, and the page is looked at.
/// </summary>
public sealed class SummaryTests
{
    private const int Mebibyte = 1 << 20;

    private static readonly MarkdownPipeline GitHub = new MarkdownPipelineBuilder()
        .UsePipeTables().UseAutoLinks().UseEmphasisExtras().UseTaskLists().UseFootnotes().UseAlertBlocks()
        .Build();

    public static TheoryData<string> Names => FormatGrades.Names;

    public static TheoryData<int> AttackNumbers => Attacks.Numbers;

    [Theory]
    [MemberData(nameof(AttackNumbers))]
    public void HostileTextMakesNoElement(int attack)
    {
        string[] plain = Elements(Page(FormatGrades.Hostile("plain")));
        Assert.Equal(plain, Elements(Page(FormatGrades.Hostile(Attacks.Of(attack)))));
        Assert.Contains("DETAILS", plain);
        Assert.Contains("PRE", plain);
    }

    [Fact]
    public void AllHostileTextsTogetherMakeNoElement() => Assert.Equal(
        Elements(Page(FormatGrades.Hostile("plain"))), Elements(Page(FormatGrades.Hostile(Attacks.All))));

    [Fact]
    public void TextThatIsNotEscapedWouldMakeAnElement() => Assert.Contains(
        "SCRIPT", Elements(Parse("<pre>\n" + Attacks.All + "\n</pre>")));

    [Fact]
    public void HostileTextIsSeenAsItIs()
    {
        const string Text = "<b> `code` | &lt; *x* _y_ [z](q) \\ ::error::w ##[group]";
        string seen = Page(FormatGrades.Hostile(Text)).Body!.TextContent;
        Assert.Contains($"{Text}: ", seen);
        Assert.Contains($"at        {Text}\n", seen);
    }

    [Fact]
    public void NobodyIsMentioned()
    {
        string markdown = Written(FormatGrades.Hostile("@octocat"));
        Assert.DoesNotContain("@", markdown.Replace("<pre>\n@", "").Replace(" @octocat", ""));
        IHtmlDocument page = Page(FormatGrades.Hostile("@octocat"));
        Assert.All(
            page.Body!.Descendants<IText>().Where(static text => text.Data.Contains("@octocat")),
            static text => Assert.NotNull(text.ParentElement!.Closest("pre")));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void ItIsShorterThanGitHubTakes(string name) => Assert.InRange(
        Encoding.UTF8.GetByteCount(Written(FormatGrades.Of(name))), 1, Mebibyte - 1);

    [Fact]
    public void WhatHasNoRoomIsLeftOutWholeAndNamed()
    {
        string attack = new('<', 5_000_000);
        GradeLaw wide = FormatGrades.Hostile(attack).Chapters[0].Laws[0];
        GradeLaw[] laws = [.. Enumerable.Range(0, 60).Select(index => wide with { Id = $"BUDDY-{index}" })];
        Grade grade = GradeFixtures.Graded("x", [new GradeChapter("Buddy", true, 0, 600, laws)]);
        string markdown = Written(grade);
        Assert.InRange(Encoding.UTF8.GetByteCount(markdown), Mebibyte / 2, Mebibyte - 1);
        IHtmlDocument page = Parse(Markdig.Markdown.ToHtml(markdown, GitHub));
        string note = page.Body!.LastElementChild!.TextContent;
        Assert.Contains("A summary may have 1 MiB. Left out here", note);
        int shown = page.QuerySelectorAll("details > summary > b").Length;
        Assert.InRange(shown, 1, 59);
        Assert.Contains($"BUDDY-{shown},", note);
        Assert.DoesNotContain($"BUDDY-{shown - 1},", note);
        Assert.Contains($"and {60 - shown - 20} more", note);
        Assert.All(
            page.QuerySelectorAll("details"), static one => Assert.NotEmpty(one.QuerySelectorAll("pre")));
    }

    [Fact]
    public void ItSaysWhatIsToKnow()
    {
        IHtmlDocument page = Page(GradeFixtures.Broken);
        Assert.Equal("ada-lovelace: 64 of 86 points", page.QuerySelector("h2")!.TextContent);
        Assert.Equal(
            ["Buddy", "64 of 86", "11", "2", "1"],
            page.QuerySelector("table tbody tr")!.Children.Select(static cell => cell.TextContent));
        string seen = page.Body!.TextContent;
        Assert.Contains("#3 Free(#1) -> ok   <- breaks here", seen);
        Assert.Contains("again     mmverify replay 1.Buddy.AAQCBAEAAQACAAIB DIR", seen);
        Assert.Contains("Assert.Equal(Errno.None, buddy.Free(second));", seen);
        Assert.Contains("BUDDY-COST", seen);
        Assert.Contains("Spoke about 3 steps; 20 are needed.", seen);
        Assert.Contains("seed 20260101", seen);
    }

    [Fact]
    public void WhatDoesNotCompileIsTheOnlyThingTold()
    {
        string seen = Page(FormatGrades.DoesNotCompile("; expected", errors: 25)).Body!.TextContent;
        Assert.Contains("src/BuddyAllocator.cs(31,17): CS1002: ; expected", seen);
        Assert.Contains("and 5 more", seen);
        Assert.DoesNotContain("BUDDY-MERGE", seen);
    }

    [Fact]
    public void MutationAndCoverageAreShown()
    {
        string seen = Page(FormatGrades.Measured()).Body!.TextContent;
        Assert.Contains("Mutation of Buddy: 71.4 %, 7 of 10 points", seen);
        Assert.Contains("Noticed 50, not noticed 20,", seen);
        Assert.Contains("BuddyAllocator.cs:44", seen);
        Assert.Contains("a <= b", seen);
        Assert.Contains("118 of 120 lines", seen);
        Assert.Contains("BuddyAllocator.cs:90-91", seen);
    }

    private static string Written(Grade grade) => new SummaryFormat().Write(grade, ReportOptions.None);

    private static IHtmlDocument Page(Grade grade) => Parse(Markdig.Markdown.ToHtml(Written(grade), GitHub));

    private static IHtmlDocument Parse(string html) => new HtmlParser().ParseDocument(html);

    private static string[] Elements(IHtmlDocument page) => [.. page.All.Select(static one => one.TagName)];
}
