using Llm.Storage.Embeddings;
using Llm.Storage.Embeddings.Vectors;
using Llm.Storage.Sqlite;

namespace Llm.Storage.Tests.Embeddings.Vectors;

/// <summary>What searches find after an approximate index was made.</summary>
public sealed class ListedSearchTests : IDisposable
{
    private const int Count = VectorLists.MinRows + 2000;
    private const int Dimensions = 24;

    private readonly TemporaryDirectory folder = new();
    private readonly List<string> warnings = [];

    private string DatabasePath => folder.File("embeddings.db");

    private string FilePath => VectorFiles.PathOf(DatabasePath, 1);

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task Most_of_the_nearest_are_found_among_a_small_part_of_the_rows()
    {
        await using var store = await CreateAsync(Clusters(Count + 200, seed: 1));
        var index = (await store.MakeIndexAsync(1))!;
        index.ComparedPart.ShouldBeInRange(0.001, 0.2);
        index.Recall.ShouldBeInRange(0.98, 1);
        var check = (await store.CheckIndexAsync(1))!;
        check.Searches.ShouldBe(200);
        check.Recall.ShouldBeInRange(0.97, 1);
        check.Approximate.ShouldBeGreaterThan(TimeSpan.Zero);
        foreach (var number in (int[])[1, 10, 100])
        {
            var found = 0;
            foreach (var query in Clusters(Count + 200, seed: 1).Skip(Count))
            {
                var nearest = await store.FindNearestAsync(1, query, new() { Number = number, Exact = true });
                var some = await store.FindNearestAsync(1, query, new() { Number = number });
                some.Count.ShouldBe(number);
                some.ShouldBe(some.OrderByDescending(entry => entry.Score).ThenBy(entry => entry.Id, StringComparer.Ordinal));
                found += some.Count(entry => entry.Score >= nearest[^1].Score);
            }

            (found / (200.0 * number)).ShouldBeInRange(0.96, 1, $"{number} rows");
        }
    }

    [Fact]
    public async Task The_same_rows_always_make_the_same_lists()
    {
        await using var store = await CreateAsync(Clusters(Count, seed: 2));
        await store.MakeIndexAsync(1);
        var first = await File.ReadAllBytesAsync(FilePath);
        await store.DropIndexAsync(1);
        await store.MakeIndexAsync(1);
        (await File.ReadAllBytesAsync(FilePath)).ShouldBe(first);
    }

    [Theory]
    [InlineData("clusters")]
    [InlineData("random")]
    [InlineData("clustered")]
    [InlineData("duplicates")]
    [InlineData("one large number")]
    [InlineData("all equal")]
    [InlineData("nearly opposite")]
    [InlineData("few values")]
    public async Task Exact_searches_stay_exact(string kind)
    {
        var hasLists = kind == "clusters";
        var vectors = hasLists ? Clusters(Count, seed: 3) : VectorSamples.Make(kind, Count, Dimensions, seed: 3);
        // Rows without a score and with another length.
        (vectors[0], vectors[700], vectors[Count - 1]) = (new float[Dimensions], [.. Enumerable.Repeat(float.NaN, Dimensions)], [1, 2, 3]);
        await using var store = await CreateAsync(vectors);
        (await store.MakeIndexAsync(1))!.ComparedPart.ShouldBeInRange(0, hasLists ? 0.25 : 1);
        // Far from all clusters, the nearest rows are in many lists.
        foreach (var query in VectorSamples.Make(hasLists ? "random" : kind, hasLists ? 12 : 3, Dimensions, seed: 3))
        {
            foreach (var options in (NearestOptions[])[
                new() { Exact = true }, new() { Exact = true, Number = 100 }, new() { Number = 101 }, new() { Prefix = "n/1", Number = 100 },
                new() { Prefix = "n/12", SkipId = "n/123", Number = 3 }])
                await ShouldBeExactAsync(store, query, options);
        }

        await ShouldBeExactAsync(store, new float[Dimensions], new() { Number = 3 });
        await ShouldBeExactAsync(store, [1, 2, 3], new() { Number = 3 });
    }

