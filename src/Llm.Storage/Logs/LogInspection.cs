using Llm.Storage.Migrations.Logs;
using Llm.Storage.Sqlite;

namespace Llm.Storage.Logs;

/// <summary>The result of an inspection of a log database, which does not change it.</summary>
public sealed record LogInspection
{
    /// <summary>The size of the file in bytes.</summary>
    public required long Size { get; init; }

    /// <summary>The size of its write-ahead log in bytes; 0 if there is none.</summary>
    public required long WalSize { get; init; }

    /// <summary>The number of turns, including those of versions before 0.32.</summary>
    public required long Turns { get; init; }

    /// <summary>The names of the migrations that the next use applies, in order.</summary>
    public required IReadOnlyList<string> PendingMigrations { get; init; }

    /// <summary>The problems that SQLite's quick check reports, at most ten; empty if there are none.</summary>
    public required IReadOnlyList<string> Problems { get; init; }

    /// <summary>The version of the SQLite library.</summary>
    public static string SqliteVersion => Database.LibraryVersion;

    /// <summary>What to do about <see cref="Problems"/>; meaningful only if there are any.</summary>
    public string Remedy => Problems.All(problem => problem.Contains("fts5", StringComparison.OrdinalIgnoreCase))
        ? $"Only a search index is damaged. {SqliteException.HowToRebuildIndex}"
        : "The database is damaged; restore a backup.";

    /// <summary>Inspects a database; reads the whole file.</summary>
    /// <exception cref="LlmException">There is no such file, or it is not a database that can be read.</exception>
    public static LogInspection FromFile(string path)
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

    /// <summary>The models of the newest answers, in alphabetical order; none if there is no database.</summary>
    /// <param name="path">The database.</param>
    /// <param name="limit">How many answers to look at.</param>
    /// <exception cref="LlmException">The file is not a database that can be read.</exception>
    public static IReadOnlyList<string> RecentModels(string path, int limit)
    {
        if (!File.Exists(path)) return [];
        using var database = Database.Open(path, DatabaseMode.ReadOnly, busyTimeout: TimeSpan.FromSeconds(5));
        var table = database.HasTable("turns") ? "turns" : "responses";
        return !database.HasTable(table) ? [] :
        [
            .. database.Texts($"SELECT DISTINCT model FROM (SELECT model FROM {table} ORDER BY id DESC LIMIT ?) ORDER BY model", limit),
        ];
    }

    private static long CountTurns(Database database)
    {
        long Count(string sql) => database.QueryInteger(sql) ?? 0;
        var hasTurns = database.HasTable("turns");
        var turns = hasTurns ? Count("SELECT count(*) FROM turns") : 0;
        // A response that is also a turn counts once.
        var unless = hasTurns ? " WHERE id NOT IN (SELECT id FROM turns)" : "";
        return turns + (database.HasTable("responses") ? Count($"SELECT count(*) FROM responses{unless}") : 0);
    }
}
