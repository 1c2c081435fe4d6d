using Llm.Storage.Embeddings;
using Llm.Storage.Embeddings.Vectors;
using Llm.Storage.Sqlite;

namespace Llm.Storage.Tests.Embeddings.Vectors;

/// <summary>Files follow what a store itself changes, without all rows being read again, and nothing else.</summary>
public sealed class OwnChangesTests : IDisposable
{
    private const int Count = VectorFiles.MinRows + 100;
    private const int Dimensions = 24;

    private readonly TemporaryDirectory folder = new();

    private string DatabasePath => folder.File("embeddings.db");

    private string FilePath => VectorFiles.PathOf(DatabasePath, 1);

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task A_closed_store_leaves_files_of_the_state_that_it_left()
    {
        await using (var store = await CreateAsync("delete")) await store.FindNearestAsync(1, Vector(1));
        var made = await File.ReadAllBytesAsync(FilePath);
        for (var round = 0; round < 4; round++)
        {
            await using (var store = await SqliteEmbeddingStore.OpenAsync(DatabasePath))
            {
                await store.SaveAsync(1, [Entry($"n/{round}", Vector(100 + round)), Entry($"new/{round}", Vector(200 + round))]);
                await store.DeleteAsync(1, [$"n/{50 + round}"]);
                await store.SetMetadataAsync(1, "n/7", new() { ["round"] = round });
                await store.CreateCollectionAsync($"another {round}", "model");
            }

            // Without the files, the search would make them again.
            using var vectors = IndexedVectors.Open(FilePath, 1, DatabaseState.Read(DatabasePath)!).ShouldNotBeNull();
            vectors.Changes.ShouldNotBeNull().Count.ShouldBe(2 * (round + 1));
            await using var other = await SqliteEmbeddingStore.OpenAsync(DatabasePath);
            foreach (var seed in (int[])[1, 100 + round, 200 + round, 200]) await ShouldBeExactAsync(other, Vector(seed));
        }

        (await File.ReadAllBytesAsync(FilePath)).ShouldBe(made);
    }

    [Theory]
    [InlineData("delete", 1)]
    [InlineData("delete", 2)]
    [InlineData("wal", 3)]
    [InlineData("wal", 4)]
    public async Task Whoever_writes_in_whatever_order_searches_are_exact(string journal, int seed)
    {
        await using var first = await CreateAsync(journal);
        await using var second = await SqliteEmbeddingStore.OpenAsync(DatabasePath);
        using var foreign = Database.Open(DatabasePath);
        var random = new Random(seed);
        // What was written last is what searches look for.
        var written = new List<int> { 1 };
        for (var step = 0; step < 150; step++)
        {
            var store = random.Next(2) == 0 ? first : second;
            var id = $"n/{random.Next(Count + 20)}";
            written.Add(1000 + step);
            var vector = Vector(1000 + step);
            switch (random.Next(7))
            {
                case 0 or 1:
                    await store.SaveAsync(1, [Entry(id, vector), Entry($"{id}+", Vector(2000 + step))]);
                    break;
                case 2:
                    await store.DeleteAsync(1, [(await store.FindNearestAsync(1, Vector(written[^2])))[0].Id]);
                    break;
                case 3:
                    foreign.Execute("UPDATE embeddings SET embedding = ?1 WHERE id = ?2", EmbeddingEncoding.Encode(vector), id);
                    break;
                case 4:
                    foreign.Execute(
                        "INSERT OR REPLACE INTO embeddings (collection_id, id, embedding) VALUES (1, ?1, ?2)",
                        id,
                        EmbeddingEncoding.Encode(vector));
                    break;
                case 5:
                    foreign.Execute("DELETE FROM embeddings WHERE rowid = (SELECT max(rowid) FROM embeddings)");
                    break;
                default:
                    await store.SetMetadataAsync(1, id, new() { ["step"] = step });
                    break;
            }

            if (random.Next(2) == 0) continue;
            foreach (var last in written.TakeLast(4)) await ShouldBeExactAsync(random.Next(2) == 0 ? first : second, Vector(last));
        }
    }

