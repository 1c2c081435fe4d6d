namespace Llm.Storage.Postgres;

/// <content>Replaces all vectors of a collection. The new ones wait in a table of their own.</content>
public sealed partial class PostgresEmbeddingStore
{
    /// <summary>Whether an entry lacks a new vector for its content.</summary>
    private const string IsUnreplaced = """
        NOT EXISTS (
            SELECT FROM _llm_reembedding AS made
            WHERE made.collection_id = embeddings.collection_id AND made.id = embeddings.id
                AND made.content_hash IS NOT DISTINCT FROM embeddings.content_hash)
        """;

    private const string LacksContent = "content IS NULL AND content_blob IS NULL";

    /// <inheritdoc/>
    public override Task<ReplacementState> BeginReplacementAsync(
        long collectionId, string modelId, CancellationToken cancellationToken = default) => Write(
        async session =>
        {
            await session.ExecuteAsync("DELETE FROM _llm_reembedding WHERE collection_id = $1 AND model <> $2", collectionId, modelId);
            var states = await session.RowsAsync(
                row => new ReplacementState(
                    row.GetInt64(0), row.GetInt64(0) - row.GetInt64(1), row.GetInt64(2), EntryRows.Text(row, 3)),
                $"""
                SELECT count(*), count(*) FILTER (WHERE {IsUnreplaced}), count(*) FILTER (WHERE {LacksContent}),
                    min(id) FILTER (WHERE {LacksContent})
                FROM embeddings WHERE collection_id = $1
                """,
                collectionId);
            return states[0];
        },
        cancellationToken);

    /// <inheritdoc/>
    public override Task<IReadOnlyList<StoredEmbedding>> ReadUnreplacedAsync(
        long collectionId, string? afterId, int number, CancellationToken cancellationToken = default) =>
        ReadPageAsync(IsUnreplaced, collectionId, afterId, number, cancellationToken);

    /// <inheritdoc/>
    public override Task SaveReplacementAsync(
        long collectionId, string modelId, IReadOnlyList<StoredEmbedding> vectors, CancellationToken cancellationToken = default) => Write(
        async session =>
        {
            foreach (var same in EntryRows.LastOfEach(vectors).GroupBy(vector => vector.Vector.Length))
            {
                var alike = same.ToList();
                await session.ExecuteAsync(
                    """
                    INSERT INTO _llm_reembedding (collection_id, id, model, embedding, content_hash)
                    SELECT $1, id, $2, ($4::real[])[(place - 1) * $5 + 1 : place * $5]::vector, content_hash
                    FROM unnest($3::text[], $6::bytea[]) WITH ORDINALITY AS made (id, content_hash, place)
                    ON CONFLICT (collection_id, id) DO UPDATE SET
                        model = excluded.model, embedding = excluded.embedding, content_hash = excluded.content_hash
                    """,
                    collectionId,
                    modelId,
                    alike.Select(vector => vector.Id).ToArray(),
                    EntryRows.Join(alike),
                    same.Key,
                    alike.Select(vector => vector.ContentHash.ToArray()).ToArray());
            }

            return true;
        },
        cancellationToken);

    /// <inheritdoc/>
    /// <remarks>An index of the old vectors is removed in the same transaction, and made again after it.</remarks>
    public override async Task<bool> FinishReplacementAsync(
        long collectionId, string modelId, CancellationToken cancellationToken = default)
    {
        var hadIndex = false;
        var isFinished = await Write(
            async session =>
            {
                session.Timeout = 0;
                await LockAsync(session, collectionId);
                if (await session.ValueAsync<int?>(
                    $"SELECT 1 FROM embeddings WHERE collection_id = $1 AND {IsUnreplaced} LIMIT 1", collectionId) is not null)
                    return false;
                hadIndex = await DropIndexesAsync(session, collectionId);
                await session.ExecuteAsync(
                    """
                    UPDATE embeddings SET updated = $2, embedding = made.embedding
                    FROM _llm_reembedding AS made
                    WHERE embeddings.collection_id = $1 AND made.collection_id = $1 AND made.id = embeddings.id
                    """,
                    collectionId,
                    options.Clock.GetUtcNow().ToUnixTimeSeconds());
                await session.ExecuteAsync("UPDATE collections SET model = $2 WHERE id = $1", collectionId, modelId);
                await session.ExecuteAsync("DELETE FROM _llm_reembedding WHERE collection_id = $1", collectionId);
                return true;
            },
            cancellationToken);
        if (isFinished && hadIndex) await MakeIndexAsync(collectionId, cancellationToken);
        return isFinished;
    }
}
