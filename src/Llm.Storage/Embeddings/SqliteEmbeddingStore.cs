using Llm.Storage.Embeddings.Vectors;
using Llm.Storage.Migrations.Embeddings;
using Llm.Storage.Sqlite;

namespace Llm.Storage.Embeddings;

/// <summary>Collections of embeddings in a SQLite database, <c>embeddings.db</c>, which the Python tool can use too.</summary>
/// <remarks>
/// <para>
/// The store is thread-safe: its operations run one after another, in the order of the calls, on a thread of the store, unless
/// <see cref="EmbeddingStoreOptions.OnCallingThread"/> is set. Operations of several stores and programs wait for each other.
/// </para>
/// <para>
/// A cancelled token ends an operation that waits for others or for a lock, and nothing has then been written. Disposing the store
/// completes the operations that were called before; later ones throw <see cref="ObjectDisposedException"/>.
/// </para>
/// </remarks>
public sealed partial class SqliteEmbeddingStore : EmbeddingStore
{
    private readonly OperationSequence operations;
    private readonly Database database;
    private readonly EmbeddingStoreOptions options;
    private readonly VectorFiles files;
    private readonly VectorIndex index;

    private SqliteEmbeddingStore(OperationSequence operations, Database database, EmbeddingStoreOptions options)
    {
        this.operations = operations;
        this.database = database;
        this.options = options;
        files = new VectorFiles(database, WarnOfLostLists);
        index = new VectorIndex(database, files);
    }

    /// <summary>The path of the file.</summary>
    public string Path => database.Path;

    /// <summary>
    /// Opens a database for reading and writing. It creates the file and its directory if needed, and migrates a database of an older
    /// version. The file may have other tables too.
    /// </summary>
    /// <param name="path">
    /// The path of the file, usually <see cref="UserDirectory.EmbeddingsDatabase"/>; <c>:memory:</c> for a database in memory, which is
    /// lost when the store is disposed.
    /// </param>
    /// <param name="options">The options; null for the defaults.</param>
    /// <param name="cancellationToken">Cancels waiting for a lock.</param>
    /// <exception cref="LlmException">The file cannot be opened, or it is not a database that can be migrated.</exception>
    public static async Task<SqliteEmbeddingStore> OpenAsync(
        string path, EmbeddingStoreOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(path);
        return (await OpenAsync(path, options ?? new EmbeddingStoreOptions(), DatabaseMode.Create, cancellationToken))!;
    }

    /// <summary>Opens an existing database; returns null if there is no such file or if it has no collections.</summary>
    /// <param name="path">The path of the file.</param>
    /// <param name="options">The options; null for the defaults.</param>
    /// <param name="readOnly">Whether the database is only read. A database of an older version is migrated nevertheless.</param>
    /// <param name="cancellationToken">Cancels waiting for a lock.</param>
    /// <exception cref="LlmException">The file cannot be opened, or it is not a database that can be migrated.</exception>
    public static Task<SqliteEmbeddingStore?> OpenExistingAsync(
        string path, EmbeddingStoreOptions? options = null, bool readOnly = true, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(path);
        var mode = readOnly ? DatabaseMode.ReadOnly : DatabaseMode.ReadWrite;
        return OpenAsync(path, options ?? new EmbeddingStoreOptions(), mode, cancellationToken);
    }

    /// <inheritdoc/>
    public override Task<IReadOnlyList<CollectionInfo>> ListCollectionsAsync(CancellationToken cancellationToken = default) =>
        Read<IReadOnlyList<CollectionInfo>>(
            () =>
            [
                .. database.Query("""
                    SELECT collections.id, collections.name, collections.model, count(embeddings.id) AS number
                    FROM collections LEFT JOIN embeddings ON embeddings.collection_id = collections.id
                    GROUP BY collections.name, collections.model
                    """).Select(row => ReadCollection(row) with { Count = row.Integer("number") }),
            ],
            cancellationToken);

