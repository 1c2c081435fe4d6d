using Llm.Storage.Embeddings;

namespace Llm.Storage.Tests.Embeddings;

/// <summary>Embedding many items: batches, repetition, failures and interruption.</summary>
public sealed class EmbedManyTests : IAsyncDisposable
{
    private readonly TemporaryDirectory folder = new();
    private SqliteEmbeddingStore? store;

    public async ValueTask DisposeAsync()
    {
        if (store is not null) await store.DisposeAsync();
        folder.Dispose();
    }

    [Theory]
    [InlineData(null, 100)]
    [InlineData(5, 200)]
    [InlineData(50, 100)]
    public async Task Batches_have_the_smaller_of_both_sizes(int? batchSize, int batches)
    {
        var model = new WordLengthModel();
        var collection = await OpenAsync(model);
        var report = await collection.EmbedManyAsync(Items(1000), new EmbedManyOptions { BatchSize = batchSize, Store = true });
        report.Embedded.ShouldBe(1000);
        model.Batches.Count.ShouldBe(batches);
        (await collection.CountAsync()).ShouldBe(1000);
        (await collection.FindAsync("999"))!.Text.ShouldBe("hello 999");
    }

    [Fact]
    public async Task What_is_unchanged_is_skipped_and_equal_texts_are_embedded_once()
    {
        var model = new WordLengthModel();
        var collection = await OpenAsync(model);
        await collection.EmbedManyAsync(Items(25));
        CollectionItem[] items = [.. Items(25), new("copy", "hello 3"), new("new", "something new"), new("new too", "something new")];
        var report = await collection.EmbedManyAsync(items);
        report.ShouldBe(new EmbedReport(3, 25, report.Failures));
        model.Embedded.Count().ShouldBe(26);
        (await collection.FindAsync("new too"))!.Vector.ToArray().ShouldBe(WordLengthModel.VectorOf("something new"));
    }

    [Fact]
    public async Task A_text_and_an_ID_with_NUL_are_stored_as_they_are()
    {
        var collection = await OpenAsync(new WordLengthModel());
        (await collection.EmbedManyAsync([new CollectionItem("x\0y", "a\0b")], new EmbedManyOptions { Store = true })).Embedded.ShouldBe(1);
        (await collection.FindAsync("x\0y"))!.Text.ShouldBe("a\0b");
    }

    [Fact]
    public async Task At_most_the_given_number_of_batches_are_embedded_at_once_and_the_first_alone()
    {
        var (now, most, finished) = (0, 0, 0);
        var alone = true;
        var model = new WordLengthModel
        {
            Before = async _ =>
            {
                var running = Interlocked.Increment(ref now);
                if (finished == 0 && running > 1) alone = false;
                most = Math.Max(most, running);
                await Task.Delay(10);
                Interlocked.Decrement(ref now);
                finished++;
            },
        };
        var collection = await OpenAsync(model);
        await collection.EmbedManyAsync(Items(400), new EmbedManyOptions { Parallel = 3 });
        alone.ShouldBeTrue();
        most.ShouldBe(3);
    }

    [Fact]
    public async Task The_last_item_with_an_id_wins_wherever_it_is()
    {
        foreach (var distance in (int[])[0, 3, 30, 300])
        {
            var model = new WordLengthModel(batchSize: 5) { Before = texts => Task.Delay(texts.Contains("first one") ? 50 : 0) };
            var collection = await OpenAsync(model, $"at {distance}");
            CollectionItem[] items = [.. Items(7), new("same", "first one"), .. Items(distance), new("same", "second")];
            await collection.EmbedManyAsync(items, new EmbedManyOptions { Store = true });
            (await collection.FindAsync("same"))!.Text.ShouldBe("second", $"{distance} items between");
            // The first text again, which the collection does not have any more.
            await collection.EmbedManyAsync([new("same", "second"), new("same", "first one"), new("same", "second")]);
            (await collection.FindAsync("same"))!.Vector.ToArray().ShouldBe(WordLengthModel.VectorOf("second"));
        }
    }

    [Fact]
    public async Task An_id_that_occurs_twice_is_an_error_if_that_is_asked_for()
    {
        var collection = await OpenAsync(new WordLengthModel());
        CollectionItem[] items = [.. Items(500), new("7", "again")];
        (await Should.ThrowAsync<LlmException>(() => collection.EmbedManyAsync(items, new EmbedManyOptions { Strict = true })))
            .Message.ShouldContain("The ID 7 occurs twice");
    }

    [Fact]
    public async Task Texts_of_like_length_are_in_one_batch()
    {
        var model = new WordLengthModel();
        var collection = await OpenAsync(model);
        await collection.EmbedManyAsync(
            Enumerable.Range(0, 100).Select(i => new CollectionItem($"{i}", new string('x', 1 + (i * 37 % 100)))));
        model.Batches.ShouldAllBe(batch => batch.Max(text => text.Length) - batch.Min(text => text.Length) < 10);
    }

