using System.Text.Json.Nodes;

namespace Llm.Testing;

/// <content>What searches find, and in which order.</content>
public static partial class CollectionConformance
{
    private static async Task SimilarEntriesAreFoundAsync(StoreUnderTest subject)
    {
        await using var check = await CheckedCollection.OpenAsync(subject);
        var collection = await check.CollectionAsync();
        Requirement.SameList(await collection.SimilarAsync("abc"), [], "a search in a collection that is not there");
        await collection.EmbedAsync("1", "aab");
        await collection.EmbedAsync("2", "ab", new JsonObject { ["n"] = 1 }, store: true);
        await collection.EmbedAsync("3", "gh", store: true);
        await collection.EmbedAsync(new CollectionItem("4", new byte[] { 0, 9 }), store: true);

        var found = await collection.SimilarAsync("ab");
        Requirement.SameList(found.Select(entry => entry.Id), ["2", "1", "4", "3"], "what is similar to a text");
        Requirement.Same(found[1].Score, CosineSimilarity.Of([1, 1], [2, 1]), "the score, to the last digit");
        Requirement.Same(found[3].Score, 0, "the score of what has nothing in common");
        Requirement.Same((found[0].Text, found[0].Metadata?.ToJsonString()), ("ab", """{"n":1}"""), "text and metadata");
        Requirement.Same((found[2].Text, found[2].Metadata?.ToJsonString()), (null, null), "text and metadata of bytes");
        var byBytes = await collection.SimilarAsync(new ReadOnlyMemory<byte>([0, 9]));
        Requirement.Same(byBytes[0].Id, "4", "what is similar to bytes");
        Requirement.SameList((await collection.SimilarAsync("ab", number: 2)).Select(entry => entry.Id), ["2", "1"], "the first two");
        var byId = await collection.SimilarByIdAsync("2");
        Requirement.SameList(byId.Select(entry => entry.Id), ["1", "4", "3"], "what is similar to an entry");
        var byVector = await collection.SimilarAsync(new float[] { 0, 0, 0, 0, 0, 0, 1, 1 }, new NearestOptions { Number = 1 });
        Requirement.SameList(byVector.Select(entry => entry.Id), ["3"], "what is similar to a vector");
        await Requirement.RefusedAsync(() => collection.SimilarByIdAsync("nobody"), "a search by an ID that is not there");
    }

    private static async Task PrefixesSelectIdsAsync(StoreUnderTest subject)
    {
        await using var check = await CheckedCollection.OpenAsync(subject);
        var id = await check.CreateAsync();
        string[] ids = ["docs/1", "docs/2", "Docs/3", "doc", "É/1", "é/2", "50%", "50 x", "a_b", "axb", "back\\slash"];
        await check.Store.SaveAsync(id, [.. ids.Select((one, i) => Entry(one, 1, i))]);
        // The rules of SQLite's LIKE, which the Python tool has.
        foreach (var (prefix, expected) in ((string, string[])[])
            [
                ("docs/", ["Docs/3", "docs/1", "docs/2"]), ("DOC", ["Docs/3", "doc", "docs/1", "docs/2"]), ("é", ["é/2"]),
                ("50%x", ["50 x"]), ("a_", ["a_b", "axb"]), ("back\\", ["back\\slash"]), ("back\\\\", []), ("", [.. ids]), ("none", []),
            ])
        {
            var found = await check.Store.FindNearestAsync(id, new float[] { 1, 1 }, new NearestOptions { Number = -1, Prefix = prefix });
            Requirement.SameList(
                found.Select(entry => entry.Id).Order(StringComparer.Ordinal), expected.Order(StringComparer.Ordinal),
                $"the IDs with the prefix '{prefix}'");
        }
    }

    private static async Task SearchesEqualAPlainScanAsync(StoreUnderTest subject)
    {
        await using var check = await CheckedCollection.OpenAsync(subject);
        const int dimensions = 24;
        var random = new Random(20_261_130);
        var entries = new List<StoredEmbedding>();
        for (var i = 0; i < 400; i++)
        {
            // Ordinary vectors, close ones, zeros, equal ones, and lengths of which the squares do not fit into 32 bits.
            var vector = Vector(random, dimensions, (i % 8) switch { 5 => 1e-25f, 6 => 1e-15f, 7 => 1e25f, _ => 1 });
            if (i % 40 == 0) Array.Clear(vector);
            if (i % 8 == 3) (vector, vector[i % dimensions]) = ([.. entries[i - 1].Vector.Span], entries[i - 1].Vector.Span[0]);
            if (i % 8 == 4) vector = [.. entries[i - 2].Vector.Span];
            entries.Add(Entry($"{random.Next():x8} {i}", vector));
        }

        var id = await check.CreateAsync();
        await check.Store.SaveAsync(id, entries);
        for (var round = 0; round < 12; round++)
        {
            var query = round % 3 == 0 ? entries[random.Next(entries.Count)].Vector : Vector(random, dimensions, round == 1 ? 1e-22f : 1);
            foreach (var number in (int[])[0, 1, 10, 150, 395, 1000, -1])
            {
                var options = new NearestOptions { Number = number, SkipId = round % 2 == 0 ? entries[round].Id : null };
                var expected = Scan(entries, query, options);
                var found = await check.Store.FindNearestAsync(id, query, options);
                Requirement.SameList(
                    found.Select(entry => (entry.Id, entry.Score)), expected, $"the first {number} of 400 entries (round {round})");
            }
        }
    }