    /// <inheritdoc/>
    public override Task<CollectionInfo?> FindCollectionAsync(string name, CancellationToken cancellationToken = default) =>
        Read(() => FindCollection(name), cancellationToken);

    /// <inheritdoc/>
    public override Task<CollectionInfo> CreateCollectionAsync(
        string name, string modelId, CancellationToken cancellationToken = default) => Write(
        () =>
        {
            database.Execute("INSERT OR IGNORE INTO collections (name, model) VALUES (?1, ?2)", name, modelId);
            return FindCollection(name)!;
        },
        cancellationToken);

    /// <inheritdoc/>
    public override Task DeleteCollectionAsync(long collectionId, CancellationToken cancellationToken = default) => Run(
        () =>
        {
            database.Write(() =>
            {
                files.BeforeWrite();
                files.TouchAll(collectionId);
                database.Execute("DELETE FROM embeddings WHERE collection_id = ?1", collectionId);
                database.Execute("DELETE FROM collections WHERE id = ?1", collectionId);
                ForgetFailures(collectionId);
                ForgetReplacement(collectionId);
            });
            return files.Drop(collectionId);
        },
        cancellationToken);

    /// <summary>Waits for the operations that were called before and closes the file.</summary>
    public override ValueTask DisposeAsync() => new(operations.CloseAsync(() =>
    {
        Follow();
        files.Dispose();
        database.Dispose();
    }));

    /// <summary>Lets the files follow the last changes, unless that would have to wait.</summary>
    private void Follow()
    {
        database.Cancellation = new CancellationToken(canceled: true);
        try
        {
            database.Read(() =>
            {
                files.Follow();
                return true;
            });
        }
        catch (Exception ex) when (ex is LlmException or OperationCanceledException)
        {
            // The next search reads all rows.
        }
    }

    private static async Task<SqliteEmbeddingStore?> OpenAsync(
        string path, EmbeddingStoreOptions options, DatabaseMode mode, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var operations = new OperationSequence(nameof(SqliteEmbeddingStore), options.OnCallingThread);
        try
        {
            var database = await operations.RunAsync(() => Open(path, options, mode, cancellationToken), cancellationToken);
            if (database is not null) return new SqliteEmbeddingStore(operations, database, options);
        }
        catch
        {
            _ = operations.CloseAsync(static () => { });
            throw;
        }

        await operations.CloseAsync(static () => { });
        return null;
    }

    private static Database? Open(string path, EmbeddingStoreOptions options, DatabaseMode mode, CancellationToken cancellationToken)
    {
        var file = new EmbeddingDatabase(path, options, cancellationToken);
        if (mode != DatabaseMode.Create) return file.OpenExisting(mode);
        if (path != Database.InMemory && System.IO.Path.GetDirectoryName(path) is { Length: > 0 } folder)
            new UserDirectory(folder).Create();
        return file.OpenOrCreate();
    }

    private CollectionInfo? FindCollection(string name) =>
        database.Query("SELECT id, name, model FROM collections WHERE name = ?1", name).Select(ReadCollection).FirstOrDefault();

    internal static CollectionInfo ReadCollection(Statement row) =>
        new(row.Integer("id")!.Value, row.Text("name") ?? "", row.Text("model") ?? "");

    private Task<T> Read<T>(Func<T> work, CancellationToken cancellationToken) => Run(() => database.Read(work), cancellationToken);

    private Task<T> Write<T>(Func<T> work, CancellationToken cancellationToken) => Run(
        () => database.Write(() =>
        {
            files.BeforeWrite();
            return work();
        }),
        cancellationToken);

    /// <summary>Runs the work while no other operation of this store runs.</summary>
    private Task<T> Run<T>(Func<T> work, CancellationToken cancellationToken) => operations.RunAsync(
        () =>
        {
            database.Cancellation = cancellationToken;
            return work();
        },
        cancellationToken);
}
