using System.Runtime.CompilerServices;
using System.Text.Json.Nodes;
using Llm.Json;
using Llm.Providers.Http;
using Llm.Providers.OpenAI.Chat;

namespace Llm.Providers.OpenAI.Responses;

/// <summary>
/// A model of the Responses interface. The server stores nothing: encrypted reasoning is sent with the history.
/// </summary>
public sealed class ResponsesModel : OpenAIModel
{
    private readonly ChatModel chat;

    /// <summary>Creates the model; <paramref name="http"/> is called when a prompt runs.</summary>
    public ResponsesModel(OpenAIModelSettings settings, Func<HttpClient> http)
        : base(settings, http)
    {
        Options = OpenAIOptions.For(settings, chatCompletions: true);
        chat = new ChatModel(settings, http);
    }

    /// <inheritdoc/>
    public override IReadOnlyList<ModelOption> Options { get; }

    /// <inheritdoc/>
    public override IReadOnlyDictionary<string, JsonNode> JsonReplacements => ResponsesReplacements.All;

    /// <inheritdoc/>
    public override IReadOnlyList<ServerSideToolType> ServerSideTools => ResponsesServerTools.All;

    /// <inheritdoc/>
    public override Model WithName(string name) =>
        new ResponsesModel(Settings with { Id = name, Name = null }, Http) { Environment = Environment };

    /// <inheritdoc/>
    public override string ToString() => $"OpenAI Responses: {Id}";

    private protected override IAsyncEnumerable<StreamEvent> RunAsync(
        Prompt prompt, ModelContext context, CancellationToken cancellationToken)
    {
        if (!prompt.Get(OpenAIOptions.ChatCompletions)) return AskAsync(prompt, context, cancellationToken);
        chat.Environment = Environment;
        return chat.ExecuteAsync(prompt, context, cancellationToken);
    }

    /// <summary>The server-side tools; there are none if an option selects the Chat Completions interface.</summary>
    protected override IReadOnlyList<ServerSideToolType> ServerSideToolsFor(Prompt prompt)
    {
        ArgumentNullException.ThrowIfNull(prompt);
        return prompt.Get(OpenAIOptions.ChatCompletions) ? [] : ServerSideTools;
    }

    private protected override Task<ProviderRequest> BuildRequestAsync(
        Prompt prompt, ModelContext context, CancellationToken cancellationToken) =>
        prompt.Get(OpenAIOptions.ChatCompletions)
            ? chat.BuildAsync(prompt, context, cancellationToken)
            : BuildAsync(prompt, context, cancellationToken);

    private async Task<ProviderRequest> BuildAsync(Prompt prompt, ModelContext context, CancellationToken cancellationToken)
    {
        var body = await ResponsesRequest.BuildAsync(prompt, Settings, WireName, context.Stream, Http, cancellationToken);
        return Settings.Request("responses", body, context.Key, context.Stream);
    }

    private async IAsyncEnumerable<StreamEvent> AskAsync(
        Prompt prompt, ModelContext context, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var request = await BuildAsync(prompt, context, cancellationToken);
        var reader = new ResponsesReader(context);
        if (context.Stream)
        {
            await foreach (var item in Client.StreamAsync(request, null, cancellationToken))
            {
                var events = item.Kind switch
                {
                    StreamItemKind.Event => reader.Read(item.Data),
                    StreamItemKind.Whole => reader.ReadWhole(item.Data.ToNode()!),
                    _ => [],
                };
                foreach (var streamEvent in events) yield return streamEvent;
            }
        }
        else
        {
            foreach (var streamEvent in reader.ReadWhole(await Client.SendAsync(request, cancellationToken))) yield return streamEvent;
        }

        if (reader.Final is not { } payload) throw new LlmException($"{ProviderErrors.Lost}: the stream ended without its last event.");
        context.RawJson = PayloadTrimming.WithoutNulls(payload);
        foreach (var streamEvent in reader.ReadFinal()) yield return streamEvent;
        if (payload["usage"] is not JsonObject usage) yield break;
        context.Usage = ReadResponsesUsage(usage);
        if (!reader.SawReasoning && usage["output_tokens_details"] is JsonObject details && details.Integer("reasoning_tokens") is > 0)
        {
            yield return new ReasoningEvent { Redacted = true };
        }
    }

    private static Usage ReadResponsesUsage(JsonObject usage)
    {
        var details = new JsonObject();
        foreach (var name in (string[])["input_tokens_details", "output_tokens_details"])
        {
            if (usage[name] is JsonObject { Count: > 0 } given) details[name] = given.DeepClone();
        }

        return new Usage
        {
            InputTokens = usage.Integer("input_tokens") ?? 0,
            OutputTokens = usage.Integer("output_tokens") ?? 0,
            Details = details.Count > 0 ? details : null,
        };
    }
}
