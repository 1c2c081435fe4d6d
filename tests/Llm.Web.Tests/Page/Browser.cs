using Microsoft.Playwright;

namespace Llm.Web.Tests.Page;

/// <summary>Debian's Chromium without a window, for all tests of a class; they are skipped where it is not installed.</summary>
public sealed class Browser : IAsyncLifetime
{
    private const string Program = "/usr/bin/chromium";
    private const int PatienceMilliseconds = 30_000;

    private IPlaywright? playwright;
    private IBrowser? browser;

    /// <summary>Starts the browser, unless it is not installed.</summary>
    public async ValueTask InitializeAsync()
    {
        if (!File.Exists(Program)) return;
        playwright = await Playwright.CreateAsync();
        // Its sandbox needs rights that containers often lack; the pages are our own.
        browser = await playwright.Chromium.LaunchAsync(new BrowserTypeLaunchOptions
        {
            ExecutablePath = Program,
            Args = ["--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage"],
            Timeout = PatienceMilliseconds,
        });
    }

    /// <summary>Ends the browser.</summary>
    public async ValueTask DisposeAsync()
    {
        if (browser is not null) await browser.DisposeAsync();
        playwright?.Dispose();
    }

    /// <summary>Opens a window.</summary>
    /// <param name="address">The server.</param>
    /// <param name="isDark">Whether the user prefers dark colours.</param>
    /// <param name="isPhone">Whether the window is as small as a phone.</param>
    public async Task<Window> OpenAsync(string address, bool isDark = false, bool isPhone = false)
    {
        Assert.SkipWhen(browser is null, "chromium is not installed (.ci/install does it)");
        var context = await browser.NewContextAsync(new BrowserNewContextOptions
        {
            BaseURL = address,
            ColorScheme = isDark ? ColorScheme.Dark : ColorScheme.Light,
            ViewportSize = isPhone ? new ViewportSize { Width = 375, Height = 720 } : new ViewportSize { Width = 1200, Height = 800 },
            HasTouch = isPhone,
        });
        context.SetDefaultTimeout(PatienceMilliseconds);
        return new Window(context, await context.NewPageAsync(), address);
    }
}
