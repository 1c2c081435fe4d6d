using System.Runtime.CompilerServices;
using Llm.Testing;

namespace Llm.Tests.Prompts;

public class ResponseTests
{
    [Fact]
    public async Task Nothing_runs_before_somebody_reads()
    {
        var model = new FakeModel("a");
        var response = model.Ask("q");
        model.Prompts.ShouldBeEmpty();
        response.Response.ShouldBeNull();
        (await response).Text.ShouldBe("a");
        model.Prompts.Count.ShouldBe(1);
    }

    [Fact]
    public async Task Every_reader_sees_everything_in_any_order()
    {
        var gate = new TaskCompletionSource();
        var model = new FakeModel((_, _, _) => After(gate.Task, new ReasoningEvent("r"), "a", "", "b"));
        var response = model.Ask("q");
        var readers = Enumerable.Range(0, 20).Select(async _ => string.Join('|', await response.ToListAsync())).ToList();
        gate.SetResult();
        (await Task.WhenAll(readers)).ShouldAllBe(text => text == "a|b");
        (await response.ToListAsync()).ShouldBe(["ab"], "the events of an answer that has ended are its parts");
        (await response.StreamEventsAsync().CountAsync()).ShouldBe(2);
        (await response.GetTextAsync()).ShouldBe("ab");
        response.Response!.Reasoning.ShouldBe("r");
        model.Prompts.Count.ShouldBe(1);
    }

    [Fact]
    public async Task A_failure_keeps_what_came_and_is_told_to_every_reader()
    {
        var response = new FakeModel((_, _, _) => FailAfter("half", new LlmException("gone"))).Ask("q");
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

        response.Response!.Incomplete.ShouldBe("error: gone");
        response.Response.Messages[^1].Parts[^1].ToJson()["provider_metadata"]!.ToJsonString().ShouldBe("""{"llm":{"incomplete":"error: gone"}}""");
    }

    [Fact]
    public async Task A_stopped_answer_tells_every_later_reader_at_once()
    {
        using var cancel = new CancellationTokenSource();
        var response = new FakeModel((_, _, token) => Endless(token)).Ask("x");
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
        var response = new FakeModel((_, _, token) => Endless(token)).Ask("q");
        await Should.ThrowAsync<OperationCanceledException>(async () =>
        {
            await foreach (var chunk in response.WithCancellation(cancel.Token)) await cancel.CancelAsync();
        });
        response.Response!.Incomplete.ShouldBe("cancelled");
        response.Response.Text.ShouldBe("x");
    }

    [Fact]
    public async Task A_reader_that_cancels_leaves_the_others()
    {
        using var cancel = new CancellationTokenSource();
        var gate = new TaskCompletionSource();
        var response = new FakeModel((_, _, token) => After(gate.Task.WaitAsync(token), "a", "b")).Ask("q");
        var first = response.GetTextAsync(cancel.Token);
        var second = response.ToListAsync().AsTask();
        await cancel.CancelAsync();
        (await Should.ThrowAsync<OperationCanceledException>(() => first.WaitAsync(TimeSpan.FromSeconds(10))))
            .CancellationToken.ShouldBe(cancel.Token);
        response.Response.ShouldBeNull();
        gate.SetResult();
        (await second).ShouldBe(["a", "b"]);
        (await response.GetTextAsync()).ShouldBe("ab");
    }

    [Fact]
    public async Task The_last_reader_that_cancels_stops_the_request()
    {
        using var one = new CancellationTokenSource();
        using var two = new CancellationTokenSource();
        var response = new FakeModel((_, _, token) => Endless(token)).Ask("q");
        var readers = new[] { response.GetTextAsync(one.Token), response.GetTextAsync(two.Token) };
        await one.CancelAsync();
        await Should.ThrowAsync<OperationCanceledException>(() => readers[0].WaitAsync(TimeSpan.FromSeconds(10)));
        response.Response.ShouldBeNull();
        await two.CancelAsync();
        await Should.ThrowAsync<OperationCanceledException>(() => readers[1].WaitAsync(TimeSpan.FromSeconds(10)));
        response.Response!.Incomplete.ShouldBe("cancelled");
    }

    [Fact]
    public async Task A_token_that_is_cancelled_before_the_start_sends_nothing_and_spoils_nothing()
    {
        var model = new FakeModel("a");
        var response = model.Ask("q");
        await Should.ThrowAsync<OperationCanceledException>(() => response.GetTextAsync(new CancellationToken(canceled: true)));
        model.Prompts.ShouldBeEmpty();
        (await response).Text.ShouldBe("a");
    }

    [Fact]
    public async Task A_reader_that_blocks_does_not_hold_up_the_others()
    {
        using var free = new ManualResetEventSlim();
        var gate = new TaskCompletionSource();
        var response = new FakeModel((_, _, _) => After(gate.Task, "a", "b")).Ask("q");
        var slow = Task.Run(async () =>
        {
            await foreach (var _ in response) free.Wait(TimeSpan.FromSeconds(20));
        });
        var quick = response.GetTextAsync();
        gate.SetResult();
        (await quick.WaitAsync(TimeSpan.FromSeconds(10))).ShouldBe("ab");
        free.Set();
        await slow;
    }

