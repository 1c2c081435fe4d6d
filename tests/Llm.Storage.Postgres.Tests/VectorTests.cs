using System.Collections.Concurrent;
using Llm.Tests.Postgres;
using Npgsql;

namespace Llm.Storage.Postgres.Tests;

/// <summary>What is particular to vectors in PostgreSQL: the tables, indexes, and what pgvector does not take.</summary>
public sealed class VectorTests(PgliteServer server) : IClassFixture<PgliteServer>, IAsyncLifetime
{
    private readonly string name = $"vectors {Guid.NewGuid():N}";
    private PostgresEmbeddingStore store = null!;
    private long id;

    private string Address => CollectionConformanceTests.OwnServer ?? server.Address;

    public async ValueTask InitializeAsync()
    {
        store = await PostgresEmbeddingStore.OpenAsync(PostgresAddress.Parse(Address));
        id = (await store.CreateCollectionAsync(name, "m")).Id;
    }

    public async ValueTask DisposeAsync()
    {
        if (store is null) return;
        await store.DeleteCollectionAsync(id);
        (await IndexesAsync()).ShouldBeEmpty("the index goes with the collection");
        await store.DisposeAsync();
    }

    [Fact]
    public async Task Rows_have_the_columns_of_the_file_with_collections()
    {
        var at = new PostgresEmbeddingStoreOptions { Clock = new FixedClock() };
        await using (var fixedStore = await PostgresEmbeddingStore.OpenAsync(PostgresAddress.Parse(Address), at))
        {
            await fixedStore.SaveAsync(id, [new StoredEmbedding
            {
                Id = "1", Vector = new[] { 1f, 2.5f }, Text = "text", ContentHash = Collection.ContentHash("text"),
                Metadata = new System.Text.Json.Nodes.JsonObject { ["kind"] = "é" },
            }]);
        }

        (await RowsAsync($"""
            SELECT id, embedding::text, content, content_blob IS NULL, encode(content_hash, 'hex'), metadata::json ->> 'kind', updated
            FROM embeddings WHERE collection_id = {id}
            """)).ShouldBe(["1|[1,2.5]|text|True|1cb251ec0d568de6a929b520c4aed8d1|é|1577934245"]);
    }

    [Fact]
    public async Task An_index_finds_what_comparing_finds_and_is_made_again_for_another_model()
    {
        var random = new Random(3);
        var entries = Enumerable.Range(0, 1500).Select(i => Entry($"{i:0000}", Vector(random, 16))).ToList();
        await store.SaveAsync(id, entries);
        var query = Vector(random, 16);
        var exact = await store.FindNearestAsync(id, query);
        var index = (await store.MakeIndexAsync(id))!;
        index.ShouldBe(new PostgresIndex($"llm_embeddings_{id}_16", 1500, index.Size, false));
        index.Size.ShouldBeGreaterThan(1500 * 16 * sizeof(float));
        (await PlanAsync(new NearestIndex(id, 16), 16)).ShouldContain($"Index Scan using {index.Name}");
        (await store.FindNearestAsync(id, query)).ShouldBe(exact);
        (await store.FindNearestAsync(id, query, new NearestOptions { SkipId = exact[0].Id, Number = 3 })).ShouldBe(exact.Skip(1).Take(3));
        (await store.FindNearestAsync(id, query, new NearestOptions { Prefix = "00", Number = 200 })).Count.ShouldBe(100);
        (await store.MakeIndexAsync(id)).ShouldBe(index);

        (await store.BeginReplacementAsync(id, "other")).Entries.ShouldBe(1500);
        await store.SaveReplacementAsync(id, "other", [.. entries.Select(entry => Entry(entry.Id, [.. entry.Vector.Span[..3]]))]);
        (await store.FinishReplacementAsync(id, "other")).ShouldBeTrue();
        (await IndexesAsync()).ShouldBe([$"llm_embeddings_{id}_3"]);
        (await store.DropIndexAsync(id)).ShouldBeTrue();
        (await store.DropIndexAsync(id)).ShouldBeFalse();
    }

