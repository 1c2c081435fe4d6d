using Llm.Storage.Logs;
using Llm.Storage.Sqlite;

namespace Llm.Storage.Tests.Sqlite;

public class DatabaseTests
{
    [Fact]
    public void Values_come_back_as_they_were_stored()
    {
        using var database = Database.Open(":memory:");
        database.Execute("CREATE TABLE t (a)");
        object?[] values = [null, "", "é😀\0after", 5L, -1L, 0.1, Array.Empty<byte>(), new byte[] { 0, 1, 255 }];
        foreach (var value in values) database.Execute("INSERT INTO t VALUES (?1)", value);
        database.Query("SELECT a FROM t ORDER BY rowid").Select(row => row.Value(0)).ToArray().ShouldBeEquivalentTo(values);
        database.Query("SELECT a FROM t ORDER BY rowid").Select(row => row.IsNull(0)).ShouldBe([true, false, false, false, false, false, false, false]);
    }

    [Fact]
    public void One_statement_can_run_inside_itself()
    {
        using var database = Database.Open(":memory:");
        const string Sql = "SELECT value FROM json_each('[1,2]')";
        database.Query(Sql).SelectMany(outer => database.Query(Sql).Select(inner => $"{outer.Text(0)}{inner.Text(0)}")).ShouldBe(["11", "12", "21", "22"]);
    }

    [Fact]
    public void Columns_have_the_names_of_the_SELECT_list_in_any_order()
    {
        using var database = Database.Open(":memory:");
        const string Sql = "SELECT 1 AS one, 'two' AS two, x'03' AS three, NULL AS four, '{\"six\": 6}' AS five UNION ALL SELECT 11, 'zwei', NULL, 4, 'no JSON'";
        database.Query(Sql).Select(row => $"{row.Text("two")} {row.Integer("one")} {row.Bytes("three")?.Length} {row.IsNull("four")} {row.Json("five")?["six"]}")
            .ShouldBe(["two 1 1 True 6", "zwei 11  False "]);
    }

    [Theory]
    [InlineData("SELECT 1 AS one", "There is no column two in: SELECT 1 AS one")]
    [InlineData("SELECT 1 AS two, 2 AS two", "Two columns have the name two in: SELECT 1 AS two, 2 AS two")]
    public void A_name_stands_for_exactly_one_column(string sql, string message)
    {
        using var database = Database.Open(":memory:");
        Should.Throw<InvalidOperationException>(() => database.Query(sql).Select(row => row.Text("two")).ToList()).Message.ShouldBe(message);
    }

    [Fact]
    public void An_exception_undoes_the_transaction()
    {
        using var database = Database.Open(":memory:");
        database.Execute("CREATE TABLE t (a)");
        Should.Throw<InvalidOperationException>(() => database.Write(() =>
        {
            database.Execute("INSERT INTO t VALUES (1)");
            database.Write(() => database.Execute("INSERT INTO t VALUES (2)"));
            throw new InvalidOperationException();
        }));
        database.InTransaction.ShouldBeFalse();
        database.QueryInteger("SELECT count(*) FROM t").ShouldBe(0);
    }

    [Fact]
    public async Task A_writer_waits_for_another()
    {
        using var folder = new TemporaryDirectory();
        using var first = Database.Open(folder.File("a.db"));
        first.Execute("CREATE TABLE t (a)");
        first.Execute("BEGIN IMMEDIATE");
        var waiting = Task.Run(() =>
        {
            using var second = Database.Open(folder.File("a.db"));
            second.Write(() => second.Execute("INSERT INTO t VALUES (2)"));
        });
        (await Task.WhenAny(waiting, Task.Delay(100))).ShouldNotBe(waiting);
        first.Execute("COMMIT");
        await waiting.WaitAsync(TimeSpan.FromSeconds(20));
        first.QueryInteger("SELECT a FROM t").ShouldBe(2);
    }

    [Fact]
    public void A_lock_that_stays_is_told()
    {
        using var folder = new TemporaryDirectory();
        var file = folder.File("a.db");
        using var first = Database.Open(file);
        first.Execute("BEGIN IMMEDIATE");
        using var second = Database.Open(file, busyTimeout: TimeSpan.FromMilliseconds(30));
        Should.Throw<LlmException>(() => second.Write(() => 1)).Message.ShouldBe(
            $"The database {file} is locked by another program. Wait until it has finished, then try again.");
    }

