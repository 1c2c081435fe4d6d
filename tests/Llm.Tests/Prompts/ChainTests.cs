using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using System.Text.Json.Nodes;
using Llm.Testing;

namespace Llm.Tests.Prompts;

public sealed class ChainTests
{
    private static readonly Tool Upper = Tool.FromMethod((string text) => text.ToUpperInvariant(), "upper");

    private readonly List<string> heard = [];

    [Fact]
    public async Task Calls_are_run_and_answered_until_there_are_none()
    {
        var model = Scripted([Call("upper", """{"text": "panda"}""")], ["PANDA it is"]);
        var chain = model.Chain("convert", new() { Tools = [Upper], System = "be brief" });
        (await chain.GetTextAsync(Token)).ShouldBe("PANDA it is");
        chain.Responses.Count.ShouldBe(2);
        var second = model.Prompts[1];
        second.Messages.Select(message => message.Role).ShouldBe(["system", "user", "assistant", "tool"]);
        second.Tools.ShouldBe([Upper]);
        second.System.ShouldBe("be brief");
        var result = second.ToolResults.ShouldHaveSingleItem();
        (result.Name, result.Output, result.ToolCallId).ShouldBe(("upper", "PANDA", chain.Responses[0].ToolCalls[0].ToolCallId));
    }

    [Fact]
    public async Task Texts_that_would_run_together_are_parted_by_a_space()
    {
        var model = Scripted(["Let me see.", Call("upper", """{"text": "a"}""")], ["Done"]);
        (await model.Chain("q", new() { Tools = [Upper] }).GetTextAsync(Token)).ShouldBe("Let me see. Done");
    }

    [Fact]
    public async Task Without_calls_a_chain_is_one_answer_whatever_the_limit()
    {
        var chain = Scripted(["hi"]).Chain("q", new() { Tools = [Upper] }, new() { Limit = 1 });
        (await chain.GetTextAsync(Token)).ShouldBe("hi");
        await Should.ThrowAsync<InvalidOperationException>(() => chain.GetTextAsync(Token));
    }

    [Fact]
    public async Task Leaving_a_chain_stops_its_request()
    {
        var chain = new FakeModel((_, _, token) => Endless(token)).Chain("q", new() { Tools = [Upper] });
        await foreach (var _ in chain) break;
        chain.Responses[0].Incomplete.ShouldBe("cancelled");
        var unread = await Scripted(["hi"]).Chain("q").ResponsesAsync(Token).FirstAsync(Token);
        (await unread.GetTextAsync(Token)).ShouldBe("hi");
    }

    [Fact]
    public async Task A_model_that_calls_forever_meets_the_limit()
    {
        var model = Forever();
        var chain = model.Chain("q", new() { Tools = [Upper] }, new() { Limit = 3 });
        (await Should.ThrowAsync<LlmException>(() => chain.GetTextAsync(Token))).Message.ShouldBe("Chain limit of 3 exceeded.");
        chain.Responses.Count.ShouldBe(3);
        chain.Responses.ShouldAllBe(response => response.Incomplete == null);
        var more = Forever().Chain("q", new() { Tools = [Upper] }, new() { Limit = 0 });
        await foreach (var response in more.ResponsesAsync(Token))
        {
            if (more.Responses.Count == 20) break;
        }

        more.Responses.Count.ShouldBe(20);
    }

