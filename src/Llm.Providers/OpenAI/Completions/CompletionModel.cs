using System.Text.Json.Nodes;
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
        new CompletionModel(Settings with { Id = name, Name = null }, Http) { Services = Services };

    /// <inheritdoc/>
    public override string ToString() => $"OpenAI Completion: {Id}";

    /// <inheritdoc/>
    protected internal override Task<ProviderRequest> CreateRequestAsync(
        Prompt prompt, ModelContext context, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(prompt);
        ArgumentNullException.ThrowIfNull(context);
        return Task.FromResult(CompletionRequest.Create(prompt, context, Settings));
    }

    /// <inheritdoc/>
    protected internal override AnswerReader CreateReader(Prompt prompt, ModelContext context) => new CompletionReader(context);
}