    [Fact]
    public async Task What_an_index_finds_is_measured_and_an_exact_search_does_without_it()
    {
        var random = new Random(7);
        await store.SaveAsync(id, [.. Enumerable.Range(0, 1500).Select(i => Entry($"{i:0000}", Vector(random, 16)))]);
        (await store.CheckIndexAsync(id)).ShouldBeNull();
        await store.MakeIndexAsync(id);
        // The server uses an index of so few rows only if sorting costs much.
        await ExecuteAsync("SET enable_sort = off");
        try
        {
            var progress = new LastReport();
            var good = (await store.CheckIndexAsync(id, 100, progress))!;
            good.Searches.ShouldBe(100);
            good.Recall.ShouldBeInRange(0.95, 1);
            good.Exact.ShouldBeGreaterThan(TimeSpan.Zero);
            progress.Value.ShouldBe(1);

            await store.DropIndexAsync(id);
            var query = Vector(random, 16);
            var exact = await store.FindNearestAsync(id, query);
            await ExecuteAsync($"""
                CREATE INDEX llm_embeddings_{id}_16 ON embeddings USING hnsw ((embedding::vector(16)) vector_cosine_ops)
                WITH (m = 2, ef_construction = 4) WHERE collection_id = {id}
                """);
            (await store.CheckIndexAsync(id, 100))!.Recall.ShouldBeInRange(0.01, good.Recall - 0.05);
            (await store.FindNearestAsync(id, query)).ShouldNotBe(exact);
            (await store.FindNearestAsync(id, query, new NearestOptions { Exact = true })).ShouldBe(exact);
        }
        finally
        {
            await ExecuteAsync("SET enable_sort = on");
        }
    }

    [Fact]
    public async Task A_small_collection_is_measured_with_each_entry_that_has_a_direction()
    {
        await store.SaveAsync(id, [Entry("zero", 0, 0, 0), .. Enumerable.Range(0, 7).Select(i => Entry($"{i}", 1, i, 1))]);
        await store.MakeIndexAsync(id);
        var check = (await store.CheckIndexAsync(id))!;
        (check.Searches, check.Recall).ShouldBe((7, 1.0));
    }

    [Fact]
    public async Task Vectors_of_zeros_are_found_behind_an_index()
    {
        var others = Enumerable.Range(0, 20).Select(i => Entry($"{i}", 1, i, 1));
        await store.SaveAsync(id, [Entry("zero b", 0, 0, 0), Entry("zero a", 0, 0, 0), .. others]);
        var exact = await store.FindNearestAsync(id, new float[] { 1, 2, 3 }, new NearestOptions { Number = 21 });
        exact[^1].ShouldBe(new CollectionEntry("zero a", null));
        await store.MakeIndexAsync(id);
        await ExecuteAsync("SET enable_seqscan = off");
        (await store.FindNearestAsync(id, new float[] { 1, 2, 3 }, new NearestOptions { Number = 21 })).ShouldBe(exact);
        (await store.FindNearestAsync(id, new float[] { 1, 2, 3 }, new NearestOptions { Number = 5 })).ShouldBe(exact.Take(5));
        await ExecuteAsync("SET enable_seqscan = on");
    }

    [Theory]
    [InlineData(2000, false)]
    [InlineData(2001, true)]
    [InlineData(4000, true)]
    public async Task Large_vectors_are_indexed_with_half_the_precision(int dimensions, bool isHalf)
    {
        var random = new Random(5);
        // Numbers that 16 bits cannot hold.
        float[] Large(float[] vector) => [.. vector.Select(number => number * 1e6f)];
        await store.SaveAsync(id, [.. Enumerable.Range(0, 40).Select(i => Entry($"{i:00}", Large(Vector(random, dimensions))))]);
        var query = Vector(random, dimensions);
        var exact = await store.FindNearestAsync(id, query);
        (await store.MakeIndexAsync(id))!.IsHalfPrecision.ShouldBe(isHalf);
        (await PlanAsync(new NearestIndex(id, dimensions), dimensions, "SET LOCAL enable_seqscan = off")).ShouldContain("Index Scan using");
        (await store.FindNearestAsync(id, query)).ShouldBe(exact);
        await store.SaveAsync(id, [Entry("new", Large(query))]);
        (await store.FindNearestAsync(id, query))[0].Id.ShouldBe("new");
    }

