using System.Text.Json.Nodes;

namespace Llm.Testing;

/// <content>What is stored, and when the model is asked.</content>
public static partial class CollectionConformance
{
    private static async Task EntriesAreReadAsWrittenAsync(StoreUnderTest subject)
    {
        await using var check = await CheckedCollection.OpenAsync(subject);
        var collection = await check.CollectionAsync();
        string[] ids = ["plain", "with 'quotes' \"and\" \\", "日本語/é/😀", "%_", " ", "line\nbreak"];
        var metadata = """{"z": 1, "a": [true, null, 1.5, "é😀"], "big": 12345678901234567890}""";
        foreach (var id in ids)
            await collection.EmbedAsync(id, $"abc {id}", (JsonObject)JsonNode.Parse(metadata)!, store: true);
        var longText = string.Concat(Enumerable.Repeat("a long text with 😀\t", 50_000));
        await collection.EmbedAsync("long", longText, store: true);
        await collection.EmbedAsync(new CollectionItem("bytes", new byte[] { 0, 255, 7 }), store: true);

        Requirement.Same(await collection.CountAsync(), ids.Length + 2, "the number of entries");
        foreach (var id in ids)
        {
            var entry = await collection.FindAsync(id) ?? throw new ConformanceException($"The entry {id} was not found.");
            Requirement.Same(entry.Id, id, "the ID");
            Requirement.Same(entry.Text, $"abc {id}", "the text");
            Requirement.Holds(entry.Bytes is null, "A text has bytes.");
            Requirement.SameList(entry.Vector.ToArray(), check.Model.VectorOf($"abc {id}"), "the vector");
            Requirement.SameList(entry.ContentHash.ToArray(), Collection.ContentHash($"abc {id}"), "the hash");
            Requirement.Same(
                entry.Metadata?.ToJsonString(), JsonNode.Parse(metadata)!.ToJsonString(), "the metadata and the order of its keys");
            Requirement.Holds(
                entry.Updated is { } at && (DateTimeOffset.UtcNow - at).Duration() < TimeSpan.FromHours(1) && at.Millisecond == 0,
                $"The time of the entry is {entry.Updated}, not now in whole seconds.");
        }

        Requirement.Same((await collection.FindAsync("long"))!.Text, longText, "a long text");
        var bytes = (await collection.FindAsync("bytes"))!;
        Requirement.Holds(bytes.Text is null && bytes.Metadata is null, "Bytes have a text or metadata.");
        Requirement.SameList(bytes.Bytes!.Value.ToArray(), new byte[] { 0, 255, 7 }, "the bytes");
        Requirement.SameList(bytes.Vector.ToArray(), [0, 255, 7, 0, 0, 0, 0, 0], "the vector of bytes");
        Requirement.Holds(await collection.FindAsync("Plain") is null, "An ID was found in another case.");
    }

    private static async Task ContentIsStoredOnlyIfAskedAsync(StoreUnderTest subject)
    {
        await using var check = await CheckedCollection.OpenAsync(subject);
        var collection = await check.CollectionAsync();
        await collection.EmbedAsync("1", "abc");
        await collection.EmbedAsync(new CollectionItem("2", new byte[] { 1 }));
        await collection.EmbedManyAsync([new CollectionItem("3", "bcd")]);
        foreach (var id in (string[])["1", "2", "3"])
        {
            var entry = (await collection.FindAsync(id))!;
            Requirement.Holds(entry.Text is null && entry.Bytes is null, $"The content of {id} was stored although nobody asked for it.");
        }

        Requirement.Holds((await collection.SimilarAsync("abc")).All(entry => entry.Text is null), "A search returned a text.");
    }

    private static async Task UnchangedContentIsNotEmbeddedAgainAsync(StoreUnderTest subject)
    {
        await using var check = await CheckedCollection.OpenAsync(subject);
        var collection = await check.CollectionAsync();
        await collection.EmbedAsync("1", "abc");
        await collection.EmbedAsync("1", "abc");
        await collection.EmbedAsync("other", "abc");
        await collection.EmbedManyAsync([new CollectionItem("1", "abc"), new CollectionItem("third", "abc")]);
        Requirement.SameList(check.Model.Embedded, ["abc"], "what the model was asked for");
        var third = (await collection.FindAsync("third"))!;
        Requirement.SameList(third.Vector.ToArray(), check.Model.VectorOf("abc"), "a vector that was there");
        await collection.EmbedAsync("1", "changed");
        await (await check.CollectionAsync(suffix: " 2")).EmbedAsync("1", "abc");
        Requirement.SameList(check.Model.Embedded, ["abc", "changed", "abc"], "what the model was asked for");
        Requirement.Same(await collection.CountAsync(), 3, "the number of entries");
    }

