using System.Text.Json;
using System.Text.Json.Nodes;
using Llm.Json;
using Llm.Providers.Http;

namespace Llm.Providers.OpenAI.Embeddings;

/// <summary>A model of OpenAI's embeddings interface.</summary>
/// <param name="id">The id by which users choose the model.</param>
/// <param name="name">The name in requests.</param>
/// <param name="dimensions">The number of dimensions of the vectors; null for the model's default.</param>
/// <param name="http">Returns the client; called for each request.</param>
public sealed class OpenAIEmbeddingModel(string id, string name, int? dimensions, Func<HttpClient> http) : EmbeddingModel(id)
{
    private readonly OpenAIModelSettings settings = new() { Id = id, Name = name };

    /// <inheritdoc/>
    public override string NeedsKey => "openai";

    /// <inheritdoc/>
    public override string KeyEnvironmentVariable => "OPENAI_API_KEY";

    /// <inheritdoc/>
    public override ModelOrigin Origin => settings.Origin;

    /// <inheritdoc/>
    protected override async Task<IReadOnlyList<ReadOnlyMemory<float>>> EmbedBatchAsync(
        IReadOnlyList<string> texts, string? key, CancellationToken cancellationToken)
    {
        var body = new JsonObject { ["input"] = new JsonArray([.. texts.Select(text => JsonValue.Create(text))]), ["model"] = name };
        if (dimensions is not null) body["dimensions"] = dimensions;
        var resolved = ApiKeys.Resolve(Services.Keys, key, NeedsKey, KeyEnvironmentVariable);
        var request = settings.Request("embeddings", body, resolved, stream: false);
        JsonElement answer;
        try
        {
            answer = await new ProviderClient(http, Services).SendAsync(request, cancellationToken);
            ProviderErrors.ThrowIfError(answer);
        }
        catch (LlmException ex) when (ProviderErrors.WithoutSecrets(ex, request, resolved) is { } clean)
        {
            throw clean;
        }

        var vectors = answer.Items("data").Select(item => ReadVector(item)).ToList();
        return vectors.Count == texts.Count
            ? vectors
            : throw new LlmException($"The server returned {vectors.Count} embeddings for {texts.Count} texts.");
    }

    private static ReadOnlyMemory<float> ReadVector(JsonElement item)
    {
        var values = item.Items("embedding").ToArray();
        return values.Length > 0 && values.All(value => value.ValueKind == JsonValueKind.Number)
            ? values.Select(value => (float)value.GetDouble()).ToArray()
            : throw new LlmException("The server returned an embedding that is not a list of numbers.");
    }
}
