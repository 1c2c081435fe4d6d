using System.Globalization;
using Llm.Storage.Sqlite;

namespace Llm.Storage.Embeddings.Vectors;

/// <summary>The <see cref="VectorFile"/>s of the collections of a database, which lie in a folder beside it.</summary>
/// <remarks>Not thread-safe.</remarks>
/// <param name="database">The database.</param>
/// <param name="listsLost">Receives a collection whose lists do not fit the changed rows any more; null ignores it.</param>
internal sealed partial class VectorFiles(Database database, Action<long>? listsLost) : IDisposable
{
    /// <summary>Fewer rows are compared faster than a file is opened.</summary>
    public const int MinRows = 2000;

    private readonly Dictionary<long, IndexedVectors> open = [];

    /// <summary>The folder for the files of a database.</summary>
    public static string FolderOf(string database) => database + "-vectors";

    /// <summary>The file of a collection.</summary>
    public static string PathOf(string database, long collectionId) =>
        Path.Combine(FolderOf(database), $"{collectionId}.int8");

    /// <summary>
    /// Lets the files follow this program's own changes, and returns the state that the transaction sees; null if it is not known.
    /// </summary>
    public DatabaseState? ReadFollowed()
    {
        Follow();
        return ReadState();
    }

    /// <summary>Returns the state that the transaction sees; null if it is not known.</summary>
    private DatabaseState? ReadState()
    {
        if (database.Path == Database.InMemory) return null;
        // A transaction sees the state from when it first reads, so the state is taken before and after that.
        var before = DatabaseState.Read(database.Path);
        database.QueryInteger("SELECT 1 FROM collections LIMIT 1");
        return DatabaseState.Read(database.Path) is { } state && state.IsSameAs(before) ? state : null;
    }

    /// <summary>
    /// Makes sure that there are files of the collection's present state, inside of a transaction that reads; returns null if the
    /// collection is too small for them, or they cannot be made.
    /// </summary>
    public IndexedVectors? Open(long collectionId, DatabaseState state, CancellationToken cancellationToken)
    {
        if (open.TryGetValue(collectionId, out var known) && known.State.IsSameAs(state)) return known;
        Close(collectionId);
        var path = PathOf(database.Path, collectionId);
        var opened = IndexedVectors.Open(path, collectionId, state);
        if (opened is null && state.IsSettled && TryMake(path, collectionId, state, keepLists: true, cancellationToken))
            opened = IndexedVectors.Open(path, collectionId, state);
        if (opened is not null) open.Add(collectionId, opened);
        return opened;
    }

    /// <summary>Looks at the files of all collections, inside of a transaction that reads, and changes nothing.</summary>
    public List<InspectedVectorFile> Inspect()
    {
        var found = new List<InspectedVectorFile>();
        var folder = FolderOf(database.Path);
        if (!Directory.Exists(folder)) return found;
        var state = ReadState();
        foreach (var path in Directory.GetFiles(folder, "*.int8").Order(StringComparer.Ordinal))
        {
            if (!long.TryParse(Path.GetFileNameWithoutExtension(path), CultureInfo.InvariantCulture, out var collectionId)) continue;
            using var vectors = state is null ? null : IndexedVectors.Open(path, collectionId, state);
            var changes = new FileInfo(IndexedVectors.ChangesPath(path));
            found.Add(new InspectedVectorFile(path, new FileInfo(path).Length + (changes.Exists ? changes.Length : 0))
            {
                Collection = database.QueryText("SELECT name FROM collections WHERE id = ?1", collectionId),
                IsCurrent = vectors is not null,
            });
        }

        return found;
    }

    /// <summary>Puts the rows of a collection into lists, inside of a transaction that reads.</summary>
    /// <param name="collectionId">The collection.</param>
    /// <param name="progress">Receives the part of the work that is done, on any thread; null for none.</param>
    /// <param name="cancellationToken">Stops the work; the file is as before then.</param>
    /// <returns>
    /// The files; their rows are not in lists if they are too few, or if that would not help. Null if there are no files at all.
    /// </returns>
    public IndexedVectors? MakeLists(long collectionId, IProgress<double>? progress, CancellationToken cancellationToken)
    {
        if (ReadFollowed() is not { } state || Open(collectionId, state, cancellationToken) is not { } vectors) return null;
        if (vectors.Changes is null && vectors.File.Head.Lists > 0) return vectors;
        var path = PathOf(database.Path, collectionId);
        if (vectors.Changes is not null)
        {
            if (!TryMake(path, collectionId, state, keepLists: false, cancellationToken)) return vectors;
            Close(collectionId);
            if (Open(collectionId, state, cancellationToken) is not { } whole) return null;
            vectors = whole;
        }

        if (vectors.Count < VectorLists.MinRows) return vectors;
        try
        {
            VectorLists.Make(vectors.File, path, collectionId, state, progress, cancellationToken);
            Close(collectionId);
        }
        catch (InvalidDataException)
        {
            Drop(collectionId);
        }
        catch (Exception ex) when (ex is IOException or UnauthorizedAccessException)
        {
            // Without room or permission for another file, the one without lists stays.
        }

        return Open(collectionId, state, cancellationToken);
    }

    /// <summary>Deletes the files of a collection; returns whether there were any.</summary>
    public bool Drop(long collectionId)
    {
        Close(collectionId);
        try
        {
            var path = PathOf(database.Path, collectionId);
            var existed = File.Exists(path);
            File.Delete(IndexedVectors.ChangesPath(path));
            File.Delete(path);
            if (existed && !Directory.EnumerateFileSystemEntries(FolderOf(database.Path)).Any()) Directory.Delete(FolderOf(database.Path));
            return existed;
        }
        catch (Exception ex) when (ex is IOException or UnauthorizedAccessException)
        {
            // They belong to a state that has passed, so nobody uses them; or there is no folder.
            return false;
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var vectors in open.Values) vectors.Dispose();
        open.Clear();
    }

    private void Close(long collectionId)
    {
        if (open.Remove(collectionId, out var known)) known.Dispose();
    }

    private bool TryMake(string path, long collectionId, DatabaseState state, bool keepLists, CancellationToken cancellationToken)
    {
        var count = database.QueryInteger(
            "SELECT count(*) FROM (SELECT 1 FROM embeddings WHERE collection_id = ?1 LIMIT ?2)", collectionId, MinRows);
        if (count < MinRows) return false;
        var bytes = database.QueryInteger("SELECT length(embedding) FROM embeddings WHERE collection_id = ?1 LIMIT 1", collectionId);
        if (bytes / sizeof(float) is not (> 0 and <= int.MaxValue / 2 and var dimensions)) return false;
        try
        {
            var lost = VectorFileMaker.Make(database, path, collectionId, state, (int)dimensions, keepLists, cancellationToken);
            if (lost) listsLost?.Invoke(collectionId);
            return true;
        }
        catch (Exception ex) when (ex is IOException or UnauthorizedAccessException)
        {
            // Without room or permission for the file, the search does without.
            return false;
        }
    }
}
