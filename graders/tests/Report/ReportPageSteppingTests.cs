using Microsoft.Playwright;

namespace MmVerify.Grader.Tests;

/// <summary>Stepping through a counterexample, and copying what is to be pasted.</summary>
public sealed class ReportPageSteppingTests(BrowserFixture browser) : IClassFixture<BrowserFixture>
{
    private const string FirstMap = "0x0 free";
    private const string BackMap = "0x0 free; 0x1 held #1; 0x2 free";
    private const string BreakingMap = "0x0 free; 0x1 free; 0x2 free; 0x0 wrong; 0x1 wrong";

    [SkippableFact]
    public async Task BreakingStepIsShownFirst()
    {
        await using OpenPage opened = await browser.Open(GradeFixtures.Broken);
        ILocator merge = Merge(opened);
        Assert.Equal(BreakingMap, await ShownMap(merge));
        Assert.Equal("#3", await merge.Locator("[aria-current=step].breaks .no").InnerTextAsync());
        Assert.Equal("Step 5 of 5: #3 Free(#1) → ok – the law breaks here", await Where(merge));
        Assert.Equal(2, await merge.Locator(".map:visible .wrong").CountAsync());
    }

    [SkippableFact]
    public async Task ButtonsStep()
    {
        await using OpenPage opened = await browser.Open(GradeFixtures.Broken);
        ILocator merge = Merge(opened);
        await Press(merge, "Back");
        Assert.Equal(BackMap, await ShownMap(merge));
        Assert.Equal("#2", await merge.Locator("[aria-current=step] .no").InnerTextAsync());
        await Press(merge, "First");
        Assert.Equal(FirstMap, await ShownMap(merge));
        await Press(merge, "Back", isDisabled: true);
        Assert.Equal(FirstMap, await ShownMap(merge));
        await Press(merge, "Next");
        Assert.Equal("Step 2 of 5: #0 Allocate(order 0) → pfn 0x0 order 0", await Where(merge));
        await Press(merge, "Breaking step");
        Assert.Equal(BreakingMap, await ShownMap(merge));
        Assert.Empty(opened.Mishaps);
    }

    [SkippableFact]
    public async Task ArrowKeysStepWhatIsInView()
    {
        await using OpenPage opened = await browser.Open(GradeFixtures.Broken);
        ILocator merge = Merge(opened);
        await merge.Locator(".walk").EvaluateAsync("walk => walk.scrollIntoView({ block: 'center' })");
        await opened.Page.Keyboard.PressAsync("ArrowLeft");
        Assert.Equal(BackMap, await ShownMap(merge));
        await opened.Page.Keyboard.PressAsync("ArrowRight");
        Assert.Equal(BreakingMap, await ShownMap(merge));
        await opened.Page.Keyboard.PressAsync("ArrowRight");
        Assert.Equal(BreakingMap, await ShownMap(merge));
        Assert.StartsWith("Step 3 of 3", await Where(opened.Page.Locator("#law-BUDDY-IN-RANGE")));
    }

    [SkippableFact]
    public async Task FocusedSliderAndButtonsTakeKeys()
    {
        await using OpenPage opened = await browser.Open(GradeFixtures.Broken);
        ILocator merge = Merge(opened);
        await merge.Locator("input").FocusAsync();
        await opened.Page.Keyboard.PressAsync("ArrowLeft");
        Assert.Equal(BackMap, await ShownMap(merge));
        await merge.Locator(".tools button").First.FocusAsync();
        await opened.Page.Keyboard.PressAsync("Home");
        Assert.Equal(FirstMap, await ShownMap(merge));
        await opened.Page.Keyboard.PressAsync("End");
        Assert.Equal(BreakingMap, await ShownMap(merge));
    }

    [SkippableFact]
    public async Task ClickOnAStepShowsIt()
    {
        await using OpenPage opened = await browser.Open(GradeFixtures.Broken);
        ILocator merge = Merge(opened);
        await merge.Locator(".step").First.ClickAsync();
        Assert.Equal(FirstMap, await ShownMap(merge));
        Assert.Equal(1, await merge.Locator("[aria-current]").CountAsync());
    }

    [SkippableFact]
    public async Task WideMapShowsWhatIsWrong()
    {
        Grade grade = GradeFixtures.Graded("long", [GradeFixtures.Buddy([LongGrade.Law(30)])]);
        await using OpenPage opened = await browser.Open(grade);
        ILocator changed = opened.Page.Locator(".map:visible .new").First;
        Assert.True(await changed.EvaluateAsync<bool>("""
            element => {
              const box = element.getBoundingClientRect();
              const scroll = element.closest(".scroll");
              const frame = scroll.getBoundingClientRect();
              return scroll.scrollLeft > 0 && box.left >= frame.left && box.right <= frame.right;
            }
            """));
    }

    [SkippableFact]
    public async Task CopyPutsTheTestOnTheClipboard()
    {
        var options = new BrowserNewContextOptions { Permissions = ["clipboard-read", "clipboard-write"] };
        await using OpenPage opened = await browser.Open(GradeFixtures.Broken, options);
        ILocator merge = Merge(opened);
        await merge.Locator("summary").ClickAsync();
        await merge.Locator("details button").ClickAsync();
        await merge.Locator("details [role=status]", new() { HasText = "Copied." }).WaitForAsync();
        Assert.Equal(
            GradeFixtures.Merge.Counterexample!.Test,
            await opened.Page.EvaluateAsync<string>("navigator.clipboard.readText()"));
    }

    [SkippableFact]
    public async Task WhereCopyingIsRefusedTheTextIsSelected()
    {
        const string Refuse = """
            Object.defineProperty(navigator, "clipboard", { value: undefined });
            document.execCommand = () => false;
            """;
        await using OpenPage opened = await browser.Open(GradeFixtures.Broken, script: Refuse);
        ILocator again = Merge(opened).Locator(".again");
        await again.Locator("button").ClickAsync();
        await again.Locator("[role=status]", new() { HasText = "press Ctrl+C" }).WaitForAsync();
        Assert.Equal(
            "mmverify replay 1.Buddy.AAQCBAEAAQACAAIB DIR",
            await opened.Page.EvaluateAsync<string>("String(getSelection())"));
        Assert.Empty(opened.Mishaps);
    }

    private static ILocator Merge(OpenPage opened) => opened.Page.Locator("#law-BUDDY-MERGE");

    private static async Task Press(ILocator law, string name, bool isDisabled = false) => await law
        .GetByRole(AriaRole.Button, new() { Name = name, Exact = true })
        .ClickAsync(new() { Force = isDisabled });

    private static async Task<string> Where(ILocator law) => await law.Locator(".where").InnerTextAsync();

    private static async Task<string?> ShownMap(ILocator law) =>
        await law.Locator(".map:visible .strip").GetAttributeAsync("aria-label");
}