    [Theory]
    [InlineData("nope", "{}", "Error: tool \"nope\" does not exist", "KeyError: 'tool \"nope\" does not exist'")]
    [InlineData("upper", "{}", "Error: the argument 'text' is missing", "ToolArgumentException: the argument 'text' is missing")]
    [InlineData(
        "upper",
        """{"text": """,
        "Error: the arguments are not a JSON object",
        "ToolArgumentException: the arguments are not a JSON object")]
    [InlineData("throws", "{}", "Error: it broke", "InvalidOperationException: it broke")]
    [InlineData("described", "{}", "Error: tool \"described\" has no implementation", null)]
    [InlineData(
        "long",
        "{}",
        "Error: the tool returned 10,000,000 characters, more than the 1,000,000 that can be passed on. Ask it for less.",
        null)]
    [InlineData("hangs", "{}", "Error: the tool did not end within 0.05 seconds", "TimeoutException: 0.05 seconds")]
    public async Task What_goes_wrong_is_told_to_the_model(string name, string arguments, string output, string? exception)
    {
        Tool[] tools =
        [
            Upper,
            Tool.FromMethod(() => { throw new InvalidOperationException("it broke"); }, "throws"),
            Tool.FromMethod(() => new string('x', 10_000_000), "long"),
            Tool.FromMethod(() => Thread.Sleep(2000), "hangs"),
            new("described", null, []),
        ];
        var model = Scripted([Call(name, arguments)], ["sorry"]);
        var options = name == "hangs" ? new ChainOptions { ToolTimeout = TimeSpan.FromMilliseconds(50) } : null;
        (await model.Chain("q", new() { Tools = tools }, options).GetTextAsync(Token)).ShouldBe("sorry");
        var result = model.Prompts[1].ToolResults.ShouldHaveSingleItem();
        (result.Output, result.Exception).ShouldBe((output, exception));
    }

    [Fact]
    public async Task Calls_of_a_round_run_side_by_side_and_answer_in_their_order()
    {
        using var both = new Barrier(2);
        var meet = Tool.FromMethod((int wait) => both.SignalAndWait(TimeSpan.FromSeconds(10)) && Sleep(wait), "meet");
        var model = Scripted([Call("meet", """{"wait": 80}""", "a"), Call("meet", """{"wait": 0}""", "b")], ["done"]);
        await model.Chain("q", new() { Tools = [meet] }, Hearing()).GetTextAsync(Token);
        model.Prompts[1].ToolResults.Select(result => (result.ToolCallId, result.Output)).ShouldBe([("a", "true"), ("b", "true")]);
        heard.ShouldBe(["before a", "before b", "after a", "after b"]);
    }

    [Fact]
    public async Task Calls_on_one_toolbox_run_in_turn()
    {
        var box = new Slow();
        var model = Scripted([.. Enumerable.Range(0, 5).Select(i => Call("Slow_step", "{}", $"c{i}"))], ["done"]);
        await model.Chain("q", new() { Toolboxes = [box] }).GetTextAsync(Token);
        box.MostAtOnce.ShouldBe(1);
        model.Prompts[1].ToolResults.Select(result => result.Output).ShouldBe(["1", "2", "3", "4", "5"]);
        model.Prompts[1].ToolResults[0].Instance!.Name.ShouldBe("Slow");
    }

    [Fact]
    public async Task A_refused_call_is_left_out_and_the_others_run()
    {
        var model = Scripted(
            [Call("upper", """{"text": "a"}""", "a"), Call("upper", """{"text": "b"}""", "b"), Call("nope", "{}", "c")], ["done"]);
        var options = Hearing() with
        {
            BeforeCall = (tool, call, _) =>
            {
                heard.Add($"before {call.ToolCallId} {tool?.Name}");
                return call.ToolCallId == "a" ? throw new CancelToolCallException("not now") : Task.CompletedTask;
            },
        };
        await model.Chain("q", new() { Tools = [Upper] }, options).GetTextAsync(Token);
        heard.ShouldBe(["before a upper", "before b upper", "before c ", "after b"]);
        model.Prompts[1].ToolResults.Select(result => result.Output)
            .ShouldBe(["Cancelled: not now", "B", "Error: tool \"nope\" does not exist"]);
        model.Prompts[1].ToolResults[0].Exception.ShouldBe("CancelToolCallException: not now");
    }

