using Llm.Storage.Logs;
using Llm.Storage.Migrations;
using Llm.Storage.Migrations.Logs;
using Llm.Storage.Sqlite;

namespace Llm.Storage.Tests.Migrations;

public class MigrationBackupTests
{
    [Fact]
    public void A_database_is_copied_once_before_it_is_migrated()
    {
        using var folder = new TemporaryDirectory();
        var path = Old(folder, rows: 2, count: 18);
        var warnings = new List<string>();
        LogStore.Open(path, new LogStoreOptions { Warn = warnings.Add }).Dispose();

        var copy = folder.File("logs.before-migration.db");
        warnings.ShouldBe([$"{path} is migrated; {copy} is a copy of the database before the migration."]);
        using (var database = Database.Open(copy, DatabaseMode.ReadOnly))
        {
            database.QueryInteger("SELECT count(*) FROM _llm_migrations").ShouldBe(18);
            database.QueryInteger("SELECT count(*) FROM conversations").ShouldBe(2);
            database.QueryText("PRAGMA integrity_check").ShouldBe("ok");
        }

        Directory.GetFiles(folder.Path).Select(Path.GetFileName).Order().ShouldBe(["logs.before-migration.db", "logs.db"]);
        using (var database = Database.Open(path)) database.Execute("DELETE FROM _llm_migrations WHERE name = 'm027_turns_response_json'");
        var before = File.GetLastWriteTimeUtc(copy);
        LogStore.OpenReadOnly(path, new LogStoreOptions { Warn = warnings.Add }).Dispose();
        warnings.Count.ShouldBe(1);
        File.GetLastWriteTimeUtc(copy).ShouldBe(before);
    }

    [Fact]
    public void What_is_still_in_the_write_ahead_log_is_copied_too()
    {
        using var folder = new TemporaryDirectory();
        var path = Old(folder, rows: 0, count: 18);
        using var other = Database.Open(path);
        other.Execute("PRAGMA journal_mode=WAL");
        other.Execute("INSERT INTO conversations (id, name) VALUES ('c', 'in the log')");
        new FileInfo(path + "-wal").Length.ShouldBeGreaterThan(0);
        LogStore.OpenReadOnly(path).Dispose();
        using var copy = Database.Open(folder.File("logs.before-migration.db"), DatabaseMode.ReadWrite);
        copy.QueryText("SELECT name FROM conversations").ShouldBe("in the log");
    }

    [Fact]
    public void Nothing_is_copied_where_nothing_could_be_lost()
    {
        using var folder = new TemporaryDirectory();
        var empty = Old(folder, rows: 0, count: 18);
        LogStore.Open(empty).Dispose();
        LogStore.Open(folder.File("new.db")).Dispose();
        LogStore.Open(folder.File("new.db")).Dispose();
        LogStore.Open(":memory:").Dispose();
        Directory.GetFiles(folder.Path).Select(Path.GetFileName).Order().ShouldBe(["logs.db", "new.db"]);
    }

    [Fact]
    public void The_copy_can_be_declined()
    {
        using var folder = new TemporaryDirectory();
        LogStore.Open(Old(folder, rows: 1, count: 18), new LogStoreOptions { BackUpBeforeMigration = false }).Dispose();
        Directory.GetFiles(folder.Path).ShouldHaveSingleItem();
    }

    [Fact]
    public void The_copy_is_as_private_as_the_database()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "file modes are Unix's");
        if (OperatingSystem.IsWindows()) return;
        using var folder = new TemporaryDirectory();
        var path = Old(folder, rows: 1, count: 18);
        File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite);
        LogStore.Open(path).Dispose();
        File.GetUnixFileMode(folder.File("logs.before-migration.db")).ShouldBe(UnixFileMode.UserRead | UnixFileMode.UserWrite);
    }

    [Fact]
    public void Copies_that_a_kill_left_are_removed()
    {
        using var folder = new TemporaryDirectory();
        var path = Old(folder, rows: 1, count: 18);
        var left = folder.File($"logs.before-migration.db.{int.MaxValue:x}-{Guid.NewGuid():N}.tmp");
        File.WriteAllText(left, "half");
        File.WriteAllText(left + "-journal", "half");
        LogStore.Open(path).Dispose();
        Directory.GetFiles(folder.Path).Select(Path.GetFileName).Order().ShouldBe(["logs.before-migration.db", "logs.db"]);
    }

    [Fact]
    public void Stores_that_open_together_make_one_copy_from_before()
    {
        using var folder = new TemporaryDirectory();
        var path = Old(folder, rows: 3, count: 18);
        Parallel.For(0, 8, _ => LogStore.Open(path).Dispose());
        Directory.GetFiles(folder.Path).Length.ShouldBe(2);
        using var copy = Database.Open(folder.File("logs.before-migration.db"), DatabaseMode.ReadOnly);
        copy.QueryInteger("SELECT count(*) FROM _llm_migrations").ShouldBe(18);
    }

    [Theory]
    [InlineData(typeof(ArgumentException), true)]
    [InlineData(typeof(IOException), true)]
    [InlineData(null, false)]
    public void Only_a_disk_without_room_forgoes_the_copy(Type? failure, bool isCopied)
    {
        using var folder = new TemporaryDirectory();
        using var database = Database.Open(Old(folder, rows: 1, count: 18));
        var warnings = new List<string>();
        new MigrationBackup(warnings.Add, _ => failure is null ? 0 : throw (Exception)Activator.CreateInstance(failure)!).Make(database);
        File.Exists(folder.File("logs.before-migration.db")).ShouldBe(isCopied);
        warnings.ShouldHaveSingleItem()
            .ShouldEndWith(isCopied ? "is a copy of the database before the migration." : "the disk has no space for one.");
    }

    [Fact]
    public void An_inspection_changes_nothing()
    {
        using var folder = new TemporaryDirectory();
        var path = Old(folder, rows: 3, count: 18);
        var before = File.ReadAllBytes(path);
        var found = LogInspection.FromFile(path);
        found.PendingMigrations.ShouldBe(LogMigrations.All.Skip(18).Select(migration => migration.Name));
        found.Problems.ShouldBeEmpty();
        found.Size.ShouldBe(before.Length);
        File.ReadAllBytes(path).ShouldBe(before);

        LogStore.Open(path).Dispose();
        LogInspection.FromFile(path).PendingMigrations.ShouldBeEmpty();
        Should.Throw<LlmException>(() => LogInspection.FromFile(folder.File("none.db")));
    }

    private static string Old(TemporaryDirectory folder, int rows, int count)
    {
        var path = folder.File("logs.db");
        using var database = OldDatabase.At(path, count);
        for (var i = 0; i < rows; i++) database.Execute("INSERT INTO conversations (id, name) VALUES (?1, 'x')", $"c{i}");
        return path;
    }
}
