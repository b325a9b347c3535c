using System.Globalization;
using Microsoft.Playwright;

namespace MmVerify.Grader.Tests;

/// <summary>The browser of this machine, if it has one.</summary>
public sealed class BrowserFixture : IAsyncLifetime
{
    private static readonly string[] Names = ["chromium", "chromium-browser", "google-chrome"];

    private const string Missing = "NO BROWSER: the report page is not tested. Install chromium to test it.";

    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("mmverify-page-");
    private IPlaywright? playwright;
    private IBrowser? browser;
    private int pages;

    public async Task InitializeAsync()
    {
        string? path = Find();
        if (path is null)
        {
            return;
        }

        playwright = await Playwright.CreateAsync();
        browser = await playwright.Chromium.LaunchAsync(new BrowserTypeLaunchOptions
        {
            Headless = true,
            ExecutablePath = path,
            Args =
            [
                "--no-sandbox",
                "--disable-gpu",
                "--disable-quic",
                "--no-first-run",
                "--disable-background-networking",
                "--disable-component-update",
                "--disable-sync",
            ],
        });
    }

    /// <summary>The version of the browser; skips the test that asks when there is none.</summary>
    public string Version()
    {
        Skip.If(browser is null, Missing);
        return browser!.Version;
    }

    public async Task DisposeAsync()
    {
        if (browser is not null)
        {
            await browser.DisposeAsync();
        }

        playwright?.Dispose();
        folder.Delete(recursive: true);
    }

    /// <summary>Opens the page of a grade as a file, in a context of its own.</summary>
    /// <param name="grade">The grade.</param>
    /// <param name="options">Of the context.</param>
    /// <param name="script">Runs before the page's own, if given.</param>
    public async Task<OpenPage> Open(
        Grade grade, BrowserNewContextOptions? options = null, string? script = null)
    {
        _ = Version();
        int number = Interlocked.Increment(ref pages);
        string path = Path.Combine(folder.FullName, number.ToString(CultureInfo.InvariantCulture) + ".html");
        await File.WriteAllTextAsync(path, ReportPage.Render(grade));
        IBrowserContext context = await browser!.NewContextAsync(options);
        IPage page = await context.NewPageAsync();
        var opened = new OpenPage(page);
        if (script is not null)
        {
            await page.AddInitScriptAsync(script);
        }

        await page.GotoAsync(new Uri(path).AbsoluteUri);
        return opened;
    }

    private static string? Find() => (Environment.GetEnvironmentVariable("PATH") ?? "")
        .Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries)
        .SelectMany(static folder => Names.Select(name => Path.Combine(folder, name)))
        .FirstOrDefault(File.Exists);
}

/// <summary>A page in the browser, and whatever happened in it that should not.</summary>
public sealed class OpenPage : IAsyncDisposable
{
    private readonly List<string> mishaps = [];

    /// <summary>Watches a page.</summary>
    public OpenPage(IPage page)
    {
        Page = page;
        page.Console += (_, message) => mishaps.Add($"console: {message.Text}");
        page.PageError += (_, error) => mishaps.Add($"error: {error}");
        page.Dialog += (_, dialog) => mishaps.Add($"dialog: {dialog.Message}");
        page.Request += (_, request) =>
        {
            if (!request.IsNavigationRequest)
            {
                mishaps.Add($"request: {request.Url}");
            }
        };
    }

    /// <summary>The page.</summary>
    public IPage Page { get; }

    /// <summary>Messages, errors, dialogs and requests besides the file itself.</summary>
    public IReadOnlyList<string> Mishaps => mishaps;

    public async ValueTask DisposeAsync() => await Page.Context.DisposeAsync();
}
