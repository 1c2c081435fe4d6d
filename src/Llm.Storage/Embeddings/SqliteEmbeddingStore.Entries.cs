using System.Text.Json.Nodes;
using Llm.Json;
using Llm.Storage.Sqlite;

namespace Llm.Storage.Embeddings;

/// <content>Reads, writes and searches entries.</content>
public sealed partial class SqliteEmbeddingStore
{
    private const int RowsBetweenChecks = 1024;

    /// <inheritdoc/>
    public override Task<long> CountAsync(long collectionId, CancellationToken cancellationToken = default) => Read(
        () => database.QueryInteger("SELECT count(*) FROM embeddings WHERE collection_id = ?1", collectionId)!.Value, cancellationToken);

    /// <inheritdoc/>
    public override Task<IReadOnlyList<StoredEmbedding>> ReadAsync(
        long collectionId, IReadOnlyCollection<string> ids, CancellationToken cancellationToken = default) =>
        Read<IReadOnlyList<StoredEmbedding>>(
            () =>
            [
                .. database.Query(
                    $"SELECT {EntryRows.Columns} FROM embeddings WHERE collection_id = ?1 AND id IN (SELECT value FROM json_each(?2))",
                    collectionId,
                    IdList.Of(ids)).Select(EntryRows.Read),
            ],
            cancellationToken);

    /// <inheritdoc/>
    public override Task<IReadOnlyList<StoredEmbedding>> ReadPageAsync(
        long collectionId, string? afterId, int number, CancellationToken cancellationToken = default) =>
        Read<IReadOnlyList<StoredEmbedding>>(
            () =>
            [
                .. database.Query(
                    $"SELECT {EntryRows.Columns} FROM embeddings WHERE collection_id = ?1 AND (?2 IS NULL OR id > ?2) ORDER BY id LIMIT ?3",
                    collectionId,
                    afterId,
                    number).Select(EntryRows.Read),
            ],
            cancellationToken);

    /// <inheritdoc/>
    public override Task<IReadOnlyList<string>> FindIdsAsync(
        long collectionId, IReadOnlyCollection<string> prefixes, CancellationToken cancellationToken = default) =>
        Read<IReadOnlyList<string>>(() => [.. prefixes.SelectMany(prefix => FindIds(collectionId, prefix))], cancellationToken);

    /// <inheritdoc/>
    public override Task<IReadOnlyList<KnownContent>> FindKnownAsync(
        long collectionId, IReadOnlyList<ContentKey> keys, CancellationToken cancellationToken = default) =>
        Read<IReadOnlyList<KnownContent>>(() => [.. keys.Select(key => FindKnown(collectionId, key))], cancellationToken);

    /// <inheritdoc/>
    public override Task SaveAsync(
        long collectionId, IReadOnlyList<StoredEmbedding> entries, CancellationToken cancellationToken = default) => Write(
        () =>
        {
            Check(collectionId, entries);
            var now = options.Clock.GetUtcNow().ToUnixTimeSeconds();
            var follows = files.Follows(collectionId);
            foreach (var entry in entries)
            {
                // Replacing an entry gives it another row.
                if (follows) files.Touch(collectionId, FindRow(collectionId, entry.Id));
                EntryRows.Write(database, collectionId, entry, now);
                if (follows) files.Touch(collectionId, database.LastInsertRowId);
            }

            ForgetFailures(collectionId, entries.Select(entry => entry.Id));
            return true;
        },
        cancellationToken);

    /// <inheritdoc/>
    public override Task<bool> SetMetadataAsync(
        long collectionId, string id, JsonObject? metadata, CancellationToken cancellationToken = default) => Write(
        () =>
        {
            database.Execute(
                "UPDATE embeddings SET metadata = ?3 WHERE collection_id = ?1 AND id = ?2",
                collectionId,
                id,
                metadata is { Count: > 0 } ? PythonJson.Spaced(metadata) : null);
            return database.Changes > 0;
        },
        cancellationToken);

    /// <inheritdoc/>
    public override Task<int> DeleteAsync(
        long collectionId, IReadOnlyCollection<string> ids, CancellationToken cancellationToken = default) => Write(
        () =>
        {
            if (files.Follows(collectionId))
            {
                foreach (var id in ids) files.Touch(collectionId, FindRow(collectionId, id));
            }

            database.Execute(
                "DELETE FROM embeddings WHERE collection_id = ?1 AND id IN (SELECT value FROM json_each(?2))",
                collectionId,
                IdList.Of(ids));
            var deleted = database.Changes;
            ForgetFailures(collectionId, ids);
            return deleted;
        },
        cancellationToken);

