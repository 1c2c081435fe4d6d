using Llm.Storage.Sqlite;
using SQLitePCL;

namespace Llm.Storage.Migrations.Logs;

/// <summary>Opens <c>logs.db</c> with its current schema.</summary>
internal static class LogDatabase
{
    /// <summary>Opens the file and applies the missing migrations.</summary>
    /// <remarks>
    /// A file that is opened for reading is changed in two cases: if its schema is older, or if a program was killed while writing and its
    /// transaction must be rolled back.
    /// </remarks>
    public static Database Open(
        string path, TimeProvider time, DatabaseMode mode = DatabaseMode.Create, TimeSpan? busyTimeout = null,
        MigrationBackup? backup = null, Action<string>? alert = null, CancellationToken cancellationToken = default)
    {
        var migrator = new Migrator(LogMigrations.All, FinalSchema, time, backup);
        if (mode == DatabaseMode.ReadOnly)
        {
            if (OpenCurrent(path, migrator, busyTimeout, alert, cancellationToken) is { } current) return current;
            mode = DatabaseMode.ReadWrite;
        }

        var database = Database.Open(path, mode, busyTimeout);
        database.Cancellation = cancellationToken;
        database.Alert = alert;
        try
        {
            migrator.Run(database);
            return database;
        }
        catch
        {
            database.Dispose();
            throw;
        }
    }

    /// <summary>Returns the names of the migrations that a database lacks.</summary>
    public static List<string> Pending(Database database)
    {
        var missing = database.HasTable("_llm_migrations")
            ? new Migrator(LogMigrations.All, finalSchema: null, TimeProvider.System).Missing(database)
            : LogMigrations.All;
        return [.. missing.Select(migration => migration.Name)];
    }

    /// <summary>Opens the database for reading; returns null if it must be changed first.</summary>
    private static Database? OpenCurrent(
        string path, Migrator migrator, TimeSpan? busyTimeout, Action<string>? alert, CancellationToken cancellationToken)
    {
        Database? database = null;
        try
        {
            database = Database.Open(path, DatabaseMode.ReadOnly, busyTimeout);
            database.Cancellation = cancellationToken;
            database.Alert = alert;
            if (migrator.IsCurrent(database)) return database;
        }
        catch (SqliteException ex) when (ex.ResultCode is raw.SQLITE_READONLY or raw.SQLITE_CANTOPEN && File.Exists(path))
        {
            // A journal was left behind. Opening for writing rolls it back or reports why the file cannot be opened.
        }
        catch
        {
            database?.Dispose();
            throw;
        }

        database?.Dispose();
        return null;
    }

    private static string FinalSchema()
    {
        using var stream = typeof(LogDatabase).Assembly.GetManifestResourceStream("logs-schema.sql")!;
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }
}

/// <summary>All migrations of <c>logs.db</c>, in the order in which they are applied.</summary>
internal static class LogMigrations
{
    public static IReadOnlyList<Migration> All { get; } = [.. OldLogMigrations.All, .. ResponseMigrations.All, .. MessageMigrations.All];
}
