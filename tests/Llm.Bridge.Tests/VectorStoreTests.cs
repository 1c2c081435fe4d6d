using System.Text.Json.Nodes;
using Llm.Providers.Offline;
using Llm.Storage.Embeddings;
using Llm.VectorData;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.VectorData;

namespace Llm.Bridge.Tests;

/// <summary>A collection as one of a vector store of Microsoft.Extensions.VectorData.</summary>
public sealed class VectorStoreTests : IAsyncLifetime
{
    private readonly NGramsModel model = new();
    private SqliteEmbeddingStore store = null!;
    private VectorStoreCollection<string, CollectionRecord> records = null!;

    public async ValueTask InitializeAsync()
    {
        store = await SqliteEmbeddingStore.OpenAsync(":memory:");
        records = store.GetVectorStoreCollection("animals", model);
    }

    public async ValueTask DisposeAsync()
    {
        records.Dispose();
        await store.DisposeAsync();
    }

    [Fact]
    public async Task A_collection_is_created_and_deleted()
    {
        (await records.CollectionExistsAsync()).ShouldBeFalse();
        (await records.GetAsync("1")).ShouldBeNull();
        await records.EnsureCollectionExistsAsync();
        await records.EnsureCollectionExistsAsync();
        (await records.CollectionExistsAsync()).ShouldBeTrue();
        await records.EnsureCollectionDeletedAsync();
        await records.EnsureCollectionDeletedAsync();
        (await records.CollectionExistsAsync()).ShouldBeFalse();
    }

    [Fact]
    public async Task Records_are_stored_read_and_deleted()
    {
        await FillAsync();
        var read = (await records.GetAsync("otter"))!;
        (read.Text, read.Metadata!.ToJsonString(), read.Vector).ShouldBe(("otters hold hands", """{"legs":4}""", null));
        (await records.GetAsync("otter", new RecordRetrievalOptions { IncludeVectors = true }))!.Vector!.Value.ToArray()
            .ShouldBe((await model.EmbedAsync("otters hold hands")).ToArray());
        (await records.GetAsync(["otter", "nobody", "crow"]).Select(record => record.Id).ToListAsync()).ShouldBe(["otter", "crow"]);

        await records.UpsertAsync(new CollectionRecord { Id = "otter", Text = "changed" });
        (await records.GetAsync("otter"))!.Text.ShouldBe("changed");
        await records.DeleteAsync(["otter", "nobody"]);
        await records.DeleteAsync("crow");
        (await records.GetAsync("otter")).ShouldBeNull();
        var collection = await Collection.OpenAsync(store, "animals", new CollectionOptions { Model = model });
        (await collection.CountAsync()).ShouldBe(2);
    }

    [Fact]
    public async Task Searches_take_texts_and_vectors_and_have_the_scores_of_the_collection()
    {
        await FillAsync();
        var collection = await Collection.OpenAsync(store, "animals", new CollectionOptions { Model = model });
        var expected = (await collection.SimilarAsync("holding hands", 3)).Select(entry => (entry.Id, entry.Score)).ToList();
        var vector = await model.EmbedAsync("holding hands");
        (await FoundAsync("holding hands", 3)).ShouldBe(expected);
        (await FoundAsync(vector, 3)).ShouldBe(expected);
        (await FoundAsync(vector.ToArray(), 3)).ShouldBe(expected);
        (await FoundAsync(new Embedding<float>(vector), 3)).ShouldBe(expected);
        (await FoundAsync(vector, 2, new() { Skip = 1 })).ShouldBe(expected.Skip(1));
        (await FoundAsync(vector, 3, new() { ScoreThreshold = expected[1].Score })).ShouldBe(expected.Take(2));
        (await FoundAsync(vector, 3, new() { Filter = record => record.Id != "otter" && record.Metadata!["legs"]!.GetValue<int>() == 2 }))
            .Select(found => found.Id).ShouldBe(["pelican", "crow"], ignoreOrder: true);
        var withVectors = await records.SearchAsync(vector, 1, new() { IncludeVectors = true }).ToListAsync();
        withVectors[0].Record.Vector!.Value.Length.ShouldBe(vector.Length);
        await Should.ThrowAsync<NotSupportedException>(async () => await records.SearchAsync(1, 1).ToListAsync());
    }

    [Fact]
    public async Task Records_are_retrieved_by_a_filter_in_any_order()
    {
        await FillAsync();
        (await IdsAsync(record => record.Text!.Contains('o'), 9)).ShouldBe(["crow", "dog", "otter"]);
        (await IdsAsync(record => true, 2, new() { Skip = 1 })).ShouldBe(["dog", "otter"]);
        var sorted = new FilteredRecordRetrievalOptions<CollectionRecord>
        {
            OrderBy = by => by.Descending(record => record.Metadata!["legs"]!.GetValue<int>()).Ascending(record => record.Text!),
        };
        (await IdsAsync(record => true, 3, sorted)).ShouldBe(["dog", "otter", "crow"]);
    }

    [Fact]
    public async Task Errors_are_those_of_a_vector_store()
    {
        var error = await Should.ThrowAsync<VectorStoreException>(() => records.UpsertAsync(new CollectionRecord { Id = "1" }));
        (error.CollectionName, error.OperationName, error.VectorStoreSystemName).ShouldBe(("animals", "Upsert", "llm"));
        error.InnerException.ShouldBeOfType<LlmException>();
        (await Should.ThrowAsync<VectorStoreException>(() => records.UpsertAsync(new CollectionRecord { Id = "1", Text = "" })))
            .Message.ShouldContain("1 was not stored");
        ((VectorStoreCollectionMetadata)records.GetService(typeof(VectorStoreCollectionMetadata))!).CollectionName.ShouldBe("animals");
        records.GetService(typeof(EmbeddingStore)).ShouldBe(store);
        records.GetService(typeof(string)).ShouldBeNull();
    }

    private Task FillAsync() => records.UpsertAsync(
    [
        Record("otter", "otters hold hands", 4), Record("pelican", "fishing birds", 2), Record("crow", "crows hold grudges", 2),
        Record("dog", "good boy", 4),
    ]);

    private static CollectionRecord Record(string id, string text, int legs) =>
        new() { Id = id, Text = text, Metadata = new JsonObject { ["legs"] = legs } };

    private async Task<List<(string Id, double? Score)>> FoundAsync<T>(
        T value, int top, VectorSearchOptions<CollectionRecord>? options = null)
        where T : notnull =>
        [.. (await records.SearchAsync(value, top, options).ToListAsync()).Select(found => (found.Record.Id, found.Score))];

    private async Task<List<string>> IdsAsync(
        System.Linq.Expressions.Expression<Func<CollectionRecord, bool>> filter, int top,
        FilteredRecordRetrievalOptions<CollectionRecord>? options = null) =>
        await records.GetAsync(filter, top, options).Select(record => record.Id).ToListAsync();
}
