using System.Diagnostics;
using System.Text.Json.Nodes;
using Llm.Testing;

namespace Llm.Hosting.Tests.Telemetry;

public sealed class SpanTests : IAsyncLifetime
{
    private ServedDirectory served = null!;
    private Recorder recorder = null!;
    private LlmHost host = null!;

    public async ValueTask InitializeAsync()
    {
        served = await ServedDirectory.StartAsync();
        recorder = new Recorder(served.WireName);
        host = served.CreateHost();
    }

    [Fact]
    public async Task A_prompt_makes_a_span_of_the_conventions()
    {
        var options = new JsonObject { ["temperature"] = 0.5, ["max_tokens"] = 7, ["seed"] = 3, ["top_p"] = 1, ["stop"] = "X" };
        var response = await host.GetModel("chat").StartConversation()
            .PromptAsync("walrus", new PromptOptions { Schema = new JsonObject { ["type"] = "object" } }.With(options));
        var span = recorder.Span;
        (span.OperationName, span.DisplayName, span.Kind, span.Status)
            .ShouldBe(($"chat {served.WireName}", $"chat {served.WireName}", ActivityKind.Client, ActivityStatusCode.Unset));
        span.GetTagItem("gen_ai.response.time_to_first_chunk").ShouldBeOfType<double>().ShouldBeInRange(0, response.Duration.TotalSeconds);
        span.GetTagItem("gen_ai.request.stop_sequences").ShouldBe(new[] { "X" });
        span.GetTagItem("gen_ai.response.finish_reasons").ShouldBe(new[] { "stop" });
        var others = span.TagObjects.Where(tag => tag.Value is not Array && tag.Key != "gen_ai.response.time_to_first_chunk")
            .ToDictionary();
        others.ShouldBe(
            new Dictionary<string, object?>
            {
                ["gen_ai.operation.name"] = "chat",
                ["gen_ai.provider.name"] = "openai",
                ["gen_ai.request.model"] = served.WireName,
                ["server.address"] = "127.0.0.1",
                ["server.port"] = served.Server.Port,
                ["gen_ai.conversation.id"] = response.ConversationId,
                ["gen_ai.request.stream"] = true,
                ["gen_ai.output.type"] = "json",
                ["gen_ai.request.temperature"] = 0.5,
                ["gen_ai.request.top_p"] = 1.0,
                ["gen_ai.request.max_tokens"] = 7L,
                ["gen_ai.request.seed"] = 3L,
                ["gen_ai.response.id"] = "chatcmpl-fake",
                ["gen_ai.response.model"] = served.WireName,
                ["gen_ai.usage.input_tokens"] = 1,
                ["gen_ai.usage.output_tokens"] = 2,
                ["gen_ai.usage.cache_read.input_tokens"] = 0,
                ["gen_ai.usage.reasoning.output_tokens"] = 0,
            },
            ignoreOrder: true);
    }

    [Theory]
    [InlineData("chat", true, "chat")]
    [InlineData("chat", false, "chat")]
    [InlineData("responses", true, "chat")]
    [InlineData("responses", false, "chat")]
    [InlineData("completion", true, "text_completion")]
    [InlineData("completion", false, "text_completion")]
    public async Task All_interfaces_tell_how_the_answer_ended(string model, bool stream, string operation)
    {
        await host.GetModel(model).PromptAsync("REASON r s\nREPLY a b", new PromptOptions { Stream = stream });
        var span = recorder.Span;
        span.DisplayName.ShouldBe($"{operation} {served.WireName}");
        span.GetTagItem("gen_ai.response.finish_reasons").ShouldBe(new[] { "stop" });
        span.GetTagItem("gen_ai.response.model").ShouldBe(served.WireName);
        span.GetTagItem("gen_ai.response.id").ShouldBeOfType<string>().ShouldEndWith("fake");
        span.GetTagItem("gen_ai.request.stream").ShouldBe(stream ? true : null);
        (span.GetTagItem("gen_ai.response.time_to_first_chunk") is null).ShouldBe(!stream);
    }

    [Fact]
    public async Task A_tool_call_is_a_reason_to_stop()
    {
        foreach (var model in (string[])["chat", "responses"])
        {
            await host.GetModel(model).PromptAsync("""CALL f {"x": 1}""");
            recorder.Spans[^1].GetTagItem("gen_ai.response.finish_reasons").ShouldBe(new[] { "tool_calls" });
        }
    }

    [Fact]
    public async Task An_answer_that_was_cut_at_its_limit_says_so()
    {
        served.Server.Enqueue(FakeReply.Json(JsonNode.Parse(
            """
            {"id": "resp_1", "object": "response", "model": "m-2", "status": "incomplete", "incomplete_details": {"reason": "max_output_tokens"},
             "output": [], "usage": {"input_tokens": 9, "input_tokens_details": {"cached_tokens": 4}, "output_tokens": 8, "output_tokens_details": {"reasoning_tokens": 5}}}
            """)!));
        await host.GetModel("responses").PromptAsync("q", new PromptOptions { Stream = false });
        recorder.Span.GetTagItem("gen_ai.response.finish_reasons").ShouldBe(new[] { "length" });
        recorder.Span.GetTagItem("gen_ai.response.model").ShouldBe("m-2");
        recorder.Span.GetTagItem("gen_ai.usage.cache_read.input_tokens").ShouldBe(4);
        recorder.Span.GetTagItem("gen_ai.usage.reasoning.output_tokens").ShouldBe(5);
    }

