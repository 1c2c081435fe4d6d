using System.Runtime.CompilerServices;
using System.Text.Json.Nodes;
using Llm.Testing;

namespace Llm.Tests.Prompts;

public class ResponseTests
{
    [Fact]
    public async Task Nothing_runs_before_somebody_reads()
    {
        var model = new FakeModel("a");
        var response = model.PromptAsync("q");
        model.Prompts.ShouldBeEmpty();
        Should.Throw<InvalidOperationException>(() => response.Text).Message.ShouldContain("await it");
        (await response).Text.ShouldBe("a");
        model.Prompts.Count.ShouldBe(1);
    }

    [Fact]
    public async Task Every_reader_sees_everything_in_any_order()
    {
        var model = new FakeModel(StreamEvent.Reasoning("r"), "a", "", "b");
        var response = model.PromptAsync("q");
        var readers = Enumerable.Range(0, 20).Select(async _ => string.Join('|', await response.ToListAsync()));
        (await Task.WhenAll(readers)).ShouldAllBe(text => text == "a|b");
        (await response.StreamEventsAsync().CountAsync()).ShouldBe(4);
        (await response.GetTextAsync()).ShouldBe("ab");
        response.Reasoning.ShouldBe("r");
        model.Prompts.Count.ShouldBe(1);
    }

    [Fact]
    public async Task A_failure_keeps_what_came_and_is_told_to_every_reader()
    {
        var response = new FakeModel((_, _, _) => FailAfter("half", new LlmException("gone"))).PromptAsync("q");
        for (var i = 0; i < 2; i++)
        {
            var seen = new List<string>();
            var error = await Should.ThrowAsync<LlmException>(async () =>
            {
                await foreach (var chunk in response) seen.Add(chunk);
            });
            error.Message.ShouldBe("gone");
            seen.ShouldBe(["half"]);
        }

        response.IsComplete.ShouldBeTrue();
        response.Incomplete.ShouldBe("error: gone");
        response.Messages[^1].Parts[^1].ToJson()["provider_metadata"]!.ToJsonString().ShouldBe("""{"llm":{"incomplete":"error: gone"}}""");
    }

    [Fact]
    public async Task A_stopped_answer_tells_every_later_reader_at_once()
    {
        using var cancel = new CancellationTokenSource();
        var response = new FakeModel((_, _, token) => Endless(token)).PromptAsync("x");
        var stopped = await Should.ThrowAsync<OperationCanceledException>(async () =>
        {
            await foreach (var chunk in response.WithCancellation(cancel.Token)) await cancel.CancelAsync();
        });
        stopped.CancellationToken.ShouldBe(cancel.Token);
        var later = new List<string>();
        try
        {
            await foreach (var chunk in response) later.Add(chunk);
            Assert.Fail("A stopped answer looked whole.");
        }
        catch (OperationCanceledException ex)
        {
            ex.Message.ShouldContain("prompt again");
        }

        later.ShouldHaveSingleItem();
        await Should.ThrowAsync<OperationCanceledException>(() => response.GetTextAsync());
    }

    [Fact]
    public async Task A_reader_that_cancels_stops_the_request()
    {
        using var cancel = new CancellationTokenSource();
        var response = new FakeModel((_, _, token) => Endless(token)).PromptAsync("q");
        await Should.ThrowAsync<OperationCanceledException>(async () =>
        {
            await foreach (var chunk in response.WithCancellation(cancel.Token)) await cancel.CancelAsync();
        });
        response.Incomplete.ShouldBe("cancelled");
        response.Text.ShouldBe("x");
    }

    [Fact]
    public async Task Disposing_stops_a_running_request()
    {
        var response = new FakeModel((_, _, token) => Endless(token)).PromptAsync("q");
        await foreach (var _ in response) break;
        await response.DisposeAsync();
        response.IsComplete.ShouldBeTrue();
        response.Incomplete.ShouldBe("cancelled");
    }

    [Fact]
    public async Task Callbacks_run_once_when_the_answer_is_over()
    {
        var response = new FakeModel("a").PromptAsync("q");
        var calls = 0;
        await response.OnCompletedAsync(_ => Task.FromResult(calls++));
        await response;
        await response.OnCompletedAsync(_ => Task.FromResult(calls++));
        calls.ShouldBe(2);
    }