    [Fact]
    public async Task More_dimensions_than_an_index_takes_and_an_empty_collection_have_none()
    {
        (await store.MakeIndexAsync(id)).ShouldBeNull();
        await store.SaveAsync(id, [Entry("1", [.. Enumerable.Repeat(1f, 4001)])]);
        (await Should.ThrowAsync<LlmException>(() => store.MakeIndexAsync(id))).Message.ShouldContain("4001 dimensions, only up to 4000");
        (await store.FindNearestAsync(id, Enumerable.Repeat(1f, 4001).ToArray()))[0].Id.ShouldBe("1");
    }

    [Fact]
    public async Task An_index_that_was_left_unfinished_is_made_again()
    {
        await store.SaveAsync(id, [Entry("1", 1, 2)]);
        await store.MakeIndexAsync(id);
        await ExecuteAsync($"UPDATE pg_index SET indisvalid = false WHERE indexrelid = 'llm_embeddings_{id}_2'::regclass");
        (await store.FindNearestAsync(id, new float[] { 1, 2 })).Count.ShouldBe(1);
        await store.MakeIndexAsync(id);
        (await RowsAsync($"SELECT indisvalid FROM pg_index WHERE indexrelid = 'llm_embeddings_{id}_2'::regclass")).ShouldBe(["True"]);
    }

    [Fact]
    public async Task What_PostgreSQL_cannot_store_is_an_error_and_nothing_is_stored()
    {
        async Task RefusedAsync(StoredEmbedding entry, string part) =>
            (await Should.ThrowAsync<LlmException>(() => store.SaveAsync(id, [Entry("good", 1, 2), entry]))).Message.ShouldContain(part);
        await RefusedAsync(Entry("nan", float.NaN, 1), "NaN not allowed in vector");
        await RefusedAsync(Entry("infinite", 1, float.PositiveInfinity), "infinite value not allowed in vector");
        await RefusedAsync(Entry("a\0b", 1, 2), "a\\0b cannot be stored. The ID has the character NUL");
        await RefusedAsync(
            new StoredEmbedding { Id = "1", Text = "a\0b", Vector = new[] { 1f, 2f } }, "1 cannot be stored. The text has the character");
        await RefusedAsync(Entry("\ud800", 1, 2), "not valid Unicode");
        await RefusedAsync(Entry("x", []), "has 0");
        await RefusedAsync(Entry(string.Concat(Enumerable.Range(0, 3000).Select(i => $"{i * 7919}")), 1, 2), "index row");
        (await store.CountAsync(id)).ShouldBe(0);
    }

    [Fact]
    public async Task Items_that_PostgreSQL_cannot_store_fail_alone_and_are_not_embedded()
    {
        var model = new LengthModel("m");
        var collection = await Collection.OpenAsync(store, name, new CollectionOptions { Model = model });
        CollectionItem[] items =
        [
            new("good", "aa"), new("nul", "a\0b"), new("x\0y", "cc"), new("half", "\ud83d"), new("pair", "\ud83d\ude00"),
            new("same", "a\0b"), new("twice", "q\0"), new("twice", "qqq"),
        ];
        var options = new EmbedManyOptions { Store = true };
        var report = await collection.EmbedManyAsync(items, options);
        report.Failures.Select(failure => failure.Id).Order(StringComparer.Ordinal).ShouldBe(["half", "nul", "same", "x\0y"]);
        report.Failures.Single(failure => failure.Id == "nul").Message.ShouldStartWith("The text has the character NUL, which PostgreSQL");
        report.Failures.Single(failure => failure.Id == "x\0y").Message.ShouldBe(
            "The ID has the character NUL, which PostgreSQL cannot store.");
        report.Embedded.ShouldBe(3);
        model.Texts.Order(StringComparer.Ordinal).ShouldBe(["aa", "qqq", "\ud83d\ude00"]);
        (await store.ListFailuresAsync(id)).Select(failure => failure.Id).ShouldBe(["half", "nul", "same"]);

        CollectionItem[] corrected = [new("good", "changed"), new("nul", "ab"), new("half", "\ud83d")];
        (await collection.EmbedManyAsync(corrected, options with { OnlyFailed = true })).Embedded.ShouldBe(1);
        (await collection.FindAsync("nul"))!.Text.ShouldBe("ab");
        (await store.ListFailuresAsync(id)).Select(failure => failure.Id).ShouldBe(["half", "same"]);

        (await collection.EmbedManyAsync([new CollectionItem("same", "a\0b")])).Failures.ShouldBeEmpty("the text is not stored");
        (await collection.EmbedManyAsync([new CollectionItem("d\0", "a b")], options with { ChunkSize = 1 })).Embedded.ShouldBe(0);
        (await Should.ThrowAsync<LlmException>(() => collection.EmbedAsync("one", "new\0", store: true)))
            .Message.ShouldStartWith("The text has the character NUL");
        model.Texts.ShouldNotContain("new\0");
        (await collection.FindAsync("x\0y")).ShouldBeNull();
        (await collection.DeleteEntriesAsync(["x\0y", "good"])).ShouldBe(1);
    }

