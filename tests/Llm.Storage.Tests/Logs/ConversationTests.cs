using Llm.Storage.Logs;
using Llm.Storage.Sqlite;

namespace Llm.Storage.Tests.Logs;

public sealed class ConversationTests : IDisposable
{
    private readonly TemporaryDirectory _folder = new();
    private readonly LogStore _store;
    private readonly Database _database;

    public ConversationTests()
    {
        _store = LogStore.Open(_folder.File("logs.db"));
        _database = Database.Open(_folder.File("logs.db"));
    }

    public void Dispose()
    {
        _store.Dispose();
        _database.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public async Task Nothing_is_found_in_an_empty_log()
    {
        (await _store.FindNewestConversationIdAsync()).ShouldBeNull();
        (await _store.FindConversationIdOfNewestTurnAsync()).ShouldBeNull();
        (await _store.LoadConversationAsync("unknown")).ShouldBeNull();
    }

    [Fact]
    public async Task The_newest_conversation_can_be_of_either_generation()
    {
        _database.ExecuteScript("INSERT INTO conversations VALUES ('01b', 'n', 'm'); INSERT INTO threads (id) VALUES ('01a')");
        (await _store.FindNewestConversationIdAsync()).ShouldBe("01b");
        _database.Execute("INSERT INTO threads (id) VALUES ('01c')");
        (await _store.FindNewestConversationIdAsync()).ShouldBe("01c");

        _database.ExecuteScript("INSERT INTO turns (id, thread_id) VALUES ('02a', '01c'); INSERT INTO responses (id, conversation_id) VALUES ('02b', '01b')");
        (await _store.FindConversationIdOfNewestTurnAsync()).ShouldBe("01b");
    }

    [Fact]
    public async Task A_thread_goes_on_with_the_model_of_its_newest_turn()
    {
        var conversation = new ScriptedModel("a").StartConversation();
        var first = await conversation.PromptAsync("one");
        var second = await conversation.PromptAsync("two");
        await _store.LogAsync([first, second]);
        _database.Execute("UPDATE turns SET model = 'newer' WHERE id = ?1", second.Id);
        var loaded = (await _store.LoadConversationAsync(conversation.Id)).ShouldNotBeNull();
        (loaded.Id, loaded.Name, loaded.ModelId).ShouldBe((conversation.Id, "one", "newer"));
        loaded.Messages.Select(message => message.Text).ShouldBe(["one", "a", "two", "a"]);

        var next = new Conversation(new ScriptedModel("b"), loaded.Id, loaded.Messages);
        await _store.LogAsync(await next.PromptAsync("three"));
        (await _store.LoadConversationAsync(conversation.Id))!.Messages.Count.ShouldBe(6);
        _database.QueryInteger("SELECT count(*) FROM messages").ShouldBe(6);
    }

    [Fact]
    public async Task A_thread_without_turns_counts_as_not_found()
    {
        _database.Execute("INSERT INTO threads (id) VALUES ('01a')");
        (await _store.LoadConversationAsync("01a")).ShouldBeNull();
    }

    [Fact]
    public async Task A_missing_message_is_told()
    {
        var response = await new ScriptedModel("a").PromptAsync("one");
        await _store.LogAsync(response);
        _database.Execute("DELETE FROM messages WHERE role = 'user'");
        (await Should.ThrowAsync<LlmException>(() => _store.LoadConversationAsync(response.ConversationId!))).Message.ShouldContain("lacks the message b2:");
    }

    [Fact]
    public async Task Legacy_rows_become_messages()
    {
        _database.ExecuteScript("""
            INSERT INTO conversations VALUES ('c', 'name', 'legacy-model');
            INSERT INTO responses (id, prompt, system, response, conversation_id) VALUES
                ('r1', 'question', ' rules ', 'answer', 'c'), ('r2', '', NULL, 'done', 'c');
            INSERT INTO fragments (id, hash, content) VALUES (1, 'h1', 'fragment'), (2, 'h2', 'more rules');
            INSERT INTO prompt_fragments VALUES ('r1', 1, 0);
            INSERT INTO system_fragments VALUES ('r1', 2, 0);
            INSERT INTO tools (id, hash, name, plugin) VALUES (1, 't', 'f', 'p');
            INSERT INTO tool_responses VALUES (1, 'r1');
            INSERT INTO tool_calls (response_id, tool_id, name, arguments, tool_call_id) VALUES ('r1', 1, 'f', '{"x": 1.0}', 'tc');
            INSERT INTO tool_results (id, response_id, tool_id, name, output, tool_call_id, exception) VALUES (1, 'r2', 1, 'f', 'out', 'tc', 'E: e');
            INSERT INTO attachments (id, type, url) VALUES ('a', 'image/png', 'https://example.com/x.png');
            INSERT INTO prompt_attachments VALUES ('r1', 'a', 0);
            INSERT INTO tool_results_attachments VALUES (1, 'a', 0)
            """);
        var attachment = Attachment.FromUrl("https://example.com/x.png", "image/png");
        var loaded = (await _store.LoadConversationAsync("c")).ShouldNotBeNull();
        loaded.ModelId.ShouldBe("legacy-model");
        loaded.Tools.Single().Specification.ShouldBe("f");
        loaded.Messages.ShouldBe(
        [
            Message.System("more rules\n\nrules"),
            Message.User("fragment\nquestion", attachment),
            Message.Assistant("answer", new ToolCallPart { Name = "f", Arguments = new() { ["x"] = Json.JsonText.Parse("1.0") }, ToolCallId = "tc" }),
            Message.Tool(new ToolResultPart { Name = "f", Output = "out", ToolCallId = "tc", Exception = "E: e", Attachments = { attachment } }),
            Message.Assistant("done"),
        ]);

        // Continued, it becomes a thread of the same id that holds the old history.
        var next = new Conversation(new ScriptedModel("b"), "c", loaded.Messages);
        await _store.LogAsync(await next.PromptAsync("three"));
        var continued = (await _store.LoadConversationAsync("c")).ShouldNotBeNull();
        continued.Messages.ShouldBe([.. loaded.Messages, Message.User("three"), Message.Assistant("b")]);
        continued.ModelId.ShouldBe("legacy-model");
        (await _store.ListAsync(new LogQuery { ConversationId = "c" })).Count.ShouldBe(3);
    }

    [Fact]
    public async Task Counts_and_backups()
    {
        await _store.LogAsync(await new ScriptedModel("a").PromptAsync("one"));
        _database.ExecuteScript("INSERT INTO conversations VALUES ('c', 'n', 'm'); INSERT INTO responses (id) VALUES ('r1'), ('r2')");
        var counts = await _store.CountAsync();
        counts.ShouldBe(new LogCounts(1, 1, 1, 2));
        var copy = _folder.File("copy.db");
        await _store.BackUpAsync(copy);
        using (var copied = LogStore.OpenReadOnly(copy)) (await copied.CountAsync()).ShouldBe(counts);
        await Should.ThrowAsync<LlmException>(() => _store.BackUpAsync(copy));
    }

    [Fact]
    public async Task Fragments_are_found_by_alias_and_by_hash()
    {
        var fragment = new Fragment("some text", "/a.txt");
        var id = await _store.EnsureFragmentAsync(fragment);
        (await _store.EnsureFragmentAsync(fragment with { Source = "elsewhere" })).ShouldBe(id);
        await _store.SetFragmentAliasAsync("name", id);
        (await _store.FindFragmentAsync("name")).ShouldNotBeNull().ToFragment().ShouldBe(fragment);
        (await _store.FindFragmentAsync(fragment.Hash)).ShouldNotBeNull().Aliases.ShouldBe(["name"]);
        (await _store.FindFragmentAsync("unknown")).ShouldBeNull();

        var other = await _store.EnsureFragmentAsync(new Fragment("other"));
        await _store.SetFragmentAliasAsync("name", other);
        (await _store.FindFragmentAsync("name")).ShouldNotBeNull().Content.ShouldBe("other");
        (await _store.ListFragmentsAsync([])).Count.ShouldBe(2);
        (await _store.ListFragmentsAsync(["TEXT", "a.t"])).Single().Id.ShouldBe(id);
        (await _store.ListFragmentsAsync([], onlyAliased: true)).Single().Id.ShouldBe(other);
        (await _store.RemoveFragmentAliasAsync("name")).ShouldBeTrue();
        (await _store.RemoveFragmentAliasAsync("name")).ShouldBeFalse();
        (await _store.FindFragmentAsync("name")).ShouldBeNull();
    }

    [Fact]
    public async Task Schemas_have_the_ids_that_the_Python_tool_recorded()
    {
        foreach (var vector in Samples.Vectors("schema_id").AsArray())
        {
            var schema = vector!["schema"]!.AsObject();
            var id = await _store.EnsureSchemaAsync(schema);
            id.ShouldBe(vector["id"]!.GetValue<string>());
            (await _store.EnsureSchemaAsync(schema)).ShouldBe(id);
            _database.QueryText("SELECT content FROM schemas WHERE id = ?1", id).ShouldBe(vector["json"]!.GetValue<string>());
            Json.PythonJson.Compact(await _store.FindSchemaAsync(id)).ShouldBe(vector["json"]!.GetValue<string>());
        }

        (await _store.FindSchemaAsync("unknown")).ShouldBeNull();
    }

    [Fact]
    public async Task Schemas_are_listed_with_their_uses_in_both_generations()
    {
        _database.ExecuteScript("""
            INSERT INTO schemas VALUES ('a', '{"x": 1}'), ('b', '{"y": 1}'), ('unused', '{}');
            INSERT INTO turns (id, schema_id, datetime_utc) VALUES ('1', 'a', '2026-02'), ('2', 'b', '2026-01');
            INSERT INTO responses (id, schema_id, datetime_utc) VALUES ('1', 'a', '2026-02'), ('3', 'a', '2025-01')
            """);
        (await _store.ListSchemasAsync([])).ShouldBe(
            [new StoredSchema("b", """{"y": 1}""", "2026-01", 1), new StoredSchema("a", """{"x": 1}""", "2026-02", 2)]);
        (await _store.ListSchemasAsync(["x", "1"])).Single().Id.ShouldBe("a");
    }

    [Fact]
    public async Task A_cancelled_token_stops_an_operation()
    {
        var cancelled = new CancellationToken(canceled: true);
        await Should.ThrowAsync<OperationCanceledException>(() => _store.CountAsync(cancelled));
        await Should.ThrowAsync<OperationCanceledException>(() => _store.EnsureFragmentAsync(new Fragment("x"), cancelled));
        _database.QueryInteger("SELECT count(*) FROM fragments").ShouldBe(0);
    }
}
