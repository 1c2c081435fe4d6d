using System.Text.Json.Nodes;

namespace Llm;

/// <summary>Stores collections of embeddings: their entries and, for each, a vector. It knows nothing about models.</summary>
/// <remarks>
/// A store is thread-safe. Every operation throws <see cref="LlmException"/> if the database cannot be read or written, and nothing has
/// been written then. A collection is used through <see cref="Collection"/>.
/// </remarks>
public abstract class EmbeddingStore : IAsyncDisposable
{
    /// <summary>Lists the collections by name.</summary>
    public abstract Task<IReadOnlyList<CollectionInfo>> ListCollectionsAsync(CancellationToken cancellationToken = default);

    /// <summary>Finds a collection by its name; returns null if there is none.</summary>
    public abstract Task<CollectionInfo?> FindCollectionAsync(string name, CancellationToken cancellationToken = default);

    /// <summary>Creates a collection; returns the existing one if another program was faster.</summary>
    public abstract Task<CollectionInfo> CreateCollectionAsync(
        string name, string modelId, CancellationToken cancellationToken = default);

    /// <summary>Deletes a collection with its entries.</summary>
    public abstract Task DeleteCollectionAsync(long collectionId, CancellationToken cancellationToken = default);

    /// <summary>Counts the entries of a collection.</summary>
    public abstract Task<long> CountAsync(long collectionId, CancellationToken cancellationToken = default);

    /// <summary>Reads the entries with these IDs, in no particular order; IDs without an entry are left out.</summary>
    public abstract Task<IReadOnlyList<StoredEmbedding>> ReadAsync(
        long collectionId, IReadOnlyCollection<string> ids, CancellationToken cancellationToken = default);

    /// <summary>
    /// Reads up to <paramref name="number"/> entries in the order of their IDs (by code point), beginning after an ID, so that a collection
    /// of any size can be read in pages.
    /// </summary>
    /// <param name="collectionId">The collection.</param>
    /// <param name="afterId">The last ID of the page before; null for the first page.</param>
    /// <param name="number">The size of the page.</param>
    /// <param name="cancellationToken">Cancels the operation.</param>
    public abstract Task<IReadOnlyList<StoredEmbedding>> ReadPageAsync(
        long collectionId, string? afterId, int number, CancellationToken cancellationToken = default);

    /// <summary>Finds the IDs of entries that begin with one of these texts, which are compared exactly.</summary>
    public abstract Task<IReadOnlyList<string>> FindIdsAsync(
        long collectionId, IReadOnlyCollection<string> prefixes, CancellationToken cancellationToken = default);

    /// <summary>Looks up what a collection knows about items; the results are in the order of the keys.</summary>
    public abstract Task<IReadOnlyList<KnownContent>> FindKnownAsync(
        long collectionId, IReadOnlyList<ContentKey> keys, CancellationToken cancellationToken = default);

    /// <summary>
    /// Returns why the store cannot keep an entry with this ID and text, in a sentence for people; null if it can, which is the default.
    /// It does not ask the database, so that an item is refused before a model is paid for it.
    /// </summary>
    /// <param name="id">The ID.</param>
    /// <param name="text">The text; null if it is not stored.</param>
    public virtual string? FindProblem(string id, string? text) => null;

    /// <summary>Stores entries in one transaction; an entry with the same ID is replaced.</summary>
    /// <exception cref="LlmException">
    /// The collection does not exist any more, a vector has another number of dimensions than those of the collection, or there is a
    /// <see cref="FindProblem">problem</see> with an entry.
    /// </exception>
    public abstract Task SaveAsync(
        long collectionId, IReadOnlyList<StoredEmbedding> entries, CancellationToken cancellationToken = default);

    /// <summary>Changes the metadata of an entry; returns false if there is no such entry.</summary>
    public abstract Task<bool> SetMetadataAsync(
        long collectionId, string id, JsonObject? metadata, CancellationToken cancellationToken = default);

    /// <summary>Deletes entries; returns how many there were.</summary>
    public abstract Task<int> DeleteAsync(
        long collectionId, IReadOnlyCollection<string> ids, CancellationToken cancellationToken = default);

    /// <summary>
    /// Finds the entries that are most similar to a vector, the most similar first, then by ID. Entries without a score come last.
    /// </summary>
    public abstract Task<IReadOnlyList<CollectionEntry>> FindNearestAsync(
        long collectionId, ReadOnlyMemory<float> vector, NearestOptions? options = null, CancellationToken cancellationToken = default);

    /// <summary>Records that items could not be embedded. Storing an entry with the same ID removes the record.</summary>
    public abstract Task RecordFailuresAsync(
        long collectionId, IReadOnlyList<EmbedFailure> failures, CancellationToken cancellationToken = default);

    /// <summary>Returns the recorded failures of a collection, by ID.</summary>
    public abstract Task<IReadOnlyList<EmbedFailure>> ListFailuresAsync(long collectionId, CancellationToken cancellationToken = default);

    /// <summary>
    /// Prepares to replace all vectors of a collection by those of another model. New vectors of an interrupted run with the same model are
    /// kept, and those of another model are dropped.
    /// </summary>
    /// <exception cref="NotSupportedException">The store cannot replace vectors.</exception>
    public virtual Task<ReplacementState> BeginReplacementAsync(
        long collectionId, string modelId, CancellationToken cancellationToken = default) => throw new NotSupportedException();

    /// <summary>Reads up to <paramref name="number"/> entries without a new vector, in the order of IDs, beginning after an ID.</summary>
    /// <exception cref="NotSupportedException">The store cannot replace vectors.</exception>
    public virtual Task<IReadOnlyList<StoredEmbedding>> ReadUnreplacedAsync(
        long collectionId, string? afterId, int number, CancellationToken cancellationToken = default) => throw new NotSupportedException();

    /// <summary>Keeps new vectors, with the hash of the content that they were made from, apart from the entries.</summary>
    /// <exception cref="NotSupportedException">The store cannot replace vectors.</exception>
    public virtual Task SaveReplacementAsync(
        long collectionId, string modelId, IReadOnlyList<StoredEmbedding> vectors, CancellationToken cancellationToken = default) =>
        throw new NotSupportedException();

    /// <summary>
    /// Gives all entries their new vectors and the collection its new model, in one transaction; returns false and changes nothing if an
    /// entry has no new vector, because it was added or changed in the meantime.
    /// </summary>
    /// <exception cref="NotSupportedException">The store cannot replace vectors.</exception>
    public virtual Task<bool> FinishReplacementAsync(
        long collectionId, string modelId, CancellationToken cancellationToken = default) => throw new NotSupportedException();

    /// <summary>Completes the operations that were called before and closes the database.</summary>
    public abstract ValueTask DisposeAsync();
}