    private static async Task WhatIsMissingIsAddedAsync(StoreUnderTest subject)
    {
        await using var check = await CheckedCollection.OpenAsync(subject);
        var collection = await check.CollectionAsync();
        await collection.EmbedAsync("1", "abc", new JsonObject { ["a"] = 1 });
        await collection.EmbedAsync("1", "abc", store: true);
        await collection.EmbedManyAsync([new CollectionItem("1", "abc") { Metadata = new JsonObject { ["b"] = 2 } }]);
        var entry = (await collection.FindAsync("1"))!;
        Requirement.Same(entry.Text, "abc", "the text");
        Requirement.Same(entry.Metadata?.ToJsonString(), """{"b":2}""", "the metadata");
        Requirement.Same(check.Model.Embedded.Count, 1, "the number of texts that the model was asked for");
    }

    private static async Task ManyItemsAreEmbeddedAsync(StoreUnderTest subject)
    {
        await using var check = await CheckedCollection.OpenAsync(subject);
        var collection = await check.CollectionAsync();
        var items = Enumerable.Range(0, 95).Select(i => new CollectionItem($"{i}", $"abc {i}") { Metadata = new JsonObject { ["n"] = i } });
        var report = await collection.EmbedManyAsync(
            [.. items, new CollectionItem("b", new byte[] { 1, 2 }), new CollectionItem("7", "the last")],
            new EmbedManyOptions { Store = true });
        Requirement.Same(report, new EmbedReport(96, 0, report.Failures), "the report");
        Requirement.Same(await collection.CountAsync(), 96, "the number of entries");
        Requirement.Same((await collection.FindAsync("7"))!.Text, "the last", "the text of an ID that occurred twice");
        Requirement.Same((await collection.GetMetadataAsync("94"))!["n"]!.GetValue<int>(), 94, "metadata");

        report = await collection.EmbedManyAsync([.. items, new CollectionItem("95", "abc 95")], new EmbedManyOptions { Store = true });
        Requirement.Same(report, new EmbedReport(2, 94, report.Failures), "the report of the second run");
    }

    private static async Task FailuresAreRememberedAsync(StoreUnderTest subject)
    {
        await using var check = await CheckedCollection.OpenAsync(subject);
        var collection = await check.CollectionAsync();
        CollectionItem[] items = [.. Enumerable.Range(0, 25).Select(i => new CollectionItem($"{i}", $"abc {i}"))];
        check.Model.Before =
            texts => texts.Contains("abc 7") ? throw new ProviderException("bad text") { Status = 400 } : Task.CompletedTask;
        var report = await collection.EmbedManyAsync(items);
        Requirement.SameList(report.Failures, [new EmbedFailure("7", "bad text")], "the failures");
        var id = collection.Id!.Value;
        Requirement.SameList(await check.Store.ListFailuresAsync(id), [new EmbedFailure("7", "bad text")], "the recorded failures");
        await check.Store.RecordFailuresAsync(id, [new EmbedFailure("7", "worse"), new EmbedFailure("10", "bad")]);
        Requirement.SameList(
            await check.Store.ListFailuresAsync(id), [new EmbedFailure("10", "bad"), new EmbedFailure("7", "worse")], "failures by ID");

        check.Model.Before = null;
        await collection.EmbedManyAsync(items, new EmbedManyOptions { OnlyFailed = true });
        Requirement.Same(await collection.CountAsync(), 25, "the number of entries after another try");
        await collection.DeleteEntriesAsync(["10"]);
        Requirement.SameList(await check.Store.ListFailuresAsync(id), [], "the failures after another try");
        await check.Store.RecordFailuresAsync(id, [new EmbedFailure("1", "x")]);
        await collection.DeleteAsync();
        Requirement.SameList(await check.Store.ListFailuresAsync(id), [], "the failures of a deleted collection");
    }

    private static async Task StaleChunksAreDeletedAsync(StoreUnderTest subject)
    {
        await using var check = await CheckedCollection.OpenAsync(subject);
        var collection = await check.CollectionAsync();
        var options = new EmbedManyOptions { ChunkSize = 3, Store = true };
        const string sentences = "abc def gh.\n\nbad cab beg.\n\nhad egg fee.\n\n";
        await collection.EmbedAsync("doc%", "whole document");
        await collection.EmbedManyAsync([new CollectionItem("doc%", sentences), new CollectionItem("doc%X", sentences)], options);
        var before = (await IdsAsync(check.Store, collection.Id!.Value)).ToList();
        Requirement.Holds(before.Contains("doc%#3") && !before.Contains("doc%"), $"The chunks are {string.Join(", ", before)}.");
        await collection.EmbedManyAsync([new CollectionItem("doc%", "abc.")], options);
        Requirement.SameList(
            await IdsAsync(check.Store, collection.Id!.Value),
            before.Where(id => id == "doc%#1" || !id.StartsWith("doc%#", StringComparison.Ordinal)), "the chunks after a change");
        Requirement.SameList(
            (await check.Store.FindIdsAsync(collection.Id!.Value, ["doc%X#1", "DOC"])), ["doc%X#1"], "the IDs that begin with a text");
    }
}
