using System.Runtime.CompilerServices;
using System.Text.Json;
using System.Text.Json.Nodes;
using Llm.Json;
using Llm.Providers.Http;
using Llm.Providers.OpenAI.Chat;

namespace Llm.Providers.OpenAI.Completions;

/// <summary>A model of the old Completions interface, which continues a text.</summary>
public sealed class CompletionModel : OpenAIModel
{
    /// <summary>Creates the model; <paramref name="http"/> is called when a prompt runs.</summary>
    public CompletionModel(OpenAIModelSettings settings, Func<HttpClient> http)
        : base(settings, http)
    {
    }

    /// <inheritdoc/>
    public override bool SupportsAsync => false;

    /// <inheritdoc/>
    public override IReadOnlyList<ModelOption> Options { get; } = [.. OpenAIOptions.Shared, OpenAIOptions.Logprobs];

    /// <inheritdoc/>
    public override IReadOnlyDictionary<string, JsonNode> JsonReplacements => ChatReplacements.All;

    /// <inheritdoc/>
    public override ModelOrigin Origin => base.Origin with { Operation = "text_completion" };

    /// <inheritdoc/>
    public override Model WithName(string name) =>
        new CompletionModel(Settings with { Id = name, Name = null }, Http) { Environment = Environment };

    /// <inheritdoc/>
    public override string ToString() => $"OpenAI Completion: {Id}";

    private protected override async IAsyncEnumerable<StreamEvent> RunAsync(
        Prompt prompt, ModelContext context, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var request = Build(prompt, context);
        if (!context.Stream)
        {
            var answer = (await Client.SendAsync(request, cancellationToken)).ToElement();
            if (ReadWhole(answer, context) is { } text) yield return text;
            yield break;
        }

        var stream = new ChatStream(context);
        var isComplete = false;
        await foreach (var item in Client.StreamAsync(request, null, cancellationToken))
        {
            isComplete |= item.Kind != StreamItemKind.Event;
            if (item.Kind == StreamItemKind.Done) continue;
            if (item.Kind == StreamItemKind.Whole)
            {
                if (ReadWhole(item.Data, context) is { } text) yield return text;
                yield break;
            }

            ProviderErrors.ThrowIfError(item.Data);
            foreach (var streamEvent in stream.Read(item.Data)) yield return streamEvent;
        }

        context.RawJson = stream.Combine();
        if (!isComplete && !stream.IsFinished) throw new LlmException($"{ProviderErrors.Lost}: the stream ended without its last event.");
    }

    private protected override Task<ProviderRequest> BuildRequestAsync(
        Prompt prompt, ModelContext context, CancellationToken cancellationToken) =>
        Task.FromResult(Build(prompt, context));

    private ProviderRequest Build(Prompt prompt, ModelContext context)
    {
        if (prompt.System.Length > 0) throw new LlmException("System prompts are not supported for OpenAI completion models");
        var texts = prompt.Messages
            .Where(message => message.Role is Message.UserRole or Message.AssistantRole && message.Text.Length > 0)
            .Select(message => message.Text);
        var body = new JsonObject { ["model"] = WireName, ["prompt"] = string.Join('\n', texts), ["stream"] = context.Stream };
        ChatRequest.AddOptions(body, prompt, context.Stream, Settings.DefaultMaxTokens);
        ChatRequest.AddExtra(body, prompt);
        return Settings.Request("completions", body, context.Key, context.Stream);
    }

    private static string? ReadWhole(JsonElement answer, ModelContext context)
    {
        ProviderErrors.ThrowIfError(answer);
        return ReadChoice(answer, context).Text("text");
    }
}
