using System.Diagnostics;
using System.Globalization;
using System.Numerics.Tensors;
using Llm.Storage.Embeddings;

namespace Llm.Benchmarks.Similarity;

/// <summary>
/// What a native program measures of a collection, beside the least that the same work takes; in milliseconds of processor time.
/// </summary>
/// <param name="Exact">A warm exact search for the ten nearest entries.</param>
/// <param name="ExactScan">Comparing the vector with all others, in memory, on one thread, in turn with that.</param>
/// <param name="Approximate">A warm search by the approximate index.</param>
/// <param name="ApproximateScan">The comparison in turn with that.</param>
/// <param name="Recall">The part of the ten nearest that the approximate searches found.</param>
/// <param name="File">Making the file that searches read, with the first search.</param>
/// <param name="Read">Reading the vectors from the database, in turn with that.</param>
/// <param name="Index">Making the approximate index, in milliseconds that passed.</param>
/// <param name="Size">The size of the file in bytes, with the index.</param>
/// <param name="Compared">The part of the entries that an approximate search compares.</param>
internal sealed record SearchFigures(
    double Exact, double ExactScan, double Approximate, double ApproximateScan, double Recall, double File, double Read, double Index,
    double Size, double Compared)
{
    /// <summary>A scan displaces what searches have in the processor's memory, so several are measured in a row.</summary>
    private const int SearchesInRow = 10;

    /// <summary>Measures the collection <c>made</c> of a database.</summary>
    public static async Task<SearchFigures> MeasureAsync(string database, Vectors vectors)
    {
        var options = new EmbeddingStoreOptions { OnCallingThread = true };
        await using var store = (await SqliteEmbeddingStore.OpenExistingAsync(database, options))!;
        var collection = await Collection.OpenAsync(store, "made");
        var id = collection.Id!.Value;
        var all = new float[(long)vectors.Count * vectors.Dimensions];
        var queries = new List<float[]>();
        var place = 0L;
        foreach (var vector in vectors.Read())
        {
            if (place < all.LongLength) vector.CopyTo(all.AsSpan((int)place, vector.Length));
            else queries.Add(vector);
            place += vector.Length;
        }

        var exactly = new NearestOptions { Exact = true };
        var making = Pairs.Measure(
            3,
            () =>
            {
                store.DropIndexAsync(id).GetAwaiter().GetResult();
                return ProcessorTime(() => collection.SimilarAsync(queries[0], exactly).GetAwaiter().GetResult());
            },
            () => ProcessorTime(() => BareRows.ReadAll(database)));
        var run = 0;
        float[] Query() => queries[run++ % queries.Count];
        IReadOnlyList<CollectionEntry> Find(float[] query, NearestOptions? nearest) =>
            collection.SimilarAsync(query, nearest).GetAwaiter().GetResult();
        Pairs Searches(NearestOptions? nearest) => Pairs.Measure(
            vectors.Runs,
            () => ProcessorTime(() =>
            {
                for (var i = 0; i < SearchesInRow; i++) Find(Query(), nearest);
            }) / SearchesInRow,
            () => ProcessorTime(() => FindNearest(all, Query())));

        var exact = Searches(exactly);
        EmbeddingIndex? index = null;
        var indexing = Time(() => index = store.MakeIndexAsync(id).GetAwaiter().GetResult());
        var approximate = Searches(null);
        var found = 0;
        foreach (var query in queries)
        {
            var last = Find(query, exactly)[^1].Score;
            found += Find(query, null).Count(entry => entry.Score >= last);
        }

        return new SearchFigures(
            exact.Ours.TotalMilliseconds, exact.Theirs.TotalMilliseconds, approximate.Ours.TotalMilliseconds,
            approximate.Theirs.TotalMilliseconds, found / (10.0 * queries.Count), making.Ours.TotalMilliseconds,
            making.Theirs.TotalMilliseconds, indexing.TotalMilliseconds, index!.Size, index.ComparedPart);
    }

    /// <summary>Does once what a user does, for the memory that it takes.</summary>
    public static async Task UseAsync(string database, float[] query)
    {
        await using var store = (await SqliteEmbeddingStore.OpenExistingAsync(database))!;
        var collection = await Collection.OpenAsync(store, "made");
        await store.DropIndexAsync(collection.Id!.Value);
        await collection.SimilarAsync(query);
        await store.MakeIndexAsync(collection.Id!.Value);
        await collection.SimilarAsync(query);
        await collection.SimilarAsync(query, new NearestOptions { Exact = true });
    }

    /// <summary>Reads what <see cref="ToString"/> wrote.</summary>
    public static SearchFigures Parse(string text)
    {
        var numbers = Array.ConvertAll(text.Split(' '), number => double.Parse(number, CultureInfo.InvariantCulture));
        return new SearchFigures(
            numbers[0], numbers[1], numbers[2], numbers[3], numbers[4], numbers[5], numbers[6], numbers[7], numbers[8], numbers[9]);
    }

    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture,
        $"{Exact} {ExactScan} {Approximate} {ApproximateScan} {Recall} {File} {Read} {Index} {Size} {Compared}");

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

    /// <summary>Measures work on one thread in processor time, so that what other programs take does not count.</summary>
    private static TimeSpan ProcessorTime(Action work)
    {
        var start = Environment.CpuUsage.TotalTime;
        work();
        return Environment.CpuUsage.TotalTime - start;
    }
}
