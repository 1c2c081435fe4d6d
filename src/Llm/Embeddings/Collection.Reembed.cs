namespace Llm;

/// <content>Embeds a collection again with another model.</content>
public sealed partial class Collection
{
    /// <summary>
    /// Embeds all entries again with another model, which becomes the model of the collection. The collection changes in one step at the
    /// end; until then, and if the work is interrupted, it keeps its vectors and its model.
    /// </summary>
    /// <remarks>
    /// The new vectors are kept in the store until then, so that calling the method again with the same model continues where it stopped.
    /// Open the collection again to use it afterwards.
    /// </remarks>
    /// <param name="newModel">The model.</param>
    /// <param name="options">
    /// The options; null for the defaults. <see cref="EmbedManyOptions.Store"/>, <see cref="EmbedManyOptions.Strict"/> and
    /// <see cref="EmbedManyOptions.OnlyFailed"/> have no effect.
    /// </param>
    /// <param name="cancellationToken">Stops the work.</param>
    /// <returns>What became of the entries. If some could not be embedded, the collection has not changed.</returns>
    /// <exception cref="LlmException">Entries lack their text or bytes, and nothing was done, or the model cannot be used.</exception>
    public async Task<EmbedReport> ReembedAsync(
        EmbeddingModel newModel, EmbedManyOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(newModel);
        var id = Id ?? throw new LlmException($"The collection {Name} does not exist.");
        options ??= new EmbedManyOptions();
        var state = await store.BeginReplacementAsync(id, newModel.Id, cancellationToken);
        if (state.WithoutContent > 0)
        {
            throw new LlmException(
                $"{state.WithoutContent} of {state.Entries} entries of {Name} have no stored text, such as "
                + $"{state.ExampleWithoutContent}, so they cannot be embedded again. "
                + "Embed them once more with --store and the old model, or delete them.");
        }

        var embedder = new BatchEmbedder(newModel, this.options.Key, options);
        var failures = new List<EmbedFailure>();
        var made = 0L;
        do
        {
            string? last = null;
            while (await NextAsync(id, last, embedder, options.Parallel, cancellationToken) is { Count: > 0 } page)
            {
                last = page[^1].Item.Id;
                made += page.Count(work => work.Vector is not null);
                failures.AddRange(page.Where(work => work.Error is not null).Select(work => new EmbedFailure(work.Item.Id, work.Error!)));
                var done = state.Replaced + made;
                options.Progress?.Report(new EmbedProgress(done + failures.Count, done, 0, failures.Count));
            }
        }
        while (failures.Count == 0 && !await store.FinishReplacementAsync(id, newModel.Id, cancellationToken));
        return new EmbedReport(made, state.Replaced, failures);
    }

    /// <summary>Embeds the next entries that have no new vector, several batches at once, and keeps their vectors in the store.</summary>
    private async Task<List<EmbeddingWork>> NextAsync(
        long id, string? afterId, BatchEmbedder embedder, int parallel, CancellationToken cancellationToken)
    {
        var entries = await store.ReadUnreplacedAsync(id, afterId, embedder.BatchSize * parallel, cancellationToken);
        var works = entries.Select(entry => new EmbeddingWork(entry.Text is { } text
            ? new CollectionItem(entry.Id, text) : new CollectionItem(entry.Id, entry.Bytes ?? default))).ToList();
        var batches = works.GroupBy(work => work.Item.Text is null).SelectMany(kind => kind.Chunk(embedder.BatchSize));
        try
        {
            // The model may compute the vectors itself, on the calling thread.
            await Task.WhenAll(batches.Select(
                batch => Task.Run(() => embedder.EmbedAsync(batch, cancellationToken), CancellationToken.None)));
        }
        finally
        {
            var vectors = works.Where(work => work.Vector is not null).Select(work => new StoredEmbedding
            {
                Id = work.Item.Id,
                Vector = work.Vector!.Value,
                ContentHash = work.Hash,
            }).ToList();
            // They have been paid for.
            if (vectors.Count > 0) await store.SaveReplacementAsync(id, embedder.Model.Id, vectors, CancellationToken.None);
        }

        return works;
    }
}