    /// <inheritdoc/>
    public override Task<IReadOnlyList<CollectionEntry>> FindNearestAsync(
        long collectionId, ReadOnlyMemory<float> vector, NearestOptions? options = null, CancellationToken cancellationToken = default) =>
        Read(() => FindNearest(collectionId, vector.Span, options ?? new NearestOptions(), cancellationToken), cancellationToken);

    private IReadOnlyList<CollectionEntry> FindNearest(
        long collectionId, ReadOnlySpan<float> vector, NearestOptions options, CancellationToken cancellationToken) =>
        index.Find(collectionId, vector, options, cancellationToken)
        ?? [.. Scan(collectionId, vector, options, cancellationToken).Select(ReadEntry)];

    private IReadOnlyList<NearestRow> Scan(
        long collectionId, ReadOnlySpan<float> vector, NearestOptions options, CancellationToken cancellationToken)
    {
        var scan = new ExactScan(vector, options.Number);
        using var rows = database.Prepare("""
            SELECT rowid, embedding FROM embeddings
            WHERE collection_id = ?1 AND (?2 IS NULL OR id LIKE ?2 || '%') AND (?3 IS NULL OR id != ?3)
            ORDER BY id
            """);
        rows.Bind([collectionId, options.Prefix is { Length: > 0 } prefix ? prefix : null, options.SkipId]);
        for (var number = 1; rows.Step(); number++)
        {
            scan.Offer(rows.Integer(0)!.Value, rows.Blob(1));
            if (number % RowsBetweenChecks == 0) cancellationToken.ThrowIfCancellationRequested();
        }

        return scan.Finish();
    }

    private CollectionEntry ReadEntry(NearestRow found)
    {
        using var row = database.Prepare($"SELECT {EntryRows.FoundColumns} FROM embeddings WHERE rowid = ?1");
        row.Bind([found.Row]);
        row.Step();
        return EntryRows.ReadFound(row, found.Score);
    }

    private long? FindRow(long collectionId, string id) =>
        database.QueryInteger("SELECT rowid FROM embeddings WHERE collection_id = ?1 AND id = ?2", collectionId, id);

    private List<string> FindIds(long collectionId, string prefix)
    {
        // Unlike LIKE, a range uses the primary key and minds the case.
        var found = new List<string>();
        using var rows = database.Prepare(
            "SELECT id FROM embeddings WHERE collection_id = ?1 AND id >= ?2 AND id < ?2 || char(1114111) ORDER BY id");
        rows.Bind([collectionId, prefix]);
        while (rows.Step()) found.Add(rows.Text("id") ?? "");
        return found;
    }

    private KnownContent FindKnown(long collectionId, ContentKey key)
    {
        var hash = key.Hash.ToArray();
        using var entry = database.Prepare("""
            SELECT embedding, content IS NOT NULL OR content_blob IS NOT NULL AS has_content, metadata FROM embeddings
            WHERE collection_id = ?1 AND id = ?2 AND content_hash = ?3
            """);
        entry.Bind([collectionId, key.Id, hash]);
        if (entry.Step())
        {
            return new KnownContent
            {
                IsUnchanged = true,
                Vector = EmbeddingEncoding.Decode(entry.Bytes("embedding")),
                HasContent = entry.Integer("has_content") == 1,
                Metadata = entry.Json("metadata"),
            };
        }

        using var other = database.Prepare("SELECT embedding FROM embeddings WHERE content_hash = ?2 AND collection_id = ?1 LIMIT 1");
        other.Bind([collectionId, hash]);
        return other.Step() ? new KnownContent { Vector = EmbeddingEncoding.Decode(other.Bytes("embedding")) } : new KnownContent();
    }

    /// <exception cref="LlmException">The entries do not belong into the collection.</exception>
    private void Check(long collectionId, IReadOnlyList<StoredEmbedding> entries)
    {
        if (database.QueryText("SELECT name FROM collections WHERE id = ?1", collectionId) is not { } name)
            throw new LlmException("Another program has deleted the collection in the meantime. Start again to create it.");
        var stored = database.QueryInteger("SELECT length(embedding) FROM embeddings WHERE collection_id = ?1 LIMIT 1", collectionId);
        var expected = stored is { } bytes ? bytes / sizeof(float) : entries.Count > 0 ? entries[0].Vector.Length : 0;
        foreach (var entry in entries)
        {
            if (entry.Vector.Length == expected) continue;
            throw new LlmException(
                $"The collection {name} has vectors of {expected} dimensions, but the one for {entry.Id} has {entry.Vector.Length}. "
                + "Use the model that made the collection, or embed everything into another collection.");
        }
    }
}
