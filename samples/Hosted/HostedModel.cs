using System.Text.Json.Nodes;
using Llm;
using Llm.Providers.Http;

namespace Hosted;

/// <summary>What the model can do, and how a request is made.</summary>
public sealed class HostedModel(string id, string wireName, Uri server, Func<HttpClient> http) : HttpModel(id, http)
{
    private static readonly ModelOption<long> MaxTokens = ModelOptions.Integer("max_tokens", "The longest answer, in tokens", minimum: 1);

    public override string NeedsKey => "hosted";

    public override string KeyEnvironmentVariable => "HOSTED_API_KEY";

    public override bool SupportsSchema => true;

    public override bool SupportsTools => true;

    public override IReadOnlyCollection<string> AttachmentTypes => ["image/png", "image/jpeg", "image/webp", "image/gif"];

    public override IReadOnlyList<ModelOption> Options { get; } = [MaxTokens];

    public override IReadOnlyList<ServerSideToolType> ServerSideTools { get; } =
    [
        new(
            "HostedSearch",
            "Search the web on the service's own machines.",
            JsonNode.Parse("""{"type": "object", "properties": {"max_uses": {"type": "integer", "default": 5}}}""")!.AsObject(),
            arguments => new ServerSideTool("web_search", "Search the web.", new JsonObject
            {
                ["type"] = "web_search_20250305",
                ["name"] = "web_search",
                ["max_uses"] = arguments["max_uses"]?.DeepClone() ?? 5,
            })),
    ];

    // The payload of every answer repeats this; the log stores the name in its place.
    public override IReadOnlyDictionary<string, JsonNode> JsonReplacements { get; } = new Dictionary<string, JsonNode>
    {
        ["no_server_tool_use"] = JsonNode.Parse("""{"web_search_requests": 0, "web_fetch_requests": 0}""")!,
    };

    public override ModelOrigin Origin => new(wireName, "hosted", server);

    protected override async Task<ProviderRequest> CreateRequestAsync(
        Prompt prompt, ModelContext context, CancellationToken cancellationToken)
    {
        var body = new JsonObject
        {
            ["model"] = wireName,
            ["max_tokens"] = MaxTokens.TryGet(prompt.Options, out var maxTokens) ? maxTokens : 4096,
            ["thinking"] = new JsonObject { ["type"] = "adaptive", ["display"] = prompt.HideReasoning ? "omitted" : "summarized" },
            ["messages"] = await HostedMessages.WriteAsync(prompt.Messages, Http(), cancellationToken),
            ["stream"] = context.Stream,
        };
        if (prompt.Messages.LastOrDefault(message => message.Role == Message.SystemRole) is { } system) body["system"] = system.Text;
        if (prompt.Tools.Count > 0) body["tools"] = new JsonArray([.. prompt.Tools.Select(ToJson)]);
        if (prompt.Schema is { } schema)
        {
            body["output_config"] = new JsonObject
            {
                ["format"] = new JsonObject { ["type"] = "json_schema", ["schema"] = schema.DeepClone() },
            };
        }

        return new ProviderRequest(new Uri(server, "messages"), body)
        {
            Headers = [new("x-api-key", context.Key ?? ""), new("anthropic-version", "2023-06-01")],
            Stream = context.Stream ? StreamFormat.ServerSentEvents : null,
        };
    }

    protected override AnswerReader CreateReader(Prompt prompt, ModelContext context) => new HostedReader(context, wireName);

    private static JsonNode ToJson(Tool tool) => tool is ServerSideTool serverSide ? serverSide.Spec.DeepClone() : new JsonObject
    {
        ["name"] = tool.Name,
        ["description"] = tool.Description,
        ["input_schema"] = tool.InputSchema.DeepClone(),
    };
}
