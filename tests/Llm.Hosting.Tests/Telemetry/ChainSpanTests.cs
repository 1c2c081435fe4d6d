using System.Diagnostics;

namespace Llm.Hosting.Tests.Telemetry;

/// <summary>The spans of chains and tool calls, and what else of a trace must be right across several requests.</summary>
public sealed class ChainSpanTests : IAsyncLifetime
{
    private readonly ActivitySource caller = new("Llm.Hosting.Tests.Caller");
    private readonly ActivityListener listener = new()
    {
        ShouldListenTo = source => source.Name == "Llm.Hosting.Tests.Caller",
        Sample = (ref _) => ActivitySamplingResult.AllData,
    };

    private ServedDirectory served = null!;
    private Recorder recorder = null!;

    public async ValueTask InitializeAsync()
    {
        served = await ServedDirectory.StartAsync();
        recorder = new Recorder(served.WireName);
        ActivitySource.AddActivityListener(listener);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Prompts_and_tool_calls_of_a_chain_have_one_parent(bool isRead)
    {
        using var host = served.CreateHost(captureContent: true, observers: new Bystander());
        var inside = new List<string>();
        var look = Tool.FromMethod((string x) => inside.Add(Activity.Current!.OperationName), "look", "Looks something up.");
        var fail = Tool.FromMethod(string () => throw new InvalidOperationException("secret"), "fail");
        using var root = caller.StartActivity("root")!;
        var chain = host.GetModel("chat").Chain("CALL look {\"x\": \"y\"}\nCALL fail", new() { Tools = [look, fail] });
        if (isRead)
        {
            await foreach (var answer in chain.ResponsesAsync()) await answer.GetTextAsync();
        }
        else
        {
            await chain.GetTextAsync();
        }

        Activity.Current.ShouldBe(root);
        var spans = recorder.Of(root.TraceId);
        spans.Select(span => span.OperationName).ShouldBe(
            [
                $"chat {served.WireName}", "execute_tool look", "execute_tool fail", $"chat {served.WireName}", "orchestrate_tools",
            ],
            ignoreOrder: true);
        var parent = spans.Single(span => span.OperationName == "orchestrate_tools");
        parent.ParentSpanId.ShouldBe(root.SpanId);
        spans.Where(span => span != parent).ShouldAllBe(span => span.ParentSpanId == parent.SpanId);
        inside.ShouldBe(["execute_tool look"]);
        var call = spans.Single(span => span.OperationName == "execute_tool look");
        call.GetTagItem("gen_ai.operation.name").ShouldBe("execute_tool");
        call.GetTagItem("gen_ai.tool.name").ShouldBe("look");
        call.GetTagItem("gen_ai.tool.description").ShouldBe("Looks something up.");
        call.GetTagItem("gen_ai.tool.call.arguments").ShouldBe("""{"x":"y"}""");
        call.GetTagItem("gen_ai.tool.call.id").ShouldNotBeNull();
        var failed = spans.Single(span => span.OperationName == "execute_tool fail");
        (failed.Status, failed.StatusDescription, failed.GetTagItem("error.type"))
            .ShouldBe((ActivityStatusCode.Error, null, "System.InvalidOperationException"));
        parent.Status.ShouldBe(ActivityStatusCode.Unset);
    }

    [Fact]
    public async Task A_chain_that_fails_says_so()
    {
        using var host = served.CreateHost();
        using var root = caller.StartActivity("root")!;
        var chain = host.GetModel("chat").Chain("ERR 429", new() { Tools = [Tool.FromMethod(() => 1, "one")] });
        await Should.ThrowAsync<ProviderException>(() => chain.GetTextAsync());
        var span = recorder.Of(root.TraceId).Single(span => span.OperationName == "orchestrate_tools");
        (span.Status, span.GetTagItem("error.type")).ShouldBe((ActivityStatusCode.Error, "429"));
    }

    [Fact]
    public async Task Without_tools_there_is_no_span_of_a_chain()
    {
        using var host = served.CreateHost();
        using var root = caller.StartActivity("root")!;
        await host.GetModel("chat").Chain("hi").GetTextAsync();
        recorder.Of(root.TraceId).ShouldHaveSingleItem().ParentSpanId.ShouldBe(root.SpanId);
    }

    [Fact]
    public async Task A_conversation_is_named_only_where_there_is_one()
    {
        using var host = served.CreateHost();
        using var root = caller.StartActivity("root")!;
        await host.GetModel("chat").PromptAsync("one");
        var conversation = host.GetModel("chat").StartConversation();
        await conversation.PromptAsync("two");
        recorder.Of(root.TraceId).Select(span => span.GetTagItem("gen_ai.conversation.id")).ShouldBe([null, conversation.Id]);
    }

    [Fact]
    public async Task A_request_that_a_wrapper_observes_is_not_counted_twice()
    {
        using var host = served.CreateHost();
        using (var wrapper = caller.StartActivity("chat wrapped"))
        {
            wrapper!.SetTag("gen_ai.operation.name", "chat");
            await host.GetModel("chat").PromptAsync("one");
            recorder.Of(wrapper.TraceId).ShouldBeEmpty();
        }

        recorder.Of("gen_ai.client.token.usage").ShouldBeEmpty();
        await host.GetModel("chat").PromptAsync("one");
        recorder.Of("gen_ai.client.token.usage").Count.ShouldBe(2);
    }

    public async ValueTask DisposeAsync()
    {
        listener.Dispose();
        caller.Dispose();
        recorder.Dispose();
        await served.DisposeAsync();
    }

    /// <summary>A second observer, so that what each returned for a chain must reach it alone.</summary>
    private sealed class Bystander : IModelObserver
    {
        public IModelObservation? BeginResponse(PendingResponse response, IModelObservation? chain)
        {
            chain.ShouldBeOfType<Note>();
            return null;
        }

        public IModelObservation? BeginEmbedding(EmbeddingModel model, IReadOnlyList<string> texts) => null;

        public IModelObservation? BeginChain(Chain chain) => new Note();

        private sealed class Note : IModelObservation
        {
            public void Ended(Exception? error)
            {
            }
        }
    }
}