    [Fact]
    public async Task What_another_program_writes_in_between_is_not_missed()
    {
        await using (var store = await CreateAsync("delete"))
        {
            await store.FindNearestAsync(1, Vector(1));
            await store.SaveAsync(1, [Entry("mine", Vector(2))]);
            using (var foreign = Database.Open(DatabasePath))
                foreign.Execute("UPDATE embeddings SET embedding = ?1 WHERE id = 'n/9'", Encoded(3));
            await store.SaveAsync(1, [Entry("mine too", Vector(4))]);
        }

        IndexedVectors.Open(FilePath, 1, DatabaseState.Read(DatabasePath)!).ShouldBeNull();
        await using var other = await SqliteEmbeddingStore.OpenAsync(DatabasePath);
        foreach (var seed in (int[])[2, 3, 4]) await ShouldBeExactAsync(other, Vector(seed));
    }

    [Fact]
    public async Task A_store_does_not_wait_for_a_lock_when_it_is_closed()
    {
        var store = await CreateAsync("delete");
        await store.FindNearestAsync(1, Vector(1));
        await store.SaveAsync(1, [Entry("mine", Vector(2))]);
        using (var foreign = Database.Open(DatabasePath))
        {
            foreign.Execute("BEGIN EXCLUSIVE");
            await store.DisposeAsync().AsTask().WaitAsync(TimeSpan.FromSeconds(20));
        }

        await using var other = await SqliteEmbeddingStore.OpenAsync(DatabasePath);
        await ShouldBeExactAsync(other, Vector(2));
    }

    [Fact]
    public async Task New_vectors_of_all_entries_are_read_again()
    {
        await using var store = await CreateAsync("delete");
        await store.FindNearestAsync(1, Vector(1));
        await store.BeginReplacementAsync(1, "other");
        var entries = await store.ReadPageAsync(1, null, Count);
        var made = entries.Select((entry, i) => Entry(entry.Id, Vector(5000 + i)));
        await store.SaveReplacementAsync(1, "other", [.. made]);
        (await store.FinishReplacementAsync(1, "other")).ShouldBeTrue();
        await ShouldBeExactAsync(store, Vector(5007));
    }

    [Fact]
    public async Task Many_changes_make_the_file_again()
    {
        await using var store = await CreateAsync("delete");
        await store.FindNearestAsync(1, Vector(1));
        await store.SaveAsync(1, [.. Enumerable.Range(0, Count / 4).Select(i => Entry($"more/{i}", Vector(7000 + i)))]);
        await ShouldBeExactAsync(store, Vector(7003));
        Directory.GetFiles(VectorFiles.FolderOf(DatabasePath)).ShouldBe([FilePath]);
    }

    private static StoredEmbedding Entry(string id, float[] vector) => new() { Id = id, Vector = vector, ContentHash = new byte[] { 1 } };

    private static float[] Vector(int seed) => VectorSamples.Make("random", 1, Dimensions, seed)[0];

    private static byte[] Encoded(int seed) => EmbeddingEncoding.Encode(Vector(seed));

    private async Task<SqliteEmbeddingStore> CreateAsync(string journal)
    {
        await using (var store = await SqliteEmbeddingStore.OpenAsync(DatabasePath)) await store.CreateCollectionAsync("all", "model");
        using (var database = Database.Open(DatabasePath)) database.QueryText($"PRAGMA journal_mode = {journal}");
        var opened = await SqliteEmbeddingStore.OpenAsync(DatabasePath);
        var vectors = VectorSamples.Make("random", Count, Dimensions, seed: 50);
        await opened.SaveAsync(1, [.. vectors.Select((vector, i) => Entry($"n/{i}", vector))]);
        return opened;
    }

    private async Task ShouldBeExactAsync(SqliteEmbeddingStore store, float[] query)
    {
        using var database = Database.Open(DatabasePath);
        await ExactRows.ShouldBeFoundAsync(store, database, query, new() { Number = 5 });
    }
}
