using System.Text.Json.Nodes;
using Llm.Json;

namespace Llm.Providers.Dify.Python;

/// <summary>A model that sorts texts and that the Python code of its package runs.</summary>
/// <param name="runner">Runs the code.</param>
/// <param name="use">The model.</param>
/// <remarks>Scores are passed on as the code returns them; Dify's base class for compatible servers changes their range.</remarks>
internal sealed class PythonRerankModel(PythonRunner runner, PackageModelUse use) : RerankModel(use.Id)
{
    public override bool IsListedWithoutKey => use.IsListed;

    public override string? NeedsKey => use.KeyName(Services);

    public override string ToString() => use.Label;

    protected override async Task<IReadOnlyList<RankedDocument>> RankAsync(
        RerankRequest request, string? key, CancellationToken cancellationToken)
    {
        var documents = new JsonArray();
        foreach (var document in request.Documents) documents.AddNode(document);
        var top = request.Top is { } wanted ? Math.Min(wanted, request.Documents.Count) : (int?)null;
        var answer = await runner.AskAsync(
            "invoke_rerank",
            use,
            Services,
            key,
            [
                KeyValuePair.Create("query", (JsonNode?)request.Query),
                KeyValuePair.Create("docs", (JsonNode?)documents),
                KeyValuePair.Create("score_threshold", (JsonNode?)null),
                KeyValuePair.Create("top_n", (JsonNode?)top),
            ],
            cancellationToken);
        var ranked = new List<RankedDocument>();
        foreach (var document in answer.Items("docs"))
        {
            if (document.Integer("index") is not { } index || !document.TryGetProperty("score", out var score)
                || !PythonNumbers.TryRead(score, out var number))
                throw PythonRunner.NoAnswer(use, answer);
            ranked.Add(new RankedDocument(index, number));
        }

        return ranked;
    }
}