    [Fact]
    public async Task Rows_without_codes_are_compared_too()
    {
        var vectors = Clusters(Count, seed: 4);
        // Cut, so that nothing that the rest of it could add to its length makes it less similar.
        var query = Clusters(1, seed: 5)[0];
        vectors[77] = query[..^1];
        query[^1] = 0;
        await using var store = await CreateAsync(vectors);
        await store.MakeIndexAsync(1);
        (await store.FindNearestAsync(1, query, new() { Number = 2 }))[0].Id.ShouldBe("n/77");
        (await store.FindNearestAsync(1, query, new() { Number = 2, SkipId = "n/77" })).ShouldNotContain(entry => entry.Id == "n/77");
    }

    [Fact]
    public async Task Vectors_without_clusters_are_not_put_into_lists()
    {
        await using var store = await CreateAsync(VectorSamples.Make("random", Count, Dimensions * 4, seed: 6));
        var index = (await store.MakeIndexAsync(1))!;
        (index.ComparedPart, index.Recall).ShouldBe((1, 1));
        (await store.CheckIndexAsync(1)).ShouldBeNull();
        await ShouldBeExactAsync(store, VectorSamples.Make("random", 1, Dimensions * 4, seed: 7)[0], new());
    }

    [Fact]
    public async Task Rows_that_changed_since_are_found()
    {
        var vectors = Clusters(Count, seed: 8);
        await using var store = await CreateAsync(vectors);
        await store.MakeIndexAsync(1);
        var query = Clusters(1, seed: 9)[0];
        var best = (await store.FindNearestAsync(1, query))[0].Id;
        var before = await File.ReadAllBytesAsync(FilePath);
        using var other = Database.Open(DatabasePath);
        other.Execute("DELETE FROM embeddings WHERE id = ?1", best);
        other.Execute("UPDATE embeddings SET embedding = ?1 WHERE id = 'n/5'", EmbeddingEncoding.Encode(query));
        other.Execute("INSERT INTO embeddings (collection_id, id, embedding) VALUES (1, 'new', ?1)", EmbeddingEncoding.Encode(query));
        other.Execute("INSERT INTO embeddings (collection_id, id, embedding) VALUES (1, 'short', ?1)", EmbeddingEncoding.Encode([1]));
        var found = await store.FindNearestAsync(1, query);
        found.Take(2).Select(entry => entry.Id).ShouldBe(["n/5", "new"]);
        found.ShouldNotContain(entry => entry.Id == best);
        await ShouldBeExactAsync(store, query, new() { Exact = true });
        (await File.ReadAllBytesAsync(FilePath)).ShouldBe(before, "the lists are as they were");
        // Another program finds the changes too, and a second change adds to them.
        await using (var second = await SqliteEmbeddingStore.OpenAsync(DatabasePath))
            (await second.FindNearestAsync(1, query)).Take(2).Select(entry => entry.Id).ShouldBe(["n/5", "new"]);
        other.Execute("DELETE FROM embeddings WHERE id = 'new'");
        (await store.FindNearestAsync(1, query)).Take(1).Select(entry => entry.Id).ShouldBe(["n/5"]);
        await ShouldBeExactAsync(store, query, new() { Exact = true });
        // Making the index again takes the changes in.
        (await store.MakeIndexAsync(1))!.Entries.ShouldBe(Count);
        (await store.FindNearestAsync(1, query)).Take(1).Select(entry => entry.Id).ShouldBe(["n/5"]);
        warnings.ShouldBeEmpty();
    }