    private static async Task EqualScoresAreInTheOrderOfIdsAsync(StoreUnderTest subject)
    {
        await using var check = await CheckedCollection.OpenAsync(subject);
        var id = await check.CreateAsync();
        string[] ids = ["B", "a", "b", "é", "\uFB01", "😀"];
        await check.Store.SaveAsync(id, [.. ids.Reverse().Select(one => Entry(one, 1, 2)), Entry("0", 0, 0), Entry("first", 1, 1)]);
        foreach (var number in (int[])[3, 5, 8])
        {
            var found = await check.Store.FindNearestAsync(id, new float[] { 1, 1 }, new NearestOptions { Number = number });
            Requirement.SameList(
                found.Select(entry => entry.Id), ((string[])["first", .. ids, "0"])[..number], "entries with equal scores");
        }

        var all = await check.Store.FindNearestAsync(id, new float[] { 1, 1 });
        Requirement.Holds(all[^1] is { Id: "0", Score: null }, "A vector of zeros has a score or is not the last.");
    }

    /// <summary>The scores of these vectors differ only in digits that 32 bits do not have.</summary>
    private static async Task ACloseRaceIsDecidedExactlyAsync(StoreUnderTest subject)
    {
        await using var check = await CheckedCollection.OpenAsync(subject);
        const int dimensions = 512;
        var random = new Random(7);
        var query = Vector(random, dimensions, 1);
        var entries = new List<StoredEmbedding>();
        for (var i = 0; i < 60; i++)
        {
            float[] near = [.. query.Select(number => number * (1 + (random.NextSingle() * 2e-4f)))];
            entries.Add(Entry($"{i}", near));
        }

        var id = await check.CreateAsync();
        await check.Store.SaveAsync(id, entries);
        var options = new NearestOptions { Number = 7 };
        var found = await check.Store.FindNearestAsync(id, query, options);
        Requirement.SameList(
            found.Select(entry => (entry.Id, entry.Score)), Scan(entries, query, options), "the order of entries with close scores");
    }

    private static async Task OddQueriesAreAnsweredAsync(StoreUnderTest subject)
    {
        await using var check = await CheckedCollection.OpenAsync(subject);
        var id = await check.CreateAsync();
        var random = new Random(11);
        var entries = Enumerable.Range(0, 30).Select(i => Entry($"{i:00}", Vector(random, 6, 1))).ToList();
        entries.Add(Entry("zero", new float[6]));
        await check.Store.SaveAsync(id, entries);
        float[][] queries =
        [
            [1, -1, 0.5f], [.. Vector(random, 6, 1), 3, 4], [0, 0, 0, 0, 0, 0], [0, 0, 0, 0, 0, 0, 1], [], [1, float.NaN, 0, 0, 0, 0],
            [float.PositiveInfinity, 1, 0, 0, 0, 0], [1e30f, 1, 0, 0, 0, 0], [1e-40f, 0, 1e-41f, 0, 0, 0],
        ];
        foreach (var query in queries)
        {
            foreach (var number in (int[])[4, -1])
            {
                var options = new NearestOptions { Number = number };
                var found = await check.Store.FindNearestAsync(id, query, options);
                Requirement.SameList(
                    found.Select(entry => (entry.Id, entry.Score)), Scan(entries, query, options),
                    $"what is similar to [{string.Join(", ", query)}]");
            }
        }
    }

    private static float[] Vector(Random random, int dimensions, float scale) =>
        [.. Enumerable.Range(0, dimensions).Select(_ => (random.NextSingle() - 0.5f) * scale)];

    /// <summary>Computes every score, sorts by score and ID, and puts what has no score last.</summary>
    private static IEnumerable<(string Id, double? Score)> Scan(
        IEnumerable<StoredEmbedding> entries, ReadOnlyMemory<float> query, NearestOptions options)
    {
        var sorted = entries.Where(entry => entry.Id != options.SkipId)
            .Select(entry => (entry.Id, Score: CosineSimilarity.Of(query.Span, entry.Vector.Span)))
            .OrderByDescending(entry => double.IsNaN(entry.Score) ? double.NegativeInfinity : entry.Score)
            .ThenBy(entry => entry.Id, StringComparer.Ordinal)
            .Select(entry => (entry.Id, double.IsNaN(entry.Score) ? (double?)null : entry.Score));
        return options.Number < 0 ? sorted : sorted.Take(options.Number);
    }
}
