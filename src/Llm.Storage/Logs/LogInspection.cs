using Llm.Storage.Migrations.Logs;
using Llm.Storage.Sqlite;

namespace Llm.Storage.Logs;

/// <summary>What can be said of a log database without changing it.</summary>
public sealed record LogInspection
{
    /// <summary>Bytes of the file.</summary>
    public required long Size { get; init; }

    /// <summary>Bytes of the write-ahead log beside it; 0 if there is none.</summary>
    public required long WalSize { get; init; }

    /// <summary>Rows of prompts, those of versions before 0.32 included.</summary>
    public required long Turns { get; init; }

    /// <summary>The migrations that its next use applies, in order.</summary>
    public required IReadOnlyList<string> PendingMigrations { get; init; }

    /// <summary>What SQLite's quick check complains of; empty if nothing.</summary>
    public required IReadOnlyList<string> Problems { get; init; }

    /// <summary>The version of SQLite that reads logs.</summary>
    public static string SqliteVersion => Database.LibraryVersion;

    /// <summary>What helps against <see cref="Problems"/>.</summary>
    public string Remedy => Problems.All(problem => problem.Contains("fts5", StringComparison.OrdinalIgnoreCase))
        ? $"Only a search index is damaged. {SqliteException.HowToRebuildIndex}"
        : "The database is damaged; restore a backup.";

    /// <summary>Looks at a database; reads all of it.</summary>
    /// <exception cref="LlmException">There is no such file, or it is no database that can be read.</exception>
    public static LogInspection Of(string path)
    {
        using var database = Database.Open(path, DatabaseMode.ReadOnly, busyTimeout: TimeSpan.FromSeconds(5));
        var wal = new FileInfo(path + "-wal");
        return new LogInspection
        {
            Size = new FileInfo(path).Length,
            WalSize = wal.Exists ? wal.Length : 0,
            Turns = CountTurns(database),
            PendingMigrations = LogDatabase.Pending(database),
            Problems = [.. database.Texts("PRAGMA quick_check(10)").Where(line => line != "ok")],
        };
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
