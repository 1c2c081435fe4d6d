namespace Llm.Storage.Embeddings.Vectors;

/// <summary>The vectors of a collection in one state of the database: those of a file and, of another, what has changed since.</summary>
/// <remarks>Not thread-safe.</remarks>
internal sealed class IndexedVectors : IDisposable
{
    private readonly VectorFile file;
    private readonly VectorFile? changes;
    private readonly HashSet<long>? removed;

    private IndexedVectors(DatabaseState state, VectorFile file, VectorFile? changes)
    {
        (State, this.file, this.changes) = (state, file, changes);
        if (changes is not null) removed = [.. changes.RemovedRows];
    }

    /// <summary>The state of the database.</summary>
    public DatabaseState State { get; }

    /// <summary>The file with most of the vectors, in which the rows may be in lists.</summary>
    public VectorFile File => file;

    /// <summary>The file with what has changed since that was made; null if nothing has.</summary>
    public VectorFile? Changes => changes;

    /// <summary>The numbers of a vector.</summary>
    public int Dimensions => file.Dimensions;

    /// <summary>The number of rows, give or take those that were removed.</summary>
    public long Count => file.Count + (changes?.Count ?? 0);

    /// <summary>The numbers of the rows that have no codes.</summary>
    public ReadOnlySpan<long> OddRows => (changes ?? file).OddRows;

    /// <summary>The path of the changes of a file.</summary>
    public static string ChangesPath(string path) => Path.ChangeExtension(path, ".changes");

    /// <summary>Opens the files of a collection; returns null if they do not hold this state of it.</summary>
    public static IndexedVectors? Open(string path, long collectionId, DatabaseState state)
    {
        if (VectorFile.Open(path, collectionId, state: null) is not { } file) return null;
        if (file.Head.IsOf(state)) return new IndexedVectors(state, file, null);
        if (VectorFile.Open(ChangesPath(path), collectionId, state) is { } changes)
        {
            if (changes.Head.Base == file.Head.Hash && changes.Dimensions == file.Dimensions) return new(state, file, changes);
            changes.Dispose();
        }

        file.Dispose();
        return null;
    }

    /// <summary>Returns the rows that can be among the nearest, the most promising first.</summary>
    /// <param name="query">The vector that is searched for.</param>
    /// <param name="number">The number of rows to find, from 1.</param>
    /// <param name="lists">The number of lists to search; 0 for all rows.</param>
    /// <param name="accepts">Says whether a row counts; null if all do.</param>
    /// <param name="cancellationToken">Cancels the search.</param>
    /// <exception cref="InvalidDataException">A file is damaged.</exception>
    public List<Candidate> Search(
        QuantizedQuery query, int number, int lists, Func<long, bool>? accepts, CancellationToken cancellationToken)
    {
        var search = new QuantizedSearch(query, number, cancellationToken);
        var acceptsOld = removed is not { Count: > 0 } ? accepts
            : accepts is null ? row => !removed.Contains(row) : row => !removed.Contains(row) && accepts(row);
        if (lists == 0) search.CompareAll(file, acceptsOld);
        else SearchLists(search, query, lists, acceptsOld);
        if (changes is not null) search.CompareAll(changes, accepts);
        var candidates = search.Finish();
        foreach (var odd in OddRows)
        {
            if (accepts?.Invoke(odd) != false) candidates.Insert(0, new Candidate(odd, double.PositiveInfinity));
        }

        return candidates;
    }

    private void SearchLists(QuantizedSearch search, QuantizedQuery query, int lists, Func<long, bool>? accepts)
    {
        var sketchQuery = new SketchQuery(query, Dimensions);
        foreach (var list in ListOrder.Nearest(file, query, lists)) search.CompareSketches(file, list, sketchQuery, accepts);
    }

    public void Dispose()
    {
        file.Dispose();
        changes?.Dispose();
    }
}
