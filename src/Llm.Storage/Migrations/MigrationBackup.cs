using Llm.Storage.Sqlite;

namespace Llm.Storage.Migrations;

/// <summary>Copies a database beside itself before it is migrated for the first time.</summary>
/// <remarks>
/// Migrations run in one transaction that is undone when it fails, so the copy is for second thoughts: where it cannot be made, the
/// database is migrated all the same and the user is told.
/// </remarks>
/// <param name="tell">Takes sentences for the user.</param>
/// <param name="freeBytes">The room on the disk of a file; asks the system unless given.</param>
internal sealed class MigrationBackup(Action<string>? tell, Func<string, long>? freeBytes = null)
{
    /// <summary>The copy and the journal of the migration need room beside the database.</summary>
    private const int RoomNeeded = 2;

    /// <summary>The copy of a database: <c>logs.before-migration.db</c> for <c>logs.db</c>.</summary>
    public static string PathFor(string database) => Path.Combine(
        Path.GetDirectoryName(database) ?? "",
        $"{Path.GetFileNameWithoutExtension(database)}.before-migration{Path.GetExtension(database)}");

    /// <summary>Makes the copy unless there is one, or nothing that could be lost.</summary>
    public void Make(Database database)
    {
        var path = PathFor(database.Path);
        if (File.Exists(path) || !File.Exists(database.Path) || !HasRows(database)) return;
        try
        {
            var size = new FileInfo(database.Path).Length;
            if (LacksRoom(database.Path, RoomNeeded * size))
            {
                tell?.Invoke($"{database.Path} is brought up to date without a copy of it: the disk has no room for one.");
                return;
            }

            tell?.Invoke($"{database.Path} is brought up to date; {path} keeps it as it was.");
            Copy(database, path);
        }
        catch (Exception ex) when (ex is LlmException or IOException or UnauthorizedAccessException)
        {
            tell?.Invoke($"{path} could not be written, so {database.Path} is brought up to date without a copy: {ex.Message}");
        }
    }

    /// <summary>Whether the disk is known to be too small for so many bytes; if it cannot be asked, the copy itself will tell.</summary>
    private bool LacksRoom(string file, long bytes)
    {
        try
        {
            return (freeBytes ?? FreeBytes)(file) < bytes;
        }
        // ArgumentException: on Windows the folder of another machine is no drive.
        catch (Exception ex) when (ex is ArgumentException or IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }

    private static long FreeBytes(string file) => new DriveInfo(Path.GetFullPath(file)).AvailableFreeSpace;

    private static void Copy(Database database, string path)
    {
        // Under its name only when it is whole, and the first of several processes wins: its copy is the one from before the migration.
        var temporary = $"{path}.{Environment.ProcessId:x}-{Guid.NewGuid():N}.tmp";
        try
        {
            var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
            if (!OperatingSystem.IsWindows()) options.UnixCreateMode = File.GetUnixFileMode(database.Path);
            new FileStream(temporary, options).Dispose();
            database.CopyTo(temporary);
            if (!File.Exists(path)) File.Move(temporary, path);
        }
        finally
        {
            foreach (var suffix in (string[])["", "-journal", "-wal", "-shm"]) File.Delete(temporary + suffix);
        }
    }

    private static bool HasRows(Database database) => database.Texts(
            """
            SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT IN ('_llm_migrations', '_sqlite_migrations')
                AND name NOT LIKE 'sqlite\_%' ESCAPE '\' AND name NOT LIKE '%\_fts%' ESCAPE '\'
            """)
        .ToList()
        .Exists(table => database.QueryInteger($"SELECT 1 FROM {SqlText.Quote(table)} LIMIT 1") is not null);
}
