using Llm.Storage.Embeddings;
using Llm.Storage.Sqlite;

namespace Llm.Storage.Tests.Embeddings.Vectors;

/// <summary>What a search of the collection with the number 1 must find.</summary>
internal static class ExactRows
{
    /// <summary>Compares what a store finds with what comparing every vector of the table gives.</summary>
    public static async Task ShouldBeFoundAsync(SqliteEmbeddingStore store, Database database, float[] query, NearestOptions options)
    {
        var found = await store.FindNearestAsync(1, query, options);
        var rows = database.Query(
            "SELECT id, embedding FROM embeddings WHERE collection_id = 1 AND (?1 IS NULL OR id LIKE ?1 || '%') AND id != ?2 ORDER BY id",
            options.Prefix,
            options.SkipId ?? "")
            .Select(row => (Id: row.Text(0)!, Score: Score(query, row.Bytes(1)!))).ToList();
        var expected = rows.OrderByDescending(row => row.Score ?? double.NegativeInfinity)
            .Take(options.Number < 0 ? int.MaxValue : options.Number).ToList();
        found.Select(entry => (entry.Id, entry.Score)).ShouldBe(expected);
    }

    private static double? Score(float[] query, byte[] encoded)
    {
        var score = CosineSimilarity.Of(query, EmbeddingEncoding.Decode(encoded));
        return double.IsFinite(score) ? score : null;
    }
}