    [Fact]
    public async Task A_callback_that_observes_approves_nothing()
    {
        var ran = 0;
        var delete = Tool.FromMethod(() => ++ran, "delete") with { RequiresApproval = true };
        var model = Scripted([Call("delete", "{}", "a")], ["done"]);
        await model.Chain("q", new() { Tools = [delete] }, Hearing()).GetTextAsync(Token);
        heard.ShouldBe(["before a"]);
        ran.ShouldBe(0);
        model.Prompts[1].ToolResults[0].Output.ShouldBe("Cancelled: each call of this tool needs approval, and nobody was asked");
    }

    [Theory]
    [InlineData(true, 1, "1")]
    [InlineData(false, 0, "Cancelled: the call was not approved")]
    public async Task Approval_decides_about_a_call(bool approves, int runs, string output)
    {
        var ran = 0;
        var delete = Tool.FromMethod(() => ++ran, "delete") with { RequiresApproval = true };
        var model = Scripted([Call("delete", "{}", "a"), Call("nope", "{}", "b")], ["done"]);
        var asked = new List<string>();
        var conversation = model.StartConversation(chain: new ChainOptions
        {
            Approve = (tool, call, _) =>
            {
                asked.Add(tool.Name);
                return Task.FromResult(approves);
            },
        });
        await conversation.Chain("q", new() { Tools = [delete] }).GetTextAsync(Token);
        asked.ShouldBe(["delete"], "nobody is asked about a tool that does not exist");
        ran.ShouldBe(runs);
        model.Prompts[1].ToolResults[0].Output.ShouldBe(output);
    }

    [Fact]
    public async Task Events_of_a_chain_have_the_separating_space_as_one_of_their_own()
    {
        var model = Scripted([(StreamEvent[])[new ReasoningEvent("hm"), "one"], Call("upper", """{"text": "a"}""", "a")], ["two", "!"]);
        var events = await model.Chain("q", new() { Tools = [Upper] }).StreamEventsAsync(Token).ToListAsync(Token);
        events.Select(seen => seen switch
        {
            TextEvent text => $"text {text.Text}",
            ReasoningEvent reasoning => $"reasoning {reasoning.Text}",
            _ => seen.GetType().Name,
        }).ShouldBe(
            ["reasoning hm", "text one", "ToolCallNameEvent", "ToolCallArgumentsEvent", "text  ", "text two", "text !"]);
    }

    [Fact]
    public async Task A_tool_choice_counts_for_the_first_answer()
    {
        var model = Scripted([Call("upper", """{"text": "a"}""", "a")], ["done"]);
        await model.StartConversation(new() { ToolChoice = ToolChoice.Required }).Chain("q", new() { Tools = [Upper] }).GetTextAsync(Token);
        model.Prompts.Select(prompt => prompt.ToolChoice).ShouldBe([ToolChoice.Required, ToolChoice.Auto]);
        model = Scripted([Call("upper", """{"text": "a"}""", "a")], ["done"]);
        await model.Chain("q", new() { Tools = [Upper] }).GetTextAsync(Token);
        model.Prompts.ShouldAllBe(prompt => prompt.ToolChoice == null);
    }

    [Fact]
    public async Task A_reply_runs_the_calls_of_its_answer_unless_it_brings_results()
    {
        var model = Scripted([Call("upper", """{"text": "a"}""", "a")], ["done"]);
        var first = await model.StartConversation(chain: Hearing()).PromptAsync("q", new() { Tools = [Upper] }, Token);
        (await first.ExecuteToolCallsAsync(cancellationToken: Token)).ShouldHaveSingleItem().Output.ShouldBe("A");
        heard.ShouldBe(["before a", "after a"]);
        var one = await first.ExecuteToolCallAsync(new ToolCall("upper", new JsonObject { ["text"] = "b" }), cancellationToken: Token);
        (one.Output, one.ToolCallId![..3]).ShouldBe(("B", "tc_"));
        (await first.ReplyAsync("and?", cancellationToken: Token)).Text.ShouldBe("done");
        model.Prompts[1].Messages.Select(message => message.Role).ShouldBe(["user", "assistant", "tool", "user"]);
        model.Prompts[1].ToolResults.ShouldHaveSingleItem().Output.ShouldBe("A");
    }

