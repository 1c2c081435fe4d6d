namespace Llm;

/// <summary>An embedding model of an installed plugin as the plugin described it when it was installed.</summary>
/// <param name="id">The id of the model.</param>
/// <param name="load">Loads the plugin and returns the model itself.</param>
internal sealed class DeferredEmbeddingModel(string id, Func<EmbeddingModel> load) : EmbeddingModel(id)
{
    private readonly Lazy<EmbeddingModel> loaded = new(load);

    /// <summary>The label of listings.</summary>
    public required string Label { get; init; }

    public required bool TakesText { get; init; }

    public required bool TakesBinary { get; init; }

    public required string? Key { get; init; }

    public override bool SupportsText => TakesText;

    public override bool SupportsBinary => TakesBinary;

    public override string? NeedsKey => Key;

    internal override EmbeddingModel Loaded => loaded.Value;

    public override string ToString() => Label;

    public override Task<ReadOnlyMemory<float>> EmbedQueryAsync(
        string text, string? key = null, CancellationToken cancellationToken = default) =>
        Loaded.EmbedQueryAsync(text, key, cancellationToken);

    protected override Task<IReadOnlyList<ReadOnlyMemory<float>>> EmbedBatchAsync(
        IReadOnlyList<string> texts, string? key, CancellationToken cancellationToken) =>
        Loaded.EmbedAsync(texts, key, cancellationToken);
}
