using Llm.Storage.Migrations;
using Llm.Storage.Migrations.Logs;
using Llm.Storage.Sqlite;
using Llm.Tests;

namespace Llm.Storage.Tests.Migrations;

public class LogMigrationTests
{
    public static TheoryData<int, bool> Steps()
    {
        var data = new TheoryData<int, bool>();
        for (var count = 1; count <= LogMigrations.All.Count; count++)
        {
            data.Add(count, false);
            data.Add(count, true);
        }

        return data;
    }

    [Fact]
    public void Names_and_order_are_those_of_the_Python_tool() => LogMigrations.All.Select(migration => migration.Name).ShouldBe(
    [
        "m001_initial", "m002_id_primary_key", "m003_chat_id_foreign_key", "m004_column_order", "m004_drop_provider", "m005_debug",
        "m006_new_logs_table", "m007_finish_logs_table", "m008_reply_to_id_foreign_key", "m008_fix_column_order_in_logs",
        "m009_delete_logs_table_if_empty", "m010_create_new_log_tables", "m011_fts_for_responses", "m012_attachments_tables", "m013_usage",
        "m014_schemas", "m015_fragments_tables", "m016_fragments_table_pks", "m017_tools_tables", "m017_tools_plugin",
        "m018_tool_instances", "m019_resolved_model", "m020_tool_results_attachments", "m021_tool_results_exception",
        "m022_response_reasoning", "m023_message_store", "m024_tool_instance_references", "m025_turn_tools_instance_backfill",
        "m026_message_tree_view", "m027_turns_response_json",
    ]);

    [Fact]
    public void A_new_database_is_the_same_as_all_migrations_one_by_one()
    {
        using var folder = new TemporaryDirectory();
        using var fresh = LogDatabase.Open(folder.File("fresh.db"), TimeProvider.System);
        using var stepwise = OldDatabase.At(folder.File("stepwise.db"), LogMigrations.All.Count);

        Schema(stepwise).ShouldBe(Schema(fresh));
        Applied(fresh).ShouldBe(LogMigrations.All.Select(migration => migration.Name));
        Applied(stepwise).ShouldBe(Applied(fresh));
    }

    [Fact]
    public void A_new_database_has_the_recorded_schema_of_the_Python_tool()
    {
        using var folder = new TemporaryDirectory();
        using var fresh = LogDatabase.Open(folder.File("fresh.db"), TimeProvider.System);
        using var recorded = Database.Open(":memory:");
        recorded.ExecuteScript(SharedData.Recorded("logs-db-0.32-schema.sql"));

        Schema(fresh).ShouldBe(Schema(recorded));
    }

    [Theory]
    [MemberData(nameof(Steps))]
    public void Every_row_of_an_old_database_is_kept(int count, bool brackets)
    {
        using var folder = new TemporaryDirectory();
        var file = folder.File("logs.db");
        using (var made = OldDatabase.At(brackets ? folder.File("original.db") : file, count))
        using (var twin = brackets ? OldDatabase.InBrackets(made, file) : null)
        {
            OldDatabase.Fill(twin ?? made);
        }

        TableSnapshot before;
        using (var old = Database.Open(file)) before = TableSnapshot.Take(old);
        using var current = LogDatabase.Open(file, TimeProvider.System);

        ApplyDefinedChanges(before);
        // m024 makes instances of what m023 kept on each call.
        var growing = LogMigrations.All[count - 1].Name == "m023_message_store" ? "tool_instances" : null;
        var after = InstanceCopies(current);
        if (growing is not null) after.Rename("tool_instantiations", "instance_id", null);
        before.ShouldBeKeptIn(after, growing);
        Applied(current).ShouldBe(LogMigrations.All.Select(migration => migration.Name));
        ShapeOf(current).ShouldBe(ShapeOfNew(withLogs: before.Tables.ContainsKey("logs")));
        if (!before.Tables.ContainsKey("responses")) return;
        current.QueryInteger("SELECT count(*) FROM responses_fts WHERE responses_fts MATCH 'brackets'").ShouldBe(1);
        current.QueryInteger("SELECT count(*) FROM responses_fts WHERE responses_fts MATCH '\"prompt 0\"'").ShouldBe(1);
    }

    [Fact]
    public void Applied_at_is_written_as_Python_writes_it()
    {
        using var folder = new TemporaryDirectory();
        var clock = new FixedClock(new DateTimeOffset(2026, 11, 20, 20, 16, 44, TimeSpan.Zero).AddTicks(4518920));
        using var fresh = LogDatabase.Open(folder.File("logs.db"), clock);
        fresh.QueryText("SELECT DISTINCT applied_at FROM _llm_migrations").ShouldBe("2026-11-20 20:16:44.451892+00:00");
    }

