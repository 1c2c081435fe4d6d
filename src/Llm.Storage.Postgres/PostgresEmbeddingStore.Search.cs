using Llm.Json;

namespace Llm.Storage.Postgres;

/// <content>Finds the nearest entries.</content>
/// <remarks>
/// The server computes distances with 32-bit floats. It returns the entries that can be among the nearest whatever the errors of its
/// sums are, and their exact scores are computed here, so that the result is that of comparing every vector.
/// </remarks>
public sealed partial class PostgresEmbeddingStore
{
    /// <summary>The most entries that pgvector's index can be asked for.</summary>
    private const int MostFromIndex = 1000;

    private const int LeastFromIndex = 100;

    /// <summary>So many times the wanted entries are taken from the index.</summary>
    private const int FactorFromIndex = 4;

    private const string Filter = """
        collection_id = $1 AND ($2::text IS NULL OR id ILIKE $2 || '%' ESCAPE '') AND ($3::text IS NULL OR id <> $3)
        """;

    /// <summary>
    /// Distances that the server gets wrong, of vectors that are not ordinary, may be smaller than all others, so the limit is counted
    /// beyond them. A distance of zeros is NaN, which comes last.
    /// </summary>
    private const string Candidates = $"""
        WITH odd AS MATERIALIZED (
            SELECT id, vector_norm(embedding) = 0 AS is_zero FROM embeddings WHERE {Filter} AND NOT ({EmbeddingTables.IsOrdinary})),
        scored AS MATERIALIZED (SELECT id, embedding <=> $4::real[]::vector AS distance FROM embeddings WHERE {Filter}),
        edge AS (
            SELECT distance FROM scored ORDER BY distance
            OFFSET $5 - 1 + (SELECT count(*) FROM odd WHERE NOT is_zero) LIMIT 1),
        chosen AS (
            SELECT id FROM scored WHERE distance <= coalesce((SELECT distance FROM edge), 'NaN') + $6
            UNION SELECT id FROM odd WHERE NOT is_zero
            UNION (SELECT id FROM odd WHERE is_zero ORDER BY id LIMIT $5))
        SELECT id, embedding::real[] FROM chosen JOIN embeddings USING (id) WHERE collection_id = $1
        """;

    /// <inheritdoc/>
    /// <remarks>With an index, a search may miss some of the nearest entries; see <see cref="MakeIndexAsync"/>.</remarks>
    public override Task<IReadOnlyList<CollectionEntry>> FindNearestAsync(
        long collectionId, ReadOnlyMemory<float> vector, NearestOptions? options = null, CancellationToken cancellationToken = default) =>
        Run<IReadOnlyList<CollectionEntry>>(
            async session =>
            {
                var wanted = options ?? new NearestOptions();
                if (wanted.Number == 0) return [];
                return await CompleteAsync(session, collectionId, await FindAsync(session, collectionId, vector, wanted));
            },
            cancellationToken);

    private static async Task<IReadOnlyList<(string Id, double? Score)>> FindAsync(
        Session session, long collectionId, ReadOnlyMemory<float> vector, NearestOptions options) =>
        await FromIndexAsync(session, collectionId, vector, options) ?? await CompareAsync(session, collectionId, vector, options);

    /// <summary>Returns what the index finds; null if there is none, or if it finds too little: it has no vectors of zeros.</summary>
    private static async Task<IReadOnlyList<(string Id, double? Score)>?> FromIndexAsync(
        Session session, long collectionId, ReadOnlyMemory<float> vector, NearestOptions options)
    {
        var number = (long)options.Number * FactorFromIndex;
        if (options.Exact || options.Number < 0 || number > MostFromIndex || options.Prefix is { Length: > 0 }) return null;
        if (Unit(vector) is not { } unit) return null;
        if ((await IndexesAsync(session, collectionId)).Find(one => one.IsValid).Index is not { } index) return null;
        if (index.Dimensions != vector.Length) return null;
        var taken = Math.Max(number, LeastFromIndex);
        var ranking = new Ranking(vector);
        await session.TransactAsync(async () =>
        {
            await session.ExecuteAsync($"SET LOCAL hnsw.ef_search = {taken}");
            return await session.RowsAsync(
                row => Offer(row.GetString(0), row.GetFieldValue<float[]>(1)),
                $"SELECT id, embedding::real[] FROM embeddings {index.Search} LIMIT {taken}",
                unit);
        });
        var found = ranking.Best(options.Number);
        return found.Count == options.Number ? found : null;

        bool Offer(string id, float[] stored)
        {
            if (id != options.SkipId) ranking.Add(id, stored);
            return true;
        }
    }

    private static async Task<IReadOnlyList<(string Id, double? Score)>> CompareAsync(
        Session session, long collectionId, ReadOnlyMemory<float> vector, NearestOptions options)
    {
        var ranking = new Ranking(vector);
        object?[] filter = [collectionId, options.Prefix is { Length: > 0 } prefix ? prefix : null, options.SkipId];
        var dimensions = await DimensionsAsync(session, collectionId);
        // A longer vector than the stored ones is compared here, as its scores may be too close for a limit.
        if (options.Number < 0 || Unit(vector) is not { } unit || vector.Length > dimensions)
        {
            await session.RowsAsync(Offer, $"SELECT id, embedding::real[] FROM embeddings WHERE {Filter}", filter);
        }
        else
        {
            Array.Resize(ref unit, dimensions ?? unit.Length);
            await session.RowsAsync(Offer, Candidates, [.. filter, unit, options.Number, 2 * ErrorOf(unit.Length)]);
        }

        return ranking.Best(options.Number);

        bool Offer(System.Data.Common.DbDataReader row)
        {
            ranking.Add(row.GetString(0), row.GetFieldValue<float[]>(1));
            return true;
        }
    }

    /// <summary>
    /// Bounds the error of a distance: those of a sum of n products and of two sums of n squares under a root, each relative to the
    /// product of the lengths, and those of the rounded query.
    /// </summary>
    private static double ErrorOf(int dimensions) => 1.01 * ((2 * dimensions) + 16) / (1 << 24);

    /// <summary>Returns the vector with the length 1; null if it has no direction.</summary>
    private static float[]? Unit(ReadOnlyMemory<float> vector)
    {
        var magnitude = CosineSimilarity.Magnitude(vector.Span);
        if (!double.IsFinite(magnitude) || magnitude == 0) return null;
        var unit = new float[vector.Length];
        for (var i = 0; i < unit.Length; i++) unit[i] = (float)(vector.Span[i] / magnitude);
        return unit;
    }

    /// <summary>Adds text and metadata. An entry that has been deleted in the meantime is left out.</summary>
    private static async Task<IReadOnlyList<CollectionEntry>> CompleteAsync(
        Session session, long collectionId, IReadOnlyList<(string Id, double? Score)> found)
    {
        var rows = await session.RowsAsync(
            row => (Id: row.GetString(0), Text: EntryRows.Text(row, 1), Metadata: EntryRows.Text(row, 2)),
            "SELECT id, content, metadata FROM embeddings WHERE collection_id = $1 AND id = ANY ($2)",
            collectionId,
            found.Select(entry => entry.Id).ToArray());
        var byId = rows.ToDictionary(row => row.Id, StringComparer.Ordinal);
        return
        [
            .. found.Where(entry => byId.ContainsKey(entry.Id)).Select(entry => new CollectionEntry(entry.Id, entry.Score)
            {
                Text = byId[entry.Id].Text,
                Metadata = JsonText.ParseOrNull(byId[entry.Id].Metadata),
            }),
        ];
    }
}
