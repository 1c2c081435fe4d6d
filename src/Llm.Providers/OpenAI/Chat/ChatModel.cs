using System.Text.Json.Nodes;
using Llm.Providers.Http;

namespace Llm.Providers.OpenAI.Chat;

/// <summary>A model of the Chat Completions interface, which many other servers have too.</summary>
/// <remarks>
/// Derive from it for a server whose dialect differs: change the request by overriding <see cref="CreateRequestAsync"/>, and read
/// additional members by a reader that derives from <see cref="ChatReader"/>.
/// </remarks>
public class ChatModel : OpenAIModel
{
    /// <summary>Creates the model; <paramref name="http"/> is called when a prompt runs.</summary>
    public ChatModel(OpenAIModelSettings settings, Func<HttpClient> http)
        : base(settings, http)
    {
    }

    /// <inheritdoc/>
    public override IReadOnlyList<ModelOption> Options => field ??= OpenAIOptions.For(Settings, chatCompletions: false);

    /// <inheritdoc/>
    public override IReadOnlyDictionary<string, JsonNode> JsonReplacements => ChatReplacements.All;

    /// <inheritdoc/>
    public override Model WithName(string name) =>
        new ChatModel(Settings with { Id = name, Name = null }, Http) { Services = Services };

    /// <inheritdoc/>
    public override string ToString() => $"OpenAI Chat: {Id}";

    /// <inheritdoc/>
    protected internal override Task<ProviderRequest> CreateRequestAsync(
        Prompt prompt, ModelContext context, CancellationToken cancellationToken) =>
        ChatRequest.CreateAsync(prompt, context, Settings, Http, cancellationToken);

    /// <inheritdoc/>
    protected internal override AnswerReader CreateReader(Prompt prompt, ModelContext context) => new ChatReader(context);
}
