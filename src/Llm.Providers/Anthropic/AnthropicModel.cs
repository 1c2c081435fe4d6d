using Llm.Providers.Http;

namespace Llm.Providers.Anthropic;

/// <summary>A model of Anthropic's Messages interface, which some other servers have too.</summary>
public sealed class AnthropicModel : HttpModel
{
    private static readonly string[] Images = ["image/png", "image/jpeg", "image/webp", "image/gif"];
    private static readonly string[] ImagesAndPdf = [.. Images, MessagesInput.PdfType];

    /// <summary>Creates the model; <paramref name="http"/> is called when a prompt runs.</summary>
    public AnthropicModel(AnthropicModelSettings settings, Func<HttpClient> http)
        : base((settings ?? throw new ArgumentNullException(nameof(settings))).Id, http) => Settings = settings;

    /// <inheritdoc/>
    public override string NeedsKey => "anthropic";

    /// <inheritdoc/>
    public override string KeyEnvironmentVariable => "ANTHROPIC_API_KEY";

    /// <inheritdoc/>
    public override bool IsListedWithoutKey => false;

    /// <inheritdoc/>
    public override bool SupportsSchema => true;

    /// <inheritdoc/>
    public override bool SupportsTools => true;

    /// <inheritdoc/>
    public override bool SupportsToolChoice => true;

    /// <inheritdoc/>
    public override bool SupportsExtraBody => true;

    /// <inheritdoc/>
    public override IReadOnlyCollection<string> AttachmentTypes => Settings.Has(AnthropicFeatures.Pdf) ? ImagesAndPdf : Images;

    /// <inheritdoc/>
    public override IReadOnlyList<ModelOption> Options => AnthropicOptions.For(Settings.Features);

    /// <inheritdoc/>
    public override IReadOnlyList<ServerSideToolType> ServerSideTools => AnthropicServerTools.For(Settings.Features);

    /// <inheritdoc/>
    public override ModelOrigin Origin => Settings.Origin;

    /// <inheritdoc/>
    public override Model WithName(string name) => new AnthropicModel(Settings.WithName(name), Http) { Services = Services };

    internal AnthropicModelSettings Settings { get; }

    /// <summary>The label of the Python tool's plugin.</summary>
    public override string ToString() => $"Anthropic Messages: {Id}";

    /// <inheritdoc/>
    protected internal override Task<ProviderRequest> CreateRequestAsync(
        Prompt prompt, ModelContext context, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(prompt);
        ArgumentNullException.ThrowIfNull(context);
        return MessagesRequest.CreateAsync(prompt, context, this, cancellationToken);
    }

    /// <inheritdoc/>
    protected internal override AnswerReader CreateReader(Prompt prompt, ModelContext context)
    {
        ArgumentNullException.ThrowIfNull(prompt);
        return new MessagesReader(context)
        {
            Prefix = prompt.Get(AnthropicOptions.HidePrefill) ? null : prompt.Get(AnthropicOptions.Prefill),
            ReadsSchemaTool = prompt.Schema is not null && !Settings.Has(AnthropicFeatures.StructuredOutputs),
            KeepsAllCounts = prompt.Get(AnthropicOptions.Cache),
        };
    }
}
