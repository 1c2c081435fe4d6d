namespace Llm.Storage.Postgres;

/// <content>Makes and removes the indexes of collections.</content>
public sealed partial class PostgresEmbeddingStore
{
    /// <summary>
    /// Makes an index (HNSW) for searches of a collection, unless there is one. Other programs can read and write meanwhile. With the
    /// index, a search may miss some of the nearest entries; those that it finds have exact scores and are in the exact order. Searches
    /// with a prefix, and those for more than 250 entries, compare every vector.
    /// </summary>
    /// <param name="collectionId">The collection.</param>
    /// <param name="cancellationToken">Stops the work; no index is left then.</param>
    /// <returns>The index; null if the collection is empty.</returns>
    /// <exception cref="LlmException">
    /// The vectors have more than 4,000 dimensions, another program is making the index, or the user does not own the table.
    /// </exception>
    public Task<PostgresIndex?> MakeIndexAsync(long collectionId, CancellationToken cancellationToken = default) => Run(
        async session =>
        {
            if (await DimensionsAsync(session, collectionId) is not { } dimensions) return null;
            if (dimensions > NearestIndex.Most)
            {
                throw new LlmException(
                    $"pgvector cannot index vectors of {dimensions} dimensions, only up to {NearestIndex.Most}. Searches compare every "
                    + "vector; for an index, embed the collection again with a model that has fewer dimensions.");
            }

            var index = new NearestIndex(collectionId, dimensions);
            // A program that waited for the lock would keep the one that makes the index waiting.
            if (!await session.ValueAsync<bool>("SELECT pg_try_advisory_lock($1, $2)", EmbeddingTables.Lock, LockOf(collectionId)))
                throw new LlmException("Another program is making the index of this collection. Wait until it has finished.");
            try
            {
                await MakeAsync(session, index);
            }
            finally
            {
                await session.TidyAsync("SELECT pg_advisory_unlock($1, $2)", EmbeddingTables.Lock, LockOf(collectionId));
            }

            var found = await session.RowsAsync(
                row => new PostgresIndex(index.Name, row.GetInt64(0), row.GetInt64(1), index.IsHalfPrecision),
                "SELECT count(*), pg_relation_size(to_regclass($2)) FROM embeddings WHERE collection_id = $1",
                collectionId,
                index.Name);
            return found[0];
        },
        cancellationToken);

    /// <summary>Removes the index of a collection; returns whether there was one. Searches then compare every vector.</summary>
    /// <exception cref="LlmException">The user does not own the table.</exception>
    public Task<bool> DropIndexAsync(long collectionId, CancellationToken cancellationToken = default) =>
        Write(session => DropIndexesAsync(session, collectionId), cancellationToken);

    private static async Task MakeAsync(Session session, NearestIndex index)
    {
        session.Timeout = 0;
        var existing = await IndexesAsync(session, index.CollectionId);
        if (existing.Any(one => one.Index == index && one.IsValid)) return;
        // What an interrupted program has left, and one for vectors that are not there any more.
        await DropIndexesAsync(session, index.CollectionId);
        try
        {
            await session.ExecuteAsync(index.Create);
        }
        catch
        {
            await session.TidyAsync($"DROP INDEX IF EXISTS {index.Name}");
            throw;
        }
    }

    private static async Task<bool> DropIndexesAsync(Session session, long collectionId)
    {
        var existing = await IndexesAsync(session, collectionId);
        foreach (var (index, _) in existing) await session.ExecuteAsync($"DROP INDEX {index.Name}");
        return existing.Count > 0;
    }

    /// <summary>The indexes of a collection, one at most unless something has gone wrong.</summary>
    private static Task<List<(NearestIndex Index, bool IsValid)>> IndexesAsync(Session session, long collectionId) => session.RowsAsync(
        row => (NearestIndex.OfName(collectionId, row.GetString(0)), row.GetBoolean(1)),
        """
        SELECT class.relname::text, indisvalid FROM pg_index JOIN pg_class AS class ON class.oid = indexrelid
        WHERE indrelid = 'embeddings'::regclass AND class.relname ^@ $1
        """,
        NearestIndex.NamePrefix(collectionId));

    private static Task<int?> DimensionsAsync(Session session, long collectionId) => session.ValueAsync<int?>(
        "SELECT vector_dims(embedding) FROM embeddings WHERE collection_id = $1 LIMIT 1", collectionId);

    private static int LockOf(long collectionId) => unchecked((int)collectionId);
}
