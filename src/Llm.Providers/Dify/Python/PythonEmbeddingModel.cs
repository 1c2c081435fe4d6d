using System.Text.Json.Nodes;
using Llm.Json;
using Llm.Providers.Http;

namespace Llm.Providers.Dify.Python;

/// <summary>A model that turns texts into vectors and that the Python code of its package runs.</summary>
/// <param name="runner">Runs the code.</param>
/// <param name="use">The model.</param>
internal sealed class PythonEmbeddingModel(PythonRunner runner, PackageModelUse use) : EmbeddingModel(use.Id)
{
    public override bool IsListedWithoutKey => use.IsListed;

    public override string? NeedsKey => use.KeyName(Services);

    /// <summary>One text at a time where the package gives no number, as in Dify.</summary>
    public override int BatchSize => use.Number("max_chunks") ?? 1;

    public override int? InputLimit => use.Number("context_size");

    public override ModelOrigin Origin => new(use.Entry.Name, use.Package.Name);

    public override string ToString() => use.Label;

    public override async Task<ReadOnlyMemory<float>> EmbedQueryAsync(
        string text, string? key = null, CancellationToken cancellationToken = default) =>
        (await AskAsync([text], "query", key, cancellationToken))[0];

    protected override Task<IReadOnlyList<ReadOnlyMemory<float>>> EmbedBatchAsync(
        IReadOnlyList<string> texts, string? key, CancellationToken cancellationToken) =>
        AskAsync(texts, "document", key, cancellationToken);

    private async Task<IReadOnlyList<ReadOnlyMemory<float>>> AskAsync(
        IReadOnlyList<string> texts, string inputType, string? key, CancellationToken cancellationToken)
    {
        var sent = new JsonArray();
        foreach (var text in texts) sent.AddNode(text);
        var answer = await runner.AskAsync(
            "invoke_text_embedding",
            use,
            Services,
            key,
            [KeyValuePair.Create("texts", (JsonNode?)sent), KeyValuePair.Create("input_type", (JsonNode?)inputType)],
            cancellationToken);
        var vectors = new List<ReadOnlyMemory<float>>(texts.Count);
        foreach (var vector in answer.Items("embeddings")) vectors.Add(VectorReading.Numbers(vector));
        return vectors.Count == texts.Count ? vectors : throw VectorReading.WrongCount(vectors.Count, texts.Count);
    }
}
