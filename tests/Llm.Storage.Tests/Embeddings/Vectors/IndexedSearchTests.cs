using Llm.Storage.Embeddings;
using Llm.Storage.Embeddings.Vectors;
using Llm.Storage.Sqlite;

namespace Llm.Storage.Tests.Embeddings.Vectors;

/// <summary>Searches through a file beside the database return what comparing every vector returns, whatever happened to either.</summary>
public sealed class IndexedSearchTests : IDisposable
{
    private const int Count = VectorFiles.MinRows + 500;
    private const int Dimensions = 24;

    private readonly TemporaryDirectory folder = new();

    private string DatabasePath => folder.File("embeddings.db");

    private string FilePath => VectorFiles.PathOf(DatabasePath, 1);

    public static TheoryData<string> Kinds => [.. VectorSamples.Kinds];

    public void Dispose() => folder.Dispose();

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task The_nearest_rows_and_their_order_are_exact(string kind)
    {
        var vectors = VectorSamples.Make(kind, Count, Dimensions, seed: 21);
        // Rows without a score and with other lengths lie first, last and between.
        foreach (var (place, odd) in new[] { 0, 700, Count - 1 }.Zip(OddVectors())) vectors[place] = odd;
        await using var store = await CreateAsync(vectors);
        foreach (var query in VectorSamples.Make(kind, 6, Dimensions, seed: 21).Concat(VectorSamples.Make("random", 6, Dimensions, seed: 22)))
        {
            foreach (var number in (int[])[1, 10, 100, Count, -1]) await ShouldBeExactAsync(store, query, new() { Number = number });
        }

        File.Exists(FilePath).ShouldBeTrue();
    }

    [Fact]
    public async Task Filters_are_exact()
    {
        await using var store = await CreateAsync(VectorSamples.Make("random", Count, Dimensions, seed: 23));
        var query = VectorSamples.Make("random", 1, Dimensions, seed: 24)[0];
        var nearest = (await store.FindNearestAsync(1, query, new() { Number = 1 })).Single().Id;
        await ShouldBeExactAsync(store, query, new() { Number = 5, SkipId = nearest });
        (await store.FindNearestAsync(1, query, new() { Number = 5, SkipId = nearest })).ShouldNotContain(entry => entry.Id == nearest);
        foreach (var prefix in (string[])["", "n", "N", "n/1", "n/12", "n/123", "%1", "nothing"])
            await ShouldBeExactAsync(store, query, new() { Number = 5, Prefix = prefix, SkipId = nearest });
    }

    [Fact]
    public async Task A_vector_of_another_length_is_compared_as_before()
    {
        await using var store = await CreateAsync(VectorSamples.Make("random", Count, Dimensions, seed: 25));
        foreach (var length in (int[])[1, Dimensions - 1, Dimensions + 1])
            await ShouldBeExactAsync(store, VectorSamples.Make("random", 1, length, seed: 26)[0], new() { Number = 3 });
        await ShouldBeExactAsync(store, new float[Dimensions], new() { Number = 3 });
    }

    [Theory]
    [InlineData("delete")]
    [InlineData("wal")]
    public async Task Every_change_is_seen(string journal)
    {
        await using var store = await CreateAsync(VectorSamples.Make("random", Count, Dimensions, seed: 27), journal);
        var query = VectorSamples.Make("random", 1, Dimensions, seed: 28)[0];
        using var other = Database.Open(DatabasePath);
        string[] changes =
        [
            // What the Python tool does for an id that exists; the row may get the same number again.
            "REPLACE INTO embeddings SELECT collection_id, id, $, NULL, NULL, content_hash, NULL, updated FROM embeddings WHERE id = 'n/5'",
            "REPLACE INTO embeddings SELECT collection_id, id, $, NULL, NULL, content_hash, NULL, updated FROM embeddings "
                + "ORDER BY rowid DESC LIMIT 1",
            "DELETE FROM embeddings WHERE id = 'n/5'",
            "INSERT INTO embeddings (collection_id, id, embedding) VALUES (1, 'new', $)",
            "UPDATE embeddings SET embedding = $ WHERE id = 'n/1200'",
            "DELETE FROM embeddings WHERE id = 'new'; INSERT INTO embeddings (collection_id, id, embedding) VALUES (1, 'newer', $)",
        ];
        foreach (var change in changes)
        {
            await ShouldBeExactAsync(store, query, new() { Number = 3 });
            var blob = $"x'{Convert.ToHexString(EmbeddingEncoding.Encode(query))}'";
            other.ExecuteScript(change.Replace("$", blob, StringComparison.Ordinal));
            await ShouldBeExactAsync(store, query, new() { Number = 3 });
        }
    }

    [Fact]
    public async Task A_collection_that_is_deleted_and_made_again_is_another_one()
    {
        await using var store = await CreateAsync(VectorSamples.Make("random", Count, Dimensions, seed: 29));
        var query = VectorSamples.Make("random", 1, Dimensions, seed: 30)[0];
        await ShouldBeExactAsync(store, query, new());
        using (var other = Database.Open(DatabasePath))
        {
            other.ExecuteScript("DELETE FROM embeddings; DELETE FROM collections");
            Fill(other, VectorSamples.Make("random", Count, Dimensions, seed: 31));
        }

        await ShouldBeExactAsync(store, query, new());
    }

