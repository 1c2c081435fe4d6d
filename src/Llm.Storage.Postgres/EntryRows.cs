using System.Data.Common;
using Llm.Json;

namespace Llm.Storage.Postgres;

/// <summary>Reads and writes the rows of the table <c>embeddings</c>.</summary>
/// <remarks>Vectors are sent and received as arrays of <c>real</c>, which every client knows.</remarks>
internal static class EntryRows
{
    /// <summary>The columns that <see cref="Read"/> needs.</summary>
    public const string Columns = "id, embedding::real[], content, content_blob, content_hash, metadata, updated";

    // All vectors are one array, of which each row takes its part: an array of arrays would be unfolded to its numbers.
    private const string Insert = """
        INSERT INTO embeddings (collection_id, id, embedding, content, content_blob, content_hash, metadata, updated)
        SELECT $1, id, ($3::real[])[(place - 1) * $4 + 1 : place * $4]::vector, content, content_blob, content_hash, metadata, $9
        FROM unnest($2::text[], $5::text[], $6::bytea[], $7::bytea[], $8::text[])
            WITH ORDINALITY AS entry (id, content, content_blob, content_hash, metadata, place)
        ON CONFLICT (collection_id, id) DO UPDATE SET
            embedding = excluded.embedding, content = excluded.content, content_blob = excluded.content_blob,
            content_hash = excluded.content_hash, metadata = excluded.metadata, updated = excluded.updated
        """;

    public static StoredEmbedding Read(DbDataReader row) => new()
    {
        Id = row.GetString(0),
        Vector = row.GetFieldValue<float[]>(1),
        Text = Text(row, 2),
        Bytes = row.IsDBNull(3) ? default(ReadOnlyMemory<byte>?) : row.GetFieldValue<byte[]>(3),
        ContentHash = row.IsDBNull(4) ? default : row.GetFieldValue<byte[]>(4),
        Metadata = JsonText.ParseOrNull(Text(row, 5)),
        Updated = row.IsDBNull(6) ? null : DateTimeOffset.FromUnixTimeSeconds(row.GetInt64(6)),
    };

    public static string? Text(DbDataReader row, int column) => row.IsDBNull(column) ? null : row.GetString(column);

    /// <summary>Writes entries whose vectors have the same number of dimensions; of several with the same ID, the last.</summary>
    public static async Task WriteAsync(Session session, long collectionId, IReadOnlyList<StoredEmbedding> entries, long updated)
    {
        var last = LastOfEach(entries);
        await session.ExecuteAsync(
            Insert,
            collectionId,
            last.Select(entry => entry.Id).ToArray(),
            Join(last),
            last[0].Vector.Length,
            last.Select(entry => entry.Text).ToArray(),
            last.Select(entry => entry.Bytes?.ToArray()).ToArray(),
            last.Select(entry => entry.ContentHash.ToArray()).ToArray(),
            last.Select(entry => entry.Metadata is null ? null : PythonJson.Spaced(entry.Metadata)).ToArray(),
            updated);
    }

    /// <summary>A statement must not write a row twice.</summary>
    public static List<StoredEmbedding> LastOfEach(IEnumerable<StoredEmbedding> entries)
    {
        var byId = new Dictionary<string, StoredEmbedding>(StringComparer.Ordinal);
        foreach (var entry in entries) byId[entry.Id] = entry;
        return [.. byId.Values];
    }

    /// <summary>Puts the numbers of all vectors into one array.</summary>
    public static float[] Join(List<StoredEmbedding> entries)
    {
        var dimensions = entries[0].Vector.Length;
        var numbers = new float[entries.Count * dimensions];
        for (var i = 0; i < entries.Count; i++) entries[i].Vector.Span.CopyTo(numbers.AsSpan(i * dimensions, dimensions));
        return numbers;
    }
}
