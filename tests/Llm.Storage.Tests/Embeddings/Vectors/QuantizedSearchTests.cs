using Llm.Storage.Embeddings.Vectors;

namespace Llm.Storage.Tests.Embeddings.Vectors;

public sealed class QuantizedSearchTests : IDisposable
{
    private readonly TemporaryDirectory folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void Rows_that_do_not_count_do_not_raise_the_bar()
    {
        var query = VectorSamples.Make("random", 1, 64, seed: 9)[0];
        // The best rows are those that do not count.
        var vectors = VectorSamples.Make("random", 500, 64, seed: 10);
        for (var i = 0; i < 100; i++) vectors[i] = query;
        using var file = Write(vectors);
        var found = Find(file, QuantizedQuery.Create(query)!, 5, row => row >= 100);
        found.Count.ShouldBeGreaterThanOrEqualTo(5);
        found.ShouldAllBe(candidate => candidate.Row >= 100);
    }

    [Fact]
    public void Most_rows_of_usual_vectors_are_no_candidates()
    {
        using var file = Write(VectorSamples.Make("random", 5000, 512, seed: 11));
        var query = QuantizedQuery.Create(VectorSamples.Make("random", 1, 512, seed: 12)[0])!;
        Find(file, query, 10).Count.ShouldBeInRange(10, 100);
    }

    [Fact]
    public void A_search_can_be_cancelled()
    {
        using var file = Write(VectorSamples.Make("random", 10, 32, seed: 13));
        var query = QuantizedQuery.Create(VectorSamples.Make("random", 1, 32, seed: 12)[0])!;
        Should.Throw<OperationCanceledException>(() => Find(file, query, 1, null, new CancellationToken(canceled: true)));
    }

    private static List<Candidate> Find(
        VectorFile file, QuantizedQuery query, int number, Func<long, bool>? accepts = null, CancellationToken cancellationToken = default)
    {
        var search = new QuantizedSearch(query, number, cancellationToken);
        search.CompareAll(file, accepts);
        return search.Finish();
    }

    private VectorFile Write(float[][] vectors)
    {
        var database = Path.Combine(folder.Path, "database");
        File.WriteAllBytes(database, new byte[200]);
        var state = DatabaseState.Read(database)!;
        var path = Path.Combine(folder.Path, "vectors", "1");
        using var writer = new VectorFileWriter(path, vectors[0].Length);
        for (var i = 0; i < vectors.Length; i++) writer.Add(i, vectors[i]);
        writer.Finish(1, state);
        return VectorFile.Open(path, 1, state)!;
    }
}
