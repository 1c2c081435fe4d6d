using System.Text.Json.Nodes;
using Llm.Storage.Logs;

namespace Llm.Storage.Tests.Logs;

public sealed class ConversationTests : LogStoreTest
{
    [Fact]
    public async Task Nothing_is_found_in_an_empty_log()
    {
        (await store.FindNewestConversationIdAsync()).ShouldBeNull();
        (await store.FindConversationIdOfNewestTurnAsync()).ShouldBeNull();
        (await store.LoadConversationAsync("unknown")).ShouldBeNull();
    }

    [Fact]
    public async Task The_newest_conversation_can_be_of_either_generation()
    {
        database.ExecuteScript("INSERT INTO conversations VALUES ('01b', 'n', 'm'); INSERT INTO threads (id) VALUES ('01a')");
        (await store.FindNewestConversationIdAsync()).ShouldBe("01b");
        database.Execute("INSERT INTO threads (id) VALUES ('01c')");
        (await store.FindNewestConversationIdAsync()).ShouldBe("01c");

        database.ExecuteScript(
            "INSERT INTO turns (id, thread_id) VALUES ('02a', '01c'); INSERT INTO responses (id, conversation_id) VALUES ('02b', '01b')");
        (await store.FindConversationIdOfNewestTurnAsync()).ShouldBe("01b");
    }

    [Fact]
    public async Task Both_generations_stand_in_one_list_and_can_be_renamed()
    {
        database.ExecuteScript(
            """
            INSERT INTO conversations VALUES ('c', 'Old walrus', 'm');
            INSERT INTO threads (id, name) VALUES ('t', 'New otter');
            INSERT INTO responses (id, model, conversation_id, datetime_utc)
            VALUES ('01a', 'm', 'c', '2025-01-02T03:04:05+00:00'), ('01b', 'n', 'c', NULL), ('03', 'o', 't', NULL);
            INSERT INTO turns (id, model, thread_id, datetime_utc)
            VALUES ('02', 'o', 't', '2026-01-02T03:04:05+00:00'), ('03', 'o', 't', '2026-01-02T03:05:05+00:00');
            """);
        var newest = new DateTimeOffset(2026, 1, 2, 3, 5, 5, TimeSpan.Zero);
        (await store.ListConversationsAsync([])).ShouldBe(
            [
                new ConversationSummary { Id = "t", Name = "New otter", Model = "o", Turns = 2, NewestAt = newest },
                new ConversationSummary { Id = "c", Name = "Old walrus", Model = "n", Turns = 2, NewestAt = null },
            ]);
        (await store.ListConversationsAsync([], limit: 1)).ShouldHaveSingleItem().Id.ShouldBe("t");
        (await store.ListConversationsAsync(["WAL", "old"])).ShouldHaveSingleItem().Id.ShouldBe("c");
        (await store.RenameConversationAsync("c", "Walrus")).ShouldBeTrue();
        (await store.RenameConversationAsync("x", "Walrus")).ShouldBeFalse();
        (await store.ListConversationsAsync(["walrus"])).ShouldHaveSingleItem().Name.ShouldBe("Walrus");
    }

