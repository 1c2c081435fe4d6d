using System.Globalization;
using Llm.Providers.Http;

namespace Llm.Providers.Dify;

/// <summary>A model that turns texts into vectors and that an invoker runs.</summary>
/// <param name="model">The model.</param>
/// <param name="invoker">Runs it.</param>
internal sealed class InvokedEmbeddingModel(InvokedModel model, TextEmbeddingInvoker invoker) : EmbeddingModel(model.Id)
{
    public override string? NeedsKey => model.KeyName(Services);

    public override bool IsListedWithoutKey => false;

    /// <summary>One text at a time where the package gives no number, as in Dify.</summary>
    public override int BatchSize => Number("max_chunks") ?? 1;

    public override int? InputLimit => Number("context_size");

    public override ModelOrigin Origin => model.Origin;

    public override string ToString() => model.Label;

    public override async Task<ReadOnlyMemory<float>> EmbedQueryAsync(
        string text, string? key = null, CancellationToken cancellationToken = default) =>
        (await AskAsync([text], isQuery: true, key, cancellationToken))[0];

    protected override Task<IReadOnlyList<ReadOnlyMemory<float>>> EmbedBatchAsync(
        IReadOnlyList<string> texts, string? key, CancellationToken cancellationToken) =>
        AskAsync(texts, isQuery: false, key, cancellationToken);

    private async Task<IReadOnlyList<ReadOnlyMemory<float>>> AskAsync(
        IReadOnlyList<string> texts, bool isQuery, string? key, CancellationToken cancellationToken)
    {
        var call = model.Call(Services, key);
        var vectors = await model.RunAsync(
            invoker, call, () => invoker.InvokeAsync(call, texts, isQuery, cancellationToken), cancellationToken);
        return vectors.Count == texts.Count ? vectors : throw VectorReading.WrongCount(vectors.Count, texts.Count);
    }

    private int? Number(string name) =>
        int.TryParse(model.Description.Property(name)?.ToString(), NumberStyles.Integer, CultureInfo.InvariantCulture, out var number)
            && number > 0 ? number : null;
}
