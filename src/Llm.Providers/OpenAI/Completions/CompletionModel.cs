using System.Runtime.CompilerServices;
using System.Text.Json.Nodes;
using Llm.Providers.OpenAI.Chat;

namespace Llm.Providers.OpenAI.Completions;

/// <summary>A model behind the old Completions interface, which goes on with a text.</summary>
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
    public override string ToString() => $"OpenAI Completion: {Id}";

    /// <inheritdoc/>
    public override IAsyncEnumerable<StreamEvent> ExecuteAsync(Prompt prompt, ModelContext context, CancellationToken cancellationToken) =>
        RunAsync(prompt, context, cancellationToken);

    private async IAsyncEnumerable<StreamEvent> RunAsync(
        Prompt prompt, ModelContext context, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        if (prompt.System.Length > 0) throw new LlmException("System prompts are not supported for OpenAI completion models");
        var texts = prompt.Messages
            .Where(message => message.Role is Message.UserRole or Message.AssistantRole && message.Text.Length > 0)
            .Select(message => message.Text);
        var body = new JsonObject { ["model"] = WireName, ["prompt"] = string.Join('\n', texts), ["stream"] = context.Stream };
        ChatRequest.AddOptions(body, prompt, context.Stream, Settings.DefaultMaxTokens);
        var request = Settings.Request("completions", body, context.Key, context.Stream);
        if (!context.Stream)
        {
            var answer = await Client.SendAsync(request, cancellationToken);
            context.RawJson = Payload.WithoutNulls(answer);
            if (answer["choices"]?[0]?["text"]?.GetValue<string>() is { } text) yield return text;
            yield break;
        }

        var stream = new ChatStream();
        await foreach (var (data, _) in Client.StreamAsync(request, cancellationToken))
        {
            Payload.ThrowIfError(data);
            foreach (var streamEvent in stream.Read(data)) yield return streamEvent;
        }

        context.RawJson = stream.Combine();
    }
}
