namespace Llm.Testing;

/// <content>Several programs at once, cancellation and disposal.</content>
public static partial class CollectionConformance
{
    private static async Task WritersAtOnceLoseNothingAsync(StoreUnderTest subject)
    {
        await using var check = await CheckedCollection.OpenAsync(subject);
        const int writers = 4, items = 60;
        await Task.WhenAll(Enumerable.Range(0, writers).Select(writer => Task.Run(async () =>
        {
            await using var store = await check.OpenAnotherAsync();
            var collection = await check.CollectionAsync(store: store);
            var own = Enumerable.Range(0, items).Select(i => new CollectionItem($"{writer} {i}", $"abc {writer} {i}"));
            var shared = Enumerable.Range(0, items).Select(i => new CollectionItem($"shared {i}", $"bcd {i}"));
            await collection.EmbedManyAsync(own.Concat(shared), new EmbedManyOptions { Store = true });
            await collection.SetMetadataAsync($"{writer} 1", new() { ["writer"] = writer });
            await collection.DeleteEntriesAsync([$"{writer} 2", $"shared {writer}"]);
        })));
        var all = await check.CollectionAsync();
        var ids = (await IdsAsync(check.Store, all.Id!.Value)).ToList();
        // One writer may have stored a shared entry after another has deleted it.
        var owned = ids.Count(id => !id.StartsWith("shared", StringComparison.Ordinal));
        Requirement.Same(owned, writers * (items - 1), "the number of the writers' own entries");
        for (var i = writers; i < items; i++) Requirement.Holds(ids.Contains($"shared {i}"), $"A shared entry is missing: {i}.");
        for (var writer = 0; writer < writers; writer++)
            Requirement.Same((await all.GetMetadataAsync($"{writer} 1"))?["writer"]?.GetValue<int>(), writer, "metadata");
        var listed = await check.Store.ListCollectionsAsync();
        Requirement.Same(listed.Count(one => one.Name == check.Name), 1, "the number of collections of the name");
    }

    private static async Task WritersAtOnceAgreeOnDimensionsAsync(StoreUnderTest subject)
    {
        await using var check = await CheckedCollection.OpenAsync(subject);
        for (var round = 0; round < 4; round++)
        {
            var id = await check.CreateAsync($" {round}");
            var refused = 0;
            await Task.WhenAll(Enumerable.Range(1, 4).Select(dimensions => Task.Run(async () =>
            {
                await using var store = await check.OpenAnotherAsync();
                try
                {
                    await store.SaveAsync(id, [Entry($"{dimensions}", [.. Enumerable.Repeat(1f, dimensions)])]);
                }
                catch (LlmException)
                {
                    Interlocked.Increment(ref refused);
                }
            })));
            Requirement.Same(refused, 3, "the number of writers whose vectors have other dimensions than the first one's");
            Requirement.Same(await check.Store.CountAsync(id), 1, "the number of entries");
        }
    }

    private static async Task ADeletedCollectionIsNotWrittenToAsync(StoreUnderTest subject)
    {
        await using var check = await CheckedCollection.OpenAsync(subject);
        var collection = await check.CollectionAsync();
        await collection.EmbedAsync("1", "abc");
        var id = collection.Id!.Value;
        await using (var other = await check.OpenAnotherAsync()) await other.DeleteCollectionAsync(id);
        await Requirement.RefusedAsync(
            () => collection.EmbedAsync("2", "bcd"), "an entry of a deleted collection", "deleted the collection");
        Requirement.Same(await check.Store.CountAsync(id), 0, "the number of entries");
        Requirement.SameList(await check.Store.FindNearestAsync(id, new float[] { 1 }), [], "what a search finds");
        Requirement.Same(await check.Store.DeleteAsync(id, ["1"]), 0, "the number of deleted entries");
    }

    private static async Task CancelledOperationsWriteNothingAsync(StoreUnderTest subject)
    {
        await using var check = await CheckedCollection.OpenAsync(subject);
        var id = await check.CreateAsync();
        await check.Store.SaveAsync(id, [Entry("1", 1, 2)]);
        var cancelled = new CancellationToken(canceled: true);
        (string Name, Func<Task> Run)[] operations =
        [
            ("opening", () => subject.OpenAsync(cancelled)),
            ("listing", () => check.Store.ListCollectionsAsync(cancelled)),
            ("creating", () => check.Store.CreateCollectionAsync($"{check.Name} new", "m", cancelled)),
            ("saving", () => check.Store.SaveAsync(id, [Entry("2", 1, 2)], cancelled)),
            ("searching", () => check.Store.FindNearestAsync(id, new float[] { 1, 2 }, null, cancelled)),
            ("setting metadata", () => check.Store.SetMetadataAsync(id, "1", new() { ["a"] = 1 }, cancelled)),
            ("deleting", () => check.Store.DeleteAsync(id, ["1"], cancelled)),
            ("deleting a collection", () => check.Store.DeleteCollectionAsync(id, cancelled)),
        ];
        foreach (var (name, run) in operations) await Requirement.ThrownAsync<OperationCanceledException>(run, $"cancelled {name}");
        Requirement.SameList(await IdsAsync(check.Store, id), ["1"], "the entries");
        Requirement.Holds((await check.Store.ReadAsync(id, ["1"]))[0].Metadata is null, "A cancelled operation has set metadata.");
        var created = await check.Store.FindCollectionAsync($"{check.Name} new");
        Requirement.Holds(created is null, "A cancelled operation has created a collection.");

        using var stop = new CancellationTokenSource();
        var collection = await check.CollectionAsync(suffix: " many");
        check.Model.Before = texts => texts.Contains("abc 30") ? stop.CancelAsync() : Task.CompletedTask;
        var items = Enumerable.Range(0, 100).Select(i => new CollectionItem($"{i}", $"abc {i}")).ToList();
        await Requirement.ThrownAsync<OperationCanceledException>(
            () => collection.EmbedManyAsync(items, new EmbedManyOptions { Parallel = 1 }, stop.Token), "cancelled work");
        check.Model.Before = null;
        var kept = await collection.CountAsync();
        var report = await collection.EmbedManyAsync(items);
        Requirement.Same((kept > 0, report.Unchanged, report.Embedded), (true, kept, 100 - kept), "what is kept of cancelled work");
    }

    private static async Task ADisposedStoreHasCompletedItsWorkAsync(StoreUnderTest subject)
    {
        await using var check = await CheckedCollection.OpenAsync(subject);
        var id = await check.CreateAsync();
        var store = await check.OpenAnotherAsync();
        var saving = Enumerable.Range(0, 10).Select(i => store.SaveAsync(id, [Entry($"{i}", 1, 2)])).ToList();
        await store.DisposeAsync();
        Requirement.Holds(
            saving.TrueForAll(one => one.IsCompletedSuccessfully), "The store was disposed before its operations were completed.");
        Requirement.Same(await check.Store.CountAsync(id), 10, "the number of entries");
        await Requirement.ThrownAsync<ObjectDisposedException>(() => store.CountAsync(id), "an operation after the disposal");
        await store.DisposeAsync();
    }
}
