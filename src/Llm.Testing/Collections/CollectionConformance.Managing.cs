using System.Text.Json.Nodes;

namespace Llm.Testing;

/// <content>Metadata, deletion, lists, and what is refused.</content>
public static partial class CollectionConformance
{
    private static async Task MetadataIsChangedAsync(StoreUnderTest subject)
    {
        await using var check = await CheckedCollection.OpenAsync(subject);
        var collection = await check.CollectionAsync();
        await collection.EmbedAsync("1", "abc", store: true);
        Requirement.Holds(await collection.GetMetadataAsync("1") is null, "There is metadata that nobody has set.");
        await collection.SetMetadataAsync("1", new JsonObject { ["a"] = 1 });
        Requirement.Same((await collection.GetMetadataAsync("1"))?.ToJsonString(), """{"a":1}""", "the metadata");
        await collection.SetMetadataAsync("1", null);
        Requirement.Holds(await collection.GetMetadataAsync("1") is null, "The metadata was not removed.");
        Requirement.Same((await collection.FindAsync("1"))!.Text, "abc", "the text");
        await Requirement.RefusedAsync(() => collection.SetMetadataAsync("2", []), "metadata of an entry that is not there");
        await Requirement.RefusedAsync(() => collection.GetMetadataAsync("2"), "metadata of an entry that is not there");
    }

    private static async Task EntriesAndCollectionsAreDeletedAsync(StoreUnderTest subject)
    {
        await using var check = await CheckedCollection.OpenAsync(subject);
        var collection = await check.CollectionAsync();
        var neighbour = await check.CollectionAsync(suffix: " 2");
        await neighbour.EmbedAsync("a", "abc");
        foreach (var id in (string[])["a", "b", "c"]) await collection.EmbedAsync(id, $"abc {id}");
        Requirement.Same(await collection.DeleteEntriesAsync(["a", "A", "nobody"]), 1, "the number of deleted entries");
        Requirement.Same(await collection.CountAsync(), 2, "the number of entries");
        await collection.DeleteAsync();
        Requirement.Holds(!await Collection.ExistsAsync(check.Store, check.Name), "The collection was not deleted.");
        await collection.EmbedAsync("d", "abc");
        Requirement.Same(await collection.CountAsync(), 1, "the number of entries of a collection that was made again");
        Requirement.Same(await neighbour.CountAsync(), 1, "the number of entries of another collection");
    }

    private static async Task CollectionsAreListedAsync(StoreUnderTest subject)
    {
        await using var check = await CheckedCollection.OpenAsync(subject);
        Requirement.Holds(await check.Store.FindCollectionAsync(check.Name) is null, "A collection is there that nobody has created.");
        await (await check.CollectionAsync(suffix: "b")).EmbedAsync("1", "abc");
        var first = await check.Store.CreateCollectionAsync(check.Name + "a", "model a");
        await check.Store.CreateCollectionAsync(check.Name + "é", "model c");
        Requirement.Same(
            await check.Store.CreateCollectionAsync(check.Name + "a", "another"), first with { Count = null }, "a collection that exists");
        Requirement.Same(await check.Store.FindCollectionAsync(check.Name + "a"), first with { Count = null }, "a collection by its name");
        var listed = (await check.Store.ListCollectionsAsync()).Where(one => one.Name.StartsWith(check.Name, StringComparison.Ordinal));
        Requirement.SameList(
            listed.Select(one => (one.Name[check.Name.Length..], one.ModelId, one.Count)),
            [("a", "model a", 0), ("b", check.Model.Id, 1), ("é", "model c", (long?)0)],
            "the collections");
    }

    private static async Task PagesAreInTheOrderOfIdsAsync(StoreUnderTest subject)
    {
        await using var check = await CheckedCollection.OpenAsync(subject);
        var id = await check.CreateAsync();
        // By code point, so the emoji comes last, not among the surrogates.
        string[] ordered = ["", "B", "a", "a b", "b", "é", "\uFB01", "😀"];
        await check.Store.SaveAsync(id, [.. ordered.Reverse().Select(one => Entry(one, 1, 2))]);
        Requirement.SameList((await check.Store.ReadPageAsync(id, null, 3)).Select(one => one.Id), ordered[..3], "the first page");
        Requirement.SameList((await check.Store.ReadPageAsync(id, "a", 3)).Select(one => one.Id), ordered[3..6], "the second page");
        Requirement.SameList((await check.Store.ReadPageAsync(id, "é", 3)).Select(one => one.Id), ordered[6..], "the last page");
        var read = await check.Store.ReadAsync(id, ["😀", "a", "nobody"]);
        Requirement.SameList(read.Select(one => one.Id).Order(StringComparer.Ordinal), ["a", "😀"], "entries by ID");
    }

    private static async Task UnusableVectorsAreRefusedAsync(StoreUnderTest subject)
    {
        await using var check = await CheckedCollection.OpenAsync(subject);
        var collection = await check.CollectionAsync();
        await collection.EmbedAsync("1", "abc");
        foreach (var number in (float[])[float.NaN, float.NegativeInfinity, 0])
        {
            check.Model.Vector = _ => [number, 0, 0, 0, 0, 0, 0, 0];
            await Requirement.RefusedAsync(() => collection.EmbedAsync("2", "bcd"), $"a vector with {number}");
            var report = await collection.EmbedManyAsync([new CollectionItem("3", "cde")]);
            Requirement.Same(report.Failures.Count, 1, $"the failures for a vector with {number}");
        }

        check.Model.Vector = _ => [1, 2];
        await Requirement.RefusedAsync(() => collection.EmbedAsync("2", "bcd"), "a vector of another length", "8 dimensions");
        await Requirement.RefusedAsync(() => collection.EmbedAsync("2", ""), "an empty text", "empty");
        Requirement.SameList(await IdsAsync(check.Store, collection.Id!.Value), ["1"], "the entries");

        await collection.DeleteEntriesAsync(["1"]);
        await collection.EmbedAsync("2", "bcd");
        Requirement.Same((await collection.FindAsync("2"))!.Vector.Length, 2, "the dimensions of a collection that was emptied");
    }

    private static async Task ARefusedBatchLeavesNothingAsync(StoreUnderTest subject)
    {
        await using var check = await CheckedCollection.OpenAsync(subject);
        var id = await check.CreateAsync();
        await check.Store.SaveAsync(id, [Entry("old", 1, 2, 3)]);
        await Requirement.RefusedAsync(
            () => check.Store.SaveAsync(id, [Entry("new", 1, 2, 3), Entry("old", 4, 5, 6), Entry("short", 1, 2)]),
            "a batch", "3 dimensions");
        await Requirement.RefusedAsync(
            () => check.Store.SaveAsync(id, [Entry("old", 1, 2), Entry("other", 1, 2)]), "a batch", "3 dimensions");
        Requirement.SameList(await IdsAsync(check.Store, id), ["old"], "the entries");
        Requirement.SameList((await check.Store.ReadAsync(id, ["old"]))[0].Vector.ToArray(), [1, 2, 3], "the vector");
        await check.Store.SaveAsync(id, []);
        await check.Store.SaveAsync(id, [Entry("twice", 1, 1, 1), Entry("twice", 2, 2, 2)]);
        Requirement.SameList((await check.Store.ReadAsync(id, ["twice"]))[0].Vector.ToArray(), [2, 2, 2], "the last of two entries");
    }
}
