using System.Text.Json.Nodes;
using Llm.Json;
using Llm.Storage.Logs;
using Llm.Storage.Sqlite;
using Llm.Tests;

namespace Llm.Storage.Tests.Logs;

/// <summary>What the Python tool wrote can be read.</summary>
public class SampleDirectoryTests
{
    [Fact]
    public async Task Every_message_of_the_Python_tool_hashes_to_its_stored_hash()
    {
        using var folder = new TemporaryDirectory();
        var file = Samples.CopyLogs("0.32", folder);
        using var store = LogStore.Open(file);
        // Three messages hold a file by its relative path, which is not found from here.
        (await store.VerifyAsync()).Count.ShouldBe(3);
        PointToFiles(file);
        (await store.VerifyAsync()).ShouldBeEmpty();
    }

    [Fact]
    public async Task Every_thread_can_be_loaded_and_ends_in_its_stored_tip()
    {
        using var folder = new TemporaryDirectory();
        var file = Samples.CopyLogs("0.32", folder);
        PointToFiles(file);
        using var store = LogStore.Open(file);
        using var database = Database.Open(file);
        var threads = database.Query("SELECT id, tip_message_hash FROM threads")
            .Select(row => (Id: row.Text(0)!, Tip: row.Text(1))).ToList();
        threads.Count.ShouldBe(23);
        foreach (var (id, tip) in threads)
        {
            var conversation = await store.LoadConversationAsync(id);
            conversation.ShouldNotBeNull().Messages.Aggregate(
                (string?)null, (parent, message) => MessageHash.Compute(message, parent)).ShouldBe(tip);
        }
    }

    [Fact]
    public async Task Every_stored_payload_can_be_expanded()
    {
        using var folder = new TemporaryDirectory();
        var file = Samples.CopyLogs("0.32", folder);
        using var store = LogStore.Open(file, new LogStoreOptions { JsonReplacements = _ => ChatReplacements });
        using var database = Database.Open(file);
        var stored = database.Query("SELECT id FROM turns WHERE response_json IS NOT NULL").Select(row => row.Text(0)!).ToHashSet();
        var condensed = database.QueryInteger("SELECT count(*) FROM turns WHERE response_json LIKE '%{\"$%'");
        condensed.ShouldNotBeNull().ShouldBeGreaterThan(0);
        var entries = await store.ListAsync(new LogQuery());
        entries.Where(entry => entry.ResponseJson is not null).Select(entry => entry.Id).ToHashSet().ShouldBe(stored, ignoreOrder: true);
        foreach (var entry in entries.Where(entry => entry.ResponseJson is not null))
            PythonJson.Compact(entry.ResponseJson).ShouldNotContain("\"$\"");
    }

    [Theory]
    [InlineData("0.26", 26)]
    [InlineData("0.32", 31)]
    public async Task Every_turn_is_listed_newest_first(string version, int count)
    {
        using var folder = new TemporaryDirectory();
        using var store = LogStore.OpenReadOnly(Samples.CopyLogs(version, folder));
        var entries = await store.ListAsync(new LogQuery());
        entries.Count.ShouldBe(count);
        entries.Select(entry => entry.Id).ShouldBe(entries.Select(entry => entry.Id).OrderByDescending(id => id, StringComparer.Ordinal));
        entries.ShouldAllBe(entry => entry.IsLegacy == (version == "0.26") && entry.Model != null && entry.Response != null);
        entries.Sum(entry => entry.Tools.Count).ShouldBe(version == "0.26" ? 6 : 10);
        entries.Sum(entry => entry.PromptFragments.Count + entry.SystemFragments.Count).ShouldBe(3);
        entries.Sum(entry => entry.Attachments.Count).ShouldBe(3);
    }

    [Fact]
    public async Task A_legacy_conversation_has_its_history_rebuilt()
    {
        using var folder = new TemporaryDirectory();
        var file = Samples.CopyLogs("0.26", folder);
        using var store = LogStore.Open(file);
        using var database = Database.Open(file);
        var id = database.QueryText("SELECT conversation_id FROM responses GROUP BY 1 ORDER BY count(*) DESC LIMIT 1")!;
        var turns = database.QueryInteger("SELECT count(*) FROM responses WHERE conversation_id = ?1", id);
        turns.ShouldNotBeNull().ShouldBeGreaterThan(1);
        var conversation = (await store.LoadConversationAsync(id)).ShouldNotBeNull();
        conversation.ModelId.ShouldBe(database.QueryText("SELECT model FROM conversations WHERE id = ?1", id));
        conversation.Messages.Count(message => message.Role == Message.AssistantRole).ShouldBe((int)turns.Value);
    }

    private static void PointToFiles(string file)
    {
        using var database = Database.Open(file);
        database.Execute(
            "UPDATE attachments SET path = ?1 WHERE path = 'files/pixel.png'",
            SharedData.Path("data", "userdirs", "llm-0.32", "files", "pixel.png"));
    }

    private static readonly Dictionary<string, JsonNode> ChatReplacements = new()
    {
        ["completion_tokens_details_0"] = JsonText.Parse(
            """{"accepted_prediction_tokens":0,"audio_tokens":0,"reasoning_tokens":0,"rejected_prediction_tokens":0}""")!,
        ["prompt_tokens_details_0"] = JsonText.Parse("""{"audio_tokens":0,"cached_tokens":0}""")!,
    };
}
