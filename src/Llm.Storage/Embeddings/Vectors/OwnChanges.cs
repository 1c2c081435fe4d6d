using Llm.Storage.Sqlite;

namespace Llm.Storage.Embeddings.Vectors;

/// <summary>
/// The rows that this program's own transactions touch, so that files can follow them without all rows being read again.
/// </summary>
/// <remarks>
/// It knows all changes since a state of the database if no other connection has written, which SQLite's <c>data_version</c> proves: it
/// changes with the commits of every connection but one's own. Not thread-safe.
/// </remarks>
/// <param name="state">The state before the first change, in its transaction.</param>
/// <param name="version">The <see cref="VersionOf"/> that transaction.</param>
internal sealed class OwnChanges(DatabaseState state, long version)
{
    /// <summary>For more rows, reading all again is no loss.</summary>
    private const int MaxRows = 100_000;

    /// <summary>The rows by collection; null for a collection of which too many were touched.</summary>
    private readonly Dictionary<long, HashSet<long>?> rows = [];

    /// <summary>The state before the first change.</summary>
    public DatabaseState State => state;

    /// <summary>Returns the number by which <see cref="AreAll"/> recognises changes of others, inside of a transaction.</summary>
    public static long VersionOf(Database database) => database.QueryInteger("PRAGMA data_version")!.Value;

    /// <summary>Whether nobody else has changed the database, in the state that a transaction sees.</summary>
    public bool AreAll(Database database) => VersionOf(database) == version;

    /// <summary>Notes that a row was added, changed or deleted, or will be.</summary>
    public void Touch(long collectionId, long row)
    {
        if (!rows.TryGetValue(collectionId, out var touched)) rows[collectionId] = touched = [];
        touched?.Add(row);
        if (touched?.Count > MaxRows) TouchAll(collectionId);
    }

    /// <summary>Notes that any row of a collection may have changed.</summary>
    public void TouchAll(long collectionId) => rows[collectionId] = null;

    /// <summary>Returns the rows of a collection; null if any may have changed.</summary>
    public IReadOnlySet<long>? RowsOf(long collectionId) => rows.GetValueOrDefault(collectionId, EmptyRows);

    private static HashSet<long> EmptyRows { get; } = [];
}
