using System.Collections.Concurrent;
using Deque.AxeCore.Playwright;
using Microsoft.Playwright;

namespace Llm.Web.Tests.Page;

/// <summary>A window of the browser, which records what it asks for and what goes wrong in it.</summary>
public sealed class Window : IAsyncDisposable
{
    private readonly IBrowserContext context;
    private readonly string address;
    private readonly ConcurrentQueue<string> requests = [];
    private readonly ConcurrentQueue<string> problems = [];

    internal Window(IBrowserContext context, IPage page, string address)
    {
        (this.context, this.address) = (context, address);
        Page = page;
        page.Request += (_, request) => requests.Enqueue(request.Url);
        page.PageError += (_, error) => problems.Enqueue(error);
        page.Console += (_, message) =>
        {
            if (message.Type == "error") problems.Enqueue(message.Text);
        };
    }

    /// <summary>The page that it shows.</summary>
    public IPage Page { get; }

    /// <summary>The answers that are shown.</summary>
    public ILocator Answers => Page.Locator("article.model");

    /// <summary>Goes to a page.</summary>
    public Task<IResponse?> GoAsync(string path) => Page.GotoAsync(path);

    /// <summary>Writes a message and sends it by keyboard.</summary>
    public async Task SendAsync(string text)
    {
        await Page.FillAsync("#text", text);
        await Page.PressAsync("#text", "Control+Enter");
    }

    /// <summary>Waits until an answer is complete.</summary>
    public async Task AnsweredAsync() => await Page.WaitForSelectorAsync(
        "#stop", new PageWaitForSelectorOptions { State = WaitForSelectorState.Hidden });

    /// <summary>Sends a message and waits for the answer.</summary>
    public async Task AskAsync(string text)
    {
        await SendAsync(text);
        await AnsweredAsync();
    }

    /// <summary>Asserts that a screen reader and a keyboard can use what is shown.</summary>
    public async Task ShouldBeAccessibleAsync()
    {
        var result = await Page.RunAxe();
        result.Violations.Where(violation => violation.Impact is "serious" or "critical")
            .Select(violation => $"{violation.Id}: {string.Join("; ", violation.Nodes.Select(node => node.Html))}").ShouldBeEmpty();
        // Axe itself is a script of the test, and the page must have been checked at all.
        result.Passes.Length.ShouldBeGreaterThan(5);
    }

    /// <summary>Asserts that nothing was asked of another host and that no script failed or was refused.</summary>
    public void ShouldBeClean()
    {
        requests.ShouldNotBeEmpty();
        requests.Where(url => !url.StartsWith(address, StringComparison.Ordinal) && !url.StartsWith("data:", StringComparison.Ordinal)
            && !url.StartsWith("blob:", StringComparison.Ordinal)).ShouldBeEmpty();
        problems.ShouldBeEmpty();
    }

    /// <summary>Asserts that no script of a text has run: those of the tests set this variable.</summary>
    public async Task ShouldHaveRunNothingAsync() => (await Page.EvaluateAsync<bool>("() => window.hasRun === undefined")).ShouldBeTrue();

    /// <summary>Keeps a picture of the page if the environment variable <c>LLM_PAGE_PICTURES</c> names a folder for them.</summary>
    public async Task PictureAsync(string name)
    {
        if (Environment.GetEnvironmentVariable("LLM_PAGE_PICTURES") is not { Length: > 0 } folder) return;
        await Page.ScreenshotAsync(new PageScreenshotOptions { Path = Path.Combine(folder, name + ".png") });
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync() => await context.DisposeAsync();
}
