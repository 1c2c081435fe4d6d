using System.Text.Json;
using System.Text.Json.Nodes;
using Llm.Json;
using Llm.Providers.Http;
using Llm.Providers.OpenAI;

namespace Llm.Providers.Rerank;

/// <summary>
/// A model of the interface <c>/rerank</c>, which Cohere (docs.cohere.com/reference/rerank), Jina (api.jina.ai/openapi.json), Together AI,
/// OpenRouter and servers for open models have in common.
/// </summary>
/// <param name="settings">The names, the address before <c>/rerank</c>, and the key.</param>
/// <param name="members">
/// Further members of each request, such as <c>return_documents</c>, which Cohere's second version does not have; null for none.
/// </param>
/// <param name="http">Returns the client; called for each attempt.</param>
internal sealed class RerankServerModel(OpenAIModelSettings settings, JsonObject? members, Func<HttpClient> http)
    : RerankModel(settings.Id)
{
    public override string? NeedsKey => settings.NeedsKey;

    public override string? KeyEnvironmentVariable => settings.KeyVariable;

    public override bool IsListedWithoutKey => settings.IsListedWithoutKey;

    public override string ToString() => settings.Label ?? base.ToString();

    protected override async Task<IReadOnlyList<RankedDocument>> RankAsync(
        RerankRequest request, string? key, CancellationToken cancellationToken)
    {
        var documents = new JsonArray();
        foreach (var document in request.Documents) documents.AddNode(document);
        var body = new JsonObject { ["model"] = settings.WireName, ["query"] = request.Query, ["documents"] = documents };
        if (request.Top is { } top) body["top_n"] = Math.Min(top, request.Documents.Count);
        foreach (var (name, value) in members ?? []) body[name] = value?.DeepClone();
        return Read(await settings.AskAsync("rerank", body, http, Services, key, cancellationToken));
    }

    private static List<RankedDocument> Read(JsonElement answer)
    {
        var ranked = new List<RankedDocument>();
        if (answer.ValueKind != JsonValueKind.Object || !answer.TryGetProperty("results", out var results)
            || results.ValueKind != JsonValueKind.Array)
            throw ProviderErrors.NoAnswer(answer);
        foreach (var result in results.EnumerateArray())
        {
            if (result.Position("index") is not { } index || (result.Number("relevance_score") ?? result.Number("score")) is not { } score)
                throw ProviderErrors.NoAnswer(answer);
            ranked.Add(new RankedDocument(index, score));
        }

        return ranked;
    }
}
