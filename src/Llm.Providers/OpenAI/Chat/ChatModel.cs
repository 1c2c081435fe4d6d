using System.Runtime.CompilerServices;
using System.Text.Json;
using System.Text.Json.Nodes;
using Llm.Json;
using Llm.Providers.Http;

namespace Llm.Providers.OpenAI.Chat;

/// <summary>A model of the Chat Completions interface.</summary>
public sealed class ChatModel : OpenAIModel
{
    /// <summary>Creates the model; <paramref name="http"/> is called when a prompt runs.</summary>
    public ChatModel(OpenAIModelSettings settings, Func<HttpClient> http)
        : base(settings, http) => Options = OpenAIOptions.For(settings, chatCompletions: false);

    /// <inheritdoc/>
    public override IReadOnlyList<ModelOption> Options { get; }

    /// <inheritdoc/>
    public override IReadOnlyDictionary<string, JsonNode> JsonReplacements => ChatReplacements.All;

    /// <inheritdoc/>
    public override Model WithName(string name) =>
        new ChatModel(Settings with { Id = name, Name = null }, Http) { Environment = Environment };

    /// <inheritdoc/>
    public override string ToString() => $"OpenAI Chat: {Id}";

    private protected override async IAsyncEnumerable<StreamEvent> RunAsync(
        Prompt prompt, ModelContext context, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var request = await BuildAsync(prompt, context, cancellationToken);
        JsonObject? usage;
        if (context.Stream)
        {
            var stream = new ChatStream(context);
            var isComplete = false;
            usage = null;
            await foreach (var item in Client.StreamAsync(request, stream.ReadText, cancellationToken))
            {
                if (item.Text is { } text)
                {
                    yield return text;
                    continue;
                }

                isComplete |= item.Kind != StreamItemKind.Event;
                if (item.Kind == StreamItemKind.Done) continue;
                ProviderErrors.ThrowIfError(item.Data);
                var isWhole = item.Kind == StreamItemKind.Whole;
                foreach (var streamEvent in isWhole ? ReadWhole(item.Data, context) : stream.Read(item.Data)) yield return streamEvent;
                if (isWhole) usage = item.Data.CopyObject("usage");
            }

            usage ??= stream.Usage;
            context.RawJson ??= stream.Combine();
            if (!isComplete && !stream.IsFinished)
                throw new LlmException($"{ProviderErrors.Lost}: the stream ended without its last event.");
        }
        else
        {
            var answer = (await Client.SendAsync(request, cancellationToken)).ToElement();
            ProviderErrors.ThrowIfError(answer);
            foreach (var streamEvent in ReadWhole(answer, context)) yield return streamEvent;
            usage = answer.CopyObject("usage");
        }

        if (usage is null) yield break;
        context.Usage = ReadUsage(usage);
        if (usage["completion_tokens_details"] is JsonObject details && details.Integer("reasoning_tokens") is > 0)
        {
            yield return new ReasoningEvent { Redacted = true };
        }
    }

    private protected override Task<ProviderRequest> BuildRequestAsync(
        Prompt prompt, ModelContext context, CancellationToken cancellationToken) =>
        BuildAsync(prompt, context, cancellationToken);

    internal async Task<ProviderRequest> BuildAsync(Prompt prompt, ModelContext context, CancellationToken cancellationToken)
    {
        var body = await ChatRequest.BuildAsync(prompt, WireName, context.Stream, Settings.DefaultMaxTokens, Http, cancellationToken);
        return Settings.Request("chat/completions", body, context.Key, context.Stream);
    }

    private static List<StreamEvent> ReadWhole(JsonElement answer, ModelContext context)
    {
        var events = new List<StreamEvent>();
        var message = ReadChoice(answer, context).Object("message");
        foreach (var call in message.Items("tool_calls"))
        {
            var id = call.Text("id");
            var function = call.Object("function");
            events.Add(new ToolCallNameEvent(function.Text("name") ?? "") { ToolCallId = id });
            events.Add(new ToolCallArgumentsEvent(function.Text("arguments") ?? "") { ToolCallId = id });
        }

        if (message.Text("content") is { } content) events.Add(content);
        return events;
    }
}
