using Llm.Storage.Logs;

namespace Llm.Storage.Tests.Logs;

public sealed class LogListingTests : LogStoreTest
{
    [Fact]
    public async Task A_turn_is_listed_with_everything()
    {
        var model = new ScriptedModel(new ReasoningEvent("hm"), "answer")
        {
            Usage = new Usage { InputTokens = 1, OutputTokens = 2 },
            Resolved = "exact",
        };
        var conversation = model.StartConversation();
        await store.LogAsync(await conversation.PromptAsync("first", new PromptOptions { System = "rules" }));
        await store.EnsureFragmentAsync(new Fragment("frag"));
        await store.SetFragmentAliasAsync("f", (await store.FindFragmentAsync(new Fragment("frag").Hash))!.Id);
        var response = await conversation.PromptAsync("second", new PromptOptions
        {
            Fragments = [new Fragment("frag")],
            Attachments = [Attachment.FromUrl("https://example.com/x.png", "image/png")],
        });
        await store.LogAsync(response);

        var entry = (await store.ListAsync(new LogQuery { Limit = 1 })).Single();
        entry.Id.ShouldBe(response.Id);
        (entry.Prompt, entry.System, entry.Response, entry.Reasoning).ShouldBe(("frag\nsecond", "rules", "answer", "hm"));
        (entry.Model, entry.ResolvedModel, entry.ConversationModel, entry.OptionsJson).ShouldBe(("scripted", "exact", "scripted", "{}"));
        (entry.ConversationId, entry.ConversationName).ShouldBe((conversation.Id, "first"));
        (entry.InputTokens, entry.OutputTokens, entry.TokenDetails, entry.PromptJson, entry.ResponseJson)
            .ShouldBe((1L, 2L, null, null, null));
        entry.PromptFragments.Single().Aliases.ShouldBe(["f"]);
        entry.Attachments.Single().ShouldBe(new LoggedAttachment
        {
            Id = "1947644d0608879fef49f4c5081e0bc62afc5e55c21e2d5bc76219dd2fd81b06",
            Type = "image/png",
            Path = null,
            Url = "https://example.com/x.png",
            ContentLength = null,
        });
    }

    [Fact]
    public async Task Both_generations_are_merged_by_id_and_cut_to_the_limit()
    {
        AddLegacy("01a", "old one", "old answer");
        AddLegacy("01c", "old two", "old answer");
        AddTurns("01b", "01d");
        (await Ids(new LogQuery())).ShouldBe(["01d", "01c", "01b", "01a"]);
        (await Ids(new LogQuery { Limit = 3 })).ShouldBe(["01d", "01c", "01b"]);
        (await Ids(new LogQuery { IdGreaterThan = "01b" })).ShouldBe(["01d", "01c"]);
        (await Ids(new LogQuery { IdAtLeast = "01b" })).ShouldBe(["01d", "01c", "01b"]);
        (await Ids(new LogQuery { Ids = ["01a", "01b", "zz"] })).ShouldBe(["01b", "01a"]);
        (await Ids(new LogQuery { Ids = [] })).ShouldBeEmpty();
        (await Ids(new LogQuery { ConversationId = "c" })).ShouldBe(["01c", "01a"]);
        (await Ids(new LogQuery { ConversationId = "t-01b" })).ShouldBe(["01b"]);
    }

    [Fact]
    public async Task A_response_that_is_a_turn_too_is_told_by_the_turn()
    {
        AddLegacy("01a", "old", "old");
        AddTurns("01a");
        var entry = (await store.ListAsync(new LogQuery())).ShouldHaveSingleItem();
        entry.IsLegacy.ShouldBeFalse();
    }

    [Fact]
    public async Task Models_are_found_by_either_name_and_schemas_by_id()
    {
        AddLegacy("01a", "x", "y");
        AddTurns("01b", "01c");
        database.ExecuteScript(
            "UPDATE turns SET model = 'alias', resolved_model = 'exact' WHERE id = '01b'; UPDATE responses SET resolved_model = 'exact'");
        database.ExecuteScript("UPDATE turns SET schema_id = 's' WHERE id = '01c'; UPDATE responses SET schema_id = 's'; INSERT INTO schemas VALUES ('s', '{\"a\": 1}')");
        (await Ids(new LogQuery { Model = "exact" })).ShouldBe(["01b", "01a"]);
        (await Ids(new LogQuery { Model = "alias" })).ShouldBe(["01b"]);
        (await Ids(new LogQuery { SchemaId = "s" })).ShouldBe(["01c", "01a"]);
        (await Ids(new LogQuery { SchemaId = "s", Model = "exact" })).ShouldBe(["01a"]);
        (await store.ListAsync(new LogQuery { SchemaId = "s" })).ShouldAllBe(entry => entry.SchemaJson == "{\"a\": 1}");
    }

