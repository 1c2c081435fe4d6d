using Llm.Providers.Http;

namespace Llm.Providers.Gemini;

/// <summary>A model of the Gemini API.</summary>
internal sealed class GeminiModel : HttpModel
{
    private readonly GeminiAddress address;

    /// <summary>Creates the model.</summary>
    /// <param name="id">The id by which users choose the model.</param>
    /// <param name="name">The name in paths.</param>
    /// <param name="features">What the model can do.</param>
    /// <param name="address">Where the interface is.</param>
    /// <param name="http">Returns the client; called when a prompt runs.</param>
    public GeminiModel(string id, string name, GeminiFeatures features, GeminiAddress address, Func<HttpClient> http)
        : base(id, http)
    {
        Name = name;
        Features = features;
        this.address = address;
    }

    /// <summary>The name in paths.</summary>
    public string Name { get; }

    /// <summary>What the model can do.</summary>
    public GeminiFeatures Features { get; }

    public override string NeedsKey => GeminiAddress.KeyName;

    public override string KeyEnvironmentVariable => GeminiAddress.KeyVariable;

    public override IReadOnlyList<string> KeyEnvironmentVariables => GeminiAddress.KeyVariables;

    public override bool IsListedWithoutKey => false;

    public override bool SupportsSchema => true;

    public override bool SupportsTools => true;

    public override bool SupportsToolChoice => true;

    public override bool SupportsExtraBody => true;

    public override IReadOnlyCollection<string> AttachmentTypes => GeminiAttachments.Types;

    // Start-up: made when they are first asked for.
    public override IReadOnlyList<ModelOption> Options => field ??= GeminiOptions.For(Features);

    public override IReadOnlyList<ServerSideToolType> ServerSideTools => field ??= GeminiServerTools.For(Features);

    public override ModelOrigin Origin => address.Origin(Name);

    /// <summary>The model that the server knows by another name, which may be written as an id or as in paths of the interface.</summary>
    public override Model WithName(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        var bare = name[(name.LastIndexOf('/') + 1)..];
        return new GeminiModel($"gemini/{bare}", bare, Features, address, Http) { Services = Services };
    }

    /// <summary>The label of llm-gemini.</summary>
    public override string ToString() => $"GeminiPro: {Id}";

    protected internal override async Task<ProviderRequest> CreateRequestAsync(
        Prompt prompt, ModelContext context, CancellationToken cancellationToken)
    {
        var body = await GeminiRequest.CreateAsync(prompt, this, cancellationToken);
        var method = context.Stream ? "streamGenerateContent?alt=sse" : "generateContent";
        return address.Request(Name, method, body, context.Key) with
        {
            Stream = context.Stream ? StreamFormat.ServerSentEvents : null,
            IdleTimeout = GeminiRequest.Timeout(prompt),
        };
    }

    protected internal override AnswerReader CreateReader(Prompt prompt, ModelContext context) => new GeminiReader(context);
}