    [Fact]
    public async Task After_many_changes_searches_are_exact_and_the_user_is_warned_once()
    {
        await using var store = await CreateAsync(Clusters(Count, seed: 10));
        await store.MakeIndexAsync(1);
        using var other = Database.Open(DatabasePath);
        other.Execute("DELETE FROM embeddings WHERE rowid % 7 = 1");
        var query = Clusters(1, seed: 9)[0];
        await ShouldBeExactAsync(store, query, new());
        await ShouldBeExactAsync(store, query, new());
        warnings.ShouldBe([
            "Much of the collection all has changed since its index was made, so searches compare all of it again. "
            + "Run llm collections index all to make them fast again.",
        ]);
        (await store.CheckIndexAsync(1)).ShouldBeNull();
        (await store.MakeIndexAsync(1))!.ComparedPart.ShouldBeLessThan(1);
    }

    [Fact]
    public async Task A_damaged_file_is_made_again_without_lists()
    {
        await using (var first = await CreateAsync(Clusters(Count, seed: 11))) await first.MakeIndexAsync(1);
        var sound = await File.ReadAllBytesAsync(FilePath);
        var query = Clusters(1, seed: 12)[0];
        var row = QuantizedRow.Size(Dimensions);
        var centres = VectorFile.HeadSize + (row * Count);
        var block = SketchBlock.Size(Dimensions);
        var sketches = centres + (row * VectorLists.CountFor(Count));
        var blocks = (sound.Length - sketches - (16 * (VectorLists.CountFor(Count) + 1))) / block;
        // The head, a byte in each row of the lists, the centres, a byte in each block of sketches, and the numbers.
        int[][] places =
        [
            [70], [80], [.. Enumerable.Range(0, Count).Select(i => VectorFile.HeadSize + (i * row) + 40)], [centres + 3],
            [centres + row + 35],
            [.. Enumerable.Range(0, blocks).Select(i => sketches + (i * block) + 150)], [sound.Length - 5],
        ];
        foreach (var at in places)
        {
            var damaged = sound.ToArray();
            foreach (var place in at) damaged[place] ^= 0x11;
            await File.WriteAllBytesAsync(FilePath, damaged);
            await using var store = await SqliteEmbeddingStore.OpenAsync(DatabasePath);
            await ShouldBeExactAsync(store, query, new());
            await ShouldBeExactAsync(store, query, new());
            (await store.CheckIndexAsync(1)).ShouldBeNull($"byte {at[0]}");
        }

        // Torn, and from before a change.
        await File.WriteAllBytesAsync(FilePath, sound[..^(row * 100)]);
        await using (var store = await SqliteEmbeddingStore.OpenAsync(DatabasePath)) await ShouldBeExactAsync(store, query, new());
    }

    [Fact]
    public async Task A_damaged_file_with_changes_is_not_used()
    {
        await using (var first = await CreateAsync(Clusters(Count, seed: 13))) await first.MakeIndexAsync(1);
        var listed = await File.ReadAllBytesAsync(FilePath);
        using (var other = Database.Open(DatabasePath)) other.Execute("DELETE FROM embeddings WHERE id = 'n/3'");
        var query = Clusters(1, seed: 14)[0];
        await using (var store = await SqliteEmbeddingStore.OpenAsync(DatabasePath)) await store.FindNearestAsync(1, query);
        var changes = IndexedVectors.ChangesPath(FilePath);
        var sound = await File.ReadAllBytesAsync(changes);
        for (var at = 0; at < sound.Length; at++)
        {
            var damaged = sound.ToArray();
            damaged[at] ^= 0x20;
            await File.WriteAllBytesAsync(changes, damaged);
            VectorFile.Open(changes, 1, null)?.Dispose();
            if (at % 50 != 0 && at < sound.Length - 8) continue;
            await using var store = await SqliteEmbeddingStore.OpenAsync(DatabasePath);
            await ShouldBeExactAsync(store, query, new() { Exact = true });
        }

        // A damaged row of the file itself that has the number of another one must not remove that.
        File.Delete(changes);
        var row = QuantizedRow.Size(Dimensions);
        query = QuantizedRow.ToVector(listed.AsSpan(VectorFile.HeadSize + row, row), Dimensions);
        listed.AsSpan(VectorFile.HeadSize + row, sizeof(long)).CopyTo(listed.AsSpan(VectorFile.HeadSize));
        await File.WriteAllBytesAsync(FilePath, listed);
        await using var last = await SqliteEmbeddingStore.OpenAsync(DatabasePath);
        await ShouldBeExactAsync(last, query, new() { Exact = true });
        (await last.CheckIndexAsync(1)).ShouldBeNull();
    }

