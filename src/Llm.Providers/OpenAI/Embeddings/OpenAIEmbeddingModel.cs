using System.Text.Json.Nodes;
using Llm.Providers.Http;

namespace Llm.Providers.OpenAI.Embeddings;

/// <summary>A model of OpenAI's embeddings interface.</summary>
public sealed class OpenAIEmbeddingModel : EmbeddingModel
{
    /// <summary>The most tokens of a text that OpenAI's models take.</summary>
    private const int OpenAILimit = 8191;

    private readonly OpenAIModelSettings settings;
    private readonly EmbeddingSettings embedding;
    private readonly Func<HttpClient> http;

    /// <summary>Creates one of OpenAI's own models.</summary>
    /// <param name="id">The id by which users choose the model.</param>
    /// <param name="name">The name in requests.</param>
    /// <param name="dimensions">The number of dimensions of the vectors; null for the model's default.</param>
    /// <param name="http">Returns the client; called for each request.</param>
    public OpenAIEmbeddingModel(string id, string name, int? dimensions, Func<HttpClient> http)
        : this(
            new OpenAIModelSettings { Id = id, Name = name },
            new EmbeddingSettings { Dimensions = dimensions, InputLimit = OpenAILimit, Base64 = true },
            http)
    {
    }

    internal OpenAIEmbeddingModel(OpenAIModelSettings settings, EmbeddingSettings embedding, Func<HttpClient> http)
        : base(settings.Id)
    {
        this.settings = settings;
        this.embedding = embedding;
        this.http = http;
    }

    /// <inheritdoc/>
    public override string? NeedsKey => settings.NeedsKey;

    /// <inheritdoc/>
    public override string KeyEnvironmentVariable => "OPENAI_API_KEY";

    /// <inheritdoc/>
    public override int BatchSize => embedding.BatchSize;

    /// <inheritdoc/>
    public override int? InputLimit => embedding.InputLimit;

    /// <inheritdoc/>
    public override ModelOrigin Origin => settings.Origin;

    /// <inheritdoc/>
    protected override async Task<IReadOnlyList<ReadOnlyMemory<float>>> EmbedBatchAsync(
        IReadOnlyList<string> texts, string? key, CancellationToken cancellationToken)
    {
        var body = new JsonObject
        {
            ["input"] = new JsonArray([.. texts.Select(text => JsonValue.Create(text))]),
            ["model"] = settings.WireName,
        };
        if (embedding.Dimensions is not null) body["dimensions"] = embedding.Dimensions;
        if (embedding.Base64) body["encoding_format"] = "base64";
        var resolved = NeedsKey is null ? key : ApiKeys.Resolve(Services.Keys, key, NeedsKey, KeyEnvironmentVariable);
        var request = settings.Request("embeddings", body, resolved, stream: false);
        var answer = await new ProviderClient(http, Services).AskAsync(request, resolved, cancellationToken);
        return EmbeddingAnswer.Read(answer, texts.Count);
    }
}
