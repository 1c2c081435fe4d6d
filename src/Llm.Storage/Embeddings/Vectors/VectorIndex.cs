using Llm.Json;
using Llm.Storage.Sqlite;

namespace Llm.Storage.Embeddings.Vectors;

/// <summary>Searches the collections of a database by their <see cref="VectorFile"/>s, which it makes when they are missing.</summary>
/// <remarks>
/// The results are those of comparing every vector: the file only says which rows cannot be among them. Where a search has no use for a
/// file, or the file cannot be made, there is no result, and the caller compares every vector. Not thread-safe.
/// </remarks>
internal sealed class VectorIndex(Database database) : IDisposable
{
    /// <summary>Fewer rows are compared faster than a file is opened.</summary>
    public const int MinRows = 2000;

    /// <summary>The part of the rows, as a divisor, from which comparing all is faster than reading one after another.</summary>
    private const int WorthwhilePart = 16;

    private readonly Dictionary<long, (DatabaseState State, VectorFile File)> open = [];

    /// <summary>The folder for the files of a database.</summary>
    public static string FolderOf(string database) => database + "-vectors";

    /// <summary>The file of a collection.</summary>
    public static string PathOf(string database, long collectionId) =>
        Path.Combine(FolderOf(database), $"{collectionId}.int8");

    /// <summary>Finds the nearest rows, inside of a transaction that reads.</summary>
    /// <param name="collectionId">The collection.</param>
    /// <param name="query">The vector that is searched for.</param>
    /// <param name="options">What to find.</param>
    /// <param name="cancellationToken">Cancels the search.</param>
    /// <returns>The rows, the nearest first; null if every vector is to be compared.</returns>
    public IReadOnlyList<NearestRow>? Find(
        long collectionId, ReadOnlySpan<float> query, NearestOptions options, CancellationToken cancellationToken)
    {
        if (options.Number < 1 || QuantizedQuery.Create(query) is not { } quantized) return null;
        // The state comes before anything else that is read.
        if (ReadState() is not { } state) return null;
        var accepts = Filter(collectionId, options, out var accepted);
        if (accepted <= MinRows || Open(collectionId, state, cancellationToken) is not { } file) return null;
        if (file.Dimensions != query.Length) return null;
        if (options.Number > file.Count / WorthwhilePart || accepted <= file.Count / WorthwhilePart) return null;
        try
        {
            var candidates = QuantizedSearch.Find(file, quantized, options.Number, accepts, cancellationToken);
            foreach (var odd in file.OddRows())
            {
                if (accepts?.Invoke(odd) != false) candidates.Insert(0, new Candidate(odd, double.PositiveInfinity));
            }

            return candidates.Count > file.Count / WorthwhilePart ? null : Compare(query, candidates, options.Number);
        }
        catch (InvalidDataException)
        {
            Drop(collectionId);
            return null;
        }
    }

    /// <summary>
    /// Makes sure that there is a file of the collection's present state, inside of a transaction that reads; returns null if the
    /// collection is too small for one, or the file cannot be made.
    /// </summary>
    public VectorFile? Open(long collectionId, CancellationToken cancellationToken) =>
        ReadState() is { } state ? Open(collectionId, state, cancellationToken) : null;

    /// <summary>Returns the state that the transaction sees; null if it is not known.</summary>
    private DatabaseState? ReadState()
    {
        if (database.Path == Database.InMemory) return null;
        // A transaction sees the state from when it first reads, so the state is taken before and after that.
        var before = DatabaseState.Read(database.Path);
        database.QueryInteger("SELECT 1 FROM collections LIMIT 1");
        return DatabaseState.Read(database.Path) is { } state && state.IsSameAs(before) ? state : null;
    }

