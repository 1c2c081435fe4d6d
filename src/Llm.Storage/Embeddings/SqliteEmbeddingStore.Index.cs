using Llm.Storage.Embeddings.Vectors;

namespace Llm.Storage.Embeddings;

/// <content>Makes and removes the files that searches read.</content>
public sealed partial class SqliteEmbeddingStore
{
    /// <summary>
    /// Makes the file that searches of a collection read, unless it is up to date. Searches do so themselves, and return the same entries
    /// with and without it.
    /// </summary>
    /// <param name="collectionId">The collection.</param>
    /// <param name="cancellationToken">Stops the work; no file is left then.</param>
    /// <returns>The file; null if the collection is too small for one, or the file cannot be written.</returns>
    /// <exception cref="LlmException">The database cannot be read.</exception>
    public Task<EmbeddingIndex?> MakeIndexAsync(long collectionId, CancellationToken cancellationToken = default) => Read(
        () =>
        {
            if (index.Open(collectionId, cancellationToken) is not { } file) return null;
            return new EmbeddingIndex(VectorIndex.PathOf(Path, collectionId), file.Count + file.OddCount, file.Size);
        },
        cancellationToken);

    /// <summary>
    /// Removes the file that searches of a collection read; returns whether there was one. The next search makes it again.
    /// </summary>
    /// <exception cref="ObjectDisposedException">The store is disposed.</exception>
    public Task<bool> DropIndexAsync(long collectionId, CancellationToken cancellationToken = default) =>
        Run(() => index.Drop(collectionId), cancellationToken);
}