    [Fact]
    public async Task A_random_crowd_of_readers_loses_nothing()
    {
        var random = new Random(7);
        for (var round = 0; round < 50; round++)
        {
            var gate = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            var model = new FakeModel((_, _, token) => Slowly(200, gate.Task, token));
            var response = model.Ask("q");
            var expected = string.Concat(Enumerable.Range(0, 200).Select(i => $"{i} "));
            var stayers = Enumerable.Range(0, 4).Select(async _ => string.Concat(await response.ToListAsync())).ToList();
            var leavers = Enumerable.Range(0, 4).Select(_ => random.Next(3)).Select(after => Task.Run(async () =>
            {
                using var cancel = new CancellationTokenSource(after);
                try
                {
                    return string.Concat(await response.ToListAsync(cancel.Token));
                }
                catch (OperationCanceledException ex) when (ex.CancellationToken == cancel.Token)
                {
                    return expected;
                }
            })).ToList();
            gate.SetResult();
            (await Task.WhenAll(stayers).WaitAsync(TimeSpan.FromSeconds(30))).ShouldAllBe(text => text == expected);
            (await Task.WhenAll(leavers).WaitAsync(TimeSpan.FromSeconds(30))).ShouldAllBe(text => text == expected);
        }
    }

    [Fact]
    public async Task Disposing_stops_a_running_request()
    {
        var response = new FakeModel((_, _, token) => Endless(token)).Ask("q");
        await foreach (var _ in response) break;
        await response.DisposeAsync();
        response.Response!.Incomplete.ShouldBe("cancelled");
    }

    [Fact]
    public async Task Callbacks_run_once_when_the_answer_is_over()
    {
        var response = new FakeModel("a").Ask("q");
        var calls = 0;
        await response.OnCompletedAsync((_, _) => Task.FromResult(calls++));
        await response;
        await response.OnCompletedAsync((_, _) => Task.FromResult(calls++));
        calls.ShouldBe(2);
    }

    [Fact]
    public async Task A_reader_at_the_end_waits_for_slow_callbacks()
    {
        var response = new FakeModel("a").Ask("q");
        var isDone = false;
        await response.OnCompletedAsync(async (_, token) =>
        {
            await Task.Delay(50, token);
            isDone = true;
        });
        await response;
        isDone.ShouldBeTrue();
    }

    [Fact]
    public async Task A_callback_that_throws_leaves_the_answer_whole()
    {
        var conversation = new FakeModel("a").StartConversation();
        var response = conversation.Ask("q");
        var calls = 0;
        await response.OnCompletedAsync((_, _) =>
        {
            calls++;
            throw new LlmException("database is locked");
        });
        await response.OnCompletedAsync((_, _) => Task.FromResult(calls++));
        (await Should.ThrowAsync<LlmException>(() => response.CompleteAsync())).Message.ShouldBe("database is locked");
        (await response.GetTextAsync()).ShouldBe("a");
        response.Response!.Incomplete.ShouldBeNull();
        calls.ShouldBe(2);
        conversation.Responses.Count.ShouldBe(1);
    }

    [Fact]
    public async Task A_callback_may_read_and_dispose_the_response()
    {
        var response = new FakeModel("a").Ask("q");
        await response.OnCompletedAsync(async (_, token) =>
        {
            await response.GetTextAsync(token);
            await response.DisposeAsync();
        });
        (await response.GetTextAsync().WaitAsync(TimeSpan.FromSeconds(10), TestContext.Current.CancellationToken)).ShouldBe("a");
    }

    [Fact]
    public async Task A_conversation_sends_what_was_said_before()
    {
        var model = new FakeModel((prompt, _, _) => new StreamEvent[] { $"to {prompt.Text}" }.ToAsyncEnumerable());
        var conversation = model.StartConversation();
        await conversation.PromptAsync("one", new PromptOptions { System = " be brief \n", SystemFragments = [new Fragment("rules\n")] });
        await conversation.PromptAsync("two", new PromptOptions { Fragments = [new Fragment("f\n")] });
        model.Prompts[1].Messages.Select(message => $"{message.Role}: {message.Text}")
            .ShouldBe(["system: rules\n\nbe brief", "user: one", "assistant: to one", "user: f\n\ntwo"]);
        conversation.Responses.Count.ShouldBe(2);
    }

