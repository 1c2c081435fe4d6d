namespace Llm.Storage.Embeddings;

/// <summary>Options of a <see cref="SqliteEmbeddingStore"/>.</summary>
/// <remarks>The functions are called while the store opens or runs an operation, and must not wait for the store.</remarks>
public sealed record EmbeddingStoreOptions
{
    /// <summary>The clock for the times of entries.</summary>
    public TimeProvider Clock { get; init; } = TimeProvider.System;

    /// <summary>How long an operation waits for other programs that write to the database, from when it begins to run.</summary>
    public TimeSpan BusyTimeout { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>
    /// Whether operations run on the thread that calls them, which then waits for the disk and for locks and gets completed tasks. This
    /// saves a few milliseconds in a program that does one thing and ends, such as the command; a service must not set it.
    /// </summary>
    public bool OnCallingThread { get; init; }

    /// <summary>
    /// Whether a database with entries is copied before it is migrated for the first time: <c>embeddings.db</c> to
    /// <c>embeddings.before-migration.db</c> in the same folder. If the disk does not have enough space, it is migrated without a copy.
    /// </summary>
    public bool BackUpBeforeMigration { get; init; } = true;

    /// <summary>
    /// Receives a message for the user about that copy, or about an approximate index that is of no use any more; null ignores it.
    /// </summary>
    public Action<string>? Warn { get; init; }

    /// <summary>Receives a message for the user about a database that stays locked; null ignores it.</summary>
    public Action<string>? Alert { get; init; }
}
