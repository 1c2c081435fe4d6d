using Llm.Embeddings.Chunking;

namespace Llm;

/// <content>Embeds many items.</content>
public sealed partial class Collection
{
    /// <inheritdoc cref="EmbedManyAsync(IAsyncEnumerable{CollectionItem}, EmbedManyOptions?, CancellationToken)"/>
    public Task<EmbedReport> EmbedManyAsync(
        IEnumerable<CollectionItem> items, EmbedManyOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(items);
        return EmbedManyAsync(items.ToAsyncEnumerable(), options, cancellationToken);
    }

    /// <summary>Embeds any number of items, which are read as a stream, and stores their vectors.</summary>
    /// <remarks>
    /// <para>
    /// Several batches are embedded at once, and each is stored in a transaction of its own as soon as it has its vectors. So whatever ends
    /// the work, finished batches are kept, and calling it again with the same items embeds only the rest: items that the collection has
    /// with the same ID and content are skipped, and equal contents are sent to the model once.
    /// </para>
    /// <para>
    /// An item that the model refuses does not stop the others. It is reported, and recorded in the store for
    /// <see cref="EmbedManyOptions.OnlyFailed"/>. Other errors, such as a wrong key, stop the work after the batches under way.
    /// </para>
    /// <para>
    /// With <see cref="EmbedManyOptions.ChunkSize"/>, each text becomes entries for its chunks, with the IDs <c>ID#1</c>, <c>ID#2</c> and
    /// so on. At the end, chunks that a document does not have any more are deleted, as is the entry of the whole document, if all of its
    /// chunks are stored.
    /// </para>
    /// </remarks>
    /// <param name="items">The items.</param>
    /// <param name="options">The options; null for the defaults.</param>
    /// <param name="cancellationToken">Stops the work.</param>
    /// <exception cref="LlmException">
    /// The model cannot be used, its vectors have another number of dimensions than those of the collection, or, with
    /// <see cref="EmbedManyOptions.Strict"/>, an ID occurs twice.
    /// </exception>
    public async Task<EmbedReport> EmbedManyAsync(
        IAsyncEnumerable<CollectionItem> items, EmbedManyOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(items);
        options ??= new EmbedManyOptions();
        ArgumentOutOfRangeException.ThrowIfLessThan(options.BatchSize ?? 1, 1, nameof(options));
        ArgumentOutOfRangeException.ThrowIfLessThan(options.Parallel, 1, nameof(options));
        ArgumentOutOfRangeException.ThrowIfLessThan(options.ChunkSize ?? 1, 1, nameof(options));
        ArgumentOutOfRangeException.ThrowIfNegative(options.ChunkOverlap, nameof(options));
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(options.ChunkOverlap, options.ChunkSize ?? int.MaxValue, nameof(options));
        var chunks = options.ChunkSize is { } size ? new ChunkedItems(size, options.ChunkOverlap, options.ChunkPrefix) : null;
        var embedder = new BatchEmbedder(Model, this.options.Key, options);
        using var run = new EmbeddingRun(this, store, embedder, options);
        var report = await run.RunAsync(chunks is null ? items : chunks.ReadAsync(items, cancellationToken), cancellationToken);
        if (chunks is not null) await DeleteStaleAsync(chunks, cancellationToken);
        return report;
    }
}
