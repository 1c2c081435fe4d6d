namespace Llm.Storage.Postgres;

/// <summary>Options of a <see cref="PostgresEmbeddingStore"/>.</summary>
public sealed record PostgresEmbeddingStoreOptions
{
    /// <summary>The clock for the times of entries.</summary>
    public TimeProvider Clock { get; init; } = TimeProvider.System;

    /// <summary>How long a statement may take, in whole seconds, at least 1 s; making an index has no limit.</summary>
    public TimeSpan StatementTimeout { get; init; } = TimeSpan.FromMinutes(10);

    /// <summary>How long a change waits for other programs that change the same entries, from 1 ms.</summary>
    public TimeSpan LockTimeout { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>The most connections to the server at once, from 1; further operations wait for one.</summary>
    public int MaxConnections { get; init; } = 10;
}
