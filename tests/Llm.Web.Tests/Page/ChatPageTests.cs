using Llm.Serving;
using Microsoft.Playwright;

namespace Llm.Web.Tests.Page;

/// <summary>The chat in a real browser.</summary>
public class ChatPageTests(Browser browser) : ServedTest, IClassFixture<Browser>
{
    private const string Answer = """
        REPLY # Pelicans\n\nThey **fish**, see [here](https://example.org/):\n\n| a | b |\n|---|---|\n| 1 | 2 |\n\n```python\nprint(1)\n```
        """;

    private protected override ServeSettings Settings => base.Settings with { Tools = ["Shell", "llm_version"] };

    [Theory]
    [InlineData(false, false)]
    [InlineData(true, false)]
    [InlineData(false, true)]
    [InlineData(true, true)]
    public async Task An_answer_is_rendered_and_everyone_can_read_it(bool isDark, bool isPhone)
    {
        await using var window = await browser.OpenAsync(Address, isDark, isPhone);
        var name = $"chat-{(isDark ? "dark" : "light")}-{(isPhone ? "phone" : "desktop")}";
        await window.GoAsync("/");
        await window.PictureAsync(name + "-empty");
        await window.ShouldBeAccessibleAsync();
        await window.AskAsync("REASON They are birds.\n" + Answer);
        (await window.Page.TextContentAsync(".markdown h1")).ShouldBe("Pelicans");
        (await window.Page.TextContentAsync(".markdown strong")).ShouldBe("fish");
        (await window.Page.TextContentAsync(".markdown td")).ShouldBe("1");
        (await window.Page.GetAttributeAsync(".markdown a", "rel")).ShouldBe("noopener noreferrer");
        (await window.Page.TextContentAsync(".markdown .code code")).ShouldBe("print(1)\n");
        (await window.Page.TextContentAsync(".reasoning .said")).ShouldBe("They are birds.");
        await window.PictureAsync(name);
        await window.ShouldBeAccessibleAsync();
        var fits = await window.Page.EvaluateAsync<bool>("() => document.documentElement.scrollWidth <= innerWidth");
        fits.ShouldBeTrue("it scrolls sideways");
        window.ShouldBeClean();
    }

    [Fact]
    public async Task The_answer_is_seen_while_it_arrives_and_stops_at_Escape()
    {
        await using var window = await browser.OpenAsync(Address);
        await window.GoAsync("/");
        await window.SendAsync("SLOW 150\nREPLY " + string.Join(' ', Enumerable.Range(0, 200).Select(i => $"word{i}")));
        await window.Page.WaitForFunctionAsync("() => document.querySelector('.markdown')?.textContent.includes('word3')");
        (await window.Page.IsVisibleAsync("#stop")).ShouldBeTrue();
        await window.Page.Keyboard.PressAsync("Escape");
        await window.AnsweredAsync();
        (await window.Answers.TextContentAsync())!.ShouldNotContain("word199");
        var turn = (await TurnsAsync(1))[0];
        turn.Response!.ShouldStartWith("word0 word1");
        turn.Incomplete.ShouldBe("cancelled");
    }

