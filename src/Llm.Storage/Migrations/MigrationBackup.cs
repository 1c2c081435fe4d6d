using Llm.Storage.Sqlite;

namespace Llm.Storage.Migrations;

/// <summary>Makes a copy of a database in the same folder before it is migrated for the first time.</summary>
/// <remarks>
/// Migrations run in one transaction that is rolled back on failure, so the copy is needed only to return to the earlier version. If it
/// cannot be made, the database is migrated anyway, and the user is warned.
/// </remarks>
/// <param name="warn">Receives messages for the user.</param>
/// <param name="freeBytes">Returns the free bytes on the disk of a file; null for the operating system's figure.</param>
internal sealed class MigrationBackup(Action<string>? warn, Func<string, long>? freeBytes = null)
{
    /// <summary>The copy and the journal of the migration each need as much space as the database.</summary>
    private const int SpaceFactor = 2;

    /// <summary>Returns the path of the copy: <c>logs.before-migration.db</c> for <c>logs.db</c>.</summary>
    public static string PathFor(string database)
    {
        var name = $"{Path.GetFileNameWithoutExtension(database)}.before-migration{Path.GetExtension(database)}";
        return Path.Combine(Path.GetDirectoryName(database) ?? "", name);
    }

    /// <summary>Makes the copy, unless there already is one or the database has no rows.</summary>
    public void Make(Database database)
    {
        var path = PathFor(database.Path);
        TemporaryFile.RemoveAbandoned(path);
        if (File.Exists(path) || !File.Exists(database.Path) || !HasRows(database)) return;
        try
        {
            var size = new FileInfo(database.Path).Length;
            if (LacksSpace(database.Path, SpaceFactor * size))
            {
                warn?.Invoke($"{database.Path} is migrated without a copy, because the disk has no space for one.");
                return;
            }

            warn?.Invoke($"{database.Path} is migrated; {path} is a copy of the database before the migration.");
            Copy(database, path);
        }
        catch (Exception ex) when (ex is LlmException or IOException or UnauthorizedAccessException)
        {
            warn?.Invoke($"{path} could not be written, so {database.Path} is migrated without a copy: {ex.Message}");
        }
    }

    /// <summary>Whether the disk is known to have less free space. If that is not known, making the copy will show it.</summary>
    private bool LacksSpace(string file, long bytes)
    {
        try
        {
            return (freeBytes ?? FreeBytes)(file) < bytes;
        }
        // ArgumentException: on Windows, a network path is not a drive.
        catch (Exception ex) when (ex is ArgumentException or IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }

    private static long FreeBytes(string file) => new DriveInfo(Path.GetFullPath(file)).AvailableFreeSpace;

    private static void Copy(Database database, string path)
    {
        // The copy gets its name only when it is complete. Of several processes the first wins, because its copy precedes the migration.
        var temporary = TemporaryFile.NameFor(path);
        try
        {
            var options = new FileStreamOptions
            {
                Mode = FileMode.CreateNew,
                Access = FileAccess.Write,
                Share = FileShare.ReadWrite | FileShare.Delete,
            };
            if (!OperatingSystem.IsWindows()) options.UnixCreateMode = File.GetUnixFileMode(database.Path);
            // Open until the copy is complete, which shows that it has an owner.
            using (new FileStream(temporary, options)) database.CopyTo(temporary);
            if (!File.Exists(path)) File.Move(temporary, path);
        }
        finally
        {
            TemporaryFile.Remove(temporary);
        }
    }

    private static bool HasRows(Database database)
    {
        const string Tables = """
            SELECT name FROM sqlite_master
            WHERE type = 'table' AND name NOT LIKE 'sqlite\_%' ESCAPE '\' AND name NOT LIKE '%\_fts%' ESCAPE '\'
                AND name NOT IN ('_llm_migrations', '_sqlite_migrations')
            """;
        return database.Texts(Tables).ToList()
            .Exists(table => database.QueryInteger($"SELECT 1 FROM {SqlText.Quote(table)} LIMIT 1") is not null);
    }
}
