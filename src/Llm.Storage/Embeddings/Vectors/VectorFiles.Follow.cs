using System.Globalization;

namespace Llm.Storage.Embeddings.Vectors;

/// <content>Lets the files follow what this program itself changes.</content>
internal sealed partial class VectorFiles
{
    private OwnChanges? own;

    /// <summary>Call this at the beginning of each transaction that writes.</summary>
    public void BeforeWrite()
    {
        if (own is not null || database.Path == Sqlite.Database.InMemory || !Directory.Exists(FolderOf(database.Path))) return;
        if (ReadState() is { } state) own = new OwnChanges(state, OwnChanges.VersionOf(database));
    }

    /// <summary>Whether <see cref="Touch"/> is to be called for the rows of a collection that are written.</summary>
    public bool Follows(long collectionId) => own is not null && File.Exists(PathOf(database.Path, collectionId));

    /// <summary>Notes a row that is written or deleted; null for none.</summary>
    public void Touch(long collectionId, long? row)
    {
        if (row is { } number) own?.Touch(collectionId, number);
    }

    /// <summary>Notes that any row of a collection may be written.</summary>
    public void TouchAll(long collectionId) => own?.TouchAll(collectionId);

    /// <summary>
    /// Writes what has changed beside the files, inside of a transaction that reads, if nobody else has changed the database.
    /// </summary>
    public void Follow()
    {
        if (own is not { } changes) return;
        own = null;
        if (ReadState() is not { IsSettled: true } state || state.IsSameAs(changes.State) || !changes.AreAll(database)) return;
        try
        {
            foreach (var path in Directory.EnumerateFiles(FolderOf(database.Path), "*.int8"))
            {
                if (!long.TryParse(Path.GetFileNameWithoutExtension(path), CultureInfo.InvariantCulture, out var collectionId)) continue;
                using var vectors = IndexedVectors.Open(path, collectionId, changes.State);
                if (vectors is not null && changes.RowsOf(collectionId) is { } touched) Follow(vectors, path, collectionId, touched, state);
            }
        }
        catch (Exception ex) when (ex is IOException or UnauthorizedAccessException)
        {
            // The next search reads all rows.
        }
    }

    private void Follow(IndexedVectors vectors, string path, long collectionId, IReadOnlySet<long> touched, DatabaseState state)
    {
        var file = vectors.File;
        HashSet<long> removed = [.. touched];
        if (vectors.Changes is { } before) removed.UnionWith(before.RemovedRows.ToArray());
        var limit = RowChanges.Limit(file);
        if (removed.Count > limit || vectors.Changes?.Count + touched.Count > limit) return;
        using var writer = new VectorFileWriter(IndexedVectors.ChangesPath(path), file.Dimensions);
        for (var i = 0; i < vectors.Changes?.Count; i++)
        {
            var row = vectors.Changes.Rows(i, 1);
            if (!touched.Contains(QuantizedRow.Number(row))) writer.Copy(row);
        }

        foreach (var odd in vectors.OddRows)
        {
            if (!touched.Contains(odd)) writer.AddOdd(odd);
        }

        foreach (var number in touched)
        {
            using var row = database.Prepare("SELECT embedding FROM embeddings WHERE rowid = ?1 AND collection_id = ?2");
            row.Bind([number, collectionId]);
            if (row.Step()) writer.Add(number, ExactScan.Decode(row.Blob(0)));
        }

        writer.Change(file.Head, removed);
        writer.Finish(collectionId, state);
    }
}
