using Llm.Storage.Embeddings;
using Llm.Storage.Sqlite;

namespace Llm.Storage.Tests.Embeddings;

/// <summary>Another model for a collection that exists.</summary>
public sealed class ReembedTests : IAsyncDisposable
{
    private readonly TemporaryDirectory folder = new();
    private readonly WordLengthModel old = new("old");
    private readonly WordLengthModel other = new("other") { Change = (text, _) => [text.Length, 1] };
    private SqliteEmbeddingStore? store;

    public async ValueTask DisposeAsync()
    {
        if (store is not null) await store.DisposeAsync();
        folder.Dispose();
    }

    [Fact]
    public async Task All_vectors_and_the_model_change_in_one_step_at_the_end()
    {
        var collection = await FillAsync(95);
        var seen = new List<string>();
        other.Before = async _ =>
        {
            await using var reader = (await SqliteEmbeddingStore.OpenExistingAsync(folder.File("embeddings.db")))!;
            var found = (await reader.FindCollectionAsync("entries"))!;
            var lengths = (await reader.ReadPageAsync(found.Id, null, 100)).Select(entry => entry.Vector.Length).Distinct();
            lock (seen) seen.Add($"{found.ModelId} {string.Join(',', lengths)}");
        };
        var report = await collection.ReembedAsync(other, new EmbedManyOptions { Parallel = 3 });
        report.ShouldBe(new EmbedReport(95, 0, report.Failures));
        seen.Distinct().ShouldBe(["old 16"]);

        var after = await Collection.OpenAsync(store!, "entries", new CollectionOptions { FindModel = _ => other });
        after.ModelId.ShouldBe("other");
        var entry = (await after.FindAsync("7"))!;
        entry.Vector.ToArray().ShouldBe([7, 1]);
        entry.Text.ShouldBe("hello 7");
        (await after.EmbedAsync("7", "hello 7")).Length.ShouldBe(2);
        Tables().ShouldNotContain("_llm_reembedding");
    }

    [Fact]
    public async Task An_interrupted_run_leaves_the_collection_usable_and_is_continued()
    {
        var collection = await FillAsync(95);
        other.Before = texts => texts.Contains("hello 50") ? throw new LlmException("quota") : Task.CompletedTask;
        await Should.ThrowAsync<LlmException>(() => collection.ReembedAsync(other, new EmbedManyOptions { Parallel = 2 }));
        (await collection.SimilarAsync("hello 5")).Count.ShouldBe(10);
        var asked = other.Embedded.ToList();

        // Meanwhile, an entry is changed and one is added.
        await collection.EmbedAsync("1", "changed", store: true);
        await collection.EmbedAsync("new", "added", store: true);
        other.Before = null;
        var report = await collection.ReembedAsync(other);
        report.Failures.ShouldBeEmpty();
        (report.Embedded + report.Unchanged).ShouldBe(96);
        var again = other.Embedded.Skip(asked.Count).Intersect(asked).ToList();
        again.Count.ShouldBeLessThanOrEqualTo(10, "only the batch that failed is asked for again");
        (await collection.FindAsync("1"))!.Vector.ToArray().ShouldBe([7, 1]);
        (await store!.FindCollectionAsync("entries"))!.ModelId.ShouldBe("other");
    }

    [Fact]
    public async Task Entries_without_their_text_are_an_error_before_anything_is_embedded()
    {
        var collection = await FillAsync(3);
        await collection.EmbedAsync("bare", "not stored");
        (await Should.ThrowAsync<LlmException>(() => collection.ReembedAsync(other))).Message
            .ShouldStartWith("1 of 4 entries of entries have no stored text, such as bare, so they cannot be embedded again.");
        other.Batches.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_refused_text_leaves_the_collection_as_it_was()
    {
        var collection = await FillAsync(30);
        other.Before = texts => texts.Contains("hello 7") ? throw new ProviderException("bad") { Status = 400 } : Task.CompletedTask;
        var report = await collection.ReembedAsync(other);
        report.Failures.ShouldHaveSingleItem().ShouldBe(new EmbedFailure("7", "bad"));
        (await store!.FindCollectionAsync("entries"))!.ModelId.ShouldBe("old");
        (await collection.FindAsync("8"))!.Vector.Length.ShouldBe(16);
        await collection.DeleteAsync();
        Tables().ShouldNotContain("_llm_reembedding");
    }

    private List<string> Tables()
    {
        using var database = Database.Open(folder.File("embeddings.db"));
        return [.. database.Texts("SELECT name FROM sqlite_master")];
    }

    private async Task<Collection> FillAsync(int count)
    {
        store = await SqliteEmbeddingStore.OpenAsync(folder.File("embeddings.db"));
        var collection = await Collection.OpenAsync(store, "entries", new CollectionOptions { Model = old });
        await collection.EmbedManyAsync(
            Enumerable.Range(0, count).Select(i => new CollectionItem($"{i}", $"hello {i}")), new EmbedManyOptions { Store = true });
        return collection;
    }
}
