using Llm.Providers.Http;

namespace Llm.Providers.OpenAI;

/// <summary>The base class of models of OpenAI's Chat, Responses and Completions interfaces.</summary>
public abstract class OpenAIModel : HttpModel
{
    private protected OpenAIModel(OpenAIModelSettings settings, Func<HttpClient> http)
        : base(settings.Id, http)
    {
        Settings = settings;
        AttachmentTypes =
            [.. settings.Vision ? OpenAIModelSettings.VisionTypes : [], .. settings.Audio ? OpenAIModelSettings.AudioTypes : []];
    }

    /// <inheritdoc/>
    public override string? NeedsKey => Settings.NeedsKey;

    /// <inheritdoc/>
    public override string? KeyEnvironmentVariable => "OPENAI_API_KEY";

    /// <inheritdoc/>
    public override bool CanStream => Settings.CanStream;

    /// <inheritdoc/>
    public override bool SupportsSchema => Settings.SupportsSchema;

    /// <inheritdoc/>
    public override bool SupportsTools => Settings.SupportsTools;

    /// <inheritdoc/>
    public override bool SupportsToolChoice => Settings.SupportsTools;

    /// <inheritdoc/>
    public override bool SupportsExtraBody => true;

    /// <inheritdoc/>
    public override IReadOnlyCollection<string> AttachmentTypes { get; }

    /// <inheritdoc/>
    public override ModelOrigin Origin => Settings.Origin;

    /// <summary>The properties of the model.</summary>
    protected OpenAIModelSettings Settings { get; }
}
