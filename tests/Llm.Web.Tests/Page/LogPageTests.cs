using System.Net;
using System.Text.Json.Nodes;
using Llm.Storage.Logs;
using Microsoft.Playwright;

namespace Llm.Web.Tests.Page;

/// <summary>The log in a real browser.</summary>
public class LogPageTests(Browser browser) : ServedTest, IClassFixture<Browser>
{
    private const string Script = "<script>window.hasRun=1</script><img src=x onerror=window.hasRun=1>";

    [Theory]
    [InlineData(false, false)]
    [InlineData(true, false)]
    [InlineData(false, true)]
    public async Task Search_finds_answers_as_you_type(bool isDark, bool isPhone)
    {
        await PromptAsync("The pelican eats fish");
        await PromptAsync("A walrus sleeps on the ice");
        await PromptAsync("REPLY Pelicans, again: they fly");
        await using var window = await browser.OpenAsync(Address, isDark, isPhone);
        var name = $"log-{(isDark ? "dark" : "light")}-{(isPhone ? "phone" : "desktop")}";
        await window.GoAsync("/log");
        (await window.Page.Locator(".results li").CountAsync()).ShouldBe(3);
        await window.ShouldBeAccessibleAsync();
        await window.PictureAsync(name);
        await window.Page.Locator("h1").ClickAsync();
        await window.Page.Keyboard.PressAsync("/");
        await window.Page.Keyboard.TypeAsync("peli");
        await window.Page.WaitForFunctionAsync("() => document.querySelectorAll('.results li').length === 2");
        (await window.Page.Locator("mark").First.TextContentAsync())!.ToUpperInvariant().ShouldBe("PELI");
        new Uri(window.Page.Url).PathAndQuery.ShouldBe("/log?q=peli");
        await window.ShouldBeAccessibleAsync();
        await window.PictureAsync(name + "-search");
        // No character is an operator of the search.
        await window.Page.FillAsync("#q", "\"pelican AND (");
        await window.Page.WaitForFunctionAsync("() => document.querySelector('.count').textContent === 'Nothing matches.'");
        await window.Page.FillAsync("#q", "walrus");
        await window.Page.WaitForFunctionAsync("() => document.querySelectorAll('.results li').length === 1");
        await window.Page.ClickAsync(".results a");
        await window.Page.WaitForSelectorAsync("article.model");
        (await window.Answers.TextContentAsync())!.ShouldContain("echo: A walrus sleeps on the ice");
        await window.ShouldBeAccessibleAsync();
        await window.PictureAsync(name + "-conversation");
        window.ShouldBeClean();
    }