    [Fact]
    public async Task All_fragments_that_are_asked_for_must_have_been_given()
    {
        AddLegacy("01a", "x", "y");
        AddTurns("01b", "01c");
        database.ExecuteScript("""
            INSERT INTO fragments (id, hash, content) VALUES (1, 'h1', 'one'), (2, 'h2', 'two');
            INSERT INTO turn_fragments VALUES ('01b', 1, 0, 'prompt'), ('01b', 2, 0, 'system'), ('01c', 1, 0, 'prompt');
            INSERT INTO prompt_fragments VALUES ('01a', 1, 0); INSERT INTO system_fragments VALUES ('01a', 2, 0)
            """);
        (await Ids(new LogQuery { FragmentHashes = ["h1"] })).ShouldBe(["01c", "01b", "01a"]);
        (await Ids(new LogQuery { FragmentHashes = ["h1", "h2"] })).ShouldBe(["01b", "01a"]);
        (await Ids(new LogQuery { FragmentHashes = ["unknown"] })).ShouldBeEmpty();
        var entry = (await store.ListAsync(new LogQuery { Ids = ["01a"] })).Single();
        (entry.PromptFragments.Single().Content, entry.SystemFragments.Single().Content).ShouldBe(("one", "two"));
    }

    [Fact]
    public async Task Tools_are_found_by_the_results_that_were_sent()
    {
        AddLegacy("01a", "x", "y");
        AddTurns("01b", "01c", "01d");
        database.ExecuteScript("""
            INSERT INTO messages VALUES ('r1', NULL, 'tool', NULL), ('u1', 'r1', 'user', NULL), ('r2', NULL, 'tool', NULL);
            INSERT INTO parts (message_hash, position, type, tool_name, payload) VALUES
                ('r1', 0, 'tool_result', 'f', '{"name": "f", "output": "o", "tool_call_id": "x"}'),
                ('r2', 0, 'tool_result', 'f', '{"name": "f", "output": "o"}'), ('r2', 1, 'tool_result', 'g', '{"name": "g", "output": "o"}');
            UPDATE turns SET parent_message_hash = 'u1' WHERE id = '01b';
            UPDATE turns SET parent_message_hash = 'r2' WHERE id = '01c';
            INSERT INTO tools (id, hash, name) VALUES (1, 'th', 'f');
            INSERT INTO tool_results (response_id, tool_id, name, output) VALUES ('01a', 1, 'f', 'old')
            """);
        (await Ids(new LogQuery { AnyTool = true })).ShouldBe(["01c", "01b", "01a"]);
        (await Ids(new LogQuery { ToolNames = ["f"] })).ShouldBe(["01c", "01b", "01a"]);
        (await Ids(new LogQuery { ToolNames = ["f", "g"] })).ShouldBe(["01c"]);
        (await Ids(new LogQuery { ToolNames = ["h"] })).ShouldBeEmpty();
        (await store.ListAsync(new LogQuery { Ids = ["01a", "01b", "01c"] })).Select(entry => entry.ToolResults.Count).ShouldBe([2, 1, 1]);
    }

    [Fact]
    public async Task Searches_rank_what_was_typed_above_what_was_answered()
    {
        AddLegacy("01a", "nothing", "about pelicans and other birds of the sea");
        AddLegacy("01b", "pelicans", "nothing");
        await store.LogAsync(await new ScriptedModel("pelicans in the answer").PromptAsync("birds"));
        (await Ids(new LogQuery { Text = "pelicans" })).Count.ShouldBe(3);
        (await Ids(new LogQuery { Text = "pelicans" }))[0].ShouldBe("01b");
        (await Ids(new LogQuery { Text = "pelicans", Limit = 1 })).ShouldBe(["01b"]);
        (await Ids(new LogQuery { Text = "pelicans", Latest = true }))[1..].ShouldBe(["01b", "01a"]);
        (await Ids(new LogQuery { Text = "pelicans", ConversationId = "c" })).ShouldBe(["01b", "01a"]);
        (await Ids(new LogQuery { Text = "prompt:pelicans" })).ShouldBe(["01b"]);
    }

    [Fact]
    public async Task A_broken_search_is_explained()
    {
        var error = await Should.ThrowAsync<LlmException>(() => store.ListAsync(new LogQuery { Text = "\"open" }));
        error.Message.ShouldBe(
            "Invalid search query: unterminated string - see the FTS5 query syntax documentation at "
            + "https://sqlite.org/fts5.html#full_text_query_syntax");
        (await Should.ThrowAsync<LlmException>(() => store.ListAsync(new LogQuery { Text = "nocolumn:x" }))).Message.ShouldStartWith(
            "Invalid search query: no such column");
    }

