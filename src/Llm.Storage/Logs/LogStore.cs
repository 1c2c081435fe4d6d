using Llm.Storage.Migrations;
using Llm.Storage.Migrations.Logs;
using Llm.Storage.Sqlite;

namespace Llm.Storage.Logs;

/// <summary>The log database, <c>logs.db</c>, which the Python tool can use too.</summary>
/// <remarks>
/// The store is thread-safe: its operations run one after another, and operations of several stores and programs wait for each other.
/// SQLite has no asynchronous interface, so operations block and return completed tasks; a token that is already cancelled prevents an
/// operation. Every operation throws <see cref="LlmException"/> if the file cannot be read or written.
/// </remarks>
public sealed partial class LogStore : IPromptLog, IDisposable, IAsyncDisposable
{
    private const string InMemory = ":memory:";

    private readonly Lock gate = new();
    private readonly Database database;
    private readonly LogStoreOptions options;
    private readonly UlidGenerator ids;

    private LogStore(Database database, LogStoreOptions options)
    {
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
    public static LogStore Open(string path, LogStoreOptions? options = null)
    {
        if (path != InMemory && System.IO.Path.GetDirectoryName(path) is { Length: > 0 } directory) new UserDirectory(directory).Create();
        return Open(path, DatabaseMode.Create, options);
    }

    /// <inheritdoc cref="Open(string, LogStoreOptions?)"/>
    public static Task<LogStore> OpenAsync(string path, LogStoreOptions? options = null, CancellationToken cancellationToken = default) =>
        Complete(() => Open(path, options), cancellationToken);

    /// <summary>Opens an existing database for reading. A database of an older version is migrated nevertheless.</summary>
    /// <exception cref="LlmException">There is no such file, or it cannot be read.</exception>
    public static LogStore OpenReadOnly(string path, LogStoreOptions? options = null) => Open(path, DatabaseMode.ReadOnly, options);

    /// <inheritdoc/>
    public void Dispose()
    {
        lock (gate) database.Dispose();
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync()
    {
        Dispose();
        return ValueTask.CompletedTask;
    }

    private static LogStore Open(string path, DatabaseMode mode, LogStoreOptions? options)
    {
        options ??= new LogStoreOptions();
        var backup = options.BackUpBeforeMigration ? new MigrationBackup(options.Warn) : null;
        return new LogStore(LogDatabase.Open(path, options.Clock, mode, options.BusyTimeout, backup), options);
    }

    private Task<T> Read<T>(Func<T> work, CancellationToken cancellationToken) => Run(() => database.Read(work), cancellationToken);

    private Task<T> Write<T>(Func<T> work, CancellationToken cancellationToken) => Run(() => database.Write(work), cancellationToken);

    /// <summary>Runs the work while no other operation of this store runs.</summary>
    private Task<T> Run<T>(Func<T> work, CancellationToken cancellationToken) => Complete(
        () =>
        {
            lock (gate) return work();
        },
        cancellationToken);

    /// <summary>Runs the work on this thread and returns its result or its error as a task.</summary>
    private static Task<T> Complete<T>(Func<T> work, CancellationToken cancellationToken)
    {
        if (cancellationToken.IsCancellationRequested) return Task.FromCanceled<T>(cancellationToken);
        try
        {
            return Task.FromResult(work());
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            return Task.FromCanceled<T>(cancellationToken);
        }
        catch (Exception ex)
        {
            return Task.FromException<T>(ex);
        }
    }
}
