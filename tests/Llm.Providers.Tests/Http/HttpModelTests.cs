using System.Text.Json;
using System.Text.Json.Nodes;
using Llm.Json;
using Llm.Providers.Http;
using Llm.Providers.OpenAI;
using Llm.Providers.OpenAI.Chat;
using Llm.Testing;

namespace Llm.Providers.Tests.Http;

/// <summary>The seams of the provider kit, by models with wire formats of their own.</summary>
public class HttpModelTests : ServerTest
{
    [Fact]
    public async Task JSON_lines_are_streamed()
    {
        Server.Enqueue(FakeReply.Text("{\"text\":\"Hel\"}\n{\"text\":\"lo\"}\n{\"done\":true,\"tokens\":2}\n", "application/x-ndjson"));
        var response = await Lines().PromptAsync("hi", new PromptOptions { Key = Key });
        (response.Text, response.Usage?.OutputTokens).ShouldBe(("Hello", 2));
        var sent = Server.Requests[^1];
        sent.Header("x-api-key").ShouldBe(Key);
        sent.Header("Accept").ShouldBe("application/x-ndjson, application/json");
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task An_answer_in_one_piece_is_read_whether_a_stream_was_requested_or_not(bool stream)
    {
        Server.Enqueue(FakeReply.Text("{\"text\": \"Hello\"}", "application/json"));
        (await Lines().PromptAsync("hi", new PromptOptions { Key = Key, Stream = stream })).Text.ShouldBe("Hello whole");
    }

    [Fact]
    public async Task A_stream_without_its_end_is_lost_and_what_was_received_is_kept()
    {
        Server.Enqueue(FakeReply.Text("{\"text\":\"Hel\"}\n", "application/x-ndjson"));
        var response = Lines().Ask("hi", new PromptOptions { Key = Key });
        (await Should.ThrowAsync<ProviderException>(async () => await response)).Message.ShouldStartWith("Connection lost");
        response.Response!.Text.ShouldBe("Hel");
    }

    [Fact]
    public async Task An_error_in_a_line_is_thrown_without_the_key()
    {
        Server.Enqueue(FakeReply.Text($"{{\"error\":\"no {Key}\"}}\n", "application/x-ndjson"));
        (await Should.ThrowAsync<ProviderException>(() => Lines().PromptAsync("hi", new PromptOptions { Key = Key })))
            .Message.ShouldBe("no [...]");
    }

    [Fact]
    public async Task The_request_is_described_without_the_key_and_not_sent()
    {
        var request = (await Lines().Ask("hi", new PromptOptions { Key = Key }).DescribeRequestAsync())!;
        request.Body!.ToJsonString().ShouldBe("""{"prompt":"hi"}""");
        request.Headers.ShouldContain(KeyValuePair.Create("x-api-key", "[...]"));
        Server.Requests.ShouldBeEmpty();
    }

    [Fact]
    public async Task Either_token_stops_an_enumeration()
    {
        Server.Enqueue(FakeReply.Text("{\"text\":\"a\"}\n{\"text\":\"b\"}\n", "application/x-ndjson"));
        var model = Lines();
        using var execution = new CancellationTokenSource();
        using var enumeration = new CancellationTokenSource();
        await using var events = model.ExecuteAsync(model.Ask("hi").Prompt, new ModelContext(Key), execution.Token)
            .GetAsyncEnumerator(enumeration.Token);
        (await events.MoveNextAsync()).ShouldBeTrue();
        await execution.CancelAsync();
        await Should.ThrowAsync<OperationCanceledException>(async () => await events.MoveNextAsync());
    }

    [Fact]
    public async Task A_dialect_of_Chat_reads_its_additions_beside_the_text()
    {
        Server.Enqueue(FakeReply.Events(
            """data: {"choices": [{"delta": {"thoughts": "Hm"}}]}""",
            """data: {"choices": [{"delta": {"content": "A", "thoughts": "."}}]}""",
            """data: {"choices": [{"delta": {"content": "B", "thoughts": null}, "finish_reason": "stop"}]}""",
            "data: [DONE]"));
        var model = new Dialect(Settings, Http) { Services = NewServices() };
        var response = await model.PromptAsync("hi", new PromptOptions { Key = Key });
        (response.Reasoning, response.Text).ShouldBe(("Hm.", "AB"));
        Server.Requests[^1].Json["thinking"]!.GetValue<bool>().ShouldBeTrue();
    }

    private LinesModel Lines() => new(new Uri(Server.BaseAddress + "/lines"), Http) { Services = NewServices() };

    private sealed class LinesModel(Uri url, Func<HttpClient> http) : HttpModel("lines", http)
    {
        public override string NeedsKey => "lines";

        protected internal override Task<ProviderRequest> CreateRequestAsync(
            Prompt prompt, ModelContext context, CancellationToken cancellationToken) =>
            Task.FromResult(new ProviderRequest(url, new JsonObject { ["prompt"] = prompt.Text })
            {
                Headers = [new("x-api-key", context.Key ?? "")],
                Stream = context.Stream ? StreamFormat.JsonLines : null,
            });

        protected internal override AnswerReader CreateReader(Prompt prompt, ModelContext context) => new LinesReader(context);
    }

    private sealed class LinesReader(ModelContext context) : AnswerReader(context)
    {
        private bool isComplete;
        private bool isWhole;

        public override bool IsComplete => isComplete;

        public override IEnumerable<StreamEvent> ReadEvent(string name, JsonElement data)
        {
            name.ShouldBe(EventStream.DefaultName);
            if (data.Text("text") is { } text) yield return text;
            isComplete = data.TryGetProperty("done", out _);
            if (isComplete) Context.Usage = new Usage { OutputTokens = data.Integer("tokens") };
        }

        public override IEnumerable<StreamEvent> ReadWhole(JsonElement answer)
        {
            isWhole = true;
            return [answer.Text("text")!];
        }

        public override IEnumerable<StreamEvent> ReadEnd() => isWhole ? [" whole"] : [];
    }

    private sealed class Dialect(OpenAIModelSettings settings, Func<HttpClient> http) : ChatModel(settings, http)
    {
        protected internal override async Task<ProviderRequest> CreateRequestAsync(
            Prompt prompt, ModelContext context, CancellationToken cancellationToken)
        {
            var request = await base.CreateRequestAsync(prompt, context, cancellationToken);
            request.Body!["thinking"] = true;
            return request;
        }

        protected internal override AnswerReader CreateReader(Prompt prompt, ModelContext context) => new DialectReader(context);
    }

    private sealed class DialectReader(ModelContext context) : ChatReader(context)
    {
        protected override void ReadAdditional(JsonElement message, ICollection<StreamEvent> events)
        {
            if (message.Text("thoughts") is { } text) events.Add(new ReasoningEvent(text));
        }
    }
}