    [Fact]
    public void A_current_database_is_opened_without_writing()
    {
        using var folder = new TemporaryDirectory();
        var file = folder.File("logs.db");
        LogDatabase.Open(file, TimeProvider.System).Dispose();
        using var writer = Database.Open(file);
        writer.Execute("BEGIN IMMEDIATE");

        using var second = LogDatabase.Open(file, TimeProvider.System, busyTimeout: TimeSpan.Zero);
        second.QueryInteger("SELECT count(*) FROM turns").ShouldBe(0);
    }

    [Fact]
    public void Listing_an_old_database_migrates_it_first()
    {
        using var folder = new TemporaryDirectory();
        var file = folder.File("logs.db");
        OldDatabase.At(file, 21).Dispose();
        using var reader = LogDatabase.Open(file, TimeProvider.System, DatabaseMode.ReadOnly);
        reader.QueryInteger("SELECT count(*) FROM turns").ShouldBe(0);
    }

    [Fact]
    public void Many_that_start_together_apply_each_migration_once()
    {
        using var folder = new TemporaryDirectory();
        var file = folder.File("logs.db");
        OldDatabase.At(file, 12).Dispose();
        Together(16, () => LogDatabase.Open(file, TimeProvider.System).Dispose());
        using var database = Database.Open(file);
        Applied(database).ShouldBe(LogMigrations.All.Select(migration => migration.Name));
    }

    [Fact]
    public void Many_that_start_together_on_nothing_make_one_database()
    {
        using var folder = new TemporaryDirectory();
        var file = folder.File("logs.db");
        Together(16, () => LogDatabase.Open(file, TimeProvider.System).Dispose());
        using var database = Database.Open(file);
        Applied(database).ShouldBe(LogMigrations.All.Select(migration => migration.Name));
    }

    [Fact]
    public void An_unfinished_message_store_is_refused_and_nothing_is_changed()
    {
        using var folder = new TemporaryDirectory();
        var file = folder.File("logs.db");
        using (var old = OldDatabase.At(file, 21)) old.Execute("CREATE TABLE threads (id TEXT)");

        var error = Should.Throw<LlmException>(() => LogDatabase.Open(file, TimeProvider.System));
        error.Message.ShouldContain("\"threads\"");
        error.Message.ShouldContain(file);
        using var after = Database.Open(file);
        Applied(after).Count.ShouldBe(21);
        TableInfo.HasColumn(after, "responses", "reasoning").ShouldBeFalse();
    }

    [Fact]
    public void Tool_instances_are_shared_and_found_for_tools_offered_earlier()
    {
        using var folder = new TemporaryDirectory();
        var file = folder.File("logs.db");
        using (var old = OldDatabase.At(file, 26))
        {
            old.ExecuteScript("""
                INSERT INTO tools (id, hash, name) VALUES (1, 'a', 'Memory_get'), (2, 'b', 'Memoryless'), (3, 'c', 'other');
                INSERT INTO turns (id, thread_id) VALUES ('t1', 'thread'), ('t2', 'thread'), ('t3', 'elsewhere');
                INSERT INTO turn_tools VALUES ('t1', 1), ('t1', 2), ('t2', 3), ('t3', 1);
                INSERT INTO tool_instances (id, plugin, name, arguments) VALUES (4, NULL, 'Memory', '{}');
                INSERT INTO tool_instantiations VALUES ('t2', 'call1', 'Memory', NULL, '{}'), ('t2', 'call2', 'Memory', 'p', '{}')
                """);
        }

        using var current = LogDatabase.Open(file, TimeProvider.System);
        current.QueryInteger("SELECT count(*) FROM tool_instances").ShouldBe(2);
        current.QueryInteger("SELECT instance_id FROM tool_instantiations WHERE tool_call_id = 'call1'").ShouldBe(4);
        current.QueryInteger("SELECT instance_id FROM turn_tools WHERE turn_id = 't1' AND tool_id = 1").ShouldBe(4);
        current.QueryInteger("SELECT count(*) FROM turn_tools WHERE instance_id IS NOT NULL").ShouldBe(1);
    }

