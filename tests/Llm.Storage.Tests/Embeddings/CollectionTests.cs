using System.Text.Json.Nodes;
using Llm.Storage.Embeddings;
using Llm.Storage.Sqlite;

namespace Llm.Storage.Tests.Embeddings;

/// <summary>What the Python tool's tests ask of a collection, and what it stores.</summary>
public sealed class CollectionTests : IAsyncDisposable
{
    private readonly TemporaryDirectory folder = new();
    private readonly WordLengthModel model = new();
    private SqliteEmbeddingStore? store;

    private string File => folder.File("embeddings.db");

    public async ValueTask DisposeAsync()
    {
        if (store is not null) await store.DisposeAsync();
        folder.Dispose();
    }

    [Fact]
    public async Task A_text_is_stored_as_the_Python_tool_stores_it()
    {
        var collection = await OpenAsync();
        var vector = await collection.EmbedAsync("1", "hello world");
        await collection.EmbedAsync("2", "goodbye world", new JsonObject { ["kind"] = "é" }, store: true);

        vector.ToArray().ShouldBe([5, 5, .. new float[14]]);
        (await collection.CountAsync()).ShouldBe(2);
        collection.Id.ShouldBe(1);
        await store!.DisposeAsync();
        using var database = Database.Open(File);
        Dump(database, "SELECT * FROM collections").ShouldBe(["1|entries|embed-demo"]);
        Dump(database, "SELECT collection_id, id, hex(embedding), content, content_blob, hex(content_hash), metadata FROM embeddings ORDER BY id")
            .ShouldBe(
            [
                $"1|1|0000A0400000A040{new string('0', 112)}|NULL|NULL|5EB63BBBE01EEED093CB22BB8F5ACDC3|NULL",
                $"1|2|0000E0400000A040{new string('0', 112)}|goodbye world|NULL|0949F7EB1F66DAD39D488D5D22531166|{{\"kind\": \"\\u00e9\"}}",
            ]);
        database.QueryInteger("SELECT min(updated) FROM embeddings").ShouldNotBeNull()
            .ShouldBeInRange(DateTimeOffset.UtcNow.ToUnixTimeSeconds() - 60, DateTimeOffset.UtcNow.ToUnixTimeSeconds());
    }

    [Fact]
    public async Task Bytes_are_stored_apart_from_texts()
    {
        var collection = await OpenAsync();
        await collection.EmbedAsync(new CollectionItem("b", new byte[] { 0, 1, 2 }), store: true);
        var entry = (await collection.FindAsync("b"))!;
        entry.Text.ShouldBeNull();
        entry.Bytes!.Value.ToArray().ShouldBe([0, 1, 2]);
        Convert.ToHexString(entry.ContentHash.Span).ShouldBe("B95F67F61EBB03619622D798F45FC2D3");
        entry.Vector.Span[0].ShouldBe(3);
    }

    [Fact]
    public async Task Similar_entries_have_the_scores_of_the_Python_tool()
    {
        var collection = await OpenAsync();
        await collection.EmbedAsync("1", "hello world");
        await collection.EmbedAsync("2", "goodbye world", new JsonObject { ["n"] = 1 }, store: true);

        var found = await collection.SimilarAsync("hello world");
        found.Select(entry => entry.Id).ShouldBe(["1", "2"]);
        found[0].Score!.Value.ShouldBe(0.9999999999999999, 1e-15);
        found[1].Score.ShouldBe(0.9863939238321437);
        found[1].Text.ShouldBe("goodbye world");
        found[1].Metadata!["n"]!.GetValue<int>().ShouldBe(1);
        found[0].Metadata.ShouldBeNull();
        (await collection.SimilarAsync("hello world", prefix: "2")).Select(entry => entry.Id).ShouldBe(["2"]);
        (await collection.SimilarAsync("hello world", number: 1)).Select(entry => entry.Id).ShouldBe(["1"]);
        (await collection.SimilarByIdAsync("1")).Select(entry => entry.Id).ShouldBe(["2"]);
        (await collection.SimilarAsync(new float[] { 1, 0, 0 })).Select(entry => entry.Id).ShouldBe(["2", "1"]);
        await Should.ThrowAsync<LlmException>(() => collection.SimilarByIdAsync("nobody"));
    }

