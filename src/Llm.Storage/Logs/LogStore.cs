using Llm.Storage.Migrations;
using Llm.Storage.Migrations.Logs;
using Llm.Storage.Sqlite;

namespace Llm.Storage.Logs;

/// <summary>The log database, <c>logs.db</c>, which the Python tool can use too.</summary>
/// <remarks>
/// <para>
/// The store is thread-safe: its operations run one after another, in the order of the calls, and operations of several stores and
/// programs wait for each other. They run on a thread of the store, so a call never waits for the disk or for a lock, however long another
/// program holds it, unless <see cref="LogStoreOptions.OnCallingThread"/> is set. <see cref="LogStoreOptions.BusyTimeout"/> counts from
/// when an operation begins to run. Every operation throws <see cref="LlmException"/> if the file cannot be read or written.
/// </para>
/// <para>
/// A cancelled token ends an operation that waits for others or for a lock, and nothing has then been written; a statement that runs is
/// completed. Disposing the store completes the operations that were called before; later ones throw
/// <see cref="ObjectDisposedException"/>.
/// </para>
/// </remarks>
public sealed partial class LogStore : IPromptLog, IDisposable, IAsyncDisposable
{
    private const string InMemory = Database.InMemory;

    private readonly OperationSequence operations;
    private readonly Database database;
    private readonly LogStoreOptions options;
    private readonly UlidGenerator ids;

    private LogStore(OperationSequence operations, Database database, LogStoreOptions options)
    {
        this.operations = operations;
        this.database = database;
        this.options = options;
        ids = new UlidGenerator(options.Clock);
    }

    /// <summary>The path of the file.</summary>
    public string Path => database.Path;

    /// <summary>
    /// Opens the database for reading and writing. It creates the file and its directory if needed, and migrates a database of an older
    /// version.
    /// </summary>
    /// <param name="path">
    /// The path of the file, usually <see cref="UserDirectory.LogsDatabase"/>; <c>:memory:</c> for a database in memory, which is lost when
    /// the store is disposed.
    /// </param>
    /// <param name="options">The options; null for the defaults.</param>
    /// <exception cref="LlmException">The file cannot be opened, or it is not a log database that can be migrated.</exception>
    public static LogStore Open(string path, LogStoreOptions? options = null) =>
        Create(Sequence(options), path, options, CancellationToken.None);

    /// <inheritdoc cref="Open(string, LogStoreOptions?)"/>
    public static async Task<LogStore> OpenAsync(
        string path, LogStoreOptions? options = null, CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var operations = Sequence(options);
        try
        {
            return await operations.RunAsync(() => Create(operations, path, options, cancellationToken), cancellationToken);
        }
        catch
        {
            _ = operations.CloseAsync(static () => { });
            throw;
        }
    }

    /// <summary>Opens an existing database for reading. A database of an older version is migrated nevertheless.</summary>
    /// <exception cref="LlmException">There is no such file, or it cannot be read.</exception>
    public static LogStore OpenReadOnly(string path, LogStoreOptions? options = null) =>
        Open(Sequence(options), path, DatabaseMode.ReadOnly, options, CancellationToken.None);

    /// <summary>Waits for the operations that were called before and closes the file.</summary>
    public void Dispose() => operations.CloseAsync(database.Dispose).GetAwaiter().GetResult();

    /// <inheritdoc cref="Dispose"/>
    public ValueTask DisposeAsync() => new(operations.CloseAsync(database.Dispose));

    private static OperationSequence Sequence(LogStoreOptions? options) => new(nameof(LogStore), options?.OnCallingThread ?? false);

    private static LogStore Create(OperationSequence operations, string path, LogStoreOptions? options, CancellationToken cancellationToken)
    {
        if (path != InMemory && System.IO.Path.GetDirectoryName(path) is { Length: > 0 } directory) new UserDirectory(directory).Create();
        return Open(operations, path, DatabaseMode.Create, options, cancellationToken);
    }

    private static LogStore Open(
        OperationSequence operations, string path, DatabaseMode mode, LogStoreOptions? options, CancellationToken cancellationToken)
    {
        options ??= new LogStoreOptions();
        var backup = options.BackUpBeforeMigration ? new MigrationBackup(options.Warn) : null;
        var database = ForeignSchema.Explain(
            path, () => LogDatabase.Open(path, options.Clock, mode, options.BusyTimeout, backup, options.Alert, cancellationToken));
        if (options.UnloggedFolder is { } unlogged && Directory.Exists(unlogged)) Recover(path, options);
        return new LogStore(operations, database, options);
    }

    private Task<T> Read<T>(Func<T> work, CancellationToken cancellationToken) => Run(() => database.Read(work), cancellationToken);

    private Task<T> Write<T>(Func<T> work, CancellationToken cancellationToken) => Run(() => Write(work), cancellationToken);

    private T Write<T>(Func<T> work)
    {
        if (database.NewerMigration is { } migration)
        {
            database.NewerMigration = null;
            options.Alert?.Invoke(
                $"Warning: a newer version of llm has changed {Path} ({migration}). It can be read, but this version does not know whether "
                + "what it writes is all that the newer one expects. Update this one.");
        }

        return database.Write(work);
    }

    /// <summary>Runs the work while no other operation of this store runs.</summary>
    private Task<T> Run<T>(Func<T> work, CancellationToken cancellationToken) => operations.RunAsync(
        () =>
        {
            database.Cancellation = cancellationToken;
            return ForeignSchema.Explain(Path, work);
        },
        cancellationToken);
}
