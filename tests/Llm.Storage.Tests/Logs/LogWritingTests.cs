using System.Text.Json.Nodes;
using Llm.Json;
using Llm.Storage.Logs;

namespace Llm.Storage.Tests.Logs;

public sealed class LogWritingTests : LogStoreTest
{
    private static readonly byte[] Png = [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 0x78];

    [Fact]
    public async Task A_turn_is_stored_as_the_Python_tool_stores_it()
    {
        var model = new ScriptedModel(new ReasoningEvent("hm"), "Hi é")
        {
            Usage = new Usage { InputTokens = 5, OutputTokens = 7, Details = new JsonObject { ["reasoning"] = 2 } },
            Resolved = "scripted-2026",
        };
        var response = await model.PromptAsync("hello\n\n world", new PromptOptions
        {
            System = "Be brief.",
            Options = new Dictionary<string, JsonNode?> { ["temperature"] = 0.5 },
            Schema = new JsonObject { ["type"] = "object" },
        });
        await store.LogAsync(response);

        Rows("SELECT id, thread_id, model, resolved_model, options_json, schema_id, input_tokens, output_tokens, token_details, response_json FROM turns")
            .ShouldBe([$"{response.Id}|{response.ConversationId}|scripted|scripted-2026|{{\"temperature\": 0.5}}|{SchemaId.Compute(response.Prompt.Schema!)}|5|7|{{\"reasoning\": 2}}|"]);
        Rows("SELECT id, content FROM schemas").ShouldBe([$"{SchemaId.Compute(response.Prompt.Schema!)}|{{\"type\":\"object\"}}"]);
        Rows("SELECT role, type, position, text, payload FROM messages JOIN parts ON message_hash = hash ORDER BY parts.id").ShouldBe(
        [
            "system|text|0|Be brief.|", "user|text|0|hello\n\n world|", "assistant|reasoning|0|hm|", "assistant|text|1|Hi é|",
        ]);
        Rows("SELECT name FROM threads").ShouldBe(["hello world"]);
        Rows("SELECT threads.tip_message_hash = turns.tip_message_hash FROM threads JOIN turns").ShouldBe(["1"]);
        Rows("SELECT prompt, response FROM turn_search").ShouldBe(["hello\n\n world|Hi é"]);
        database.QueryText("SELECT datetime_utc FROM threads")!.ShouldMatch(@"^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d(\.\d{6})?\+00:00$");
        database.QueryText("SELECT datetime_utc FROM turns")!.ShouldMatch(@"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{6})?\+00:00$");
        (await store.VerifyAsync()).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_conversation_shares_its_beginning()
    {
        var conversation = new ScriptedModel("a").StartConversation();
        await store.LogAsync(await conversation.PromptAsync("one"));
        await store.LogAsync(await conversation.PromptAsync("two"));
        Rows("SELECT count(*) FROM messages").ShouldBe(["4"]);
        Rows("SELECT count(*) FROM turns").ShouldBe(["2"]);
        Rows("SELECT name FROM threads").ShouldBe(["one"]);
        Rows("SELECT count(*) FROM turns a JOIN turns b ON b.parent_message_hash = (SELECT hash FROM messages WHERE parent_hash = a.tip_message_hash)")
            .ShouldBe(["1"]);
    }

    [Fact]
    public async Task Logging_again_replaces_the_turn()
    {
        var response = await new ScriptedModel("words here").PromptAsync("one");
        await store.LogAsync(response);
        await store.LogAsync(response);
        Rows("SELECT (SELECT count(*) FROM turns), (SELECT count(*) FROM turn_search), (SELECT count(*) FROM messages), (SELECT count(*) FROM parts)")
            .ShouldBe(["1|1|2|2"]);
        database.QueryInteger("SELECT count(*) FROM turn_search_fts WHERE turn_search_fts MATCH 'words'").ShouldBe(1);
    }

    [Fact]
    public async Task Fragments_are_stored_once_and_referred_to()
    {
        var response = await new ScriptedModel("ok").PromptAsync("question", new PromptOptions
        {
            Fragments = [new Fragment("long text", "/a.txt"), new Fragment("long"), new Fragment("")],
            SystemFragments = [new Fragment("rules")],
            System = "more",
        });
        await store.LogAsync(response);

        Rows("SELECT id, content, source FROM fragments ORDER BY id").ShouldBe(["1|long text|/a.txt", "2|long|", "3||", "4|rules|"]);
        Rows("SELECT fragment_id, \"order\", kind FROM turn_fragments ORDER BY kind, \"order\"")
            .ShouldBe(["1|0|prompt", "2|1|prompt", "3|2|prompt", "4|0|system"]);
        Rows("SELECT text, payload FROM parts ORDER BY id").ShouldBe(
        [
            """|{"text_ref": [{"fragment": 4}, {"literal": "\n\nmore"}]}""",
            """|{"text_ref": [{"fragment": 1}, {"literal": "\n"}, {"fragment": 2}, {"literal": "\n\nquestion"}]}""",
            "ok|",
        ]);
        Rows("SELECT part_id, fragment_id, \"order\" FROM part_fragments ORDER BY 1, 3").ShouldBe(["1|4|0", "2|1|0", "2|2|1"]);
        Rows("SELECT prompt FROM turn_search").ShouldBe(["\n\n\nquestion"]);
        (await store.VerifyAsync()).ShouldBeEmpty();
        database.Execute("UPDATE fragments SET content = 'changed' WHERE id = 1");
        (await store.VerifyAsync()).Count.ShouldBe(1);
    }

    [Fact]
    public async Task Attachments_are_stored_by_their_bytes()
    {
        var response = await new ScriptedModel("ok")
            .PromptAsync("look", new PromptOptions { Attachments = [Attachment.FromBytes(Png, "image/png")] });
        await store.LogAsync(response);
        const string Id = "1cd153041b3d879295c47092b98f7458eb01d021db67f47e8d7f76d93d8b8ff5";
        Rows("SELECT payload FROM parts WHERE type = 'attachment'").ShouldBe([$$$"""{"attachment": {"id": "{{{Id}}}"}}"""]);
        Rows("SELECT id, type, path, url, length(content) FROM attachments").ShouldBe([$"{Id}|image/png|||9"]);
        Rows("SELECT attachment_id, \"order\" FROM part_attachments").ShouldBe([$"{Id}|0"]);
        var loaded = await store.LoadConversationAsync(response.ConversationId!);
        loaded.ShouldNotBeNull().Messages[0].ShouldBe(response.Prompt.Messages[0]);
        (await store.FindAttachmentAsync(Id)).ShouldNotBeNull().Content!.Value.ToArray().ShouldBe(Png);
    }

    [Fact]
    public async Task Bytes_that_are_attached_again_as_a_file_stay()
    {
        var file = folder.File("x.png");
        await File.WriteAllBytesAsync(file, Png);
        foreach (var (text, attachment) in ((string, Attachment)[])[("a", Attachment.FromBytes(Png)), ("b", Attachment.FromFile(file)), ("c", Attachment.FromBytes(Png))])
            await store.LogAsync(await new ScriptedModel("ok").PromptAsync(text, new PromptOptions { Attachments = [attachment] }));
        Rows("SELECT type, path, length(content) FROM attachments").ShouldBe([$"image/png|{file}|9"]);
        File.Delete(file);
        (await store.VerifyAsync()).ShouldBeEmpty();
    }

    [Fact]
    public async Task Tools_calls_and_results_are_stored()
    {
        var instance = new ToolInstance("Memory", "p", new JsonObject { ["ns"] = "z" });
        var tool = new Tool("Memory_get", "Gets.", new JsonObject { ["type"] = "object" }, "p") { Instance = instance };
        var plain = new Tool("plain", null, []);
        var model = new ScriptedModel(
            new ToolCallNameEvent("Memory_get") { ToolCallId = "c1" },
            new ToolCallArgumentsEvent("""{"b": 1, "a": "é"}""") { ToolCallId = "c1" });
        var first = await model.PromptAsync("remember", new PromptOptions { Tools = [tool, plain] });
        await store.LogAsync(first);
        var second = await first.ReplyAsync(null, new PromptOptions
        {
            ToolResults =
            [
                new ToolResult("Memory_get", "value", "c1")
                {
                    Instance = instance, Exception = "ValueError: x", Attachments = [Attachment.FromBytes(Png, "image/png")],
                },
            ],
        });
        await store.LogAsync(second);

        Rows("SELECT tool_name, payload FROM parts WHERE type = 'tool_call' ORDER BY id LIMIT 1").ShouldBe(
            ["""Memory_get|{"name": "Memory_get", "arguments": {"b": 1, "a": "\u00e9"}, "tool_call_id": "c1"}"""]);
        Rows("SELECT payload FROM parts WHERE type = 'tool_result'").ShouldBe(
            ["""{"name": "Memory_get", "output": "value", "tool_call_id": "c1", "exception": "ValueError: x", "attachments": [{"id": "1cd153041b3d879295c47092b98f7458eb01d021db67f47e8d7f76d93d8b8ff5"}]}"""]);
        Rows("SELECT name, plugin, arguments FROM tool_instances").ShouldBe(["""Memory|p|{"ns": "z"}"""]);
        Rows("SELECT tools.name, hash = ?1, instance_id FROM turn_tools JOIN tools ON tools.id = tool_id WHERE turn_id = ?2 ORDER BY tool_id", tool.Hash(), first.Id)
            .ShouldBe(["Memory_get|1|1", "plain|0|"]);
        Rows("SELECT turn_id, tool_call_id, instance_id FROM tool_instantiations").ShouldBe([$"{second.Id}|c1|1"]);

        var conversation = (await store.LoadConversationAsync(first.ConversationId!)).ShouldNotBeNull();
        conversation.Messages.ShouldBe([.. second.Prompt.Messages, .. second.Messages]);
        // A function given in code cannot be had again.
        conversation.Tools.ShouldBe(["Memory({\"ns\": \"z\"})"]);
        var entry = (await store.ListAsync(new LogQuery { Limit = 1 })).Single();
        var result = entry.ToolResults.Single();
        (result.Output, result.Exception, result.Instance!.Name, result.Attachments.Single().ContentLength)
            .ShouldBe(("value", "ValueError: x", "Memory", 9L));
        entry.Tools.Select(item => item.Instance?.Arguments).ShouldBe(["{\"ns\": \"z\"}", null]);
        (entry.ToolCalls.Single().ToolId, entry.ToolCalls.Single().Arguments!.ToJsonString()).ShouldBe((1L, """{"b":1,"a":"\u00E9"}"""));
    }

    [Fact]
    public async Task Payloads_are_condensed_and_come_back()
    {
        var text = string.Concat(Enumerable.Repeat("A long answer. ", 10));
        var payload = JsonText.Parse($$$"""{"object": "answer", "status": "completed", "id": 1, "x": 1.0, "choices": [{"text": "{{{text}}}"}], "$esc": {"$": "y"}}""");
        var model = new ScriptedModel(text) { Payload = payload };
        await store.LogAsync(await model.PromptAsync("q"));
        database.QueryText("SELECT response_json FROM turns").ShouldBe(
            """{"$": {"m": "m.envelope_0", "u": {"id": 1, "x": 1.0, "choices": [{"text": {"$": "0.0.text"}}], "$esc": {"$raw": {"$": "y"}}}}}""");

        using var reader = LogStore.OpenReadOnly(
            store.Path, new LogStoreOptions { JsonReplacements = id => id == "scripted" ? model.JsonReplacements : null });
        PythonJson.Canonical((await reader.ListAsync(new LogQuery())).Single().ResponseJson).ShouldBe(PythonJson.Canonical(payload));
        // Without the model its part of the table is gone.
        (await store.ListAsync(new LogQuery())).Single().ResponseJson.ShouldBeNull();
    }

    [Fact]
    public async Task An_answer_that_was_cut_short_is_kept_and_marked()
    {
        var response = new ScriptedModel("half") { Failure = new LlmException("gone") }.Ask("q");
        await Should.ThrowAsync<LlmException>(async () => await response);
        await store.LogAsync(response.Response!);
        Rows("SELECT text, payload FROM parts ORDER BY id DESC LIMIT 1")
            .ShouldBe(["""half|{"provider_metadata": {"llm": {"incomplete": "error: gone"}}}"""]);
        (await store.VerifyAsync()).ShouldBeEmpty();
    }

    [Fact]
    public async Task Nothing_is_stored_of_a_failure_before_the_first_word()
    {
        var response = new ScriptedModel { Failure = new LlmException("refused") }.Ask("q");
        await Should.ThrowAsync<LlmException>(async () => await response);
        await store.LogAsync(response.Response!);
        Rows("SELECT (SELECT count(*) FROM turns) + (SELECT count(*) FROM threads) + (SELECT count(*) FROM messages)").ShouldBe(["0"]);
    }

    [Fact]
    public async Task An_empty_answer_is_a_turn_that_adds_no_message()
    {
        await store.LogAsync(await new ScriptedModel().PromptAsync("q"));
        Rows("SELECT parent_message_hash = tip_message_hash FROM turns").ShouldBe(["1"]);
        var entry = (await store.ListAsync(new LogQuery())).Single();
        (entry.Prompt, entry.Response, entry.Reasoning).ShouldBe(("q", "", null));
    }

    [Fact]
    public async Task Several_responses_are_stored_together_or_not_at_all()
    {
        var conversation = new ScriptedModel("a").StartConversation();
        var done = await conversation.PromptAsync("one");
        var next = await conversation.PromptAsync("two");
        database.Execute(
            "CREATE TRIGGER refuse BEFORE INSERT ON turns WHEN (SELECT count(*) FROM turns) = 1 BEGIN SELECT RAISE(ABORT, 'no'); END");
        (await Should.ThrowAsync<LlmException>(() => store.LogAsync([done, next]))).Message.ShouldContain("no");
        Rows("SELECT (SELECT count(*) FROM turns) + (SELECT count(*) FROM threads) + (SELECT count(*) FROM messages)").ShouldBe(["0"]);
        database.Execute("DROP TRIGGER refuse");
        await store.LogAsync([done, next]);
        Rows("SELECT count(*) FROM turns").ShouldBe(["2"]);
    }

    [Fact]
    public async Task A_response_can_be_logged_before_it_is_over()
    {
        var response = new ScriptedModel("a").Ask("one");
        await response.LogAsync(store);
        Rows("SELECT count(*) FROM turns").ShouldBe(["0"]);
        await response;
        Rows("SELECT count(*) FROM turns").ShouldBe(["1"]);
    }

    [Fact]
    public void Many_writers_lose_nothing()
    {
        var errors = new List<Exception>();
        var writers = Enumerable.Range(0, 16).Select(i => new Thread(() =>
        {
            try
            {
                using var store = LogStore.Open(this.store.Path);
                for (var turn = 0; turn < 5; turn++)
                    store.LogAsync(new ScriptedModel("same answer").Ask($"prompt {i} {turn}").CompleteAsync().GetAwaiter().GetResult()).GetAwaiter().GetResult();
            }
            catch (Exception ex)
            {
                lock (errors) errors.Add(ex);
            }
        })).ToList();
        writers.ForEach(writer => writer.Start());
        writers.ForEach(writer => writer.Join());
        errors.ShouldBeEmpty();
        Rows("SELECT (SELECT count(*) FROM turns), (SELECT count(*) FROM messages), (SELECT count(*) FROM threads)")
            .ShouldBe(["80|160|80"]);
    }

    private List<string> Rows(string sql, params object?[] values) =>
        [.. database.Query(sql, values).Select(row => string.Join('|', Enumerable.Range(0, row.ColumnCount).Select(row.Text)))];
}
