namespace Llm.Testing;

/// <content>Another model for a collection that exists.</content>
public static partial class CollectionConformance
{
    private static async Task AnotherModelReplacesAllVectorsAtOnceAsync(StoreUnderTest subject)
    {
        await using var check = await CheckedCollection.OpenAsync(subject);
        var collection = await FilledAsync(check, 45);
        var other = new LettersModel("conformance-b", dimensions: 3);
        var seen = new List<string>();
        other.Before = async _ =>
        {
            await using var reader = await check.OpenAnotherAsync();
            var info = (await reader.FindCollectionAsync(check.Name))!;
            var lengths = (await reader.ReadPageAsync(info.Id, null, 100)).Select(entry => entry.Vector.Length).Distinct();
            lock (seen) seen.Add($"{info.ModelId} {string.Join(',', lengths)}");
        };
        var report = await collection.ReembedAsync(other);
        Requirement.Same(report, new EmbedReport(45, 0, report.Failures), "the report");
        Requirement.SameList(seen.Distinct(), ["conformance-a 8"], "what another program saw meanwhile");
        var after = await Collection.OpenAsync(check.Store, check.Name, new CollectionOptions { FindModel = _ => other });
        Requirement.Same(after.ModelId, "conformance-b", "the model");
        var entry = (await after.FindAsync("7"))!;
        Requirement.Same((entry.Text, entry.Vector.Length), ("abc 7", 3), "text and dimensions of an entry");
        Requirement.SameList(entry.Vector.ToArray(), other.VectorOf("abc 7"), "the vector of an entry");
        var best = CosineSimilarity.Of(entry.Vector.Span, entry.Vector.Span);
        Requirement.Same((await after.SimilarAsync("abc 7"))[0].Score, best, "the best score");
        Requirement.Same((await after.EmbedAsync("new", "abc")).Length, 3, "the dimensions of a new entry");
    }

    private static async Task AnInterruptedReplacementIsContinuedAsync(StoreUnderTest subject)
    {
        await using var check = await CheckedCollection.OpenAsync(subject);
        var collection = await FilledAsync(check, 45);
        var other = new LettersModel("conformance-b", dimensions: 3)
        {
            Before = texts => texts.Contains("abc 40") ? throw new LlmException("quota") : Task.CompletedTask,
        };
        await Requirement.RefusedAsync(() => collection.ReembedAsync(other, new EmbedManyOptions { Parallel = 2 }), "the work", "quota");
        Requirement.Same((await collection.SimilarAsync("abc 5")).Count, 10, "what a search finds meanwhile");
        var asked = other.Embedded.Count;
        await collection.EmbedAsync("1", "changed", store: true);
        await collection.EmbedAsync("new", "added", store: true);
        await collection.DeleteEntriesAsync(["2"]);

        other.Before = null;
        var report = await collection.ReembedAsync(other);
        Requirement.Same(report.Embedded + report.Unchanged, 45, "the number of entries");
        var again = other.Embedded.Skip(asked).Intersect(other.Embedded.Take(asked)).Count();
        Requirement.Holds(again <= other.BatchSize, $"{again} texts were embedded twice, more than the batch that failed.");
        var changed = (await collection.FindAsync("1"))!;
        Requirement.SameList(changed.Vector.ToArray(), other.VectorOf("changed"), "the vector of a changed entry");
        Requirement.Same((await check.Store.FindCollectionAsync(check.Name))!.ModelId, "conformance-b", "the model");
        Requirement.Holds(await collection.FindAsync("2") is null, "A deleted entry is there again.");

        // New vectors of one model are of no use for another.
        var third = new LettersModel("conformance-c", dimensions: 2) { Before = _ => throw new LlmException("quota") };
        await Requirement.RefusedAsync(() => collection.ReembedAsync(third), "the work", "quota");
        var report2 = await collection.ReembedAsync(check.Model);
        Requirement.Same(report2.Unchanged, 0, "the number of vectors that were kept for another model");
    }

    private static async Task EntriesWithoutContentAreNotReplacedAsync(StoreUnderTest subject)
    {
        await using var check = await CheckedCollection.OpenAsync(subject);
        var collection = await FilledAsync(check, 3);
        await collection.EmbedAsync("bare", "not stored");
        var other = new LettersModel("conformance-b", dimensions: 3);
        var message = await Requirement.RefusedAsync(() => collection.ReembedAsync(other), "entries without their text", "1 of 4");
        Requirement.Holds(message.Contains("bare", StringComparison.Ordinal), "The entry without its text is not named.");
        Requirement.Same(other.Embedded.Count, 0, "the number of texts that were embedded in vain");
        await collection.EmbedAsync("bare", "not stored", store: true);
        other.Before = texts => texts.Contains("abc 1") ? throw new ProviderException("bad") { Status = 400 } : Task.CompletedTask;
        var report = await collection.ReembedAsync(other);
        Requirement.SameList(report.Failures, [new EmbedFailure("1", "bad")], "the failures");
        Requirement.Same((await check.Store.FindCollectionAsync(check.Name))!.ModelId, "conformance-a", "the model after a failure");
        Requirement.Same((await collection.FindAsync("0"))!.Vector.Length, 8, "the dimensions after a failure");
    }

    private static async Task<Collection> FilledAsync(CheckedCollection check, int count)
    {
        var collection = await check.CollectionAsync();
        await collection.EmbedManyAsync(
            Enumerable.Range(0, count).Select(i => new CollectionItem($"{i}", $"abc {i}")), new EmbedManyOptions { Store = true });
        return collection;
    }
}