    private VectorFile? Open(long collectionId, DatabaseState state, CancellationToken cancellationToken)
    {
        if (open.Remove(collectionId, out var known))
        {
            if (known.State.IsSameAs(state))
            {
                open.Add(collectionId, known);
                return known.File;
            }

            known.File.Dispose();
        }

        var path = PathOf(database.Path, collectionId);
        var file = VectorFile.Open(path, collectionId, state);
        if (file is null && state.IsSettled && TryMake(path, collectionId, state, cancellationToken))
            file = VectorFile.Open(path, collectionId, state);
        if (file is not null) open.Add(collectionId, (state, file));
        return file;
    }

    /// <summary>Deletes the file of a collection; returns whether there was one.</summary>
    public bool Drop(long collectionId)
    {
        if (open.Remove(collectionId, out var known)) known.File.Dispose();
        var path = PathOf(database.Path, collectionId);
        try
        {
            if (!File.Exists(path)) return false;
            File.Delete(path);
            if (!Directory.EnumerateFileSystemEntries(FolderOf(database.Path)).Any()) Directory.Delete(FolderOf(database.Path));
            return true;
        }
        catch (Exception ex) when (ex is IOException or UnauthorizedAccessException)
        {
            // It belongs to a state that has passed, so nobody uses it.
            return false;
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var (_, file) in open.Values) file.Dispose();
        open.Clear();
    }

    private bool TryMake(string path, long collectionId, DatabaseState state, CancellationToken cancellationToken)
    {
        var count = database.QueryInteger("SELECT count(*) FROM embeddings WHERE collection_id = ?1", collectionId);
        if (count < MinRows) return false;
        var bytes = database.QueryInteger("SELECT length(embedding) FROM embeddings WHERE collection_id = ?1 LIMIT 1", collectionId);
        if (bytes / sizeof(float) is not (> 0 and <= int.MaxValue / 2 and var dimensions)) return false;
        try
        {
            using var writer = new VectorFileWriter(path, (int)dimensions);
            // The plus keeps SQLite from following the order of the ids, which would lead it all over the file.
            using var rows = database.Prepare("SELECT rowid, embedding FROM embeddings WHERE +collection_id = ?1 ORDER BY rowid");
            rows.Bind([collectionId]);
            for (var number = 1; rows.Step(); number++)
            {
                writer.Add(rows.Integer(0)!.Value, ExactScan.Decode(rows.Blob(1)));
                if (number % MinRows == 0) cancellationToken.ThrowIfCancellationRequested();
            }

            writer.Finish(collectionId, state);
            return true;
        }
        catch (Exception ex) when (ex is IOException or UnauthorizedAccessException)
        {
            // Without room or permission for the file, the search does without.
            return false;
        }
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
    private List<NearestRow>? Compare(ReadOnlySpan<float> query, List<Candidate> candidates, int number)
    {
        var magnitude = CosineSimilarity.Magnitude(query);
        var compared = new List<Compared>();
        var best = new NearestRows(number);
        foreach (var candidate in candidates)
        {
            if (best.IsFull && candidate.Upper < best.Worst) break;
            using var row = database.Prepare("SELECT id, embedding FROM embeddings WHERE rowid = ?1");
            row.Bind([candidate.Row]);
            if (!row.Step()) throw new InvalidDataException("The file with vectors has a row that the table lacks.");
            var score = CosineSimilarity.Of(query, magnitude, ExactScan.Decode(row.Blob(1)));
            // Rows without a score come last, and there are enough others.
            if (double.IsNaN(score)) continue;
            compared.Add(new Compared(candidate.Row, row.Text(0) ?? "", score));
            best.Add(candidate.Row, order: 0, score);
        }

        if (compared.Count < number) return null;
        compared.Sort(static (one, other) =>
            one.Score != other.Score ? other.Score.CompareTo(one.Score) : CodePointComparer.Instance.Compare(one.Id, other.Id));
        return [.. compared.Take(number).Select((found, index) => new NearestRow(found.Row, index, found.Score))];
    }

    private sealed record Compared(long Row, string Id, double Score);
}