    [Fact]
    public async Task The_model_is_not_asked_again_for_a_text_that_the_collection_has()
    {
        var collection = await OpenAsync();
        await collection.EmbedAsync("1", "hello world");
        await collection.EmbedAsync("1", "hello world");
        await collection.EmbedAsync("other", "hello world");
        model.Embedded.ShouldBe(["hello world"]);
        (await collection.FindAsync("other"))!.Vector.ToArray().ShouldBe(WordLengthModel.VectorOf("hello world"));

        await collection.EmbedAsync("1", "changed");
        model.Embedded.ShouldBe(["hello world", "changed"]);
        (await collection.CountAsync()).ShouldBe(2);

        var second = await Collection.OpenAsync(store!, "second", new CollectionOptions { Model = model });
        await second.EmbedAsync("1", "hello world");
        model.Embedded.Count().ShouldBe(3);
    }

    [Fact]
    public async Task A_text_and_metadata_can_be_added_to_an_entry_without_asking_the_model()
    {
        var collection = await OpenAsync();
        await collection.EmbedAsync("1", "hello world", new JsonObject { ["a"] = 1 });
        await collection.EmbedAsync("1", "hello world", store: true);
        var entry = (await collection.FindAsync("1"))!;
        entry.Text.ShouldBe("hello world");
        entry.Metadata!["a"]!.GetValue<int>().ShouldBe(1);

        await collection.EmbedAsync("1", "hello world", new JsonObject { ["b"] = 2 });
        entry = (await collection.FindAsync("1"))!;
        entry.Text.ShouldBe("hello world");
        entry.Metadata!.ToJsonString().ShouldBe("""{"b":2}""");
        model.Embedded.Count().ShouldBe(1);
    }

    [Fact]
    public async Task Metadata_can_be_read_and_changed()
    {
        var collection = await OpenAsync();
        await collection.EmbedAsync("1", "hello");
        (await collection.GetMetadataAsync("1")).ShouldBeNull();
        await collection.SetMetadataAsync("1", new JsonObject { ["a"] = 1 });
        (await collection.GetMetadataAsync("1"))!.ToJsonString().ShouldBe("""{"a":1}""");
        await collection.SetMetadataAsync("1", null);
        (await collection.GetMetadataAsync("1")).ShouldBeNull();
        await Should.ThrowAsync<LlmException>(() => collection.SetMetadataAsync("2", []));
        await Should.ThrowAsync<LlmException>(() => collection.GetMetadataAsync("2"));
    }

    [Fact]
    public async Task Entries_and_the_collection_can_be_deleted()
    {
        var collection = await OpenAsync();
        foreach (var id in (string[])["a", "b", "c"]) await collection.EmbedAsync(id, $"text {id} {id.Length}");
        (await collection.DeleteEntriesAsync(["a", "nobody"])).ShouldBe(1);
        (await collection.CountAsync()).ShouldBe(2);
        await collection.DeleteAsync();
        (await Collection.ExistsAsync(store!, "entries")).ShouldBeFalse();
        collection.Id.ShouldBeNull();
        (await collection.CountAsync()).ShouldBe(0);
        await collection.EmbedAsync("a", "again");
        (await store!.ListCollectionsAsync()).Single().Count.ShouldBe(1);
    }

