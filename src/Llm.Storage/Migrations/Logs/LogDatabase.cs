using Llm.Storage.Sqlite;

namespace Llm.Storage.Migrations.Logs;

/// <summary>Opens <c>logs.db</c> in its current shape.</summary>
internal static class LogDatabase
{
    /// <summary>Opens the file and applies what is missing of the migrations.</summary>
    public static Database Open(string path, TimeProvider time, DatabaseMode mode = DatabaseMode.Create, TimeSpan? busyTimeout = null)
    {
        var migrator = new Migrator(LogMigrations.All, FinalSchema, time);
        var database = Database.Open(path, mode, busyTimeout);
        try
        {
            if (mode != DatabaseMode.ReadOnly)
            {
                migrator.Run(database);
                return database;
            }

            if (migrator.IsCurrent(database)) return database;
        }
        catch
        {
            database.Dispose();
            throw;
        }

        // A database of an older version has to be changed before it can be read.
        database.Dispose();
        return Open(path, time, DatabaseMode.ReadWrite, busyTimeout);
    }

    private static string FinalSchema()
    {
        using var stream = typeof(LogDatabase).Assembly.GetManifestResourceStream("logs-schema.sql")!;
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }
}