    [Fact]
    public void A_file_that_is_no_database_is_told()
    {
        using var folder = new TemporaryDirectory();
        var file = folder.File("logs.db");
        File.WriteAllText(file, new string('x', 2000));
        foreach (var open in (Func<LogStore>[])[() => LogStore.Open(file), () => LogStore.OpenReadOnly(file)])
        {
            Should.Throw<LlmException>(() => open()).Message.ShouldBe(
                $"{file} is not a SQLite database. Move it away or restore a backup, then try again.");
        }

        File.ReadAllText(file).Length.ShouldBe(2000);
    }

    [Fact]
    public async Task A_damaged_database_is_told()
    {
        using var folder = new TemporaryDirectory();
        var file = folder.File("logs.db");
        using (var store = LogStore.Open(file)) await store.LogAsync(await new ScriptedModel("a").PromptAsync("b"));
        var bytes = File.ReadAllBytes(file);
        // Everything but the pages of the schema.
        for (var i = 4096 * 8; i < bytes.Length; i++) bytes[i] = 0xee;
        File.WriteAllBytes(file, bytes);
        var error = await Should.ThrowAsync<LlmException>(async () =>
        {
            using var damaged = LogStore.OpenReadOnly(file);
            await damaged.ListAsync(new LogQuery());
        });
        error.Message.ShouldStartWith($"The database {file} is damaged");
    }

    [Fact]
    public void A_missing_folder_is_made_and_a_missing_file_is_told()
    {
        using var folder = new TemporaryDirectory();
        var inside = Path.Combine(folder.Path, "none", "logs.db");
        LogStore.Open(inside).Dispose();
        File.Exists(inside).ShouldBeTrue();
        Should.Throw<LlmException>(() => LogStore.Open(Path.Combine(inside, "logs.db"))).Message.ShouldContain($"Cannot create the directory {inside}");
        var missing = folder.File("logs.db");
        Should.Throw<LlmException>(() => LogStore.OpenReadOnly(missing)).Message.ShouldStartWith($"Cannot open the database {missing}: there is no such file");
        Should.Throw<LlmException>(() => LogStore.Open(folder.Path)).Message.ShouldContain("it is a folder");
    }

    [Fact]
    public void A_full_disk_is_told_and_leaves_the_database_whole()
    {
        using var folder = new TemporaryDirectory();
        var file = folder.File("a.db");
        using var database = Database.Open(file);
        database.Execute("CREATE TABLE t (a)");
        database.QueryInteger("PRAGMA max_page_count=3").ShouldBe(3);
        Should.Throw<LlmException>(() => database.Write(() => database.Execute("INSERT INTO t VALUES (zeroblob(100000))"))).Message.ShouldBe(
            $"The disk is full, so {file} could not be written. Free some space, then try again.");
        database.InTransaction.ShouldBeFalse();
        database.QueryInteger("SELECT count(*) FROM t").ShouldBe(0);
    }

    [Fact]
    public void A_read_only_file_is_told()
    {
        using var folder = new TemporaryDirectory();
        var file = folder.File("a.db");
        using (var made = Database.Open(file)) made.Execute("CREATE TABLE t (a)");
        using var database = Database.Open(file, DatabaseMode.ReadOnly);
        Should.Throw<LlmException>(() => database.Execute("INSERT INTO t VALUES (1)")).Message.ShouldBe(
            $"The database {file} is read-only. Make the file and its folder writable, then try again.");
    }

    [Fact]
    public async Task What_a_killed_program_left_half_written_is_undone_even_to_read()
    {
        using var folder = new TemporaryDirectory();
        var (file, copy) = (folder.File("logs.db"), folder.File("killed.db"));
        using (var store = LogStore.Open(file)) await store.LogAsync(await new ScriptedModel("a").PromptAsync("b"));
        using (var writer = Database.Open(file))
        {
            // A small cache makes SQLite write into the file before the end of the transaction.
            writer.Execute("PRAGMA cache_size=1");
            writer.Execute("BEGIN IMMEDIATE");
            writer.Execute("UPDATE turns SET model = 'half'");
            for (var i = 0; i < 200; i++) writer.Execute("INSERT INTO fragments (hash, content) VALUES (?1, ?2)", $"{i}", new string('x', 2000));
            File.Copy(file, copy);
            File.Copy(file + "-journal", copy + "-journal");
        }

        using (var seen = Database.Open(copy, DatabaseMode.ReadOnly))
            Should.Throw<LlmException>(() => seen.QueryInteger("SELECT count(*) FROM turns"));
        using var reader = LogStore.OpenReadOnly(copy);
        (await reader.ListAsync(new LogQuery())).Single().Model.ShouldBe("scripted");
        (await reader.ListFragmentsAsync([])).ShouldBeEmpty();
    }
}
