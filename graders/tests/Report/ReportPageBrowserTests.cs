using Microsoft.Playwright;

namespace MmVerify.Grader.Tests;

/// <summary>The page in a browser: on screens and on paper, with and without its script.</summary>
public sealed class ReportPageBrowserTests(BrowserFixture browser) : IClassFixture<BrowserFixture>
{
    public static TheoryData<string> Grades => [.. All.Keys];

    private static Dictionary<string, Grade> All { get; } = new(StringComparer.Ordinal)
    {
        ["broken"] = GradeFixtures.Broken,
        ["perfect"] = GradeFixtures.Perfect,
        ["does not compile"] = GradeFixtures.DoesNotCompile,
        ["not attempted"] = GradeFixtures.NotAttempted,
        ["hostile"] = HostileGrade.Grade,
        ["long"] = GradeFixtures.Graded("long", [GradeFixtures.Buddy([LongGrade.Law(90)])]),
    };

    // Its name is what a test run shows of a skipped test; the reason is shown only to those who ask.
    [SkippableFact]
    public void NO_BROWSER_SO_THE_PAGE_IS_NOT_TESTED_if_this_is_skipped() =>
        Assert.NotEmpty(browser.Version());

    [SkippableTheory]
    [MemberData(nameof(Grades))]
    public async Task LoadsInPeaceFromAFile(string name)
    {
        await using OpenPage opened = await browser.Open(All[name]);
        await opened.Page.WaitForLoadStateAsync(LoadState.Load);
        Assert.Empty(opened.Mishaps);
        Assert.Equal(1, await opened.Page.Locator("script").CountAsync());
        Assert.Equal(0, await opened.Page.Locator("img, iframe, link, [style], [onclick]").CountAsync());
    }

    [SkippableTheory]
    [MemberData(nameof(Grades))]
    public async Task NarrowScreenNeedsNoSidewaysScrolling(string name)
    {
        var phone = new BrowserNewContextOptions { ViewportSize = new() { Width = 320, Height = 640 } };
        await using OpenPage opened = await browser.Open(All[name], phone);
        Assert.Equal(320, await opened.Page.EvaluateAsync<int>("document.documentElement.scrollWidth"));
    }

    [SkippableFact]
    public async Task HostileTextIsShownAndNotObeyed()
    {
        await using OpenPage opened = await browser.Open(HostileGrade.Grade);
        Assert.EndsWith("points, MmVerify", await opened.Page.TitleAsync());
        Assert.StartsWith("\"'></style></script>", await opened.Page.Locator("h1").InnerTextAsync());
    }

    [SkippableFact]
    public async Task WithoutScriptEveryStepHasItsMap()
    {
        var options = new BrowserNewContextOptions { JavaScriptEnabled = false };
        await using OpenPage opened = await browser.Open(GradeFixtures.Broken, options);
        ILocator merge = opened.Page.Locator("#law-BUDDY-MERGE");
        Assert.Equal(5, await merge.Locator(".step").CountAsync());
        foreach (ILocator step in await merge.Locator(".step").AllAsync())
        {
            Assert.True(await step.Locator(".call").IsVisibleAsync());
            Assert.True(await step.Locator(".strip").IsVisibleAsync());
        }

        Assert.Equal("✗ the law breaks here", await merge.Locator(".breaks .here").InnerTextAsync());
        Assert.Equal(0, await opened.Page.Locator("button, input").CountAsync());
        await merge.Locator("summary").ClickAsync();
        Assert.True(await merge.Locator("details pre").IsVisibleAsync());
    }

    [SkippableTheory]
    [InlineData(ColorScheme.Light, "rgb(245, 246, 248)")]
    [InlineData(ColorScheme.Dark, "rgb(16, 19, 26)")]
    public async Task TextIsLegibleInBothSchemes(ColorScheme scheme, string ground)
    {
        var options = new BrowserNewContextOptions { ColorScheme = scheme };
        await using OpenPage opened = await browser.Open(GradeFixtures.Broken, options);
        Assert.Equal(
            ground,
            await opened.Page.EvaluateAsync<string>("getComputedStyle(document.body).backgroundColor"));
        Assert.Empty(await opened.Page.EvaluateAsync<string[]>(Contrast.FaintTexts));
    }

    [SkippableFact]
    public async Task WhoWantsNoMotionGetsNone()
    {
        var options = new BrowserNewContextOptions { ReducedMotion = ReducedMotion.Reduce };
        await using OpenPage still = await browser.Open(GradeFixtures.Broken, options);
        await using OpenPage moving = await browser.Open(GradeFixtures.Broken);
        const string Animations = """[...document.querySelectorAll(".new")]"""
            + """.filter(e => getComputedStyle(e).animationName !== "none").length""";
        Assert.Equal(0, await still.Page.EvaluateAsync<int>(Animations));
        Assert.NotEqual(0, await moving.Page.EvaluateAsync<int>(Animations));
    }

    [SkippableFact]
    public async Task PaperShowsEveryMap()
    {
        await using OpenPage opened = await browser.Open(GradeFixtures.Broken);
        await opened.Page.EvaluateAsync("""
            addEventListener("beforeprint", () => {
              window.printed = [...document.querySelectorAll(".step .map")].filter(map => !map.hidden).length;
            })
            """);
        byte[] paper = await opened.Page.PdfAsync();
        Assert.Equal("%PDF"u8, paper.AsSpan(0, 4));
        Assert.Equal(8, await opened.Page.EvaluateAsync<int>("window.printed"));
        Assert.Equal(2, await opened.Page.Locator(".stage .map:visible").CountAsync());
    }
}