    [Fact]
    public void Tools_that_cannot_be_told_apart_or_chosen_are_refused()
    {
        var model = Scripted(["x"]);
        var other = Tool.FromMethod((string text) => text, "upper");
        Should.Throw<LlmException>(() => model.Ask("q", new() { Tools = [Upper, other] })).Message
            .ShouldStartWith("Two tools have the name upper");
        model.Ask("q", new() { Tools = [Upper, Upper] }).Prompt.Tools.Count.ShouldBe(2);
        Should.Throw<LlmException>(() => model.Ask("q", new() { ToolChoice = ToolChoice.Required })).Message.ShouldContain("needs a tool");
        Should.Throw<LlmException>(() => model.Ask("q", new() { Tools = [Upper], ToolChoice = ToolChoice.FromName("lower") })).Message
            .ShouldContain("names lower, which is not offered. The tools are: upper.");
        var free = new FreeModel();
        Should.Throw<LlmException>(() => free.Ask("q", new() { Tools = [Upper], ToolChoice = ToolChoice.Required })).Message
            .ShouldContain("cannot be made to call tools");
        Should.Throw<LlmException>(() => free.Ask("q", new() { Tools = [Upper], ParallelToolCalls = false })).Message
            .ShouldContain("one at a time");
        free.Ask("q", new() { Tools = [Upper], ToolChoice = ToolChoice.Auto, ParallelToolCalls = true }).Prompt.Tools.Count.ShouldBe(1);
    }

    [Fact]
    public async Task A_callback_that_fails_ends_the_chain_before_any_call()
    {
        var ran = 0;
        var count = Tool.FromMethod(() => ++ran, "count");
        var model = Scripted([Call("count", "{}", "a"), Call("count", "{}", "b")], ["done"]);
        var options = new ChainOptions
        {
            BeforeCall = (_, call, _) => call.ToolCallId == "b" ? throw new InvalidOperationException("no") : Task.CompletedTask,
        };
        await Should.ThrowAsync<InvalidOperationException>(() => model.Chain("q", new() { Tools = [count] }, options).GetTextAsync(Token));
        ran.ShouldBe(0);
    }

    [Fact]
    public async Task Attachments_of_tools_go_to_the_model_as_a_message_of_the_user()
    {
        var image = Attachment.FromBytes(new byte[] { 0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A }, "image/png");
        var draw = Tool.FromMethod(() => new ToolOutput("drawn", [image]), "draw");
        var model = Scripted([Call("draw", "{}")], ["nice"]);
        await model.Chain("q", new() { Tools = [draw] }).GetTextAsync(Token);
        var messages = model.Prompts[1].Messages;
        messages.Select(message => message.Role).ShouldBe(["user", "assistant", "tool", "user"]);
        ((ToolResultPart)messages[2].Parts[0]).Attachments.ShouldBeEmpty();
        ((AttachmentPart)messages[3].Parts.ShouldHaveSingleItem()).Attachment.ShouldBe(image);
    }

