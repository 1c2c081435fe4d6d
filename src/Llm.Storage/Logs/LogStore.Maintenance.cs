using Llm.Storage.Sqlite;
using SQLitePCL;

namespace Llm.Storage.Logs;

/// <content>Counts, verifies and backs up the log.</content>
public sealed partial class LogStore
{
    /// <summary>Counts conversations and turns.</summary>
    public Task<LogCounts> CountAsync(CancellationToken cancellationToken = default) => Read(
        () => new LogCounts
        {
            Threads = Count("threads"),
            Turns = Count("turns"),
            LegacyConversations = Count("conversations"),
            LegacyResponses = Count("responses"),
        },
        cancellationToken);

    /// <summary>Copies the database to a new, compact file, which only the owner may read.</summary>
    /// <exception cref="LlmException">The file already exists or cannot be written.</exception>
    public Task BackUpAsync(string path, CancellationToken cancellationToken = default) => Run(
        () =>
        {
            if (Directory.Exists(path)) throw new LlmException($"{path} is a folder. Choose a file for the backup.");
            if (File.Exists(path))
                throw new LlmException($"{path} already exists. Choose another file for the backup, or move that file away.");
            Database.CreatePrivate(path);
            var isDone = false;
            try
            {
                database.Execute("VACUUM INTO ?1", path);
                isDone = true;
            }
            // These errors can only concern the copy, because the log itself is open and only read.
            catch (SqliteException ex)
                when (ex.ResultCode is raw.SQLITE_CANTOPEN or raw.SQLITE_FULL or raw.SQLITE_READONLY or raw.SQLITE_PERM)
            {
                throw SqliteException.For(path, ex.ResultCode, ex.Detail);
            }
            finally
            {
                if (!isDone && File.Exists(path)) File.Delete(path);
            }

            return path;
        },
        cancellationToken);

    /// <summary>
    /// Returns the hashes of stored messages whose content no longer matches the hash, for example because a fragment or a file is missing.
    /// </summary>
    public Task<IReadOnlyList<string>> VerifyAsync(CancellationToken cancellationToken = default) =>
        Read<IReadOnlyList<string>>(() => Broken(cancellationToken), cancellationToken);

    private long Count(string table) => database.QueryInteger($"SELECT count(*) FROM {table}")!.Value;

    private List<string> Broken(CancellationToken cancellationToken)
    {
        var broken = new List<string>();
        var hashes = database.Texts("SELECT hash FROM messages ORDER BY rowid").ToList();
        var graph = MessageGraph.Load(database, hashes);
        foreach (var batch in hashes.Chunk(200))
        {
            cancellationToken.ThrowIfCancellationRequested();
            var messages = PartLoader.Messages(database, graph, batch);
            broken.AddRange(batch.Where((hash, i) => MessageHash.Compute(messages[i], graph.Find(hash)!.Parent) != hash));
        }

        return broken;
    }
}

/// <summary>The numbers of logged conversations and turns.</summary>
public sealed record LogCounts
{
    /// <summary>The number of conversations.</summary>
    public required long Threads { get; init; }

    /// <summary>The number of turns, each of which is one model call.</summary>
    public required long Turns { get; init; }

    /// <summary>The number of conversations of versions before 0.32.</summary>
    public required long LegacyConversations { get; init; }

    /// <summary>The number of model calls of versions before 0.32.</summary>
    public required long LegacyResponses { get; init; }
}