    [Theory]
    [InlineData("don't", "\"don't\"", "'\"don'\\''t\"'")]
    [InlineData("C++ now", "\"C++\" \"now\"", "'\"C++\" \"now\"'")]
    [InlineData("foo-bar", "\"foo-bar\"", "'\"foo-bar\"'")]
    [InlineData("8d969eef-6eca", "\"8d969eef-6eca\"", "'\"8d969eef-6eca\"'")]
    [InlineData("x.y", "\"x.y\"", "'\"x.y\"'")]
    [InlineData("a AND", "\"a\" \"AND\"", "'\"a\" \"AND\"'")]
    public async Task A_search_that_is_refused_is_shown_with_quotes_that_work(string text, string quoted, string shown)
    {
        (await Should.ThrowAsync<LlmException>(() => store.ListAsync(new LogQuery { Text = text }))).Message
            .ShouldEndWith($"\nTo search for the words as they are, quote them: -q {shown}");
        (await store.ListAsync(new LogQuery { Text = quoted })).ShouldBeEmpty();
    }

    [Fact]
    public async Task Damaged_rows_are_listed_as_far_as_they_go()
    {
        AddTurns("01a");
        database.ExecuteScript("""
            INSERT INTO messages VALUES ('loop', 'loop', 'user', NULL), ('odd', NULL, 'user', 'not json');
            INSERT INTO parts (message_hash, position, type, text, payload)
            VALUES ('odd', 0, 'tool_result', NULL, 'not json'), ('odd', 1, 'text', 'kept', NULL);
            INSERT INTO turns (id, parent_message_hash, tip_message_hash, response_json)
            VALUES ('01b', 'loop', 'gone', '{"$": "gone"}'), ('01c', 'odd', 'odd', '{');
            """);
        var entries = await store.ListAsync(new LogQuery());
        entries.Select(entry => entry.Id).ShouldBe(["01c", "01b", "01a"]);
        (entries[0].Prompt, entries[0].ResponseJson, entries[1].ResponseJson).ShouldBe(("kept", null, null));
        (await store.VerifyAsync()).ShouldBe(["loop", "odd"]);
    }

    [Fact]
    public async Task A_stream_gives_what_a_list_gives_in_either_order()
    {
        // More than one portion.
        var turns = Enumerable.Range(0, 1200).Select(i => $"01{i:D4}").ToArray();
        database.Write(() => AddTurns(turns));
        AddLegacy("010600x", "walrus", "b");
        foreach (var query in (LogQuery[])[new(), new() { Limit = 700 }, new() { Text = "walrus", OldestFirst = true }])
        {
            var listed = await Ids(query);
            (await store.StreamAsync(query).Select(entry => entry.Id).ToListAsync()).ShouldBe(listed);
            (await Ids(query with { OldestFirst = true })).ShouldBe(listed.Order(StringComparer.Ordinal));
        }

        (await Ids(new LogQuery())).Count.ShouldBe(1201);
    }

    [Fact]
    public async Task A_stream_holds_no_lock_and_leaves_out_what_is_deleted_meanwhile()
    {
        var turns = Enumerable.Range(0, 1200).Select(i => $"01{i:D4}").ToArray();
        database.Write(() => AddTurns(turns));
        var seen = new List<string>();
        await foreach (var entry in store.StreamAsync(new LogQuery { OldestFirst = true }))
        {
            if (seen.Count == 0) await store.DeleteAsync(new LogQuery { Ids = ["011199"] });
            seen.Add(entry.Id);
        }

        seen.ShouldBe(turns[..^1]);
        await Should.ThrowAsync<OperationCanceledException>(
            async () => await store.StreamAsync(new LogQuery()).ToListAsync(new CancellationToken(canceled: true)));
    }

    private async Task<List<string>> Ids(LogQuery query) => [.. (await store.ListAsync(query)).Select(entry => entry.Id)];

    private void AddLegacy(string id, string prompt, string response)
    {
        database.Execute("INSERT OR IGNORE INTO conversations VALUES ('c', 'name', 'm')");
        database.Execute(
            "INSERT INTO responses (id, model, prompt, response, conversation_id) VALUES (?1, 'm', ?2, ?3, 'c')", id, prompt, response);
    }

    private void AddTurns(params string[] ids)
    {
        foreach (var id in ids) database.Execute("INSERT INTO turns (id, thread_id, model) VALUES (?1, 't-' || ?1, 'm')", id);
    }
}