    [Fact]
    public async Task Attachments_that_the_model_does_not_take_are_left_out_and_told()
    {
        var draw = Tool.FromMethod(() => new ToolOutput("drawn", [Attachment.FromBytes("GIF89a\u0001\0\u0001\0"u8.ToArray())]), "draw");
        var model = Scripted([Call("draw", "{}")], ["a pity"]);
        (await model.Chain("q", new() { Tools = [draw] }).GetTextAsync(Token)).ShouldBe("a pity");
        model.Prompts[1].ToolResults[0].Output.ShouldBe(
            "drawn\n(An attachment of type image/gif was left out: this model does not take it.)");
        model.Prompts[1].Attachments.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_paused_chain_goes_on_where_it_stopped()
    {
        var allowed = false;
        var runs = new ConcurrentBag<string>();
        var ask = Tool.FromMethod((ToolCall call) =>
        {
            if (!allowed && call.ToolCallId == "a") throw new PauseChainException("need approval");
            runs.Add(call.ToolCallId!);
            return "ok " + call.ToolCallId;
        }, "ask");
        var model = Scripted([Call("ask", "{}", "a"), Call("ask", "{}", "b")], ["done"]);
        var conversation = model.StartConversation();
        var paused = await Should.ThrowAsync<PauseChainException>(
            () => conversation.Chain("q", new() { Tools = [ask] }, Hearing()).GetTextAsync(Token));
        paused.ToolCall!.ToolCallId.ShouldBe("a");
        paused.ToolResults.Select(result => result.Output).ShouldBe(["ok b"]);
        heard.ShouldBe(["before a", "before b", "after b"]);
        model.Prompts.Count.ShouldBe(1);

        allowed = true;
        var restored = new Conversation(model, conversation.Id, conversation.Messages);
        (await restored.Chain(null, new() { Tools = [ask] }).GetTextAsync(Token)).ShouldBe("done");
        // What was done before the pause is not done again.
        model.Prompts[1].ToolResults.Select(result => result.Output).ShouldBe(["ok a"]);
        model.Prompts[1].Messages.SelectMany(message => message.Parts).OfType<ToolResultPart>().Select(part => part.Output)
            .ShouldBe(["ok b", "ok a"]);
        runs.Order().ShouldBe(["a", "b"]);
    }

    [Fact]
    public async Task A_tool_does_not_run_with_arguments_that_are_no_JSON()
    {
        var runs = 0;
        var tool = new Tool("wipe", null, []) { Implementation = (_, _) => Task.FromResult(new ToolOutput($"{++runs}")) };
        var model = Scripted([Call("wipe", "{bad")], ["sorry"]);
        await model.Chain("q", new() { Tools = [tool] }).GetTextAsync(Token);
        runs.ShouldBe(0);
        model.Prompts[1].ToolResults.ShouldHaveSingleItem().Output.ShouldBe("Error: the arguments are not a JSON object");
    }

    [Fact]
    public async Task Calls_that_were_declined_are_not_run_later()
    {
        var tool = Tool.FromMethod(() => "ran", "act");
        var model = Scripted([Call("act", "{}", "a")], ["fine"]);
        var conversation = model.StartConversation();
        await Should.ThrowAsync<LlmException>(
            () => conversation.Chain("q", new() { Tools = [tool] }, new() { Limit = 1 }).GetTextAsync(Token));
        conversation.DeclineCalls("no");
        conversation.DeclineCalls("nothing is open any more");
        (await conversation.Chain("go on", new() { Tools = [tool] }).GetTextAsync(Token)).ShouldBe("fine");
        model.Prompts[1].ToolResults.ShouldBeEmpty();
        model.Prompts[1].Messages.Select(message => message.Role).ShouldBe(["user", "assistant", "tool", "user"]);
        model.Prompts[1].Messages[2].Parts.ShouldHaveSingleItem().ShouldBeOfType<ToolResultPart>().Output.ShouldBe("Cancelled: no");
    }

    [Fact]
    public async Task A_cancelled_chain_stops_its_tools()
    {
        using var stop = new CancellationTokenSource();
        var stopped = new TaskCompletionSource();
        var wait = Tool.FromMethod(async (CancellationToken token) =>
        {
            await stop.CancelAsync();
            try
            {
                await Task.Delay(Timeout.Infinite, token);
            }
            finally
            {
                stopped.SetResult();
            }
        }, "wait");
        var chain = Scripted([Call("wait", "{}")], ["done"]).Chain("q", new() { Tools = [wait] });
        await Should.ThrowAsync<OperationCanceledException>(() => chain.GetTextAsync(stop.Token));
        await stopped.Task.WaitAsync(TimeSpan.FromSeconds(10), Token);
        chain.Responses.ShouldHaveSingleItem().ToolCalls.Count.ShouldBe(1);
    }

    [Theory]
    [InlineData("""[]""", "")]
    [InlineData("""[{"role": "user", "parts": []}]""", "")]
    [InlineData("""[{"role": "assistant", "parts": [CALL1, CALL2]}]""", "1 2")]
    [InlineData("""[{"role": "assistant", "parts": [CALL1, CALL2]}, {"role": "tool", "parts": [RESULT2]}]""", "1")]
    [InlineData(
        """[{"role": "assistant", "parts": [CALL1]}, {"role": "tool", "parts": [RESULT2]}, {"role": "tool", "parts": [RESULT1]}]""", "")]
    [InlineData("""[{"role": "assistant", "parts": [CALL1]}, {"role": "user", "parts": []}]""", "")]
    public void Calls_without_a_result_at_the_end_are_pending(string history, string ids)
    {
        var text = history;
        for (var i = 1; i <= 2; i++)
        {
            text = text
                .Replace(
                    $"CALL{i}",
                    $$"""{"type": "tool_call", "name": "f", "arguments": {}, "tool_call_id": "{{i}}"}""",
                    StringComparison.Ordinal)
                .Replace(
                    $"RESULT{i}",
                    $$"""{"type": "tool_result", "name": "f", "output": "x", "tool_call_id": "{{i}}"}""",
                    StringComparison.Ordinal);
        }

        var messages = JsonNode.Parse(text)!.AsArray().Select(message => Message.FromJson(message!.AsObject())).ToList();
        string.Join(' ', PendingCalls.In(messages).Select(call => call.ToolCallId)).ShouldBe(ids);
    }

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private static bool Sleep(int milliseconds)
    {
        Thread.Sleep(milliseconds);
        return true;
    }

    private static StreamEvent[] Call(string name, string arguments, string? id = null) =>
    [
        new ToolCallNameEvent(name) { ToolCallId = id },
        new ToolCallArgumentsEvent(arguments) { ToolCallId = id },
    ];

    /// <summary>A model that gives one answer after the other; each is made of texts and calls.</summary>
    private static async IAsyncEnumerable<StreamEvent> Endless([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        yield return "x";
        await Task.Delay(Timeout.Infinite, cancellationToken);
    }

    private static FakeModel Scripted(params object[][] answers)
    {
        var number = -1;
        return new FakeModel((_, _, _) => answers[++number]
            .SelectMany(piece => piece is string text ? [text] : (StreamEvent[])piece).ToAsyncEnumerable());
    }

    private sealed class FreeModel() : Model("free")
    {
        public override bool SupportsTools => true;

        public override IAsyncEnumerable<StreamEvent> ExecuteAsync(
            Prompt prompt, ModelContext context, CancellationToken cancellationToken) => AsyncEnumerable.Empty<StreamEvent>();
    }

    private static FakeModel Forever() => new((_, _, _) => Call("upper", """{"text": "again"}""").ToAsyncEnumerable());

    private ChainOptions Hearing() => new()
    {
        BeforeCall = (_, call, _) =>
        {
            heard.Add($"before {call.ToolCallId}");
            return Task.CompletedTask;
        },
        AfterCall = (_, call, _, _) =>
        {
            heard.Add($"after {call.ToolCallId}");
            return Task.CompletedTask;
        },
    };

    private sealed class Slow : Toolbox
    {
        private int running;
        private int steps;

        public int MostAtOnce { get; private set; }

        public async Task<int> StepAsync()
        {
            MostAtOnce = Math.Max(MostAtOnce, Interlocked.Increment(ref running));
            await Task.Delay(5);
            Interlocked.Decrement(ref running);
            return ++steps;
        }
    }
}
