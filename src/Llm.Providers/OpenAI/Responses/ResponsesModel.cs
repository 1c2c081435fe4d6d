using System.Text.Json.Nodes;
using Llm.Providers.Http;
using Llm.Providers.OpenAI.Chat;

namespace Llm.Providers.OpenAI.Responses;

/// <summary>
/// A model of the Responses interface. The server stores nothing: encrypted reasoning is sent with the history.
/// </summary>
public sealed class ResponsesModel : OpenAIModel
{
    /// <summary>Creates the model; <paramref name="http"/> is called when a prompt runs.</summary>
    public ResponsesModel(OpenAIModelSettings settings, Func<HttpClient> http)
        : base(settings, http) => Options = OpenAIOptions.For(settings, chatCompletions: true);

    /// <inheritdoc/>
    public override IReadOnlyList<ModelOption> Options { get; }

    /// <inheritdoc/>
    public override IReadOnlyDictionary<string, JsonNode> JsonReplacements => ResponsesReplacements.All;

    /// <inheritdoc/>
    public override IReadOnlyList<ServerSideToolType> ServerSideTools => ResponsesServerTools.All;

    /// <inheritdoc/>
    public override Model WithName(string name) =>
        new ResponsesModel(Settings with { Id = name, Name = null }, Http) { Services = Services };

    /// <inheritdoc/>
    public override string ToString() => $"OpenAI Responses: {Id}";

    /// <summary>The server-side tools; there are none if an option selects the Chat Completions interface.</summary>
    protected override IReadOnlyList<ServerSideToolType> ServerSideToolsFor(Prompt prompt)
    {
        ArgumentNullException.ThrowIfNull(prompt);
        return prompt.Get(OpenAIOptions.ChatCompletions) ? [] : ServerSideTools;
    }

    /// <inheritdoc/>
    protected internal override Task<ProviderRequest> CreateRequestAsync(
        Prompt prompt, ModelContext context, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(prompt);
        return prompt.Get(OpenAIOptions.ChatCompletions)
            ? ChatRequest.CreateAsync(prompt, context, Settings, Http, cancellationToken)
            : ResponsesRequest.CreateAsync(prompt, context, Settings, Http, cancellationToken);
    }

    /// <inheritdoc/>
    protected internal override AnswerReader CreateReader(Prompt prompt, ModelContext context)
    {
        ArgumentNullException.ThrowIfNull(prompt);
        return prompt.Get(OpenAIOptions.ChatCompletions) ? new ChatReader(context) : new ResponsesReader(context);
    }
}
