using System.Text.Json.Nodes;
using Llm.Providers.Http;
using Llm.Providers.OpenAI;
using Llm.Providers.OpenAI.Chat;
using Llm.Providers.OpenAI.Completions;
using Llm.Providers.OpenAI.Responses;
using Llm.Storage.Logs;
using Llm.Testing;

namespace Llm.Cli.Tests.Recordings;

/// <summary>What is known of how an answer ended is the same after JSON and after the log, for all interfaces.</summary>
public sealed class KeptAnswerTests : IAsyncLifetime
{
    private static readonly HttpClient Http = ProviderHttp.CreateClient();

    private FakeServer server = null!;

    public static TheoryData<string, bool, string, int> Answers => new MatrixTheoryData<string, bool, string, int>(
        ["chat", "responses", "completions"], [true, false], ["stop", "length", "content_filter", "tool_calls"], [0, 4]);

    public async ValueTask InitializeAsync() => server = await FakeServer.StartAsync();

    public ValueTask DisposeAsync() => server.DisposeAsync();

    [Theory]
    [MemberData(nameof(Answers))]
    public async Task Reason_and_usage_are_kept(string api, bool stream, string reason, int cached)
    {
        var answer = FakeAnswer.FromPieces("Hel", "lo") with { InputTokens = 9, CachedTokens = cached, OutputTokens = 8, ReasoningTokens = 5 };
        server.Enqueue(reason == "tool_calls"
            ? answer with { ToolCalls = [new ToolCall("f", [], "c1")] }
            : answer with { FinishReason = FinishReason.FromProvider(reason) });
        var model = Create(api);
        var live = await model.PromptAsync("x", new PromptOptions { Key = "k", Stream = stream });
        live.FinishReason!.Value.ShouldBe(reason);
        if (api != "completions") live.Usage!.CachedTokens.ShouldBe(cached);

        var json = live.ToJson();
        json.ContainsKey("finish_reason").ShouldBeTrue();
        // The Python tool's dict form leaves out counts of zero.
        if (cached > 0) Check(Response.FromJson(JsonNode.Parse(json.ToJsonString())!.AsObject(), model));

        using var store = LogStore.Open(":memory:");
        await store.LogAsync(live);
        var logged = (await store.GetResponseAsync(live.Id, _ => model))!;
        Check(logged);
        (logged.ResponseId, logged.ResponseModel, logged.ResolvedModel).ShouldBe((live.ResponseId, live.ResponseModel, null));

        void Check(Response again)
        {
            again.FinishReason.ShouldBe(live.FinishReason);
            again.Usage.ShouldBe(live.Usage);
            (again.Usage?.CachedTokens, again.Usage?.ReasoningTokens).ShouldBe((live.Usage?.CachedTokens, live.Usage?.ReasoningTokens));
        }
    }

    private OpenAIModel Create(string api)
    {
        var settings = new OpenAIModelSettings { Id = "own", ApiBase = server.BaseAddress, SupportsTools = true };
        return api switch
        {
            "chat" => new ChatModel(settings, () => Http),
            "responses" => new ResponsesModel(settings, () => Http),
            _ => new CompletionModel(settings, () => Http),
        };
    }
}