    [Fact]
    public async Task A_collection_exists_only_once_something_is_stored_and_keeps_its_model()
    {
        var collection = await OpenAsync();
        model.Before = _ => throw new LlmException("no");
        await Should.ThrowAsync<LlmException>(() => collection.EmbedAsync("1", "hello"));
        (await store!.ListCollectionsAsync()).ShouldBeEmpty();

        model.Before = null;
        await collection.EmbedAsync("1", "hello");
        var again = await Collection.OpenAsync(store!, "entries", new CollectionOptions { FindModel = id => id == model.Id ? model : null });
        again.Model.ShouldBe(model);
        var unknown = await Collection.OpenAsync(store!, "entries");
        Should.Throw<UnknownModelException>(() => unknown.Model).Message.ShouldContain("embed-demo");
        await Should.ThrowAsync<LlmException>(() => Collection.OpenAsync(store!, "missing"));
    }

    [Theory]
    [InlineData(float.NaN, "NaN")]
    [InlineData(float.PositiveInfinity, "infinity")]
    [InlineData(0, "zeros")]
    public async Task A_vector_that_cannot_be_searched_is_refused(float number, string message)
    {
        var collection = await OpenAsync();
        model.Change = (_, vector) => [.. vector.Select(_ => number)];
        (await Should.ThrowAsync<LlmException>(() => collection.EmbedAsync("1", "hello"))).Message.ShouldContain(message);
        (await collection.CountAsync()).ShouldBe(0);
    }

    [Fact]
    public async Task A_vector_of_another_length_is_refused()
    {
        var collection = await OpenAsync();
        await collection.EmbedAsync("1", "hello");
        model.Change = (_, vector) => vector[..4];
        (await Should.ThrowAsync<LlmException>(() => collection.EmbedAsync("2", "world"))).Message
            .ShouldBe("The collection entries has vectors of 16 dimensions, but the one for 2 has 4. "
                + "Use the model that made the collection, or embed everything into another collection.");
        (await collection.CountAsync()).ShouldBe(1);
    }

    [Fact]
    public async Task Nothing_is_written_into_a_collection_that_another_program_has_deleted()
    {
        var collection = await OpenAsync();
        await collection.EmbedAsync("1", "hello");
        using (var other = Database.Open(File)) other.Execute("DELETE FROM collections");
        (await Should.ThrowAsync<LlmException>(() => collection.EmbedAsync("2", "world"))).Message.ShouldContain("deleted the collection");
        (await Should.ThrowAsync<LlmException>(() => collection.EmbedAsync("3", ""))).Message.ShouldContain("empty");
    }

    [Fact]
    public async Task Pages_are_in_the_order_of_ids()
    {
        var collection = await OpenAsync();
        foreach (var id in (string[])["b", "é", "a", "B"]) await collection.EmbedAsync(id, $"text {id} x");
        var first = await store!.ReadPageAsync(1, null, 3);
        first.Select(entry => entry.Id).ShouldBe(["B", "a", "b"]);
        (await store!.ReadPageAsync(1, "b", 3)).Select(entry => entry.Id).ShouldBe(["é"]);
    }

    [Fact]
    public async Task A_query_is_embedded_as_the_model_embeds_queries()
    {
        model.QueryPrefix = "query ";
        var collection = await OpenAsync();
        await collection.EmbedAsync("1", "hi everybody");
        await collection.EmbedAsync("2", "query hello");
        (await collection.SimilarAsync("hello"))[0].Id.ShouldBe("2");
        model.Embedded.ShouldBe(["hi everybody", "query hello", "query hello"]);
        (await Should.ThrowAsync<LlmException>(() => collection.SimilarAsync(""))).Message.ShouldContain("empty");
    }

    private async Task<Collection> OpenAsync()
    {
        store ??= await SqliteEmbeddingStore.OpenAsync(File);
        return await Collection.OpenAsync(store, "entries", new CollectionOptions { Model = model });
    }

    private static List<string> Dump(Database database, string sql) =>
        [.. database.Query(sql).Select(row => string.Join('|', Enumerable.Range(0, row.ColumnCount).Select(i => row.Value(i) ?? "NULL")))];
}
