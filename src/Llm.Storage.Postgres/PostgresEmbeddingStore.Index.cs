using System.Diagnostics;

namespace Llm.Storage.Postgres;

/// <content>Makes, checks and removes the indexes of collections.</content>
public sealed partial class PostgresEmbeddingStore
{
    /// <summary>
    /// Makes an index (HNSW) for searches of a collection, unless there is one. Other programs can read and write meanwhile. With the
    /// index, a search may miss some of the nearest entries; those that it finds have exact scores and are in the exact order. Searches
    /// with a prefix, those for more than 250 entries, and those with <see cref="NearestOptions.Exact"/> compare every vector.
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

    /// <summary>
    /// Measures how many of the ten nearest entries searches with the index find, by searching for entries of the collection themselves.
    /// </summary>
    /// <remarks>The entries are spread over the collection in the order of their IDs. The times include those of the connection.</remarks>
    /// <param name="collectionId">The collection.</param>
    /// <param name="searches">The number of entries to search for, all if the collection has fewer.</param>
    /// <param name="progress">Receives the part of the work that is done, from 0 to 1; null for none.</param>
    /// <param name="cancellationToken">Stops the work.</param>
    /// <returns>What was found; null if the collection has no index, or no entry that can be searched for.</returns>
    /// <exception cref="LlmException">The database cannot be read.</exception>
    public Task<IndexCheck?> CheckIndexAsync(
        long collectionId, int searches = 200, IProgress<double>? progress = null, CancellationToken cancellationToken = default)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(searches, 1);
        return Run(session => CheckAsync(session, collectionId, searches, progress), cancellationToken);
    }

    private static async Task<IndexCheck?> CheckAsync(Session session, long collectionId, int searches, IProgress<double>? progress)
    {
        if (!(await IndexesAsync(session, collectionId)).Exists(one => one.IsValid)) return null;
        var ids = await SampleAsync(session, collectionId, searches);
        var (approximate, exact) = (new List<TimeSpan>(), new List<TimeSpan>());
        var (wanted, found) = (0, 0);
        for (var i = 0; i < ids.Count; i++)
        {
            var vector = await session.ValueAsync<float[]>(
                "SELECT embedding::real[] FROM embeddings WHERE collection_id = $1 AND id = $2", collectionId, ids[i]);
            // Nothing is near a vector of zeros.
            if (vector is null || Unit(vector) is null) continue;
            var options = new NearestOptions { SkipId = ids[i] };
            var near = await TimeAsync(options, approximate);
            var nearest = (await TimeAsync(options with { Exact = true }, exact)).Where(entry => entry.Score is not null).ToList();
            wanted += nearest.Count;
            // Entries with equal scores are as good as each other.
            if (nearest.Count > 0) found += Math.Min(nearest.Count, near.Count(entry => entry.Score >= nearest[^1].Score));
            progress?.Report((i + 1.0) / ids.Count);

            async Task<IReadOnlyList<(string Id, double? Score)>> TimeAsync(NearestOptions how, List<TimeSpan> times)
            {
                var start = Stopwatch.GetTimestamp();
                var entries = await FindAsync(session, collectionId, vector, how);
                times.Add(Stopwatch.GetElapsedTime(start));
                return entries;
            }
        }

        if (wanted == 0) return null;
        approximate.Sort();
        exact.Sort();
        var median = exact.Count / 2;
        return new IndexCheck(exact.Count, (double)found / wanted, approximate[median], exact[median]);
    }

    /// <summary>Returns the IDs of so many entries, at equal distances in the order of IDs.</summary>
    private static async Task<List<string>> SampleAsync(Session session, long collectionId, int number)
    {
        var count = await session.ValueAsync<long>("SELECT count(*) FROM embeddings WHERE collection_id = $1", collectionId);
        number = (int)Math.Min(number, count);
        var places = new long[number];
        for (var i = 0; i < number; i++) places[i] = ((2L * i) + 1) * count / (2 * number);
        return await session.RowsAsync(
            row => row.GetString(0),
            """
            SELECT id FROM (SELECT id, row_number() OVER (ORDER BY id) - 1 AS place FROM embeddings WHERE collection_id = $1) AS numbered
            WHERE place = ANY ($2) ORDER BY place
            """,
            collectionId,
            places);
    }

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
