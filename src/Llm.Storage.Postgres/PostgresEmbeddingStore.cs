using System.Data.Common;
using Npgsql;

namespace Llm.Storage.Postgres;

/// <summary>Collections of embeddings in a PostgreSQL database with the extension pgvector, for several machines at once.</summary>
/// <remarks>
/// <para>
/// The store is thread-safe. Its operations run at once, each on a connection of its own; those that change the same collection wait for
/// each other. A cancelled token stops the statement on the server, and nothing has then been written.
/// </para>
/// <para>
/// Vectors must be finite, which a <see cref="Collection"/> ensures, and have at most 16,000 dimensions. PostgreSQL cannot store the
/// character NUL in an ID, a text or metadata. Disposing the store completes the operations that were called before; later ones throw
/// <see cref="ObjectDisposedException"/>.
/// </para>
/// </remarks>
public sealed partial class PostgresEmbeddingStore : EmbeddingStore
{
    private readonly NpgsqlDataSource source;
    private readonly PostgresEmbeddingStoreOptions options;
    private readonly Lock gate = new();
    private readonly HashSet<Task> running = [];
    private bool isDisposed;

    private PostgresEmbeddingStore(PostgresAddress address, PostgresEmbeddingStoreOptions options)
    {
        Address = address;
        this.options = options;
        source = address.CreateSource(options);
    }

    /// <summary>The address of the database.</summary>
    public PostgresAddress Address { get; }

    /// <summary>
    /// Opens a database for reading and writing. It creates the tables if needed, and the extension pgvector if the server has it and the
    /// user may create it.
    /// </summary>
    /// <param name="address">The address of the database, which must exist.</param>
    /// <param name="options">The options; null for the defaults.</param>
    /// <param name="cancellationToken">Cancels connecting and creating.</param>
    /// <exception cref="LlmException">
    /// The server cannot be reached or refuses the user, it does not have pgvector, or the database has other tables of the same names.
    /// </exception>
    public static async Task<PostgresEmbeddingStore> OpenAsync(
        PostgresAddress address, PostgresEmbeddingStoreOptions? options = null, CancellationToken cancellationToken = default) =>
        (await OpenAsync(address, options, create: true, cancellationToken))!;

    /// <summary>Opens a database for reading and writing; returns null, and creates nothing, if it has no tables of collections.</summary>
    /// <inheritdoc cref="OpenAsync(PostgresAddress, PostgresEmbeddingStoreOptions?, CancellationToken)"/>
    public static Task<PostgresEmbeddingStore?> OpenExistingAsync(
        PostgresAddress address, PostgresEmbeddingStoreOptions? options = null, CancellationToken cancellationToken = default) =>
        OpenAsync(address, options, create: false, cancellationToken);

    /// <inheritdoc/>
    public override Task<IReadOnlyList<CollectionInfo>> ListCollectionsAsync(CancellationToken cancellationToken = default) =>
        Run<IReadOnlyList<CollectionInfo>>(
            async session => await session.RowsAsync(
                row => ReadCollection(row) with { Count = row.GetInt64(3) },
                """
                SELECT id, name, model, (SELECT count(*) FROM embeddings WHERE collection_id = collections.id)
                FROM collections ORDER BY name COLLATE "C"
                """),
            cancellationToken);

    /// <inheritdoc/>
    public override Task<CollectionInfo?> FindCollectionAsync(string name, CancellationToken cancellationToken = default) =>
        Run(session => FindAsync(session, name), cancellationToken);

    /// <inheritdoc/>
    public override Task<CollectionInfo> CreateCollectionAsync(
        string name, string modelId, CancellationToken cancellationToken = default) => Run(
        async session =>
        {
            while (true)
            {
                await session.ExecuteAsync(
                    "INSERT INTO collections (name, model) VALUES ($1, $2) ON CONFLICT (name) DO NOTHING", name, modelId);
                // Another program may have deleted it at this moment.
                if (await FindAsync(session, name) is { } found) return found;
            }
        },
        cancellationToken);

    /// <inheritdoc/>
    public override Task DeleteCollectionAsync(long collectionId, CancellationToken cancellationToken = default) => Write(
        async session =>
        {
            // The entries and all that belongs to them go with it.
            await session.ExecuteAsync("DELETE FROM collections WHERE id = $1", collectionId);
            return await DropIndexesAsync(session, collectionId);
        },
        cancellationToken);

    /// <summary>Waits for the operations that were called before and closes the connections.</summary>
    public override async ValueTask DisposeAsync()
    {
        Task[] left;
        lock (gate)
        {
            isDisposed = true;
            left = [.. running];
        }

        await Task.WhenAll(left).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await source.DisposeAsync();
    }

    private static async Task<PostgresEmbeddingStore?> OpenAsync(
        PostgresAddress address, PostgresEmbeddingStoreOptions? options, bool create, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(address);
        var store = new PostgresEmbeddingStore(address, options ?? new PostgresEmbeddingStoreOptions());
        try
        {
            var isReady = await store.Run(
                async session =>
                {
                    if (await EmbeddingTables.ExistAsync(session, address)) return true;
                    if (create) await EmbeddingTables.CreateAsync(session, address);
                    return create;
                },
                cancellationToken);
            if (isReady) return store;
        }
        catch
        {
            await store.DisposeAsync();
            throw;
        }

        await store.DisposeAsync();
        return null;
    }

    private static async Task<CollectionInfo?> FindAsync(Session session, string name) =>
        (await session.RowsAsync(ReadCollection, "SELECT id, name, model FROM collections WHERE name = $1", name)).FirstOrDefault();

    private static CollectionInfo ReadCollection(DbDataReader row) => new(row.GetInt64(0), row.GetString(1), row.GetString(2));

    /// <summary>Runs an operation, whose failures become errors for the user.</summary>
    private Task<T> Run<T>(Func<Session, Task<T>> work, CancellationToken cancellationToken)
    {
        Task<T> task;
        lock (gate)
        {
            ObjectDisposedException.ThrowIf(isDisposed, this);
            task = RunAsync(work, cancellationToken);
            running.Add(task);
        }

        _ = task.ContinueWith(Forget, CancellationToken.None, TaskContinuationOptions.None, TaskScheduler.Default);
        return task;

        void Forget(Task done)
        {
            lock (gate) running.Remove(done);
        }
    }

    private async Task<T> RunAsync<T>(Func<Session, Task<T>> work, CancellationToken cancellationToken)
    {
        // Computing, such as ranking what a search has found, does not hold the lock of the caller.
        await Task.Yield();
        try
        {
            await using var connection = await source.OpenConnectionAsync(cancellationToken);
            return await work(new Session(connection, cancellationToken));
        }
        catch (Exception ex) when (ServerErrors.Describe(ex, Address, options) is { } error)
        {
            cancellationToken.ThrowIfCancellationRequested();
            throw error;
        }
    }

    /// <summary>Runs an operation that changes something in one transaction.</summary>
    private Task<T> Write<T>(Func<Session, Task<T>> work, CancellationToken cancellationToken) => Run(
        session => session.TransactAsync(async () =>
        {
            var milliseconds = (long)Math.Max(1, options.LockTimeout.TotalMilliseconds);
            await session.ExecuteAsync($"SET LOCAL lock_timeout = {milliseconds}");
            return await work(session);
        }),
        cancellationToken);
}
