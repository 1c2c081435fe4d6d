using System.Diagnostics;
using System.Numerics.Tensors;
using Llm.Storage.Embeddings;

namespace Llm.Benchmarks.Similarity;

/// <summary>What a native program measures of a collection, beside the least that the same work takes.</summary>
/// <param name="Search">A warm search for the ten nearest entries.</param>
/// <param name="Scan">Comparing the vector with all others, in memory, on one thread.</param>
/// <param name="Build">Making the index.</param>
/// <param name="Read">Reading the vectors from the database.</param>
/// <param name="Size">The size of the index in bytes.</param>
internal sealed record SearchFigures(TimeSpan Search, TimeSpan Scan, TimeSpan Build, TimeSpan Read, long Size)
{
    /// <summary>Measures the collection <c>made</c> of a database.</summary>
    public static async Task<SearchFigures> MeasureAsync(string database, int count, int dimensions, int runs)
    {
        var options = new EmbeddingStoreOptions { OnCallingThread = true };
        await using var store = (await SqliteEmbeddingStore.OpenExistingAsync(database, options))!;
        var collection = await Collection.OpenAsync(store, "made");
        var id = collection.Id!.Value;
        var vectors = new float[(long)count * dimensions];
        var place = 0;
        foreach (var vector in MadeVectors.Make(count, dimensions))
        {
            vector.CopyTo(vectors.AsSpan(place));
            place += dimensions;
        }

        EmbeddingIndex? index = null;
        var making = Pairs.Measure(
            3,
            () =>
            {
                store.DropIndexAsync(id).GetAwaiter().GetResult();
                return Time(() => index = store.MakeIndexAsync(id).GetAwaiter().GetResult());
            },
            () => Time(() => BareRows.ReadAll(database)));
        var queries = MadeVectors.Make(count, dimensions).Take(runs).ToArray();
        var run = 0;
        var searches = Pairs.Measure(
            runs,
            () => Time(() => collection.SimilarAsync(queries[run % runs]).GetAwaiter().GetResult()),
            () => Time(() => FindNearest(vectors, queries[run++ % runs])));
        return new SearchFigures(searches.Ours, searches.Theirs, making.Ours, making.Theirs, index!.Size);
    }

    private static int FindNearest(float[] vectors, float[] query)
    {
        var (best, nearest) = (float.NegativeInfinity, -1);
        for (var i = 0; i < vectors.Length / query.Length; i++)
        {
            var product = TensorPrimitives.Dot(query, vectors.AsSpan(i * query.Length, query.Length));
            if (product > best) (best, nearest) = (product, i);
        }

        return nearest;
    }

    private static TimeSpan Time(Action work)
    {
        var start = Stopwatch.GetTimestamp();
        work();
        return Stopwatch.GetElapsedTime(start);
    }
}