    [Fact]
    public async Task Conversations_of_both_generations_are_listed_once_newest_first()
    {
        database.ExecuteScript("""
            INSERT INTO conversations VALUES ('01a', 'old', 'm'), ('01b', 'both', 'm');
            INSERT INTO threads (id, name) VALUES ('01b', 'both'), ('01c', NULL), ('02a', 'new');
            """);
        (await store.FindConversationsAsync("", 3)).Select(found => $"{found.Id} {found.Name}").ShouldBe(["02a new", "01c ", "01b both"]);
        (await store.FindConversationsAsync("01", 9)).Select(found => found.Id).ShouldBe(["01c", "01b", "01a"]);
        (await store.FindConversationsAsync("%", 9)).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_fork_is_a_thread_that_names_where_it_comes_from()
    {
        var model = new ScriptedModel("yes");
        var conversation = model.StartConversation();
        var first = await conversation.PromptAsync("one");
        await store.LogAsync(first);
        var second = await conversation.PromptAsync("two");
        await store.LogAsync(second);

        var turn = (await store.LoadTurnAsync(first.Id))!;
        (turn.Id, turn.ConversationId, turn.ModelId).ShouldBe((first.Id, conversation.Id, "scripted"));
        var fork = await turn.Fork(model).PromptAsync("other two");
        await store.LogAsync(fork);
        fork.Prompt.Messages.Select(message => message.Text).ShouldBe(["one", "yes", "other two"]);
        var again = await (await store.LoadTurnAsync(second.Id))!.Retry(model).PromptAsync();
        await store.LogAsync(again);
        again.Prompt.Messages.Select(message => message.Text).ShouldBe(["one", "yes", "two"]);

        database.Query("SELECT id, forked_from, name FROM threads ORDER BY id")
            .Select(row => (row.Text(0), row.Text(1), row.Text(2))).ShouldBe(
            [(conversation.Id, null, "one"), (fork.ConversationId, conversation.Id, "other two"), (again.ConversationId, conversation.Id, "two")]);
        // The messages of the part that they share are stored once, and those of the original are untouched.
        database.QueryInteger("SELECT count(*) FROM messages").ShouldBe(6);
        (await store.LoadConversationAsync(conversation.Id))!.Messages.Select(message => message.Text)
            .ShouldBe(["one", "yes", "two", "yes"]);
        (await store.LoadConversationAsync(fork.ConversationId!))!.Messages.Select(message => message.Text)
            .ShouldBe(["one", "yes", "other two", "yes"]);
        (await store.VerifyAsync()).ShouldBeEmpty();
    }

    [Fact]
    public async Task Whatever_goes_on_can_have_defaults()
    {
        var model = new ScriptedModel("yes");
        var response = await model.PromptAsync("one");
        await store.LogAsync(response);
        var (conversation, turn) =
            ((await store.LoadConversationAsync(response.ConversationId!))!, (await store.LoadTurnAsync(response.Id))!);
        var defaults = new PromptOptions { Options = new Dictionary<string, JsonNode?> { ["temperature"] = 0.5 } };
        Conversation[] continued = [conversation.Continue(model, defaults), turn.Fork(model, defaults), turn.Retry(model, defaults)];
        foreach (var next in continued)
            (await next.PromptAsync("two")).Prompt.Options["temperature"]!.GetValue<double>().ShouldBe(0.5);
    }

    [Fact]
    public async Task A_turn_of_a_version_before_0_32_can_be_forked_too()
    {
        database.ExecuteScript(
            """
            INSERT INTO conversations VALUES ('c', 'Old', 'm');
            INSERT INTO responses (id, model, prompt, response, conversation_id)
            VALUES ('01a', 'm', 'one', 'yes', 'c'), ('01b', 'm', 'two', 'no', 'c');
            """);
        var turn = (await store.LoadTurnAsync("01a"))!;
        var model = new ScriptedModel("maybe");
        var fork = await turn.Fork(model).PromptAsync("other two");
        await store.LogAsync(fork);
        fork.Prompt.Messages.Select(message => message.Text).ShouldBe(["one", "yes", "other two"]);
        database.QueryText("SELECT forked_from FROM threads").ShouldBeNull();
        (await store.LoadTurnAsync("02")).ShouldBeNull();
        (await store.LoadTurnAsync("")).ShouldBeNull();
        (await Should.ThrowAsync<LlmException>(() => store.LoadTurnAsync("01"))).Message.ShouldBe(
            "Several turns have ids that begin with 01, such as 01a and 01b. Give more of the id.");
    }

    [Fact]
    public async Task An_id_that_others_begin_with_is_found_by_itself()
    {
        database.ExecuteScript(
            "INSERT INTO responses (id, model) VALUES ('01', 'm'), ('01a', 'm'); INSERT INTO turns (id, model) VALUES ('01a', 'n');");
        (await store.LoadTurnAsync("01"))!.ModelId.ShouldBe("m");
        (await store.LoadTurnAsync("01a"))!.Id.ShouldBe("01a");
    }

    [Fact]
    public async Task A_thread_goes_on_with_the_model_of_its_newest_turn()
    {
        var conversation = new ScriptedModel("a").StartConversation();
        var first = await conversation.PromptAsync("one");
        var second = await conversation.PromptAsync("two");
        await store.LogAsync([first, second]);
        database.Execute("UPDATE turns SET model = 'newer' WHERE id = ?1", second.Id);
        var loaded = (await store.LoadConversationAsync(conversation.Id)).ShouldNotBeNull();
        (loaded.Id, loaded.Name, loaded.ModelId).ShouldBe((conversation.Id, "one", "newer"));
        loaded.Messages.Select(message => message.Text).ShouldBe(["one", "a", "two", "a"]);

        var next = new Conversation(new ScriptedModel("b"), loaded.Id, loaded.Messages);
        await store.LogAsync(await next.PromptAsync("three"));
        (await store.LoadConversationAsync(conversation.Id))!.Messages.Count.ShouldBe(6);
        database.QueryInteger("SELECT count(*) FROM messages").ShouldBe(6);
    }

    [Fact]
    public async Task A_thread_without_turns_counts_as_not_found()
    {
        database.Execute("INSERT INTO threads (id) VALUES ('01a')");
        (await store.LoadConversationAsync("01a")).ShouldBeNull();
    }

    [Fact]
    public async Task A_missing_message_is_told()
    {
        var response = await new ScriptedModel("a").PromptAsync("one");
        await store.LogAsync(response);
        database.Execute("DELETE FROM messages WHERE role = 'user'");
        (await Should.ThrowAsync<LlmException>(
            () => store.LoadConversationAsync(response.ConversationId!))).Message.ShouldContain("lacks the message b2:");
    }

    [Fact]
    public async Task Legacy_rows_become_messages()
    {
        database.ExecuteScript("""
            INSERT INTO conversations VALUES ('c', 'name', 'legacy-model');
            INSERT INTO responses (id, prompt, system, response, conversation_id) VALUES
                ('r1', 'question', ' rules ', 'answer', 'c'), ('r2', '', NULL, 'done', 'c');
            INSERT INTO fragments (id, hash, content) VALUES (1, 'h1', 'fragment'), (2, 'h2', 'more rules');
            INSERT INTO prompt_fragments VALUES ('r1', 1, 0);
            INSERT INTO system_fragments VALUES ('r1', 2, 0);
            INSERT INTO tools (id, hash, name, plugin) VALUES (1, 't', 'f', 'p');
            INSERT INTO tool_responses VALUES (1, 'r1');
            INSERT INTO tool_calls (response_id, tool_id, name, arguments, tool_call_id) VALUES ('r1', 1, 'f', '{"x": 1.0}', 'tc');
            INSERT INTO tool_results (id, response_id, tool_id, name, output, tool_call_id, exception)
            VALUES (1, 'r2', 1, 'f', 'out', 'tc', 'E: e');
            INSERT INTO attachments (id, type, url) VALUES ('a', 'image/png', 'https://example.com/x.png');
            INSERT INTO prompt_attachments VALUES ('r1', 'a', 0);
            INSERT INTO tool_results_attachments VALUES (1, 'a', 0)
            """);
        var attachment = Attachment.FromUrl("https://example.com/x.png", "image/png");
        var loaded = (await store.LoadConversationAsync("c")).ShouldNotBeNull();
        loaded.ModelId.ShouldBe("legacy-model");
        loaded.Tools.ShouldBe(["f"]);
        loaded.Messages.ShouldBe(
        [
            Message.System("more rules\n\nrules"),
            Message.User("fragment\nquestion", attachment),
            Message.Assistant(
                "answer", new ToolCallPart { Name = "f", Arguments = new() { ["x"] = Json.JsonText.Parse("1.0") }, ToolCallId = "tc" }),
            Message.Tool(
                new ToolResultPart { Name = "f", Output = "out", ToolCallId = "tc", Exception = "E: e", Attachments = [attachment] }),
            Message.Assistant("done"),
        ]);

        // Continued, it becomes a thread of the same id that holds the old history.
        var next = new Conversation(new ScriptedModel("b"), "c", loaded.Messages);
        await store.LogAsync(await next.PromptAsync("three"));
        var continued = (await store.LoadConversationAsync("c")).ShouldNotBeNull();
        continued.Messages.ShouldBe([.. loaded.Messages, Message.User("three"), Message.Assistant("b")]);
        continued.ModelId.ShouldBe("legacy-model");
        (await store.ListAsync(new LogQuery { ConversationId = "c" })).Count.ShouldBe(3);
    }

    [Fact]
    public async Task A_legacy_attachment_whose_file_is_gone_is_left_out_with_a_warning()
    {
        var kept = folder.File("kept.png");
        await File.WriteAllBytesAsync(kept, [1], TestContext.Current.CancellationToken);
        database.ExecuteScript("""
            INSERT INTO conversations VALUES ('c', 'name', 'm');
            INSERT INTO responses (id, model, prompt, response, conversation_id) VALUES ('r1', 'm', 'look', 'yes', 'c');
            INSERT INTO prompt_attachments VALUES ('r1', 'a', 0), ('r1', 'b', 1), ('r1', 'd', 2);
            """);
        database.Execute(
            """
            INSERT INTO attachments (id, type, path, url) VALUES ('a', 'image/png', 'gone/pixel.png', NULL),
                ('b', 'image/png', ?1, NULL), ('d', 'image/png', 'gone/other.png', 'https://example.com/x.png')
            """,
            kept);
        var warnings = new List<string>();
        using var log = LogStore.Open(store.Path, new LogStoreOptions { Warn = warnings.Add });

        var loaded = (await log.LoadConversationAsync("c")).ShouldNotBeNull();
        loaded.Messages[0].Parts.OfType<AttachmentPart>().Select(part => part.Attachment!.Path ?? part.Attachment.Url)
            .ShouldBe([kept, "https://example.com/x.png"]);
        warnings.ShouldBe(["The attachment gone/pixel.png of an earlier turn cannot be read, so the conversation continues without it."]);
        (await log.LoadTurnAsync("r1"))!.Prompt.Messages[0].Parts.OfType<AttachmentPart>().Count().ShouldBe(2);

        await log.LogAsync(await new Conversation(new ScriptedModel("b"), "c", loaded.Messages).PromptAsync("and now?"));
        (await log.LoadConversationAsync("c"))!.Messages.Count.ShouldBe(4);
    }

    [Fact]
    public async Task A_legacy_conversation_keeps_its_name_in_the_list_when_it_goes_on()
    {
        database.ExecuteScript("""
            INSERT INTO conversations VALUES ('c', 'first', 'm');
            INSERT INTO responses (id, model, prompt, response, conversation_id) VALUES ('01a', 'm', 'first', 'yes', 'c');
            """);
        await store.RenameConversationAsync("c", "Walrus");
        var loaded = (await store.LoadConversationAsync("c")).ShouldNotBeNull();
        await store.LogAsync(await new Conversation(new ScriptedModel("b"), "c", loaded.Messages).PromptAsync("zebra"));
        database.QueryText("SELECT name FROM threads").ShouldBe("zebra");

        (await store.ListConversationsAsync([])).ShouldHaveSingleItem().Name.ShouldBe("Walrus");
        (await store.ListConversationsAsync(["walrus"])).Count.ShouldBe(1);
        (await store.ListConversationsAsync(["zebra"])).ShouldBeEmpty();
        (await store.FindConversationsAsync("c", 9)).ShouldHaveSingleItem().Name.ShouldBe("Walrus");
    }

    [Fact]
    public async Task Counts_and_backups()
    {
        await store.LogAsync(await new ScriptedModel("a").PromptAsync("one"));
        database.ExecuteScript("INSERT INTO conversations VALUES ('c', 'n', 'm'); INSERT INTO responses (id) VALUES ('r1'), ('r2')");
        var counts = await store.CountAsync();
        counts.ShouldBe(new LogCounts { Threads = 1, Turns = 1, LegacyConversations = 1, LegacyResponses = 2 });
        var copy = folder.File("copy.db");
        await store.BackUpAsync(copy);
        using (var copied = LogStore.OpenReadOnly(copy)) (await copied.CountAsync()).ShouldBe(counts);
    }

    [Fact]
    public async Task A_backup_that_cannot_be_written_names_its_target()
    {
        await store.LogAsync(await new ScriptedModel("a").PromptAsync("one"));
        var existing = folder.File("t.txt");
        await File.WriteAllTextAsync(existing, "hello\n", TestContext.Current.CancellationToken);
        async Task<string> Refused(string target) => (await Should.ThrowAsync<LlmException>(() => store.BackUpAsync(target))).Message;
        (await Refused(existing)).ShouldBe($"{existing} already exists. Choose another file for the backup, or move that file away.");
        (await Refused(folder.Path)).ShouldBe($"{folder.Path} is a folder. Choose a file for the backup.");
        var nowhere = Path.Combine(folder.Path, "nodir", "x.db");
        (await Refused(nowhere)).ShouldBe(
            $"Cannot open the database {nowhere}: the folder {Path.GetDirectoryName(nowhere)} does not exist. Create it, then try again.");
        (await File.ReadAllTextAsync(existing, TestContext.Current.CancellationToken)).ShouldBe("hello\n");
    }

    [Fact]
    public async Task Numbers_that_are_none_come_back_with_the_call_that_has_them()
    {
        var call = new ToolCallPart { Name = "f", Arguments = Json.JsonText.Parse("""{"n": 1e400}""")!.AsObject(), ToolCallId = "tc" };
        var conversation = new Conversation(new ScriptedModel("a"), "01a", [Message.User("one"), Message.Assistant(call)]);
        await store.LogAsync(await conversation.PromptAsync("two"));
        var loaded = (await store.LoadConversationAsync("01a"))!.Messages[1].Parts.OfType<ToolCallPart>().Single();
        (loaded.Name, Json.PythonJson.Spaced(loaded.Arguments)).ShouldBe(("f", """{"n": Infinity}"""));
        (await store.VerifyAsync()).ShouldBeEmpty();

        // As the Python tool writes it.
        database.Execute("UPDATE parts SET payload = replace(payload, 'Infinity', 'NaN')");
        loaded = (await store.LoadConversationAsync("01a"))!.Messages[1].Parts.OfType<ToolCallPart>().Single();
        (loaded.Name, Json.PythonJson.Spaced(loaded.Arguments)).ShouldBe(("f", """{"n": null}"""));
    }

    [Fact]
    public async Task Fragments_are_found_by_alias_and_by_hash()
    {
        var fragment = new Fragment("some text", "/a.txt");
        var id = await store.EnsureFragmentAsync(fragment);
        (await store.EnsureFragmentAsync(fragment with { Source = "elsewhere" })).ShouldBe(id);
        await store.SetFragmentAliasAsync("name", id);
        (await store.FindFragmentAsync("name")).ShouldNotBeNull().ToFragment().ShouldBe(fragment);
        (await store.FindFragmentAsync(fragment.Hash)).ShouldNotBeNull().Aliases.ShouldBe(["name"]);
        (await store.FindFragmentAsync("unknown")).ShouldBeNull();
        // What the library asks, which knows no rows.
        IContentStore content = store;
        (await content.FindFragmentAsync("name", CancellationToken.None)).ShouldBe(fragment);
        (await content.FindFragmentAsync("unknown", CancellationToken.None)).ShouldBeNull();
        var schema = new JsonObject { ["type"] = "object" };
        (await content.FindSchemaAsync(await store.EnsureSchemaAsync(schema), CancellationToken.None)).ShouldNotBeNull().ToJsonString()
            .ShouldBe(schema.ToJsonString());

        var other = await store.EnsureFragmentAsync(new Fragment("other"));
        await store.SetFragmentAliasAsync("name", other);
        (await store.FindFragmentAsync("name")).ShouldNotBeNull().Content.ShouldBe("other");
        (await store.ListFragmentsAsync([])).Count.ShouldBe(2);
        (await store.ListFragmentsAsync(["TEXT", "a.t"])).Single().Id.ShouldBe(id);
        (await store.ListFragmentsAsync([], onlyAliased: true)).Single().Id.ShouldBe(other);
        (await store.ListFragmentsAsync(["nam"])).ShouldBeEmpty();
        await store.SetFragmentAliasAsync("second", other);
        (await store.ListFragmentAliasesAsync()).ShouldBe(["name", "second"]);
        (await store.ListFragmentsAsync(["other"])).Single().Aliases.ShouldBe(["name", "second"]);
        (await store.ListFragmentsAsync(["second"])).Single().Aliases.ShouldBe(["second"]);
        (await store.ListFragmentsAsync([new Fragment("other").Hash[..^1]])).ShouldBeEmpty();
        (await store.RemoveFragmentAliasAsync("name")).ShouldBeTrue();
        (await store.RemoveFragmentAliasAsync("name")).ShouldBeFalse();
        (await store.FindFragmentAsync("name")).ShouldBeNull();
    }

    [Fact]
    public async Task Schemas_have_the_ids_that_the_Python_tool_recorded()
    {
        foreach (var vector in Samples.Vectors("schema_id").AsArray())
        {
            var schema = vector!["schema"]!.AsObject();
            var id = await store.EnsureSchemaAsync(schema);
            id.ShouldBe(vector["id"]!.GetValue<string>());
            (await store.EnsureSchemaAsync(schema)).ShouldBe(id);
            database.QueryText("SELECT content FROM schemas WHERE id = ?1", id).ShouldBe(vector["json"]!.GetValue<string>());
            Json.PythonJson.Compact(await store.FindSchemaAsync(id)).ShouldBe(vector["json"]!.GetValue<string>());
        }

        (await store.FindSchemaAsync("unknown")).ShouldBeNull();
    }

    [Fact]
    public async Task Schemas_are_listed_with_their_uses_in_both_generations()
    {
        database.ExecuteScript("""
            INSERT INTO schemas VALUES ('a', '{"x": 1}'), ('b', '{"y": 1}'), ('unused', '{}');
            INSERT INTO turns (id, schema_id, datetime_utc) VALUES ('1', 'a', '2026-02'), ('2', 'b', '2026-01');
            INSERT INTO responses (id, schema_id, datetime_utc) VALUES ('1', 'a', '2026-02'), ('3', 'a', '2025-01')
            """);
        (await store.ListSchemasAsync([])).ShouldBe(
            [
                new LoggedSchema { Id = "b", Content = """{"y": 1}""", RecentlyUsed = "2026-01", TimesUsed = 1 },
                new LoggedSchema { Id = "a", Content = """{"x": 1}""", RecentlyUsed = "2026-02", TimesUsed = 2 },
            ]);
        (await store.ListSchemasAsync(["x", "1"])).Single().Id.ShouldBe("a");
    }

    [Fact]
    public async Task A_cancelled_token_stops_an_operation()
    {
        var cancelled = new CancellationToken(canceled: true);
        await Should.ThrowAsync<OperationCanceledException>(() => store.CountAsync(cancelled));
        await Should.ThrowAsync<OperationCanceledException>(() => store.EnsureFragmentAsync(new Fragment("x"), cancelled));
        database.QueryInteger("SELECT count(*) FROM fragments").ShouldBe(0);
    }
}
