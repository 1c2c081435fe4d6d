using System.Text.Json.Nodes;
using Llm.Providers.Anthropic;
using Llm.Providers.Http;
using Llm.Testing;

namespace Llm.Providers.Tests.Anthropic;

/// <summary>
/// The same conversations by our provider and by the vendor's SDK for npm, each against the fake server with the same replies: their
/// requests, and what they read. One process of Node, at the versions of <c>tests/npm/package.json</c>, runs all of them.
/// </summary>
public sealed class SdkRun : IAsyncLifetime
{
    public const string Key = "sk-secret-0123456789";

    private static readonly HttpClient Client = ProviderHttp.CreateClient();

    private readonly Dictionary<string, RecordedRequest> ourRequests = [];
    private readonly Dictionary<string, Response> ourAnswers = [];
    private readonly Dictionary<string, RecordedRequest> theirRequests = [];
    private readonly Dictionary<string, JsonObject> theirAnswers = [];

    public static NodePackage Package { get; } = new("@anthropic-ai/sdk");

    /// <summary>The names of the conversations, in their order.</summary>
    public static IReadOnlyList<string> Names { get; } = [.. SdkReplies.All.Select(reply => reply.Name)];

    public (RecordedRequest Request, Response Answer) Ours(string name)
    {
        Package.SkipWhereMissing();
        return (ourRequests[name], ourAnswers[name]);
    }

    public (RecordedRequest Request, JsonObject Answer) Theirs(string name)
    {
        Package.SkipWhereMissing();
        return (theirRequests[name], theirAnswers[name]);
    }

    public async ValueTask InitializeAsync()
    {
        if (!Package.IsInstalled) return;
        await using var server = await FakeServer.StartAsync();
        foreach (var (_, reply) in SdkReplies.All) server.Enqueue(reply);
        foreach (var (name, answer) in await AskAsync(server.BaseAddress)) ourAnswers[name] = answer;
        Keep(server.Requests, ourRequests);
        foreach (var (_, reply) in SdkReplies.All) server.Enqueue(reply);
        var lines = await NodePackage.RunAsync(["anthropic.mjs", $"http://127.0.0.1:{server.Port}", Key]);
        foreach (var line in lines.Split('\n', StringSplitOptions.RemoveEmptyEntries))
        {
            var answer = JsonNode.Parse(line)!.AsObject();
            theirAnswers[(string)answer["name"]!] = answer;
        }

        Keep(server.Requests.Skip(Names.Count), theirRequests);
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    private static void Keep(IEnumerable<RecordedRequest> requests, Dictionary<string, RecordedRequest> kept)
    {
        foreach (var (name, request) in Names.Zip(requests)) kept[name] = request;
    }

    private static async Task<List<(string Name, Response Answer)>> AskAsync(string address)
    {
        var model = new AnthropicModel(
            new AnthropicModelSettings
            {
                Id = "claude-opus-5-5",
                ApiBase = address,
                MaxTokens = 100,
                Features = AnthropicFeatures.Pdf | AnthropicFeatures.Thinking | AnthropicFeatures.Effort | AnthropicFeatures.Web
                    | AnthropicFeatures.AdaptiveThinking | AnthropicFeatures.StructuredOutputs,
            },
            () => Client);
        var plain = new PromptOptions { Key = Key };
        var answers = new List<(string, Response)>();

        Message[] history = [Message.User("Hello"), Message.Assistant("Hi")];
        var options = (plain with { Messages = history, System = "Be brief" }).With("stop_sequences", "END").With("user_id", "u1");
        answers.Add(("text", await model.PromptAsync("Again", options)));

        var schema = """{"type": "object", "properties": {"a": {"type": "integer"}, "b": {"type": "integer"}}, "required": ["a", "b"]}""";
        var tools = plain with { Tools = [new Tool("add", "Adds", JsonNode.Parse(schema)!.AsObject())] };
        var called = await model.PromptAsync("1+2 and 3+4", tools with { ToolChoice = ToolChoice.Required, ParallelToolCalls = true });
        answers.Add(("tools", called));
        ToolResult[] results =
        [
            new("add", "3", called.ToolCalls[0].ToolCallId),
            new("add", "broken", called.ToolCalls[1].ToolCallId) { Exception = "InvalidOperationException: broken" },
        ];
        answers.Add(("results", await called.ReplyAsync(null, tools with { ToolResults = results })));

        Attachment[] attachments =
        [
            Attachment.FromBytes(Convert.FromBase64String("iVBORw0KGgo="), "image/png"),
            Attachment.FromUrl("https://example.com/a.png", "image/png"),
            Attachment.FromBytes(Convert.FromBase64String("JVBERi0xLjQK"), "application/pdf"),
        ];
        answers.Add(("images", await model.PromptAsync("What?", plain with { Attachments = attachments })));

        var effort = plain.With("thinking_effort", "high");
        var thought = await model.PromptAsync("Think", effort);
        answers.Add(("thinking", thought));
        answers.Add(("thought", await thought.ReplyAsync("And?", effort)));

        var dog =
            """
            {"type": "object", "required": ["name"], "properties": {
              "name": {"type": "string", "minLength": 3, "description": "A name."},
              "tags": {"type": "array", "items": {"type": "string"}, "maxItems": 4},
              "inner": {"type": "object", "properties": {"n": {"type": "integer", "minimum": 1}}, "required": ["n"]}}}
            """;
        answers.Add(("schema", await model.PromptAsync("A dog", plain with { Schema = JsonNode.Parse(dog)!.AsObject() })));

        var search = model.ServerSideTools[0].Make(new JsonObject { ["max_uses"] = 2 });
        answers.Add(("search", await model.PromptAsync("Weather?", plain with { Tools = [search] })));
        return answers;
    }
}