    [Fact]
    public async Task Programs_that_open_a_new_database_at_once_create_its_tables_once()
    {
        Assert.SkipWhen(CollectionConformanceTests.OwnServer is not null, "The tables of others are left alone.");
        await ExecuteAsync("DROP TABLE embeddings, _llm_reembedding, _llm_embedding_failures, collections");
        var address = PostgresAddress.Parse(Address);
        var stores = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => PostgresEmbeddingStore.OpenAsync(address)));
        await Task.WhenAll(stores.Select(one => one.CreateCollectionAsync(name, "m")));
        (await stores[0].ListCollectionsAsync()).Count.ShouldBe(1);
        foreach (var one in stores) await one.DisposeAsync();
        id = (await store.FindCollectionAsync(name))!.Id;
    }

    private static StoredEmbedding Entry(string id, params float[] vector) =>
        new() { Id = id, Vector = vector, ContentHash = Collection.ContentHash(id) };

    private static float[] Vector(Random random, int dimensions) =>
        [.. Enumerable.Range(0, dimensions).Select(_ => random.NextSingle() - 0.5f)];

    private async Task<string> PlanAsync(NearestIndex index, int dimensions, string setting = "SET LOCAL enable_sort = off")
    {
        await using var connection = await ConnectAsync();
        await using var transaction = await connection.BeginTransactionAsync();
        await new NpgsqlCommand(setting, connection).ExecuteNonQueryAsync();
        await using var command = new NpgsqlCommand($"EXPLAIN SELECT id FROM embeddings {index.Search} LIMIT 100", connection);
        command.Parameters.Add(new NpgsqlParameter { Value = new float[dimensions] });
        await using var reader = await command.ExecuteReaderAsync();
        var lines = new List<string>();
        while (await reader.ReadAsync()) lines.Add(reader.GetString(0));
        return string.Join('\n', lines);
    }

    private Task<List<string>> IndexesAsync() =>
        RowsAsync($"SELECT relname::text FROM pg_class WHERE relname ^@ '{NearestIndex.NamePrefix(id)}'");

    private async Task ExecuteAsync(string sql)
    {
        await using var connection = await ConnectAsync();
        await new NpgsqlCommand(sql, connection).ExecuteNonQueryAsync();
    }

    private async Task<List<string>> RowsAsync(string sql)
    {
        await using var connection = await ConnectAsync();
        await using var reader = await new NpgsqlCommand(sql, connection).ExecuteReaderAsync();
        var rows = new List<string>();
        while (await reader.ReadAsync()) rows.Add(string.Join('|', Enumerable.Range(0, reader.FieldCount).Select(reader.GetValue)));
        return rows;
    }

    private async Task<NpgsqlConnection> ConnectAsync()
    {
        await using var source = PostgresAddress.Parse(Address).CreateSource(new PostgresEmbeddingStoreOptions());
        return await source.OpenConnectionAsync();
    }

    private sealed class LengthModel(string id) : EmbeddingModel(id)
    {
        public ConcurrentBag<string> Texts { get; } = [];

        protected override Task<IReadOnlyList<ReadOnlyMemory<float>>> EmbedBatchAsync(
            IReadOnlyList<string> texts, string? key, CancellationToken cancellationToken)
        {
            foreach (var text in texts) Texts.Add(text);
            return Task.FromResult<IReadOnlyList<ReadOnlyMemory<float>>>([.. texts.Select(text => new[] { 1f, text.Length }.AsMemory())]);
        }
    }

    private sealed class LastReport : IProgress<double>
    {
        public double Value { get; private set; }

        public void Report(double value) => Value = value;
    }

    private sealed class FixedClock : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => new(2020, 1, 2, 3, 4, 5, 678, TimeSpan.Zero);
    }
}