    [Fact]
    public void A_view_of_the_users_does_not_stop_the_migrations()
    {
        using var folder = new TemporaryDirectory();
        var file = folder.File("logs.db");
        using (var old = OldDatabase.At(file, 14)) old.Execute("CREATE VIEW mine AS SELECT id, prompt FROM responses");
        using var current = LogDatabase.Open(file, TimeProvider.System);
        current.QueryInteger("SELECT count(*) FROM mine").ShouldBe(0);
    }

    [Theory]
    [InlineData("0.26")]
    [InlineData("0.32")]
    public void Sample_directories_keep_every_row(string version)
    {
        using var folder = new TemporaryDirectory();
        var file = Samples.CopyLogs(version, folder);
        TableSnapshot before;
        using (var old = Database.Open(file)) before = TableSnapshot.Take(old);
        before.Tables["attachments"].Count.ShouldBe(1);
        using var current = LogDatabase.Open(file, TimeProvider.System);
        before.ShouldBeKeptIn(TableSnapshot.Take(current));
        ShapeOf(current).ShouldBe(ShapeOfNew(withLogs: false));
    }

    private static void Together(int count, Action work)
    {
        using var start = new Barrier(count);
        var errors = new List<Exception>();
        var threads = Enumerable.Range(0, count).Select(_ => new Thread(() =>
        {
            start.SignalAndWait();
            try
            {
                work();
            }
            catch (Exception ex)
            {
                lock (errors) errors.Add(ex);
            }
        })).ToList();
        threads.ForEach(thread => thread.Start());
        threads.ForEach(thread => thread.Join());
        errors.ShouldBeEmpty();
    }

    // What the migrations change on purpose.
    private static void ApplyDefinedChanges(TableSnapshot before)
    {
        before.Rename("log", "provider", null);
        before.Rename("log", "debug", null);
        before.Rename("log", "timestamp", "datetime_utc");
        before.Rename("log", "timestamp_utc", "datetime_utc");
        if (before.Tables.Remove("log", out var rows))
        {
            // Before m002 there was no id; the row id becomes it.
            for (var i = 0; i < rows.Count; i++) rows[i].TryAdd("id", i + 1L);
            // m003 makes a number of chat_id where the text is none of its own.
            before.Tables["logs"] = rows;
        }
    }

    // The current tables, with name, plugin and arguments of instances copied back beside their use.
    private static TableSnapshot InstanceCopies(Database database)
    {
        var snapshot = TableSnapshot.Take(database);
        var instances = snapshot.Tables["tool_instances"].ToDictionary(row => (long)row["id"]!);
        foreach (var row in snapshot.Tables["tool_instantiations"])
        {
            var instance = row["instance_id"] is long id ? instances.GetValueOrDefault(id) : null;
            foreach (var column in (string[])["name", "plugin", "arguments"]) row[column] = instance?[column];
        }

        return snapshot;
    }

    private static List<string> Applied(Database database) =>
        [.. database.Query("SELECT name FROM _llm_migrations ORDER BY rowid").Select(row => row.Text(0)!)];

    private static List<string> Schema(Database database) =>
    [
        .. database.Query("SELECT type, name, tbl_name, sql FROM sqlite_master ORDER BY type, name").Select(row =>
            $"{row.Text(0)} {row.Text(1)} {row.Text(2)} "
            + $"{string.Join(' ', (row.Text(3) ?? "").Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries))}"),
    ];

    // Columns rather than text: old databases keep their old spelling.
    private static List<string> ShapeOf(Database database) =>
    [
        .. TableSnapshot.Names(database).SelectMany(table => TableInfo.Columns(database, table).Select(column => $"{table}: {column}")
            .Concat(TableInfo.References(database, table).Select(reference => $"{table}: {reference}").Order())),
        .. database.Query("SELECT name FROM sqlite_master ORDER BY name").Select(row => row.Text(0)!).Where(name => name != "logs"),
    ];

    private static List<string> ShapeOfNew(bool withLogs)
    {
        using var database = LogDatabase.Open(":memory:", TimeProvider.System);
        if (withLogs)
        {
            database.ExecuteScript("""
                CREATE TABLE logs (
                    id INTEGER PRIMARY KEY, model TEXT, prompt TEXT, system TEXT, prompt_json TEXT, options_json TEXT, response TEXT,
                    response_json TEXT, reply_to_id INTEGER REFERENCES logs(id), chat_id INTEGER, duration_ms INTEGER, datetime_utc TEXT)
                """);
        }

        return ShapeOf(database);
    }

    private sealed class FixedClock(DateTimeOffset now) : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => now;
    }
}
