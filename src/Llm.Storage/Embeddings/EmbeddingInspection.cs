using Llm.Storage.Embeddings.Vectors;
using Llm.Storage.Migrations;
using Llm.Storage.Migrations.Embeddings;
using Llm.Storage.Sqlite;

namespace Llm.Storage.Embeddings;

/// <summary>The result of an inspection of a database of collections, which changes neither it nor the files beside it.</summary>
public sealed record EmbeddingInspection
{
    /// <summary>The size of the file in bytes.</summary>
    public required long Size { get; init; }

    /// <summary>The number of collections.</summary>
    public required long Collections { get; init; }

    /// <summary>The number of entries in all collections.</summary>
    public required long Entries { get; init; }

    /// <summary>The names of the migrations that the next use applies, in order.</summary>
    public required IReadOnlyList<string> PendingMigrations { get; init; }

    /// <summary>The files that searches read in place of vectors, in the order of their paths.</summary>
    public required IReadOnlyList<InspectedVectorFile> VectorFiles { get; init; }

    /// <summary>Inspects a database. It counts the entries and does not read them.</summary>
    /// <exception cref="LlmException">There is no such file, or it is not a database of collections that can be read.</exception>
    public static EmbeddingInspection FromFile(string path)
    {
        using var database = Database.Open(path, DatabaseMode.ReadOnly, busyTimeout: TimeSpan.FromSeconds(5));
        using var files = new VectorFiles(database, null);
        return database.Read(() => Inspect(database, files));
    }

    /// <summary>
    /// Lists the collections by name, without the numbers of their entries and without migrating the database; there are none if there is
    /// no such file.
    /// </summary>
    /// <param name="path">The path of the file.</param>
    /// <param name="busyTimeout">How long to wait for locks of other programs.</param>
    /// <exception cref="LlmException">The file is not a database of collections that can be read.</exception>
    public static IReadOnlyList<CollectionInfo> ListCollections(string path, TimeSpan busyTimeout)
    {
        if (!File.Exists(path)) return [];
        using var database = Database.Open(path, DatabaseMode.ReadOnly, busyTimeout);
        return !HasCollections(database) ? [] :
        [
            .. database.Query("SELECT id, name, model FROM collections ORDER BY name").Select(SqliteEmbeddingStore.ReadCollection),
        ];
    }

    private static EmbeddingInspection Inspect(Database database, VectorFiles files)
    {
        var hasCollections = HasCollections(database);
        long Count(string table) => hasCollections ? database.QueryInteger($"SELECT count(*) FROM {table}") ?? 0 : 0;
        return new EmbeddingInspection
        {
            Size = new FileInfo(database.Path).Length,
            Collections = Count("collections"),
            Entries = Count("embeddings"),
            PendingMigrations = EmbeddingDatabase.Pending(database),
            VectorFiles = hasCollections ? files.Inspect() : [],
        };
    }

    /// <exception cref="LlmException">The tables with these names are others.</exception>
    private static bool HasCollections(Database database)
    {
        if (!database.HasTable("collections")) return false;
        if (TableInfo.HasColumn(database, "collections", "model") && TableInfo.HasColumn(database, "embeddings", "embedding")) return true;
        throw new LlmException(
            $"{database.Path} has tables of another program, with names that collections need. Move it away, or set LLM_EMBEDDINGS_DB to "
            + "another file.");
    }
}
