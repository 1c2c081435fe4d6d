using System.Runtime.CompilerServices;
using System.Text.Json;
using System.Text.Json.Nodes;
using Llm.Json;

namespace Llm.Providers.OpenAI.Chat;

/// <summary>A model behind the Chat Completions interface.</summary>
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
    public override string ToString() => $"OpenAI Chat: {Id}";

    /// <inheritdoc/>
    public override IAsyncEnumerable<StreamEvent> ExecuteAsync(Prompt prompt, ModelContext context, CancellationToken cancellationToken) =>
        RunAsync(prompt, context, cancellationToken);

    private async IAsyncEnumerable<StreamEvent> RunAsync(
        Prompt prompt, ModelContext context, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var body = await ChatRequest.BuildAsync(prompt, WireName, context.Stream, Settings.DefaultMaxTokens, Http, cancellationToken);
        var request = Settings.Request("chat/completions", body, context.Key, context.Stream);
        JsonObject? usage = null;
        if (context.Stream)
        {
            var stream = new ChatStream();
            await foreach (var (data, isStream) in Client.StreamAsync(request, cancellationToken))
            {
                Payload.ThrowIfError(data);
                var events = isStream ? stream.Read(data) : ReadWhole(data, context);
                foreach (var streamEvent in events) yield return streamEvent;
                if (!isStream) usage = data.Object("usage") is { ValueKind: JsonValueKind.Object } counted ? counted.ToNode()!.AsObject() : null;
            }

            usage ??= stream.Usage;
            context.RawJson ??= stream.Combine();
        }
        else
        {
            var answer = await Client.SendAsync(request, cancellationToken);
            var element = JsonSerializedElement(answer);
            Payload.ThrowIfError(element);
            foreach (var streamEvent in ReadWhole(element, context)) yield return streamEvent;
            usage = answer["usage"] as JsonObject;
        }

        if (usage is null) yield break;
        context.Usage = ReadUsage(usage);
        if (usage["completion_tokens_details"] is JsonObject details && details.Integer("reasoning_tokens") is > 0)
        {
            yield return new StreamEvent(StreamEventType.Reasoning) { Redacted = true };
        }
    }

    private static JsonElement JsonSerializedElement(JsonNode node)
    {
        using var document = JsonDocument.Parse(PythonJson.CompactUnescaped(node));
        return document.RootElement.Clone();
    }

    private static List<StreamEvent> ReadWhole(JsonElement answer, ModelContext context)
    {
        context.RawJson = Payload.WithoutNulls(answer.ToNode()!);
        var events = new List<StreamEvent>();
        foreach (var choice in answer.Items("choices").Take(1))
        {
            var message = choice.Object("message");
            foreach (var call in message.Items("tool_calls"))
            {
                var id = call.Text("id");
                var function = call.Object("function");
                events.Add(new StreamEvent(StreamEventType.ToolCallName, function.Text("name") ?? "") { ToolCallId = id });
                events.Add(new StreamEvent(StreamEventType.ToolCallArguments, function.Text("arguments") ?? "") { ToolCallId = id });
            }

            if (message.Text("content") is { } content) events.Add(content);
        }

        return events;
    }
}
