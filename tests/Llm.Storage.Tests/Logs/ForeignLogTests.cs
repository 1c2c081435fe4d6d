using Llm.Storage.Logs;
using Llm.Storage.Sqlite;

namespace Llm.Storage.Tests.Logs;

/// <summary>Logs that a newer version or another program has changed.</summary>
public sealed class ForeignLogTests : LogStoreTest
{
    [Theory]
    [InlineData("m999_later", true)]
    [InlineData("m004_store_content_hash", false)]
    [InlineData("mine", false)]
    public async Task A_log_of_a_newer_version_is_read_and_a_write_warns_once(string migration, bool isNewer)
    {
        await store.LogAsync(await new ScriptedModel("a").PromptAsync("one"));
        database.Execute("INSERT INTO _llm_migrations (name, applied_at) VALUES (?1, 'x')", migration);
        database.Execute("ALTER TABLE turns ADD COLUMN later TEXT");
        var alerts = new List<string>();
        await using (var reader = LogStore.OpenReadOnly(store.Path, new LogStoreOptions { Alert = alerts.Add }))
            (await reader.ListAsync(new LogQuery())).ShouldHaveSingleItem().Response.ShouldBe("a");
        alerts.ShouldBeEmpty();

        await using var writer = LogStore.Open(store.Path, new LogStoreOptions { Alert = alerts.Add });
        await writer.LogAsync(await new ScriptedModel("b").PromptAsync("two"));
        await writer.LogAsync(await new ScriptedModel("c").PromptAsync("three"));
        database.QueryInteger("SELECT count(*) FROM turns").ShouldBe(3);
        if (!isNewer) alerts.ShouldBeEmpty();
        else alerts.ShouldHaveSingleItem().ShouldStartWith($"Warning: a newer version of llm has changed {store.Path} (m999_later). ");
    }

    [Theory]
    [InlineData("DROP TABLE turns", "no such table: turns")]
    [InlineData("ALTER TABLE turns DROP COLUMN duration_ms", "table turns has no column named duration_ms")]
    public async Task A_missing_table_is_explained(string change, string detail)
    {
        var response = await new ScriptedModel("a").PromptAsync("one");
        database.Execute(change);
        var error = await Should.ThrowAsync<LlmException>(store.LogAsync(response));
        error.Message.ShouldBe($"{store.Path} is not a log, or another program has changed its tables ({detail}). Restore a backup, choose "
            + "another file with -d, or move it away, then try again.");
    }

    [Fact]
    public void Tables_of_another_program_are_explained()
    {
        var path = folder.File("other.db");
        using (var other = Database.Open(path)) other.Execute("CREATE TABLE conversations (id INTEGER)");
        var error = Should.Throw<LlmException>(() => LogStore.Open(path));
        error.Message.ShouldStartWith($"{path} is not a log, or another program has changed its tables (");
    }
}
