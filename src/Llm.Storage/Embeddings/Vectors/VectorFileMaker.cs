using Llm.Storage.Sqlite;

namespace Llm.Storage.Embeddings.Vectors;

/// <summary>Makes the file of a collection from all rows of its table, inside of a transaction that reads.</summary>
internal static class VectorFileMaker
{
    private const int RowsBetweenChecks = 2000;

    /// <summary>
    /// Makes the file. Where there is one already whose rows are in lists, and most are the same, that one stays, and a file with the
    /// changes comes beside it.
    /// </summary>
    /// <param name="database">The database.</param>
    /// <param name="path">The path of the file.</param>
    /// <param name="collectionId">The collection.</param>
    /// <param name="state">The state of the database.</param>
    /// <param name="dimensions">The numbers of most vectors.</param>
    /// <param name="keepLists">Whether lists are kept if possible.</param>
    /// <param name="cancellationToken">Stops the work; no file is left then.</param>
    /// <returns>Whether there were lists that the rows do not fit into any more.</returns>
    /// <exception cref="IOException">The file cannot be written.</exception>
    /// <exception cref="UnauthorizedAccessException">The file cannot be written.</exception>
    public static bool Make(
        Database database, string path, long collectionId, DatabaseState state, int dimensions, bool keepLists,
        CancellationToken cancellationToken)
    {
        using var old = keepLists ? VectorFile.Open(path, collectionId, state: null) : null;
        var hadLists = old is { Head.Lists: > 0 };
        using var changes = hadLists && old!.Dimensions == dimensions ? Compare(old, path) : null;
        using var writer = new VectorFileWriter(path, dimensions);
        // The plus keeps SQLite from following the order of the ids, which would lead it all over the file.
        using var rows = database.Prepare("SELECT rowid, embedding FROM embeddings WHERE +collection_id = ?1 ORDER BY rowid");
        rows.Bind([collectionId]);
        for (var count = 1; rows.Step(); count++)
        {
            var number = rows.Integer(0)!.Value;
            var added = writer.Add(number, ExactScan.Decode(rows.Blob(1)));
            changes?.Next(number, added);
            if (count % RowsBetweenChecks == 0) cancellationToken.ThrowIfCancellationRequested();
        }

        if (changes?.TryFinish(collectionId, state) == true) return false;
        writer.Finish(collectionId, state);
        File.Delete(IndexedVectors.ChangesPath(path));
        return hadLists;
    }

    private static RowChanges? Compare(VectorFile file, string path)
    {
        try
        {
            return new RowChanges(file, IndexedVectors.ChangesPath(path));
        }
        catch (InvalidDataException)
        {
            return null;
        }
    }
}
