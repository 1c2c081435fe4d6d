using System.Buffers.Binary;
using Llm.Storage.Logs;
using Llm.Storage.Sqlite;
using Llm.Storage.Tests.Migrations;

namespace Llm.Storage.Tests.Sqlite;

/// <summary>What users and other programs put into a log beside our tables, and what other versions of SQLite make of it.</summary>
public sealed class UserSchemaTests : IDisposable
{
    private const string QuotedTexts = """
        CREATE INDEX mine ON turns (duration_ms) WHERE model = "scripted";
        CREATE VIEW mine_only AS SELECT id, ifnull(resolved_model, "unresolved") AS resolved FROM turns WHERE model = "scripted";
        CREATE TABLE notes (text);
        CREATE TRIGGER note AFTER INSERT ON turns WHEN new.model = "scripted" BEGIN INSERT INTO notes VALUES ("asked"); END;
        """;

    private readonly TemporaryDirectory folder = new();
    private readonly string file;

    public UserSchemaTests() => file = folder.File("logs.db");

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task Tables_and_views_of_a_newer_SQLite_do_no_harm()
    {
        await LogAsync("first question");
        using (var database = Database.Open(file))
        {
            database.ExecuteScript("""
                CREATE TABLE my_notes (
                    id INTEGER PRIMARY KEY, note TEXT, length INTEGER GENERATED ALWAYS AS (length(note)) STORED) STRICT;
                ALTER TABLE turns ADD COLUMN day TEXT GENERATED ALWAYS AS (substr(datetime_utc, 1, 10)) VIRTUAL;
                CREATE VIEW finish AS SELECT id, response_json ->> '$.finish_reason' AS reason FROM turns;
                """);
        }

        SetVersionOfLastWriter(3_099_000);
        await LogAsync("second question");
        using var store = LogStore.OpenReadOnly(file);
        (await store.ListAsync(new LogQuery())).Count.ShouldBe(2);
        (await store.ListAsync(new LogQuery { Text = "second" })).ShouldHaveSingleItem().Prompt.ShouldBe("second question");
        await store.BackUpAsync(folder.File("copy.db"));
        LogInspection.FromFile(folder.File("copy.db")).ShouldSatisfyAllConditions(
            copy => copy.Turns.ShouldBe(2), copy => copy.Problems.ShouldBeEmpty());
    }

    [Fact]
    public async Task Texts_in_double_quotes_stay_texts()
    {
        await LogAsync("before");
        using (var database = Database.Open(file)) database.ExecuteScript(QuotedTexts);
        await LogAsync("after");
        using (var database = Database.Open(file))
        {
            database.QueryText("SELECT text FROM notes").ShouldBe("asked");
            database.Query("SELECT resolved FROM mine_only").Select(row => row.Text(0)).ShouldBe(["unresolved", "unresolved"]);
            // VACUUM compiles indexes and triggers anew.
            database.Execute("VACUUM");
            database.QueryInteger("SELECT count(*) FROM turns INDEXED BY mine WHERE model = \"scripted\"").ShouldBe(2);
        }

        using var store = LogStore.Open(file);
        await store.BackUpAsync(folder.File("copy.db"));
        (await store.DeleteAsync(new LogQuery())).Turns.ShouldBe(2);
        using var copy = Database.Open(folder.File("copy.db"));
        copy.QueryInteger("SELECT count(*) FROM mine_only").ShouldBe(2);
    }

    [Fact]
    public void Texts_in_double_quotes_survive_the_rebuilding_of_their_table()
    {
        // Step 14 rebuilds the table of responses.
        using (var old = OldDatabase.At(file, 13))
        {
            OldDatabase.Fill(old);
            old.ExecuteScript("""
                CREATE INDEX mine ON responses (duration_ms) WHERE model = "gpt-4";
                CREATE TRIGGER note AFTER INSERT ON responses WHEN new.model = "gpt-4"
                BEGIN UPDATE responses SET system = "asked" WHERE id = new.id; END;
                """);
        }

        LogStore.Open(file).Dispose();
        using var database = Database.Open(file);
        database.Execute("INSERT INTO responses (id, model) VALUES ('new', 'gpt-4')");
        database.QueryText("SELECT system FROM responses INDEXED BY mine WHERE model = \"gpt-4\" AND id = 'new'").ShouldBe("asked");
    }

