using System.Text.Json.Nodes;
using Llm.Json;

namespace Llm.Storage.Postgres;

/// <content>Reads and writes entries.</content>
public sealed partial class PostgresEmbeddingStore
{
    /// <inheritdoc/>
    public override Task<long> CountAsync(long collectionId, CancellationToken cancellationToken = default) => Run(
        session => session.ValueAsync<long>("SELECT count(*) FROM embeddings WHERE collection_id = $1", collectionId), cancellationToken);

    /// <inheritdoc/>
    public override Task<IReadOnlyList<StoredEmbedding>> ReadAsync(
        long collectionId, IReadOnlyCollection<string> ids, CancellationToken cancellationToken = default) =>
        Run<IReadOnlyList<StoredEmbedding>>(
            async session => await session.RowsAsync(
                EntryRows.Read,
                $"SELECT {EntryRows.Columns} FROM embeddings WHERE collection_id = $1 AND id = ANY ($2)",
                collectionId,
                StorableText.Only(ids)),
            cancellationToken);

    /// <inheritdoc/>
    public override Task<IReadOnlyList<StoredEmbedding>> ReadPageAsync(
        long collectionId, string? afterId, int number, CancellationToken cancellationToken = default) =>
        ReadPageAsync("true", collectionId, afterId, number, cancellationToken);

    /// <inheritdoc/>
    public override Task<IReadOnlyList<string>> FindIdsAsync(
        long collectionId, IReadOnlyCollection<string> prefixes, CancellationToken cancellationToken = default) =>
        Run<IReadOnlyList<string>>(
            async session => await session.RowsAsync(
                row => row.GetString(0),
                // Unlike a pattern, a range uses the primary key.
                """
                SELECT id FROM unnest($2::text[]) AS wanted (prefix)
                JOIN embeddings ON collection_id = $1 AND id >= prefix COLLATE "C" AND id < (prefix || chr(1114111)) COLLATE "C"
                ORDER BY id
                """,
                collectionId,
                StorableText.Only(prefixes)),
            cancellationToken);

    /// <inheritdoc/>
    public override Task<IReadOnlyList<KnownContent>> FindKnownAsync(
        long collectionId, IReadOnlyList<ContentKey> keys, CancellationToken cancellationToken = default) =>
        Run<IReadOnlyList<KnownContent>>(
            async session => await session.RowsAsync(
                row => new KnownContent
                {
                    IsUnchanged = row.GetBoolean(0),
                    HasContent = row.GetBoolean(1),
                    Metadata = JsonText.ParseOrNull(EntryRows.Text(row, 2)),
                    Vector = row.IsDBNull(3) ? default(ReadOnlyMemory<float>?) : row.GetFieldValue<float[]>(3),
                },
                """
                SELECT entry.id IS NOT NULL, entry.content IS NOT NULL OR entry.content_blob IS NOT NULL, entry.metadata,
                    coalesce(entry.embedding, other.embedding)::real[]
                FROM unnest($2::text[], $3::bytea[]) WITH ORDINALITY AS key (id, hash, place)
                LEFT JOIN embeddings AS entry
                    ON entry.collection_id = $1 AND entry.id = key.id COLLATE "C" AND entry.content_hash = key.hash
                LEFT JOIN LATERAL (
                    SELECT embedding FROM embeddings AS same
                    WHERE entry.id IS NULL AND same.collection_id = $1 AND same.content_hash = key.hash LIMIT 1) AS other ON true
                ORDER BY key.place
                """,
                collectionId,
                keys.Select(key => key.Id).ToArray(),
                keys.Select(key => key.Hash.ToArray()).ToArray()),
            cancellationToken);

    /// <inheritdoc/>
    public override string? FindProblem(string id, string? text) => StorableText.FindProblem(id, text);

    /// <inheritdoc/>
    public override Task SaveAsync(
        long collectionId, IReadOnlyList<StoredEmbedding> entries, CancellationToken cancellationToken = default) => Write(
        async session =>
        {
            await CheckAsync(session, collectionId, entries);
            if (entries.Count == 0) return true;
            await EntryRows.WriteAsync(session, collectionId, entries, options.Clock.GetUtcNow().ToUnixTimeSeconds());
            await ForgetFailuresAsync(session, collectionId, entries.Select(entry => entry.Id));
            return true;
        },
        cancellationToken);

    /// <inheritdoc/>
    public override Task<bool> SetMetadataAsync(
        long collectionId, string id, JsonObject? metadata, CancellationToken cancellationToken = default) => Write(
        async session => await session.ExecuteAsync(
            "UPDATE embeddings SET metadata = $3::text WHERE collection_id = $1 AND id = $2",
            collectionId,
            id,
            metadata is { Count: > 0 } ? PythonJson.Spaced(metadata) : null) > 0,
        cancellationToken);

    /// <inheritdoc/>
    public override Task<int> DeleteAsync(
        long collectionId, IReadOnlyCollection<string> ids, CancellationToken cancellationToken = default) => Write(
        async session =>
        {
            await LockAsync(session, collectionId);
            var deleted = await session.ExecuteAsync(
                "DELETE FROM embeddings WHERE collection_id = $1 AND id = ANY ($2)", collectionId, StorableText.Only(ids));
            await ForgetFailuresAsync(session, collectionId, ids);
            return deleted;
        },
        cancellationToken);

    /// <summary>
    /// Waits for other changes of the collection, so that its vectors keep the same number of dimensions and no two programs wait for each
    /// other; returns its name, null if it does not exist.
    /// </summary>
    private static Task<string?> LockAsync(Session session, long collectionId) =>
        session.ValueAsync<string>("SELECT name FROM collections WHERE id = $1 FOR NO KEY UPDATE", collectionId);

    /// <exception cref="LlmException">The entries do not belong into the collection, or PostgreSQL cannot store them.</exception>
    private static async Task CheckAsync(Session session, long collectionId, IReadOnlyList<StoredEmbedding> entries)
    {
        if (await LockAsync(session, collectionId) is not { } name)
            throw new LlmException("Another program has deleted the collection in the meantime. Start again to create it.");
        var stored = await session.ValueAsync<int?>(
            "SELECT vector_dims(embedding) FROM embeddings WHERE collection_id = $1 LIMIT 1", collectionId);
        var expected = stored ?? (entries.Count > 0 ? entries[0].Vector.Length : 0);
        foreach (var entry in entries)
        {
            if (entry.Vector.Length != expected)
            {
                throw new LlmException(
                    $"The collection {name} has vectors of {expected} dimensions, but the one for {entry.Id} has {entry.Vector.Length}. "
                    + "Use the model that made the collection, or embed everything into another collection.");
            }

            if (StorableText.FindProblem(entry.Id, entry.Text) is { } problem)
                throw new LlmException($"{entry.Id.Replace("\0", "\\0", StringComparison.Ordinal)} cannot be stored. {problem}");
        }
    }

    /// <summary>Reads a page of the entries that fulfil a condition.</summary>
    private Task<IReadOnlyList<StoredEmbedding>> ReadPageAsync(
        string condition, long collectionId, string? afterId, int number, CancellationToken cancellationToken) =>
        Run<IReadOnlyList<StoredEmbedding>>(
            async session => await session.RowsAsync(
                EntryRows.Read,
                $"""
                SELECT {EntryRows.Columns} FROM embeddings
                WHERE collection_id = $1 AND ($2::text IS NULL OR id > $2) AND {condition} ORDER BY id LIMIT $3
                """,
                collectionId,
                afterId,
                number),
            cancellationToken);
}