    [Theory]
    [InlineData("model=chat", 1)]
    [InlineData("model=plain", 1)]
    [InlineData("model=other", 0)]
    [InlineData("from=2000-01-01&to=2000-01-31", 0)]
    [InlineData("from=2000-01-01", 2)]
    [InlineData("tool=llm_version", 0)]
    [InlineData("q=echo&count=1", 1)]
    public async Task Filters_narrow_the_list(string query, int count)
    {
        await PromptAsync("one");
        await PromptAsync("two", "plain");
        var part = await Client.GetStringAsync(new Uri("/log/results?" + query, UriKind.Relative), Cancellation);
        part.Split("<li>").Length.ShouldBe(count + 1);
        part.Contains("Show more", StringComparison.Ordinal).ShouldBe(query.Contains("count", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_conversation_forks_from_a_turn()
    {
        await using var window = await browser.OpenAsync(Address);
        await window.GoAsync("/");
        await window.AskAsync("first");
        await window.AskAsync("second");
        var turns = await TurnsAsync(2);
        await window.GoAsync($"/log/{turns[0].ConversationId}");
        await window.Page.GetByRole(AriaRole.Link, new PageGetByRoleOptions { Name = "Continue from here" }).First.ClickAsync();
        await window.Page.WaitForSelectorAsync("#composer");
        (await window.Answers.CountAsync()).ShouldBe(1);
        await window.ShouldBeAccessibleAsync();
        await window.AskAsync("instead");
        (await TurnsAsync(3)).Select(turn => turn.ConversationId).Distinct().Count().ShouldBe(2);
        Provider.Requests[^1].Json["messages"]!.AsArray().Select(message => (string)message!["content"]!)
            .ShouldBe(["first", "echo: first", "instead"]);
    }

    [Fact]
    public async Task A_turn_and_then_the_conversation_are_deleted_after_a_question()
    {
        await using var window = await browser.OpenAsync(Address);
        await window.GoAsync("/");
        await window.AskAsync("first");
        await window.AskAsync("second");
        var id = (await TurnsAsync(2))[0].ConversationId;
        await window.GoAsync($"/log/{id}");
        var button = window.Page.GetByRole(AriaRole.Button, new PageGetByRoleOptions { Name = "Delete this answer" });
        (await button.CountAsync()).ShouldBe(0);
        await window.Page.Locator("article .confirm summary").Last.ClickAsync();
        await button.ClickAsync();
        await window.Page.WaitForFunctionAsync("() => document.querySelectorAll('article.model').length === 1");
        (await Log.ListAsync(new LogQuery(), Cancellation)).ShouldHaveSingleItem().Prompt.ShouldBe("first");
        await window.Page.ClickAsync(".head .confirm summary");
        await window.Page.GetByRole(AriaRole.Button, new PageGetByRoleOptions { Name = "Delete the whole conversation" }).ClickAsync();
        await window.Page.WaitForSelectorAsync("#search");
        (await Log.ListAsync(new LogQuery(), Cancellation)).ShouldBeEmpty();
    }

    [Fact]
    public async Task Nothing_is_deleted_without_a_name()
    {
        await PromptAsync("kept");
        using var form = new FormUrlEncodedContent([new("other", "x")]);
        using var response = await Client.PostAsync(new Uri("/log/delete", UriKind.Relative), form, Cancellation);
        response.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        (await Log.ListAsync(new LogQuery(), Cancellation)).Count.ShouldBe(1);
    }

    [Fact]
    public async Task Nothing_that_is_logged_runs()
    {
        await PromptAsync($"{Script} REPLY");
        var turn = await NewestTurnAsync();
        await Log.RenameConversationAsync(turn.ConversationId!, Script, Cancellation);
        await using var window = await browser.OpenAsync(Address);
        string[] lists = ["/log", "/log?q=script", "/log?q=" + Uri.EscapeDataString(Script)];
        foreach (var path in lists.Concat([$"/log/{turn.ConversationId}", $"/?c={turn.ConversationId}"]))
        {
            await window.GoAsync(path);
            (await window.Page.TextContentAsync("main"))!.ShouldContain("window.hasRun=1", customMessage: path);
            (await window.Page.Locator("main script, main [onerror]").CountAsync()).ShouldBe(0);
            await window.ShouldHaveRunNothingAsync();
        }

        window.ShouldBeClean();
    }

    [Fact]
    public async Task A_conversation_is_exported()
    {
        await PromptAsync("Say it");
        var id = (await NewestTurnAsync()).ConversationId;
        var markdown = await Client.GetStringAsync(new Uri($"/log/{id}/export.md", UriKind.Relative), Cancellation);
        markdown.ShouldContain("## Assistant\n\necho: Say it");
        using var response = await Client.GetAsync(new Uri($"/log/{id}/export.json", UriKind.Relative), Cancellation);
        response.Content.Headers.ContentDisposition!.DispositionType.ShouldBe("attachment");
        var json = JsonNode.Parse(await response.Content.ReadAsStringAsync(Cancellation))!;
        json["messages"]!.AsArray().Count.ShouldBe(2);
    }

    [Fact]
    public async Task Only_pictures_that_cannot_run_anything_are_shown()
    {
        var svg = Convert.ToBase64String("<svg xmlns='http://www.w3.org/2000/svg' onload='window.hasRun=1'/>"u8);
        const string Png = "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==";
        await AnswerAsync("/v1/chat/completions", $$$"""
            {"model": "chat", "messages": [{"role": "user", "content": [{"type": "text", "text": "See"},
             {"type": "image_url", "image_url": {"url": "data:image/png;base64,{{{Png}}}"}}]}]}
            """);
        var turn = await NewestTurnAsync();
        var address = $"/log/attachment/{turn.Attachments[0].Id}";
        using var picture = await Client.GetAsync(new Uri(address, UriKind.Relative), Cancellation);
        picture.Content.Headers.ContentType!.MediaType.ShouldBe("image/png");
        picture.Content.Headers.ContentDisposition.ShouldBeNull();
        using var missing = await Client.GetAsync(new Uri("/log/attachment/none", UriKind.Relative), Cancellation);
        missing.StatusCode.ShouldBe(HttpStatusCode.NotFound);

        var attached = Attachment.FromBytes(Convert.FromBase64String(svg), "image/svg+xml");
        var model = Host.GetModel("chat");
        Message[] before = [Message.User(new AttachmentPart(attached)), Message.Assistant(new TextPart("a"))];
        var pending = new Conversation(model).Ask("See", new PromptOptions { Messages = before });
        await Log.LogAsync(await pending.CompleteAsync(Cancellation), Cancellation);
        using var drawing = await Client.GetAsync(new Uri($"/log/attachment/{attached.Id}", UriKind.Relative), Cancellation);
        drawing.Content.Headers.ContentType!.MediaType.ShouldBe("application/octet-stream");
        drawing.Content.Headers.ContentDisposition!.DispositionType.ShouldBe("attachment");
        drawing.Headers.GetValues("X-Content-Type-Options").ShouldBe(["nosniff"]);
    }

    private async Task PromptAsync(string text, string model = "chat")
    {
        var message = new JsonObject { ["role"] = "user", ["content"] = text };
        var body = new JsonObject { ["model"] = model, ["messages"] = new JsonArray(message) };
        await AnswerAsync("/v1/chat/completions", body.ToJsonString());
    }
}