    [Fact]
    public void Rows_that_refer_to_nothing_can_be_stored()
    {
        using var database = Database.Open(":memory:");
        database.ExecuteScript("CREATE TABLE a (id INTEGER PRIMARY KEY); CREATE TABLE b (a INTEGER REFERENCES a(id))");
        database.Execute("INSERT INTO b VALUES (7)");
        database.QueryInteger("SELECT a FROM b").ShouldBe(7);
    }

    [Fact]
    public async Task What_this_SQLite_cannot_read_is_named_and_not_called_damage()
    {
        await LogAsync("hello");
        using (var database = Database.Open(file))
        {
            database.ExecuteScript("""
                CREATE TABLE my_notes (id INTEGER PRIMARY KEY);
                PRAGMA writable_schema=ON;
                UPDATE sqlite_master SET sql = sql || ' SUPERSTRICT' WHERE name = 'my_notes';
                """);
        }

        var message = Should.Throw<LlmException>(() => LogStore.OpenReadOnly(file)).Message;
        message.ShouldBe(
            $"SQLite {Database.LibraryVersion} cannot read \"my_notes\" in the schema of {file} (unknown table option: SUPERSTRICT), "
            + "so it cannot read anything else in the file. Another program created it with features that this version lacks; "
            + "no data is lost. Drop \"my_notes\" with that program or update llm, then try again.");
        Should.Throw<LlmException>(() => LogInspection.FromFile(file)).Message.ShouldBe(message);
    }

    [Fact]
    public async Task A_table_without_its_pages_is_damage()
    {
        await LogAsync("hello");
        using (var database = Database.Open(file))
            database.ExecuteScript("PRAGMA writable_schema=ON; UPDATE sqlite_master SET rootpage = 99999 WHERE name = 'schemas'");
        Should.Throw<LlmException>(() => LogStore.OpenReadOnly(file)).Message.ShouldBe(
            $"The database {file} is damaged (malformed database schema (schemas) - invalid rootpage). "
            + "Restore a backup or move it away, then try again.");
    }

    [Fact]
    public async Task A_search_index_out_of_step_does_not_condemn_the_log()
    {
        await LogAsync("hello");
        using (var database = Database.Open(file))
        {
            database.Execute(
                "INSERT INTO turn_search_fts (turn_search_fts, rowid, prompt, response) VALUES ('delete', 1, 'hello', 'answer')");
            database.Query("PRAGMA integrity_check").Select(row => row.Text(0)).ShouldBe(["ok"]);
        }

        using var store = LogStore.Open(file);
        var error = await Should.ThrowAsync<LlmException>(() => store.DeleteAsync(new LogQuery()));
        error.Message.ShouldStartWith($"A full-text index in the database {file} does not match its table (");
        error.Message.ShouldNotContain("move it away");
        using (var database = Database.Open(file)) database.Execute("INSERT INTO turn_search_fts (turn_search_fts) VALUES ('rebuild')");
        (await store.DeleteAsync(new LogQuery())).Turns.ShouldBe(1);
    }

    [Fact]
    public async Task A_damaged_search_index_is_no_damaged_log()
    {
        await LogAsync("hello");
        using (var database = Database.Open(file)) database.Execute("UPDATE turn_search_fts_data SET block = x'00FF00' WHERE id > 10");
        var found = LogInspection.FromFile(file);
        found.Problems.ShouldHaveSingleItem().ShouldContain("turn_search_fts");
        found.Remedy.ShouldStartWith("Only a search index is damaged. Rebuild it with the statement INSERT INTO");
    }

    private async Task LogAsync(string prompt)
    {
        using var store = LogStore.Open(file);
        await store.LogAsync(await new ScriptedModel("answer").PromptAsync(prompt));
    }

    private void SetVersionOfLastWriter(int version)
    {
        using var stream = File.OpenWrite(file);
        stream.Position = 96;
        var bytes = new byte[4];
        BinaryPrimitives.WriteInt32BigEndian(bytes, version);
        stream.Write(bytes);
    }
}