    [Fact]
    public async Task A_conversation_continues_and_is_there_again_when_it_is_opened()
    {
        await using var window = await browser.OpenAsync(Address);
        await window.GoAsync("/");
        await window.Page.ClickAsync(".more summary");
        await window.Page.FillAsync("#system", "Be brief.");
        await window.Page.FillAsync("#options", "temperature=0.5");
        await window.AskAsync("first");
        await window.AskAsync("second");
        var turns = await TurnsAsync(2);
        turns.Select(turn => turn.ConversationId).Distinct().Count().ShouldBe(1);
        turns.ShouldAllBe(turn => turn.System == "Be brief." || turn.System == null);
        Provider.Requests[1].Json["messages"]!.AsArray().Count.ShouldBe(4);
        ((double)Provider.Requests[1].Json["temperature"]!).ShouldBe(0.5);
        new Uri(window.Page.Url).PathAndQuery.ShouldBe($"/?c={turns[0].ConversationId}");
        await window.Page.ReloadAsync();
        (await window.Answers.CountAsync()).ShouldBe(2);
        (await window.Page.InputValueAsync("#system")).ShouldBe("Be brief.");
        await window.AskAsync("third");
        (await TurnsAsync(3)).Select(turn => turn.ConversationId).Distinct().Count().ShouldBe(1);
        window.ShouldBeClean();
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Editing_a_message_begins_a_branch_and_keeps_the_original(bool afterReload)
    {
        await using var window = await browser.OpenAsync(Address);
        await window.GoAsync("/");
        await window.AskAsync("first");
        await window.AskAsync("second");
        if (afterReload) await window.Page.ReloadAsync();
        await window.Page.Locator("[data-edit]").Nth(1).ClickAsync();
        (await window.Page.InputValueAsync("#text")).ShouldBe("second");
        await window.AskAsync("other");
        (await window.Answers.AllTextContentsAsync())[^1].ShouldContain("echo: other");
        (await window.Answers.CountAsync()).ShouldBe(2);
        var turns = await TurnsAsync(3);
        turns.Select(turn => turn.ConversationId).Distinct().Count().ShouldBe(2);
        Provider.Requests[^1].Json["messages"]!.AsArray().Select(message => (string)message!["content"]!)
            .ShouldBe(["first", "echo: first", "other"]);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Trying_again_asks_the_same_in_a_branch(bool afterReload)
    {
        await using var window = await browser.OpenAsync(Address);
        await window.GoAsync("/");
        await window.AskAsync("first");
        if (afterReload) await window.Page.ReloadAsync();
        await window.Page.ClickAsync("[data-retry]");
        await TurnsAsync(2);
        await window.AnsweredAsync();
        (await window.Answers.CountAsync()).ShouldBe(1);
        Provider.Requests[1].Json["messages"]!.ToJsonString().ShouldBe(Provider.Requests[0].Json["messages"]!.ToJsonString());
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_tool_that_needs_approval_waits_for_it(bool approves)
    {
        await using var window = await browser.OpenAsync(Address);
        await window.GoAsync("/");
        await window.SendAsync("""CALL Shell_run {"command": "echo '<b>'ran$((1+1))'</b>'"}""");
        var button = window.Page.GetByRole(
            AriaRole.Button, new PageGetByRoleOptions { Name = approves ? "Approve" : "Decline", Exact = true });
        await button.WaitForAsync();
        await window.ShouldBeAccessibleAsync();
        await window.PictureAsync("approval");
        Provider.Requests.Count.ShouldBe(1);
        await button.ClickAsync();
        await window.AnsweredAsync();
        (await window.Page.TextContentAsync(".call .state")).ShouldBe(approves ? "done" : "declined");
        (await window.Answers.TextContentAsync())!.Contains("<b>ran2</b>", StringComparison.Ordinal).ShouldBe(approves);
        await window.Page.ReloadAsync();
        (await window.Page.TextContentAsync(".call .tool")).ShouldBe("Shell_run");
        window.ShouldBeClean();
    }

    [Fact]
    public async Task A_picture_is_shown_and_sent()
    {
        await using var window = await browser.OpenAsync(Address);
        await window.GoAsync("/");
        await window.Page.SetInputFilesAsync("#file", new FilePayload
        {
            Name = "<img src=x onerror=hasRun=1>.png",
            MimeType = "image/png",
            Buffer = Convert.FromBase64String("iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="),
        });
        await window.Page.WaitForSelectorAsync("#files img");
        await window.ShouldBeAccessibleAsync();
        await window.AskAsync("What is this?");
        Provider.Requests[0].Json["messages"]![0]!["content"]!.ToJsonString().ShouldContain("data:image/png;base64,");
        await window.Page.ReloadAsync();
        (await window.Page.EvaluateAsync<int>("() => document.querySelector('.user img').naturalWidth")).ShouldBe(1);
        await window.ShouldHaveRunNothingAsync();
        window.ShouldBeClean();
    }

    [Fact]
    public async Task Files_are_dropped_and_pasted_and_taken_away_again()
    {
        await using var window = await browser.OpenAsync(Address);
        await window.GoAsync("/");
        await window.Page.EvaluateAsync("""
            () => {
              const file = name => {
                const data = new DataTransfer();
                data.items.add(new File(['hello'], name, { type: 'text/plain' }));
                return data;
              };
              document.dispatchEvent(new DragEvent('drop', { dataTransfer: file('dropped.txt'), cancelable: true }));
              document.dispatchEvent(new ClipboardEvent('paste', { clipboardData: file('<b>pasted</b>.txt'), cancelable: true }));
            }
            """);
        await window.Page.WaitForFunctionAsync("() => document.querySelectorAll('#files li').length === 2");
        (await window.Page.TextContentAsync("#files"))!.ShouldContain("<b>pasted</b>.txt");
        await window.Page.GetByRole(AriaRole.Button, new PageGetByRoleOptions { Name = "Remove dropped.txt" }).ClickAsync();
        (await window.Page.TextContentAsync("#files"))!.ShouldNotContain("dropped");
        window.ShouldBeClean();
    }

    [Fact]
    public async Task An_error_of_the_provider_is_shown_and_the_message_can_be_sent_again()
    {
        await using var window = await browser.OpenAsync(Address);
        await window.GoAsync("/");
        await window.AskAsync("ERR 500");
        (await window.Page.TextContentAsync("[role=alert]"))!.ShouldContain("Fake error 500");
        await window.Page.GetByRole(AriaRole.Button, new PageGetByRoleOptions { Name = "Try again" }).ClickAsync();
        await window.Page.WaitForFunctionAsync("() => document.querySelector('[role=alert]') && document.querySelector('#stop').hidden");
        Provider.Requests.Count.ShouldBe(2);
    }

    [Fact]
    public async Task Nothing_that_a_model_or_a_tool_writes_runs()
    {
        const string Script = "<script>window.hasRun=1</script><img src=x onerror=window.hasRun=1>";
        await using var window = await browser.OpenAsync(Address);
        await window.GoAsync("/");
        await window.AskAsync($"REPLY {Script}\\n\\n[a](javascript:window.hasRun=1) ![b](https://example.org/b.png) <javascript:window.hasRun=1>"
            + "\\n\\n```\"><img/src=x/onerror=window.hasRun=1>\\nx\\n```\\n\\n![c](data:text/html;base64,PHNjcmlwdD4=)");
        await window.AskAsync($$"""CALL <img/src=x/onerror=window.hasRun=1> {"{{Script}}": 1}""");
        (await window.Answers.AllTextContentsAsync())[0].ShouldContain(Script);
        foreach (var path in new[] { "/", null })
        {
            (await window.Page.Locator("article [href^='javascript']").CountAsync()).ShouldBe(0);
            (await window.Page.Locator("article script, article img, article [onerror]").CountAsync()).ShouldBe(0);
            await window.ShouldHaveRunNothingAsync();
            if (path is not null) await window.Page.ReloadAsync();
        }

        (await window.Page.TitleAsync()).ShouldContain("REPLY <script>");
        window.ShouldBeClean();
    }
}