    [Fact]
    public async Task Several_stores_may_make_the_index_at_once()
    {
        await (await CreateAsync(Clusters(Count, seed: 15))).DisposeAsync();
        await Task.WhenAll(Enumerable.Range(0, 3).Select(async _ =>
        {
            await using var store = await SqliteEmbeddingStore.OpenAsync(DatabasePath);
            (await store.MakeIndexAsync(1))!.ComparedPart.ShouldBeLessThan(1);
        }));
        Directory.GetFiles(VectorFiles.FolderOf(DatabasePath)).ShouldBe([FilePath]);
    }

    [Fact]
    public async Task A_cancelled_index_leaves_the_file_without_lists()
    {
        await using var store = await CreateAsync(Clusters(Count, seed: 16));
        using var source = new CancellationTokenSource();
        var progress = new Reported(part =>
        {
            if (part > 0.2) source.Cancel();
        });
        await Should.ThrowAsync<OperationCanceledException>(store.MakeIndexAsync(1, progress, source.Token));
        progress.Parts.ShouldAllBe(part => part > 0 && part <= 1);
        Directory.GetFiles(VectorFiles.FolderOf(DatabasePath)).ShouldBe([FilePath]);
        await ShouldBeExactAsync(store, Clusters(1, seed: 17)[0], new());
        (await store.DropIndexAsync(1)).ShouldBeTrue();
        Directory.Exists(VectorFiles.FolderOf(DatabasePath)).ShouldBeFalse();
    }

    /// <summary>Vectors around centres, like those of texts.</summary>
    private static float[][] Clusters(int count, int seed)
    {
        var random = new Random(seed);
        var centres = Enumerable.Range(0, 150).Select(_ => Numbers(1)).ToArray();
        return [.. Enumerable.Range(0, count).Select(_ => centres[random.Next(150)].Zip(Numbers(0.4f), (a, b) => a + b).ToArray())];

        float[] Numbers(float part) => [.. Enumerable.Range(0, Dimensions).Select(_ => (random.NextSingle() - 0.5f) * part)];
    }

    private async Task<SqliteEmbeddingStore> CreateAsync(float[][] vectors)
    {
        await using (var store = await SqliteEmbeddingStore.OpenAsync(DatabasePath)) await store.CreateCollectionAsync("all", "model");
        using (var database = Database.Open(DatabasePath))
        {
            database.Write(() =>
            {
                for (var i = 0; i < Math.Min(vectors.Length, Count); i++)
                {
                    database.Execute(
                        "INSERT INTO embeddings (collection_id, id, embedding) VALUES (1, ?1, ?2)",
                        $"n/{i}",
                        EmbeddingEncoding.Encode(vectors[i]));
                }
            });
        }

        return await SqliteEmbeddingStore.OpenAsync(DatabasePath, new() { Warn = warnings.Add });
    }

    private async Task ShouldBeExactAsync(SqliteEmbeddingStore store, float[] query, NearestOptions options)
    {
        using var database = Database.Open(DatabasePath);
        await ExactRows.ShouldBeFoundAsync(store, database, query, options);
    }

    private sealed class Reported(Action<double> action) : IProgress<double>
    {
        public List<double> Parts { get; } = [];

        public void Report(double value)
        {
            lock (Parts) Parts.Add(value);
            action(value);
        }
    }
}