    [Fact]
    public async Task Items_that_the_server_refuses_are_found_reported_and_retried()
    {
        var model = Refusing("hello 13", "hello 14", "hello 77");
        var collection = await OpenAsync(model);
        CollectionItem[] items = [.. Items(100), new("empty", "")];
        var report = await collection.EmbedManyAsync(items);
        report.Embedded.ShouldBe(97);
        report.Failures.Select(failure => failure.Id).Order().ShouldBe(["13", "14", "77", "empty"]);
        report.Failures.First(failure => failure.Id == "77").Message.ShouldBe("refused");
        (await store!.ListFailuresAsync(1)).Select(failure => failure.Id).ShouldBe(["13", "14", "77", "empty"]);

        model.Before = null;
        var asked = model.Embedded.Count();
        report = await collection.EmbedManyAsync(Items(200), new EmbedManyOptions { OnlyFailed = true });
        report.ShouldBe(new EmbedReport(3, 0, report.Failures));
        model.Embedded.Count().ShouldBe(asked + 3);
        (await store!.ListFailuresAsync(1)).Select(failure => failure.Id).ShouldBe(["empty"]);
        (await collection.CountAsync()).ShouldBe(100);
    }

    [Fact]
    public async Task A_model_that_refuses_everything_is_an_error_after_a_few_requests()
    {
        var model = Refusing([.. Items(1000).Select(item => item.Text!)]);
        var collection = await OpenAsync(model);
        (await Should.ThrowAsync<LlmException>(() => collection.EmbedManyAsync(Items(1000)))).Message.ShouldBe("embed-demo refuses every text: refused");
        model.Batches.Count.ShouldBeLessThan(25);
        (await store!.ListCollectionsAsync()).ShouldBeEmpty();
    }

    [Fact]
    public async Task Finished_batches_are_kept_when_the_model_fails_and_are_not_embedded_again()
    {
        var model = new WordLengthModel { Before = texts => texts.Contains("hello 500") ? throw new LlmException("quota") : Task.CompletedTask };
        var collection = await OpenAsync(model);
        (await Should.ThrowAsync<LlmException>(() => collection.EmbedManyAsync(Items(1000)))).Message.ShouldBe("quota");
        var stored = await collection.CountAsync();
        stored.ShouldBeGreaterThanOrEqualTo(480);
        var asked = model.Embedded.Count();
        model.Before = null;
        var report = await collection.EmbedManyAsync(Items(1000));
        report.ShouldBe(new EmbedReport(1000 - stored, stored, report.Failures));
        model.Embedded.Count().ShouldBe(asked + 1000 - (int)stored);
    }

    [Fact]
    public async Task Cancelling_keeps_what_is_finished()
    {
        using var stop = new CancellationTokenSource();
        var model = new WordLengthModel { Before = texts => texts.Contains("hello 300") ? stop.CancelAsync() : Task.CompletedTask };
        var collection = await OpenAsync(model);
        await Should.ThrowAsync<OperationCanceledException>(() => collection.EmbedManyAsync(Items(1000), cancellationToken: stop.Token));
        var stored = await collection.CountAsync();
        stored.ShouldBeInRange(200, 400);
        model.Before = null;
        (await collection.EmbedManyAsync(Items(1000))).Unchanged.ShouldBe(stored);
    }

    [Fact]
    public async Task Long_texts_are_cut_split_or_refused()
    {
        var model = new WordLengthModel();
        var text = string.Join(' ', Enumerable.Repeat("word", 20));
        foreach (var (choice, sent) in new (TooLongText?, int[])[]
        {
            (null, [text.Length]), (TooLongText.Truncate, [40]), (TooLongText.Split, [40, 40, 19]), (TooLongText.Refuse, []),
        })
        {
            var asked = model.Embedded.Count();
            var collection = await OpenAsync(model, $"{choice}");
            var report = await collection.EmbedManyAsync(
                [new("long", text), new("short", "word")], new EmbedManyOptions { TooLong = choice, InputLimit = 10 });
            model.Embedded.Skip(asked).Where(one => one != "word").Select(one => one.Length).ShouldBe(sent);
            report.Failures.Select(failure => failure.Id).ShouldBe(choice == TooLongText.Refuse ? ["long"] : []);
            (await collection.FindAsync("short")).ShouldNotBeNull();
        }
    }

    [Fact]
    public async Task A_text_whose_length_was_estimated_too_low_is_cut_further()
    {
        var model = new WordLengthModel
        {
            Before = texts => texts.Any(text => text.Length > 15) ? throw Refusal() : Task.CompletedTask,
        };
        var collection = await OpenAsync(model);
        var report = await collection.EmbedManyAsync(
            [new("long", new string('x', 100)), new("b", "b")], new EmbedManyOptions { TooLong = TooLongText.Truncate, InputLimit = 10 });
        report.Failures.ShouldBeEmpty();
        (await collection.FindAsync("long"))!.Vector.Span[0].ShouldBe(10);
    }

    private static ProviderException Refusal() => new("refused") { Status = 400 };

    private static WordLengthModel Refusing(params string[] refused) => new()
    {
        Before = texts => texts.Any(refused.Contains) ? throw Refusal() : Task.CompletedTask,
    };

    private static IEnumerable<CollectionItem> Items(int count) =>
        Enumerable.Range(0, count).Select(i => new CollectionItem($"{i}", $"hello {i}"));

    private async Task<Collection> OpenAsync(WordLengthModel model, string name = "entries")
    {
        store ??= await SqliteEmbeddingStore.OpenAsync(folder.File("embeddings.db"));
        return await Collection.OpenAsync(store, name, new CollectionOptions { Model = model });
    }
}
