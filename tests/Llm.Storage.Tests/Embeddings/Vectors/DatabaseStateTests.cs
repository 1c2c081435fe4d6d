using Llm.Storage.Embeddings.Vectors;
using Llm.Storage.Sqlite;

namespace Llm.Storage.Tests.Embeddings.Vectors;

public sealed class DatabaseStateTests : IDisposable
{
    private readonly TemporaryDirectory folder = new();
    private readonly string path;

    public DatabaseStateTests() => path = Path.Combine(folder.Path, "data.db");

    public void Dispose() => folder.Dispose();

    [Theory]
    [InlineData("delete")]
    [InlineData("wal")]
    public void Every_change_makes_another_state_however_fast(string journal)
    {
        using var database = Create(journal);
        var seen = new HashSet<string>();
        for (var i = 0; i < 200; i++)
        {
            database.Execute("REPLACE INTO t (id, value) VALUES (1, ?1)", (long)(i % 2));
            seen.Add(Text()).ShouldBeTrue($"change {i}");
        }

        var last = Text();
        database.QueryInteger("SELECT count(*) FROM t").ShouldBe(1);
        Text().ShouldBe(last);
    }

    [Fact]
    public void A_log_that_begins_anew_is_another_state()
    {
        using var database = Create("wal");
        database.Execute("REPLACE INTO t (id, value) VALUES (1, 1)");
        var before = Text();
        database.Execute("PRAGMA wal_checkpoint(RESTART)");
        database.Execute("REPLACE INTO t (id, value) VALUES (1, 2)");
        Text().ShouldNotBe(before);
    }

    [Fact]
    public void A_change_that_another_program_makes_is_seen_while_the_database_is_open()
    {
        using var database = Create("wal");
        database.Execute("REPLACE INTO t (id, value) VALUES (1, 1)");
        var before = Text();
        using (var other = Database.Open(path)) other.Execute("REPLACE INTO t (id, value) VALUES (1, 2)");
        Text().ShouldNotBe(before);
    }

    [Fact]
    public void A_backup_in_place_of_the_file_is_another_state()
    {
        using (var database = Create("delete")) database.Execute("REPLACE INTO t (id, value) VALUES (1, 1)");
        var backup = path + ".backup";
        File.Copy(path, backup);
        using (var database = Database.Open(path)) database.Execute("REPLACE INTO t (id, value) VALUES (1, 2)");
        var before = Text();
        File.Move(backup, path, overwrite: true);
        Text().ShouldNotBe(before);
    }

    [Fact]
    public void Reading_the_state_leaves_the_locks_of_SQLite()
    {
        using var database = Create("delete");
        using var other = Database.Open(path, busyTimeout: TimeSpan.FromMilliseconds(50));
        database.Write(() =>
        {
            DatabaseState.Read(path).ShouldNotBeNull();
            // Had the lock gone, this would write into the other's transaction.
            Should.Throw<Exception>(() => other.Execute("BEGIN IMMEDIATE"));
            return true;
        });
    }

    [Fact]
    public void A_young_state_without_a_count_of_changes_is_not_settled()
    {
        Create("wal").Dispose();
        DatabaseState.Read(path)!.IsSettled.ShouldBeFalse();
        File.SetLastWriteTimeUtc(path, DateTime.UtcNow.AddSeconds(-10));
        DatabaseState.Read(path)!.IsSettled.ShouldBeTrue();
        using var database = Database.Open(path);
        database.QueryText("PRAGMA journal_mode = delete").ShouldBe("delete");
        DatabaseState.Read(path)!.IsSettled.ShouldBeTrue();
    }

    [Fact]
    public void Where_there_is_no_file_there_is_no_state()
    {
        DatabaseState.Read(path).ShouldBeNull();
        File.WriteAllBytes(path, new byte[10]);
        DatabaseState.Read(path).ShouldBeNull();
    }

    private Database Create(string journal)
    {
        var database = Database.Open(path);
        database.QueryText($"PRAGMA journal_mode = {journal}").ShouldBe(journal);
        database.Execute("CREATE TABLE t (id INTEGER PRIMARY KEY, value)");
        return database;
    }

    private string Text() => Convert.ToHexString(DatabaseState.Read(path)!.Bytes);
}
