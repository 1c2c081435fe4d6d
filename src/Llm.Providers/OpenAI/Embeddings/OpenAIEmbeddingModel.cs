using System.Text.Json.Nodes;

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
    public override string? KeyEnvironmentVariable => settings.KeyVariable;

    /// <inheritdoc/>
    public override bool IsListedWithoutKey => settings.IsListedWithoutKey;

    /// <inheritdoc/>
    public override int BatchSize => embedding.BatchSize;

    /// <inheritdoc/>
    public override int? InputLimit => embedding.InputLimit;

    /// <inheritdoc/>
    public override ModelOrigin Origin => settings.Origin;

    /// <inheritdoc/>
    public override string ToString() => settings.Label ?? base.ToString();

    /// <inheritdoc/>
    public override async Task<ReadOnlyMemory<float>> EmbedQueryAsync(
        string text, string? key = null, CancellationToken cancellationToken = default) => embedding.SendQuery is { } members
        ? (await AskAsync([text], members, key, cancellationToken))[0]
        : await base.EmbedQueryAsync(text, key, cancellationToken);

    /// <inheritdoc/>
    protected override Task<IReadOnlyList<ReadOnlyMemory<float>>> EmbedBatchAsync(
        IReadOnlyList<string> texts, string? key, CancellationToken cancellationToken) =>
        AskAsync(texts, embedding.Send, key, cancellationToken);

    /// <summary>Asks for the vectors of a batch, which no observer is notified of.</summary>
    /// <param name="texts">The texts.</param>
    /// <param name="members">Further members of the request; null for none.</param>
    /// <param name="key">An API key, or the name of a stored one, in place of the model's own.</param>
    /// <param name="cancellationToken">Stops the request.</param>
    internal async Task<IReadOnlyList<ReadOnlyMemory<float>>> AskAsync(
        IReadOnlyList<string> texts, JsonObject? members, string? key, CancellationToken cancellationToken)
    {
        var body = new JsonObject
        {
            ["input"] = new JsonArray([.. texts.Select(text => JsonValue.Create(text))]),
            ["model"] = settings.WireName,
        };
        if (embedding.Dimensions is not null) body["dimensions"] = embedding.Dimensions;
        if (embedding.Base64) body["encoding_format"] = "base64";
        foreach (var (name, value) in members ?? []) body[name] = value?.DeepClone();
        return EmbeddingAnswer.Read(
            await settings.AskAsync("embeddings", body, http, Services, key, cancellationToken), texts.Count);
    }
}
