using System.Text.Json;
using System.Text.Json.Nodes;
using Llm.Json;
using Llm.Providers.Http;

namespace Llm.Providers.Gemini;

/// <summary>An embedding model of the Gemini API.</summary>
/// <remarks>
/// No task is sent, neither for what is searched nor for what is searched in: llm-gemini sends none, so that vectors of one collection can
/// be compared whichever tool made them, and gemini-embedding-2 has no such member (ai.google.dev/gemini-api/docs/embeddings).
/// </remarks>
/// <param name="id">The id by which users choose the model.</param>
/// <param name="name">The name in paths.</param>
/// <param name="dimensions">The number of dimensions of the vectors; null for the model's own.</param>
/// <param name="inputLimit">The most tokens of a text.</param>
/// <param name="address">Where the interface is.</param>
/// <param name="http">Returns the client; called for each request.</param>
internal sealed class GeminiEmbeddingModel(
    string id, string name, int? dimensions, int inputLimit, GeminiAddress address, Func<HttpClient> http)
    : EmbeddingModel(id)
{
    /// <summary>The model whose shortened vectors are not of length 1.</summary>
    private const string Unscaled = "gemini-embedding-001";

    public override string NeedsKey => GeminiAddress.KeyName;

    public override string KeyEnvironmentVariable => GeminiAddress.KeyVariable;

    public override bool IsListedWithoutKey => false;

    /// <summary>As in llm-gemini.</summary>
    public override int BatchSize => 20;

    public override int? InputLimit => inputLimit;

    public override ModelOrigin Origin => address.Origin(name);

    /// <summary>Registers the models of llm-gemini 0.33, in its order.</summary>
    public static void Register(EmbeddingModelRegistry models, GeminiAddress address, Func<HttpClient> http)
    {
        AddAll("gemini-embedding-2", 8192);
        AddAll(Unscaled, 2048);

        void AddAll(string name, int limit)
        {
            models.Add(new GeminiEmbeddingModel(name, name, null, limit, address, http));
            models.Add(new GeminiEmbeddingModel(name + "-768", name, 768, limit, address, http));
            models.Add(new GeminiEmbeddingModel(name + "-1536", name, 1536, limit, address, http));
        }
    }

    protected override async Task<IReadOnlyList<ReadOnlyMemory<float>>> EmbedBatchAsync(
        IReadOnlyList<string> texts, string? key, CancellationToken cancellationToken)
    {
        var requests = new JsonArray();
        foreach (var text in texts) requests.AddNode(ToRequest(text));
        var resolved = ApiKeys.Resolve(Services.Keys, key, NeedsKey, KeyEnvironmentVariable);
        var request = address.Request(name, "batchEmbedContents", new JsonObject { ["requests"] = requests }, resolved);
        var answer = await new ProviderClient(http, Services).AskAsync(request, resolved, cancellationToken);
        return Read(answer, texts.Count);
    }

    /// <summary>One text; several texts in one content would get one vector together.</summary>
    private JsonObject ToRequest(string text)
    {
        var request = new JsonObject
        {
            ["content"] = new JsonObject { ["parts"] = new JsonArray(new JsonObject { ["text"] = text }), ["role"] = "user" },
            ["model"] = "models/" + name,
        };
        if (dimensions is not null) request["outputDimensionality"] = dimensions;
        return request;
    }

    private ReadOnlyMemory<float>[] Read(JsonElement answer, int count)
    {
        var vectors = new ReadOnlyMemory<float>[count];
        var read = 0;
        foreach (var item in answer.Items("embeddings"))
        {
            if (read < count) vectors[read] = Scaled(VectorReading.Numbers(item, "values"));
            read++;
        }

        return read == count ? vectors : throw VectorReading.WrongCount(read, count);
    }

    /// <summary>A vector of length 1, as the model's own are.</summary>
    private float[] Scaled(float[] vector)
    {
        if (dimensions is null || name != Unscaled) return vector;
        var square = 0.0;
        foreach (var number in vector) square += (double)number * number;
        var length = Math.Sqrt(square);
        if (length == 0) return vector;
        for (var i = 0; i < vector.Length; i++) vector[i] = (float)(vector[i] / length);
        return vector;
    }
}
