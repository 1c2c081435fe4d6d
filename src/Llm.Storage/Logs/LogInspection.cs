using Llm.Storage.Migrations.Logs;
using Llm.Storage.Sqlite;

namespace Llm.Storage.Logs;

/// <summary>What can be said of a log database without changing it.</summary>
/// <param name="Size">Bytes of the file.</param>
/// <param name="WalSize">Bytes of the write-ahead log beside it; 0 if there is none.</param>
/// <param name="Turns">Rows of prompts, those of versions before 0.32 included.</param>
/// <param name="PendingMigrations">The migrations that its next use applies, in order.</param>
/// <param name="Problems">What SQLite's quick check complains of; empty if nothing.</param>
public sealed record LogInspection(long Size, long WalSize, long Turns, IReadOnlyList<string> PendingMigrations, IReadOnlyList<string> Problems)
{
    /// <summary>The version of SQLite that reads logs.</summary>
    public static string SqliteVersion => Database.LibraryVersion;

    /// <summary>What helps against <see cref="Problems"/>.</summary>
    public string Remedy => Problems.All(problem => problem.StartsWith("fts5:", StringComparison.Ordinal))
        ? $"Only a search index is damaged. {SqliteException.HowToRebuildIndex}"
        : "The database is damaged; restore a backup.";

    /// <summary>Looks at a database; reads all of it.</summary>
    /// <exception cref="LlmException">There is no such file, or it is no database that can be read.</exception>
    public static LogInspection Of(string path)
    {
        using var database = Database.Open(path, DatabaseMode.ReadOnly, busyTimeout: TimeSpan.FromSeconds(5));
        var wal = new FileInfo(path + "-wal");
        return new LogInspection(
            new FileInfo(path).Length,
            wal.Exists ? wal.Length : 0,
            CountTurns(database),
            LogDatabase.Pending(database),
            [.. database.Texts("PRAGMA quick_check(10)").Where(line => line != "ok")]);
    }

    private static long CountTurns(Database database)
    {
        long Count(string sql) => database.QueryInteger(sql) ?? 0;
        var hasTurns = database.HasTable("turns");
        var turns = hasTurns ? Count("SELECT count(*) FROM turns") : 0;
        // A response that is a turn too counts once.
        var unless = hasTurns ? " WHERE id NOT IN (SELECT id FROM turns)" : "";
        return turns + (database.HasTable("responses") ? Count($"SELECT count(*) FROM responses{unless}") : 0);
    }
}