    [Fact]
    public async Task A_failure_is_marked_without_its_words()
    {
        await Should.ThrowAsync<ProviderException>(() => host.GetModel("chat").Ask("ERR 429").CompleteAsync());
        await Should.ThrowAsync<LlmException>(() => host.GetModel("chat").Ask("CUT\nREPLY a b c d").CompleteAsync());
        await Should.ThrowAsync<LlmException>(() => host.GetModel("keyed").Ask("no key").CompleteAsync());
        recorder.Spans.Select(span => (span.Status, span.StatusDescription, span.GetTagItem("error.type"))).ShouldBe(
        [
            (ActivityStatusCode.Error, null, "429"),
            (ActivityStatusCode.Error, null, "System.Net.Http.HttpIOException"),
            (ActivityStatusCode.Error, null, "Llm.MissingKeyException"),
        ]);
    }

    [Fact]
    public async Task A_cancellation_ends_the_span()
    {
        using var cancel = new CancellationTokenSource();
        await Should.ThrowAsync<OperationCanceledException>(async () =>
        {
            await foreach (var _ in host.GetModel("chat").Ask("SLOW 500\nREPLY a b c d e f").WithCancellation(cancel.Token))
                await cancel.CancelAsync();
        });
        recorder.Span.GetTagItem("error.type").ShouldBeOfType<string>().ShouldContain("Canceled");

        var left = host.GetModel("chat").Ask("SLOW 500\nREPLY a b c d e f");
        await foreach (var _ in left) break;
        await left.DisposeAsync();
        recorder.Spans.Count.ShouldBe(2);
    }

    [Fact]
    public async Task Spans_stand_below_the_callers_and_above_those_of_HTTP()
    {
        var requests = new List<Activity>();
        using var http = new ActivityListener
        {
            ShouldListenTo = source => source.Name is "System.Net.Http" or "Test",
            Sample = (ref _) => ActivitySamplingResult.AllData,
            ActivityStopped = activity =>
            {
                if (activity.Source.Name == "System.Net.Http" && Equals(activity.GetTagItem("server.port"), served.Server.Port))
                    requests.Add(activity);
            },
        };
        ActivitySource.AddActivityListener(http);
        using var source = new ActivitySource("Test");
        using var outer = source.StartActivity("outer")!;
        var response = host.GetModel("chat").Ask("SLOW 5\nREPLY a b c");
        await foreach (var _ in response) Activity.Current.ShouldBe(outer);
        Activity.Current.ShouldBe(outer);
        recorder.Span.ParentSpanId.ShouldBe(outer.SpanId);
        requests.ShouldHaveSingleItem().ParentSpanId.ShouldBe(recorder.Span.SpanId);
        served.Server.Requests.ShouldHaveSingleItem().Header("traceparent").ShouldBeNull();
    }

    [Fact]
    public async Task Embeddings_make_a_span_too()
    {
        var model = new NamedEmbedding(served.WireName) { Services = host.Services };
        await model.EmbedAsync(["a"]);
        Activity.Current.ShouldBeNull();
        await Should.ThrowAsync<LlmException>(() => model.EmbedAsync([]));
        recorder.Spans.Select(span => (span.DisplayName, span.Kind, span.GetTagItem("gen_ai.operation.name"), span.Status)).ShouldBe(
        [
            ($"embeddings {served.WireName}", ActivityKind.Client, "embeddings", ActivityStatusCode.Unset),
            ($"embeddings {served.WireName}", ActivityKind.Client, "embeddings", ActivityStatusCode.Error),
        ]);
        recorder.Of("gen_ai.client.operation.duration").Count.ShouldBe(2);
        host.GetEmbeddingModel("3-small").Origin.ShouldBe(
            new ModelOrigin("text-embedding-3-small", "openai", new Uri("https://api.openai.com/v1")));
    }

    [Fact]
    public async Task A_host_without_telemetry_is_silent()
    {
        using var silent = served.CreateHost(telemetry: false);
        silent.Services.Observer.ShouldBeNull();
        await silent.GetModel("chat").PromptAsync("hi");
        recorder.Spans.ShouldBeEmpty();
        recorder.Of("gen_ai.client.operation.duration").ShouldBeEmpty();
    }

    public ValueTask DisposeAsync()
    {
        host.Dispose();
        recorder.Dispose();
        return served.DisposeAsync();
    }

    private sealed class NamedEmbedding(string name) : EmbeddingModel("named")
    {
        public override ModelOrigin Origin => new(name);

        protected override Task<IReadOnlyList<ReadOnlyMemory<float>>> EmbedBatchAsync(
            IReadOnlyList<string> texts, string? key, CancellationToken cancellationToken) => texts.Count > 0
            ? Task.FromResult<IReadOnlyList<ReadOnlyMemory<float>>>([new float[] { 1 }])
            : throw new LlmException("There is nothing to embed.");
    }
}
