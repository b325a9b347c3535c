using System.Text;
using System.Text.RegularExpressions;

namespace MmVerify.Grader.Tests;

/// <summary>Text of a submission stays text, whatever is in it.</summary>
public sealed partial class ReportPageEscapingTests
{
    [Fact]
    public void HostileTextMakesNoElement()
    {
        string[] plain = Elements(ReportPage.Render(HostileGrade.With("plain")));
        Assert.Equal(plain, Elements(ReportPage.Render(HostileGrade.Grade)));
        Assert.Contains("figure", plain);
    }

    [Theory]
    [InlineData("<script>document")]
    [InlineData("</script></title>")]
    [InlineData("<img")]
    [InlineData("<b onclick")]
    [InlineData("\"'>")]
    [InlineData("&lt;&#0;")]
    public void HostileTextIsNowhereAsItWas(string text) =>
        Assert.DoesNotContain(text, ReportPage.Render(HostileGrade.Grade));

    [Theory]
    [InlineData("\u202E", "\\u202e")]
    [InlineData("\0", "\\u0000")]
    [InlineData("\u001B", "\\u001b")]
    [InlineData("\uFFFE", "\\ufffe")]
    [InlineData("\r", "\\u000d")]
    [InlineData("\u2028", "\\u2028")]
    [InlineData("\U000E0041", "\\U000e0041")]
    public void CharactersThatAreNotShownAreSpelledAsInCSharp(string text, string spelled)
    {
        string page = ReportPage.Render(HostileGrade.With($"[{text}]"));
        Assert.DoesNotContain(text, page);
        Assert.Contains($"[{spelled}]", page);
    }

    [Fact]
    public void HalfACharacterIsSpelled() => // no InlineData, for attributes cannot hold it
        Assert.Contains("[\\ud800x]", ReportPage.Render(HostileGrade.With("[\uD800x]")));

    [Theory]
    [InlineData("größer, 日本語, שלום")]
    [InlineData("😀 and e\u0301")]
    public void OtherWritingIsLeftAlone(string text) =>
        Assert.Contains($"<h1><bdi>{text}</bdi></h1>", ReportPage.Render(HostileGrade.With(text)));

    [Fact]
    public void PiledMarksAreSpelled() => Assert.Contains(
        "z\u0301\u0301\u0301\u0301\\u0301\\u0301<",
        ReportPage.Render(HostileGrade.With("z\u0301\u0301\u0301\u0301\u0301\u0301")));

    [Fact]
    public void PageIsWellFormedUnicodeWithoutControlCharacters()
    {
        string page = ReportPage.Render(HostileGrade.Grade);
        var strict = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);
        Assert.Equal(page, strict.GetString(strict.GetBytes(page)));
        Assert.DoesNotContain(page, static c => char.IsControl(c) && c is not ('\n' or '\t'));
    }

    [Fact]
    public void VeryLongTextIsCutAndTheRestCounted()
    {
        string page = ReportPage.Render(HostileGrade.With(new string('x', 1_000_000)));
        Assert.Contains("xx… (999800 more characters)", page);
        Assert.InRange(page.Length, 30_000, 100_000);
    }

    [Fact]
    public void CutNeverSplitsACharacter() => Assert.Contains(
        "😀… (",
        ReportPage.Render(HostileGrade.With("x" + string.Concat(Enumerable.Repeat("😀", 3000)))));

    private static string[] Elements(string page) =>
        [.. Tag().Matches(page).Select(static match => match.Groups["name"].Value)];

    [GeneratedRegex("<(?<name>/?[a-zA-Z!][a-zA-Z0-9]*)", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Tag();
}
