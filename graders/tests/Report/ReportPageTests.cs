using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;

namespace MmVerify.Grader.Tests;

/// <summary>The page as text.</summary>
public sealed partial class ReportPageTests
{
    [Fact]
    public void SameGradeGivesTheSamePage() =>
        Assert.Equal(ReportPage.Render(GradeFixtures.Broken), ReportPage.Render(GradeFixtures.Broken));

    [Theory]
    [InlineData("<h1><bdi>ada-lovelace</bdi></h1>")]
    [InlineData("<strong>64</strong> of 86 points")]
    [InlineData("2 of 14 laws")]
    [InlineData("<code>20260101</code>")]
    [InlineData("bubblewrap, 3 of 4 layers in force")]
    [InlineData("No two free blocks are each other&#39;s buddy, below the largest order.</h3>")]
    [InlineData("<dd>the free blocks</dd>")]
    [InlineData("<dd>1 of order 2</dd>")]
    [InlineData("2 of order 0, 1 of order 1</dd>")]
    [InlineData("Unmerged buddies make large requests fail")]
    [InlineData("Linux mm/page_alloc.c, __free_one_page")]
    [InlineData("Shrunk from 118 steps to 4.")]
    [InlineData("Found with 2 steps: nothing could be left out.")]
    [InlineData("mmverify replay 1.Buddy.AAQCBAEAAQACAAIB DIR")]
    [InlineData("    Assert.Equal(Errno.None, buddy.Free(second));\n")]
    [InlineData("0x103 hole; 0x108 free")]
    [InlineData("Spoke about 3 steps; 20 are needed.")]
    [InlineData("48,213")]
    [InlineData("Stopped 2 calls of socket.")]
    public void PageSays(string markup) => Assert.Contains(markup, ReportPage.Render(GradeFixtures.Broken));

    [Fact]
    public void BrokenLawsComeBeforeUnknownOnesAndThoseBeforeTheRest()
    {
        string page = ReportPage.Render(GradeFixtures.Broken);
        int broken = page.IndexOf("id=\"broken\"", StringComparison.Ordinal);
        int unknown = page.IndexOf("id=\"unknown\"", StringComparison.Ordinal);
        int holds = page.IndexOf("id=\"holds\"", StringComparison.Ordinal);
        Assert.InRange(broken, 0, unknown);
        Assert.InRange(unknown, broken, holds);
    }

    [Fact]
    public void PerfectGradeShowsNoEmptySections()
    {
        string page = ReportPage.Render(GradeFixtures.Perfect);
        Assert.Contains("All 14 laws hold.", page);
        Assert.DoesNotContain("id=\"broken\"", page);
        Assert.DoesNotContain("id=\"unknown\"", page);
    }

    [Fact]
    public void CompileErrorsStandAtTheTopWithTheirPlaces()
    {
        string page = ReportPage.Render(GradeFixtures.DoesNotCompile);
        Assert.Contains("It does not compile, so nothing could be judged.", page);
        Assert.Contains("<bdi>BuddyAllocator.cs:31:17</bdi></code> <span class=\"id\">CS1002</span>", page);
        Assert.Contains("<bdi>lists/Frames.cs:44:9</bdi>", page);
        Assert.Contains("The name &#39;frames&#39; does not exist", page);
        Assert.Contains("<bdi></bdi></code> <span class=\"id\">MMV000</span>", page);
        int errors = page.IndexOf("id=\"errors\"", StringComparison.Ordinal);
        Assert.InRange(errors, 0, page.IndexOf("id=\"overview\"", StringComparison.Ordinal));
        Assert.DoesNotContain("id=\"holds\"", page);
    }

    [Fact]
    public void WhatCompilesShowsNoErrors() =>
        Assert.DoesNotContain("id=\"errors\"", ReportPage.Render(GradeFixtures.Broken));

    [Fact]
    public void SubmissionWithoutNameOrClassHasAHeading()
    {
        string page = ReportPage.Render(GradeFixtures.NotAttempted);
        Assert.Contains("<h1><bdi>Submission</bdi></h1>", page);
        Assert.Contains("Buddy was not judged", page);
    }

    [Fact]
    public void PolicyAllowsTheStyleAndTheScriptOfThePageAndNothingElse()
    {
        string page = ReportPage.Render(GradeFixtures.Broken);
        string style = Digest(Between(page, "<style>", "</style>"));
        string script = Digest(Between(page, "<script>", "</script>"));
        Assert.Contains(
            $"default-src &#39;none&#39;; style-src &#39;{style}&#39;; script-src &#39;{script}&#39;; ",
            page.Replace("&quot;", "'", StringComparison.Ordinal));
    }

    [Fact]
    public void NothingRefersToTheNetworkOrCarriesCodeInAttributes()
    {
        foreach (Match tag in Tag().Matches(Body(ReportPage.Render(GradeFixtures.Broken))))
        {
            Assert.DoesNotMatch(ForbiddenAttribute(), tag.Value);
        }
    }

    [Fact]
    public void TwentyBrokenLawsFitInto200Kilobytes()
    {
        int bytes = Encoding.UTF8.GetByteCount(ReportPage.Render(LongGrade.ManyBroken(20)));
        Assert.InRange(bytes, 50_000, 200_000);
    }

    [Fact]
    public void LongProgramIsCutInTheMiddle()
    {
        Grade grade = GradeFixtures.Graded("long", [GradeFixtures.Buddy([LongGrade.Law(500)])]);
        string page = ReportPage.Render(grade);
        Assert.Contains("441 steps are not shown here.", page);
        Assert.Contains("pfn 0x3e6 order 0", page);
        Assert.InRange(page.Length, 30_000, 150_000);
    }

    private static string Digest(string text) =>
        "sha256-" + Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(text)));

    private static string Body(string page) => Between(page, "<body>", "<script>");

    private static string Between(string page, string first, string last)
    {
        int start = page.IndexOf(first, StringComparison.Ordinal) + first.Length;
        return page[start..page.IndexOf(last, start, StringComparison.Ordinal)];
    }

    [GeneratedRegex("<[^>]*>", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Tag();

    [GeneratedRegex(
        " (on[a-z]+|style|src|srcset|action)=|href=\"(?!#)|<(link|base|iframe|object|form)",
        RegexOptions.ExplicitCapture,
        matchTimeoutMilliseconds: 1000)]
    private static partial Regex ForbiddenAttribute();
}