    [Fact]
    public async Task A_backup_that_is_restored_is_seen()
    {
        var backup = folder.File("backup");
        var query = VectorSamples.Make("random", 1, Dimensions, seed: 33)[0];
        await using (var store = await CreateAsync(VectorSamples.Make("random", Count, Dimensions, seed: 32)))
        {
            await ShouldBeExactAsync(store, query, new());
        }

        File.Copy(DatabasePath, backup);
        using (var other = Database.Open(DatabasePath)) other.Execute("DELETE FROM embeddings WHERE rowid % 2 = 1");
        await using (var store = await SqliteEmbeddingStore.OpenAsync(DatabasePath)) await ShouldBeExactAsync(store, query, new());
        File.Copy(backup, DatabasePath, overwrite: true);
        await using (var store = await SqliteEmbeddingStore.OpenAsync(DatabasePath)) await ShouldBeExactAsync(store, query, new());
    }

    [Fact]
    public async Task A_damaged_file_is_made_again()
    {
        var vectors = VectorSamples.Make("random", Count, Dimensions, seed: 34);
        var query = VectorSamples.Make("random", 1, Dimensions, seed: 35)[0];
        await using (var store = await CreateAsync(vectors)) await ShouldBeExactAsync(store, query, new());
        var sound = await File.ReadAllBytesAsync(FilePath);
        foreach (var at in (int[])[3, 100, 520, 546, sound.Length - 5])
        {
            var damaged = sound.ToArray();
            damaged[at] ^= 0x11;
            await File.WriteAllBytesAsync(FilePath, damaged);
            await using (var store = await SqliteEmbeddingStore.OpenAsync(DatabasePath))
            {
                await ShouldBeExactAsync(store, query, new());
                await ShouldBeExactAsync(store, query, new());
            }

            (await File.ReadAllBytesAsync(FilePath)).ShouldBe(sound, $"byte {at}");
        }
    }

    [Fact]
    public async Task Where_no_file_can_be_made_the_search_does_without()
    {
        await using var store = await CreateAsync(VectorSamples.Make("random", Count, Dimensions, seed: 36));
        // A file where the folder would be; permissions would not stop an administrator.
        await File.WriteAllTextAsync(VectorFiles.FolderOf(DatabasePath), "");
        await ShouldBeExactAsync(store, VectorSamples.Make("random", 1, Dimensions, seed: 37)[0], new());
    }

    [Fact]
    public async Task Several_stores_may_make_the_file_at_once()
    {
        await (await CreateAsync(VectorSamples.Make("random", Count, Dimensions, seed: 38))).DisposeAsync();
        var query = VectorSamples.Make("random", 1, Dimensions, seed: 39)[0];
        await Task.WhenAll(Enumerable.Range(0, 8).Select(async _ =>
        {
            await using var store = await SqliteEmbeddingStore.OpenAsync(DatabasePath);
            await ShouldBeExactAsync(store, query, new());
        }));
        Directory.GetFiles(VectorFiles.FolderOf(DatabasePath)).ShouldBe([FilePath]);
    }

    [Fact]
    public async Task A_small_collection_has_no_file_and_a_deleted_one_loses_its_own()
    {
        await using var store = await CreateAsync(VectorSamples.Make("random", Count, Dimensions, seed: 40));
        var query = VectorSamples.Make("random", 1, Dimensions, seed: 41)[0];
        var small = await store.CreateCollectionAsync("small", "model");
        await store.SaveAsync(small.Id, [new StoredEmbedding { Id = "a", Vector = query }]);
        await ShouldBeExactAsync(store, query, new());
        (await store.FindNearestAsync(small.Id, query)).Single().Id.ShouldBe("a");
        File.Exists(FilePath).ShouldBeTrue();
        File.Exists(VectorFiles.PathOf(DatabasePath, small.Id)).ShouldBeFalse();
        await store.DeleteCollectionAsync(1);
        Directory.Exists(VectorFiles.FolderOf(DatabasePath)).ShouldBeFalse();
    }

    private static IEnumerable<float[]> OddVectors() =>
        [new float[Dimensions], [.. Enumerable.Repeat(float.NaN, Dimensions)], [1, 2, 3]];

    private async Task<SqliteEmbeddingStore> CreateAsync(float[][] vectors, string journal = "delete")
    {
        await (await SqliteEmbeddingStore.OpenAsync(DatabasePath)).DisposeAsync();
        using (var database = Database.Open(DatabasePath))
        {
            database.QueryText($"PRAGMA journal_mode = {journal}");
            Fill(database, vectors);
        }

        return await SqliteEmbeddingStore.OpenAsync(DatabasePath);
    }

    private static void Fill(Database database, float[][] vectors) => database.Write(() =>
    {
        database.Execute("INSERT INTO collections (id, name, model) VALUES (1, 'all', 'model')");
        for (var i = 0; i < vectors.Length; i++)
        {
            database.Execute(
                "INSERT INTO embeddings (collection_id, id, embedding) VALUES (1, ?1, ?2)", $"n/{i}", EmbeddingEncoding.Encode(vectors[i]));
        }
    });

    private async Task ShouldBeExactAsync(SqliteEmbeddingStore store, float[] query, NearestOptions options)
    {
        using var database = Database.Open(DatabasePath);
        await ExactRows.ShouldBeFoundAsync(store, database, query, options);
    }
}