    [Fact]
    public async Task A_callback_that_throws_leaves_the_answer_whole()
    {
        var conversation = new FakeModel("a").StartConversation();
        var response = conversation.PromptAsync("q");
        var calls = 0;
        await response.OnCompletedAsync(_ =>
        {
            calls++;
            throw new LlmException("database is locked");
        });
        await response.OnCompletedAsync(_ => Task.FromResult(calls++));
        (await Should.ThrowAsync<LlmException>(() => response.CompleteAsync())).Message.ShouldBe("database is locked");
        (await response.GetTextAsync()).ShouldBe("a");
        response.Incomplete.ShouldBeNull();
        calls.ShouldBe(2);
        conversation.Responses.Count.ShouldBe(1);
    }

    [Fact]
    public async Task A_callback_may_read_and_dispose_the_response()
    {
        var response = new FakeModel("a").PromptAsync("q");
        await response.OnCompletedAsync(async complete =>
        {
            await complete.GetTextAsync();
            await complete.DisposeAsync();
        });
        (await response.GetTextAsync().WaitAsync(TimeSpan.FromSeconds(10), TestContext.Current.CancellationToken)).ShouldBe("a");
    }

    [Fact]
    public async Task A_conversation_sends_what_was_said_before()
    {
        var model = new FakeModel((prompt, _, _) => new StreamEvent[] { $"to {prompt.Text}" }.ToAsyncEnumerable());
        var conversation = model.StartConversation();
        await conversation.PromptAsync("one", new PromptOptions { System = " be brief \n", SystemFragments = [new Fragment("rules\n")] });
        await conversation.PromptAsync("two", new PromptOptions { System = "ignored on a later turn", Fragments = [new Fragment("f\n")] });
        model.Prompts[1].Messages.Select(message => $"{message.Role}: {message.Text}")
            .ShouldBe(["system: rules\n\nbe brief", "user: one", "assistant: to one", "user: f\n\ntwo"]);
        conversation.Responses.Count.ShouldBe(2);
    }

    [Fact]
    public async Task A_reply_goes_on_from_its_response()
    {
        var model = new FakeModel("ok");
        var first = await model.PromptAsync("one");
        var reply = await first.ReplyAsync("two");
        await reply;
        model.Prompts[1].Messages.Select(message => message.Text).ShouldBe(["one", "ok", "two"]);
    }

    [Fact]
    public async Task Tool_calls_have_ids_and_results_follow_them()
    {
        var call = new StreamEvent(StreamEventType.ToolCallName, "f");
        var model = new FakeModel(call, new StreamEvent(StreamEventType.ToolCallArguments, """{"x": 1}"""));
        var tool = new Tool("f", null, []);
        var response = await model.PromptAsync("q", new PromptOptions { Tools = [tool] });
        response.ToolCalls[0].ToolCallId!.ShouldStartWith("tc_");
        (await Should.ThrowAsync<LlmException>(() => response.ReplyAsync("go on"))).Message.ShouldContain("asks for f");
        var reply = await response.ReplyAsync(
            null, new PromptOptions { ToolResults = [new ToolResult("f", "2", response.ToolCalls[0].ToolCallId)] });
        await reply;
        model.Prompts[1].Tools.ShouldBe([tool]);
        model.Prompts[1].Messages.Select(message => message.Role).ShouldBe(["user", "assistant", "tool"]);
    }

    [Theory]
    [InlineData("temperature", "3", "Input should be less than or equal to 2")]
    [InlineData("temperature", "hot", "Input should be a valid number, unable to parse string as a number")]
    [InlineData("loud", "maybe", "Input should be a valid boolean, unable to interpret input")]
    [InlineData("size", "huge", "Input should be 'small' or 'large'")]
    [InlineData("colour", "red", "Extra inputs are not permitted")]
    public void Options_are_checked_before_anything_runs(string name, string value, string reason) =>
        Should.Throw<LlmException>(
            () => new FakeModel().PromptAsync("q", new PromptOptions { Options = new JsonObject { [name] = value } }))
            .Message.ShouldBe($"{name}\n  {reason}");

    [Fact]
    public void An_attachment_that_the_model_does_not_take_is_refused()
    {
        var options = new PromptOptions { Attachments = [Attachment.FromBytes("GIF89a"u8.ToArray())] };
        Should.Throw<LlmException>(() => new FakeModel().PromptAsync("q", options))
            .Message.ShouldBe("This model does not support attachments of type 'image/gif', only image/png");
    }

    private static async IAsyncEnumerable<StreamEvent> FailAfter(string text, Exception error)
    {
        yield return text;
        await Task.Yield();
        throw error;
    }

    private static async IAsyncEnumerable<StreamEvent> Endless([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        yield return "x";
        await Task.Delay(Timeout.Infinite, cancellationToken);
    }
}