    [Fact]
    public async Task Instructions_go_in_front_or_are_refused_but_never_dropped()
    {
        var model = new FakeModel("ok");
        var said = new[] { Message.User("one"), Message.Assistant("two") };
        await model.PromptAsync("three", new PromptOptions { Messages = said, System = "brief" });
        model.Prompts[0].Messages.Select(message => $"{message.Role}: {message.Text}")
            .ShouldBe(["system: brief", "user: one", "assistant: two", "user: three"]);
        var conversation = model.StartConversation(new PromptOptions { System = "brief" });
        await conversation.PromptAsync("x");
        Should.Throw<LlmException>(() => conversation.Ask("y", new PromptOptions { System = "long" })).Message.ShouldContain("other instructions");
        await conversation.PromptAsync("y", new PromptOptions { System = " brief\n" });
        conversation.Messages.Count(message => message.Role == Message.SystemRole).ShouldBe(1);
        var kept = model.StartConversation(new PromptOptions { System = "brief" });
        kept.KeepsInstructions = true;
        await kept.PromptAsync("x");
        var prompt = kept.Ask("y", new PromptOptions { System = "long" }).Prompt;
        (prompt.LeavesInstructionsOut, prompt.Messages[0].Text).ShouldBe((true, "brief"));
    }

    [Fact]
    public void A_missing_file_is_named_before_anything_is_sent()
    {
        var missing = Attachment.FromFile("missing.png");
        missing.Path.ShouldBe(Path.GetFullPath("missing.png"));
        Should.Throw<LlmException>(() => new FakeModel().Ask("q", new PromptOptions { Attachments = [missing] })).Message
            .ShouldBe($"Attachment {missing.Path} cannot be read: there is no such file.");
    }

    [Fact]
    public async Task A_reply_goes_on_from_its_response()
    {
        var model = new FakeModel("ok");
        var first = await model.PromptAsync("one");
        await first.ReplyAsync("two");
        model.Prompts[1].Messages.Select(message => message.Text).ShouldBe(["one", "ok", "two"]);
    }

    [Fact]
    public async Task Tool_calls_have_ids_and_results_follow_them()
    {
        var call = new ToolCallNameEvent("f");
        var model = new FakeModel(call, new ToolCallArgumentsEvent("""{"x": 1}"""));
        var tool = new Tool("f", null, []);
        var response = await model.PromptAsync("q", new PromptOptions { Tools = [tool] });
        response.ToolCalls[0].ToolCallId!.ShouldStartWith("tc_");
        Should.Throw<LlmException>(() => response.Reply("go on")).Message.ShouldContain("asks for f");
        await response.ReplyAsync(
            null, new PromptOptions { ToolResults = [new ToolResult("f", "2", response.ToolCalls[0].ToolCallId)] });
        model.Prompts[1].Tools.ShouldBe([tool]);
        model.Prompts[1].Messages.Select(message => message.Role).ShouldBe(["user", "assistant", "tool"]);
    }

    [Theory]
    [InlineData("temperature", "3", "Input should be less than or equal to 2")]
    [InlineData("temperature", "hot", "Input should be a valid number, unable to parse string as a number")]
    [InlineData("loud", "maybe", "Input should be a valid boolean, unable to interpret input")]
    [InlineData("size", "huge", "Input should be 'small' or 'large'")]
    public void Options_are_checked_before_anything_runs(string name, string value, string reason)
    {
        var error = Should.Throw<InvalidOptionsException>(() => new FakeModel().Ask("q", new PromptOptions().With(name, value)));
        error.Message.ShouldBe($"{name} of fake cannot be \"{value}\": i{reason[1..]}.");
        error.Options.ShouldBe([new InvalidOption(name, reason)]);
    }

    [Theory]
    [InlineData("temperatur", "; did you mean temperature?")]
    [InlineData("Temp", "; did you mean temperature?")]
    [InlineData("lod", "; did you mean loud?")]
    [InlineData("colour", ".")]
    public void An_unknown_option_is_refused_with_the_nearest_name(string name, string nearest)
    {
        var error = Should.Throw<InvalidOptionsException>(() => new FakeModel().Ask("q", new PromptOptions().With(name, "x")));
        error.Message.ShouldStartWith($"{name} is not an option of fake{nearest} Its options are ");
        error.Options.ShouldBe([new InvalidOption(name, null)]);
    }

    [Fact]
    public void An_attachment_that_the_model_does_not_take_is_refused()
    {
        var options = new PromptOptions { Attachments = [Attachment.FromBytes("GIF89a\u0001\0\u0001\0"u8.ToArray())] };
        Should.Throw<LlmException>(() => new FakeModel().Ask("q", options))
            .Message.ShouldBe("This model does not support attachments of type 'image/gif', only image/png");
    }

    private static async IAsyncEnumerable<StreamEvent> After(Task gate, params StreamEvent[] events)
    {
        await gate;
        foreach (var streamEvent in events) yield return streamEvent;
    }

    private static async IAsyncEnumerable<StreamEvent> Slowly(
        int count, Task gate, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await gate;
        for (var i = 0; i < count; i++)
        {
            if (i % 7 == 0) await Task.Yield();
            cancellationToken.ThrowIfCancellationRequested();
            yield return $"{i} ";
        }
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
