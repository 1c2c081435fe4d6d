using Llm.Json;
using Llm.Storage.Sqlite;

namespace Llm.Storage.Embeddings.Vectors;

/// <summary>Searches the collections of a database by their <see cref="VectorFiles"/>.</summary>
/// <remarks>
/// Unless the rows are in lists, of which only some are searched, the results are those of comparing every vector: the files only say
/// which rows cannot be among them. Where a search has no use for them, or they cannot be made, there is no result, and the caller
/// compares every vector. Not thread-safe.
/// </remarks>
internal sealed class VectorIndex(Database database, VectorFiles files)
{
    /// <summary>The part of the rows, as a divisor, from which comparing all is faster than reading one after another.</summary>
    private const int WorthwhilePart = 16;

    /// <summary>Finds the nearest rows, inside of a transaction that reads.</summary>
    /// <param name="collectionId">The collection.</param>
    /// <param name="query">The vector that is searched for.</param>
    /// <param name="options">What to find.</param>
    /// <param name="cancellationToken">Cancels the search.</param>
    /// <returns>The entries, the nearest first; null if every vector is to be compared.</returns>
    public IReadOnlyList<CollectionEntry>? Find(
        long collectionId, ReadOnlySpan<float> query, NearestOptions options, CancellationToken cancellationToken)
    {
        if (options.Number < 1 || QuantizedQuery.Create(query) is not { } quantized) return null;
        // The state comes before anything else that is read.
        if (files.ReadFollowed() is not { } state) return null;
        var accepts = Filter(collectionId, options, out var accepted);
        if (accepted <= VectorFiles.MinRows || files.Open(collectionId, state, cancellationToken) is not { } vectors) return null;
        if (vectors.Dimensions != query.Length) return null;
        var many = vectors.Count / WorthwhilePart;
        if (options.Number > many || accepted <= many) return null;
        try
        {
            var candidates = vectors.Search(quantized, options.Number, Lists(vectors, options), accepts, cancellationToken);
            return candidates.Count > many ? null : Compare(query, candidates, options.Number);
        }
        catch (InvalidDataException)
        {
            files.Drop(collectionId);
            return null;
        }
    }

    /// <summary>Returns how many lists to search; 0 for all rows.</summary>
    private static int Lists(IndexedVectors vectors, NearestOptions options)
    {
        var reach = vectors.File.Head.Reach;
        // Where few rows count, the nearest ones may be in any list.
        return options.Exact || options.Prefix is { Length: > 0 } || vectors.File.Head.Lists == 0 ? 0
            : options.Number <= ListReach.FewRows ? reach.Few
            : options.Number <= ListReach.ManyRows ? reach.Many : 0;
    }

    /// <summary>Says which rows count; null if all do.</summary>
    /// <param name="collectionId">The collection.</param>
    /// <param name="options">What to find.</param>
    /// <param name="accepted">How many rows count, or the greatest number if that is not known without counting.</param>
    private Func<long, bool>? Filter(long collectionId, NearestOptions options, out long accepted)
    {
        accepted = long.MaxValue;
        var skipped = options.SkipId is { } id
            ? database.QueryInteger("SELECT rowid FROM embeddings WHERE collection_id = ?1 AND id = ?2", collectionId, id) : null;
        if (options.Prefix is not { Length: > 0 } prefix) return skipped is null ? null : row => row != skipped;
        var allowed = new HashSet<long>();
        const string Sql = "SELECT rowid FROM embeddings WHERE collection_id = ?1 AND id LIKE ?2 || '%'";
        foreach (var row in database.Query(Sql, collectionId, prefix)) allowed.Add(row.Integer(0)!.Value);
        accepted = allowed.Count;
        return row => row != skipped && allowed.Contains(row);
    }

    /// <summary>Compares the real vectors of candidates, until no other can be nearer; null if there are too few.</summary>
    private List<CollectionEntry>? Compare(ReadOnlySpan<float> query, List<Candidate> candidates, int number)
    {
        var magnitude = CosineSimilarity.Magnitude(query);
        var entries = new List<CollectionEntry>();
        var best = new NearestRows(number);
        foreach (var candidate in candidates)
        {
            if (best.IsFull && candidate.Upper < best.Worst) break;
            using var row = database.Prepare($"SELECT embedding, {EntryRows.FoundColumns} FROM embeddings WHERE rowid = ?1");
            row.Bind([candidate.Row]);
            if (!row.Step()) throw new InvalidDataException("The file with vectors has a row that the table lacks.");
            var score = CosineSimilarity.Of(query, magnitude, ExactScan.Decode(row.Blob(0)));
            // Rows without a score come last, and there are enough others.
            if (double.IsNaN(score) || (best.IsFull && score < best.Worst)) continue;
            entries.Add(EntryRows.ReadFound(row, score));
            best.Add(candidate.Row, order: 0, score);
        }

        if (entries.Count < number) return null;
        entries.Sort(static (one, other) => one.Score != other.Score
            ? other.Score!.Value.CompareTo(one.Score!.Value) : CodePointComparer.Instance.Compare(one.Id, other.Id));
        if (entries.Count > number) entries.RemoveRange(number, entries.Count - number);
        return entries;
    }
}
