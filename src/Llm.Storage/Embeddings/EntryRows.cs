using Llm.Json;
using Llm.Storage.Sqlite;

namespace Llm.Storage.Embeddings;

/// <summary>Reads and writes the rows of the table <c>embeddings</c>.</summary>
internal static class EntryRows
{
    /// <summary>The columns that <see cref="Read"/> needs.</summary>
    public const string Columns = "id, embedding, content, content_blob, content_hash, metadata, updated";

    /// <summary>The columns that <see cref="ReadFound"/> needs.</summary>
    public const string FoundColumns = "id, content, metadata";

    private const string Insert = """
        INSERT OR REPLACE INTO embeddings
            (collection_id, id, embedding, content, content_blob, content_hash, metadata, updated)
        VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)
        """;

    public static StoredEmbedding Read(Statement row) => new()
    {
        Id = row.Text("id") ?? "",
        Vector = EmbeddingEncoding.Decode(row.Bytes("embedding")),
        Text = row.Text("content"),
        Bytes = row.Bytes("content_blob") is { } bytes ? bytes : default(ReadOnlyMemory<byte>?),
        ContentHash = row.Bytes("content_hash"),
        Metadata = row.Json("metadata"),
        Updated = row.Integer("updated") is { } seconds ? DateTimeOffset.FromUnixTimeSeconds(seconds) : null,
    };

    /// <summary>Reads an entry that a search found; one without a finite score has none.</summary>
    public static CollectionEntry ReadFound(Statement row, double score) =>
        new(row.Text("id") ?? "", double.IsFinite(score) ? score : null)
        {
            Text = row.Text("content"),
            Metadata = row.Json("metadata"),
        };

    public static void Write(Database database, long collectionId, StoredEmbedding entry, long updated) => database.Execute(
        Insert,
        collectionId,
        entry.Id,
        EmbeddingEncoding.Encode(entry.Vector.Span),
        entry.Text,
        entry.Bytes?.ToArray(),
        entry.ContentHash.ToArray(),
        entry.Metadata is null ? null : PythonJson.Spaced(entry.Metadata),
        updated);
}
