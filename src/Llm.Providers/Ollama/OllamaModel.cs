using System.Text.Json;
using Llm.Providers.Http;

namespace Llm.Providers.Ollama;

/// <summary>A model of an Ollama server.</summary>
internal sealed class OllamaModel : HttpModel
{
    /// <summary>The types of llm-ollama.</summary>
    private static readonly string[] Images = ["image/png", "image/jpeg", "image/webp", "image/gif"];

    private readonly OllamaAddress address;
    private readonly OllamaCapabilities capabilities;

    /// <summary>Creates the model.</summary>
    /// <param name="id">The id by which users choose the model, which is the server's name too.</param>
    /// <param name="capabilities">What the model can do.</param>
    /// <param name="address">Where the server is.</param>
    /// <param name="http">Returns the client; called when a prompt runs.</param>
    public OllamaModel(string id, OllamaCapabilities capabilities, OllamaAddress address, Func<HttpClient> http)
        : base(id, http)
    {
        this.capabilities = capabilities;
        this.address = address;
    }

    /// <summary>No function gets to see them. There is no key by default.</summary>
    public override IReadOnlyList<string> KeyEnvironmentVariables =>
        [OllamaAddress.KeyVariable, OllamaAddress.HeadersVariable, OllamaAddress.HostVariable];

    public override bool SupportsSchema => true;

    public override bool SupportsTools => Can(OllamaCapabilities.Tools);

    public override bool SupportsExtraBody => true;

    public override IReadOnlyCollection<string> AttachmentTypes => Can(OllamaCapabilities.Vision) ? Images : [];

    public override IReadOnlyList<ModelOption> Options => OllamaOptions.All;

    public override ModelOrigin Origin => address.Origin(Id);

    /// <summary>The model that the server knows by another name.</summary>
    public override Model WithName(string name) => new OllamaModel(name, capabilities, address, Http) { Services = Services };

    /// <summary>The label of llm-ollama.</summary>
    public override string ToString() => $"Ollama: {Id}";

    protected internal override async Task<ProviderRequest> CreateRequestAsync(
        Prompt prompt, ModelContext context, CancellationToken cancellationToken)
    {
        if (!Can(OllamaCapabilities.Thinking) && prompt.Options["think"] is { } think && think.GetValueKind() != JsonValueKind.False)
            throw new LlmException($"{Id} does not think: leave out the option 'think', or choose another model (llm ollama list).");
        var body = await OllamaRequest.CreateAsync(prompt, Id, context.Stream, Http, cancellationToken);
        return address.Request("/api/chat", body) with { Stream = context.Stream ? StreamFormat.JsonLines : null };
    }

    protected internal override AnswerReader CreateReader(Prompt prompt, ModelContext context) => new OllamaReader(context);

    private bool Can(OllamaCapabilities wanted) => capabilities == OllamaCapabilities.Unknown || capabilities.HasFlag(wanted);
}
