namespace Llm.Storage.Embeddings;

/// <content>Replaces all vectors of a collection. The new ones wait in a table that exists only meanwhile.</content>
public sealed partial class SqliteEmbeddingStore
{
    private const string ReplacementTable = "_llm_reembedding";

    /// <summary>Whether an entry lacks a new vector for its content.</summary>
    private const string IsUnreplaced = $"""
        NOT EXISTS (SELECT 1 FROM {ReplacementTable} AS made
            WHERE made.collection_id = embeddings.collection_id AND made.id = embeddings.id
                AND made.content_hash IS embeddings.content_hash)
        """;

    /// <inheritdoc/>
    public override Task<ReplacementState> BeginReplacementAsync(
        long collectionId, string modelId, CancellationToken cancellationToken = default) => Write(
        () =>
        {
            database.Execute($"""
                CREATE TABLE IF NOT EXISTS "{ReplacementTable}" (
                   "collection_id" INTEGER,
                   "id" TEXT,
                   "model" TEXT,
                   "embedding" BLOB,
                   "content_hash" BLOB,
                   PRIMARY KEY ("collection_id", "id")
                )
                """);
            database.Execute($"DELETE FROM {ReplacementTable} WHERE collection_id = ?1 AND model IS NOT ?2", collectionId, modelId);
            var entries = Number("SELECT count(*) FROM embeddings WHERE collection_id = ?1");
            return new ReplacementState(
                entries,
                entries - Number($"SELECT count(*) FROM embeddings WHERE collection_id = ?1 AND {IsUnreplaced}"),
                Number("SELECT count(*) FROM embeddings WHERE collection_id = ?1 AND content IS NULL AND content_blob IS NULL"),
                database.QueryText(
                    "SELECT id FROM embeddings WHERE collection_id = ?1 AND content IS NULL AND content_blob IS NULL ORDER BY id LIMIT 1",
                    collectionId));

            long Number(string sql) => database.QueryInteger(sql, collectionId)!.Value;
        },
        cancellationToken);

    /// <inheritdoc/>
    public override Task<IReadOnlyList<StoredEmbedding>> ReadUnreplacedAsync(
        long collectionId, string? afterId, int number, CancellationToken cancellationToken = default) =>
        Read<IReadOnlyList<StoredEmbedding>>(
            () =>
            [
                .. database.Query(
                    $"SELECT {EntryRows.Columns} FROM embeddings WHERE collection_id = ?1 AND (?2 IS NULL OR id > ?2) AND {IsUnreplaced} "
                    + "ORDER BY id LIMIT ?3",
                    collectionId,
                    afterId,
                    number).Select(EntryRows.Read),
            ],
            cancellationToken);

    /// <inheritdoc/>
    public override Task SaveReplacementAsync(
        long collectionId, string modelId, IReadOnlyList<StoredEmbedding> vectors, CancellationToken cancellationToken = default) => Write(
        () =>
        {
            foreach (var vector in vectors)
            {
                database.Execute(
                    $"INSERT OR REPLACE INTO {ReplacementTable} (collection_id, id, model, embedding, content_hash) "
                    + "VALUES (?1, ?2, ?3, ?4, ?5)",
                    collectionId,
                    vector.Id,
                    modelId,
                    EmbeddingEncoding.Encode(vector.Vector.Span),
                    vector.ContentHash.ToArray());
            }

            return true;
        },
        cancellationToken);

    /// <inheritdoc/>
    public override Task<bool> FinishReplacementAsync(
        long collectionId, string modelId, CancellationToken cancellationToken = default) => Write(
        () =>
        {
            var missing = $"SELECT 1 FROM embeddings WHERE collection_id = ?1 AND {IsUnreplaced} LIMIT 1";
            if (database.QueryInteger(missing, collectionId) is not null) return false;
            files.TouchAll(collectionId);
            database.Execute(
                $"""
                UPDATE embeddings SET updated = ?2, embedding =
                    (SELECT made.embedding FROM {ReplacementTable} AS made WHERE made.collection_id = ?1 AND made.id = embeddings.id)
                WHERE collection_id = ?1
                """,
                collectionId,
                options.Clock.GetUtcNow().ToUnixTimeSeconds());
            database.Execute("UPDATE collections SET model = ?2 WHERE id = ?1", collectionId, modelId);
            ForgetReplacement(collectionId);
            return true;
        },
        cancellationToken);

    private void ForgetReplacement(long collectionId)
    {
        if (!database.HasTable(ReplacementTable)) return;
        database.Execute($"DELETE FROM {ReplacementTable} WHERE collection_id = ?1", collectionId);
        if (database.QueryInteger($"SELECT 1 FROM {ReplacementTable} LIMIT 1") is null) database.Execute($"DROP TABLE {ReplacementTable}");
    }
}
