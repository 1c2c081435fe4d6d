using System.Runtime.CompilerServices;
using System.Text.Json.Nodes;
using Llm.Json;
using Llm.Storage.Logs;
using Llm.Storage.Logs.Unlogged;
using Llm.Storage.Sqlite;
using Llm.Storage.Tests.Migrations;

namespace Llm.Storage.Tests.Logs;

/// <summary>Answers that are kept in files until they are in the log.</summary>
public sealed class UnloggedAnswerTests : LogStoreTest
{
    private const string Killed = "error: the program was killed";
    private static readonly byte[] Png = [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 0x78];

    private readonly List<string> alerts = [];

    private string Folder => folder.File("unlogged");

    private LogStoreOptions Options => new() { UnloggedFolder = Folder, Alert = alerts.Add, BusyTimeout = TimeSpan.FromMilliseconds(50) };

    /// <summary>Every kind of event, and the parts that the log has after a kill.</summary>
    public static TheoryData<StreamEvent[], string> Received => new()
    {
        { ["one ", "two", ""], """[{"type": "text", "text": "one two"}]""" },
        { [new TextEvent("\ud83d"), new TextEvent("\ude00\n\u0001\"")], """[{"type": "text", "text": "😀\n\u0001\""}]""" },
        {
            [new TextEvent("b") { PartIndex = 2 }, new TextEvent("a") { PartIndex = 1 }, new TextEvent("b") { PartIndex = 2 }],
            """[{"type": "text", "text": "bb"}, {"type": "text", "text": "a"}]"""
        },
        {
            [new ReasoningEvent("why") { ProviderMetadata = new JsonObject { ["p"] = 1.0 } }, new ReasoningEvent { Redacted = true }, "x"],
            """[{"type": "reasoning", "text": "why", "redacted": true, "provider_metadata": {"p": 1.0}}, {"type": "text", "text": "x"}]"""
        },
        {
            [
                new ToolCallNameEvent("add") { ToolCallId = "c1" }, new ToolCallArgumentsEvent("{\"a\": 1") { ToolCallId = "c1" },
                new ToolCallArgumentsEvent("}") { ToolCallId = "c1" },
            ],
            """[{"type": "tool_call", "name": "add", "arguments": {"a": 1}, "tool_call_id": "c1"}]"""
        },
        {
            [
                new ToolCallNameEvent("search") { ToolCallId = "c1", ServerExecuted = true },
                new ToolResultEvent("search", "found") { ToolCallId = "c1", ServerExecuted = true },
            ],
            """
            [{"type": "tool_call", "name": "search", "arguments": {}, "tool_call_id": "c1", "server_executed": true},
             {"type": "tool_result", "name": "search", "output": "found", "tool_call_id": "c1", "server_executed": true}]
            """
        },
        {
            [new AttachmentEvent(Attachment.FromBytes(Png))],
            """[{"type": "attachment", "attachment": {"type": "image/png", "content": "iVBORw0KGgp4"}}]"""
        },
    };

    [Theory]
    [MemberData(nameof(Received))]
    public async Task What_was_received_before_a_kill_is_logged_by_the_next_store(StreamEvent[] events, string parts)
    {
        var id = await KillAsync(new StalledModel(events));
        File.Exists(FileOf(id)).ShouldBeTrue();
        await using var next = LogStore.Open(store.Path, Options);

        var found = (await next.GetResponseAsync(id, _ => new ScriptedModel())).ShouldNotBeNull();
        found.Incomplete.ShouldBe(Killed);
        var wanted = JsonNode.Parse(parts)!.AsArray();
        var last = wanted[^1]!.AsObject();
        var metadata = last["provider_metadata"]?.AsObject() ?? [];
        metadata["llm"] = new JsonObject { ["incomplete"] = Killed };
        last["provider_metadata"] = metadata;
        found.Messages.ShouldHaveSingleItem().ShouldBe(Message.FromJson(new JsonObject { ["role"] = "assistant", ["parts"] = wanted }));
        Directory.Exists(Folder).ShouldBeFalse();
        (await next.VerifyAsync()).ShouldBeEmpty();
        alerts.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_kept_response_is_logged_with_the_same_rows_as_others()
    {
        var tool = new Tool("t", "d", new JsonObject { ["type"] = "object" }, "plug")
        {
            Instance = new("Box", "plug", new() { ["x"] = 1.0 }),
        };
        var options = new PromptOptions
        {
            System = "Be brief.",
            Fragments = [new Fragment("piece", "/a.txt")],
            SystemFragments = ["rules"],
            Options = new Dictionary<string, JsonNode?> { ["temperature"] = 0.50 },
            Schema = new JsonObject { ["type"] = "object" },
            Attachments = [Attachment.FromBytes(Png), Attachment.FromUrl("http://example.com/a.png", "image/png")],
            Tools = [tool],
            ToolResults = [new ToolResult("t", "out", "c0") { Instance = tool.Instance }],
        };
        var model = new ScriptedModel(new ReasoningEvent("hm"), "Hi é")
        {
            Usage = new Usage { InputTokens = 5, OutputTokens = 7, Details = new JsonObject { ["reasoning"] = 2 } },
            Resolved = "scripted-2026",
            FinishReason = FinishReason.Length,
            Payload = new JsonObject { ["object"] = "answer", ["status"] = "completed", ["n"] = 1.0 },
        };
        var response = await model.StartConversation().PromptAsync("hello", options);
        await store.LogAsync(response);

        var other = folder.File("other.db");
        await using (LogStore.Open(other))
        {
        }

        new UnloggedAnswer(new UnloggedFolder(Folder, other), response.Id).Keep(response);
        await using (LogStore.Open(other, Options with { JsonReplacements = _ => model.JsonReplacements }))
        {
        }

        using var copy = Database.Open(other, DatabaseMode.ReadOnly);
        var (wanted, found) = (TableSnapshot.Take(database), TableSnapshot.Take(copy));
        foreach (var (table, rows) in wanted.Tables.Concat(found.Tables))
        {
            // The time at which it was stored.
            if (table is "threads" or "fragments") foreach (var row in rows) row.Remove("datetime_utc");
        }

        wanted.Tables["turns"].ShouldHaveSingleItem();
        wanted.ShouldBeKeptIn(found);
    }

    [Fact]
    public void Tools_of_the_provider_keep_their_hash()
    {
        Tool[] tools = [new ServerSideTool("web", "d", new() { ["type"] = "web" }) { Plugin = "p" }, new Tool("web", "d", [], "p")];
        var response = new Response { Id = "r", ModelId = "m", Prompt = new Prompt { Tools = tools } };
        ResponseJson.Read(ResponseJson.Write(response)).Prompt.Tools.Select(tool => tool.Hash())
            .ShouldBe(tools.Select(tool => tool.Hash()));
    }

    [Fact]
    public async Task An_answer_that_cannot_be_logged_is_kept_and_logged_later()
    {
        var response = await new ScriptedModel("words").PromptAsync("one");
        await using (var impatient = LogStore.Open(store.Path, Options))
        {
            database.Execute("BEGIN IMMEDIATE");
            var error = await Should.ThrowAsync<AnswerKeptException>(impatient.LogAsync(response));
            error.Message.ShouldContain("is locked by another program");
            error.Message.ShouldEndWith($"The answer is kept in {Folder}, and the next command that can write the log adds it.");
            database.Execute("ROLLBACK");
        }

        if (!OperatingSystem.IsWindows())
        {
            File.GetUnixFileMode(FileOf(response.Id)).ShouldBe(UnixFileMode.UserRead | UnixFileMode.UserWrite);
        }

        // Also when it is opened for reading.
        using var next = LogStore.OpenReadOnly(store.Path, Options);
        (await next.GetResponseAsync(response.Id, _ => new ScriptedModel()))!.Incomplete.ShouldBeNull();
        Directory.Exists(Folder).ShouldBeFalse();
    }

    [Fact]
    public async Task An_answer_that_cannot_be_kept_either_is_an_error()
    {
        var response = await new ScriptedModel("words").PromptAsync("one");
        await File.WriteAllTextAsync(Folder, "no folder");
        await using var impatient = LogStore.Open(store.Path, Options);
        database.Execute("BEGIN IMMEDIATE");
        var error = await Should.ThrowAsync<LlmException>(impatient.LogAsync(response));
        error.ShouldNotBeOfType<AnswerKeptException>();
        error.Message.ShouldContain("is locked by another program");
        error.Message.ShouldContain($"It could not be kept in {Folder} either: ");
    }

    [Fact]
    public async Task Nothing_is_written_for_an_answer_that_ends_soon_or_is_not_to_be_kept()
    {
        await using var keeping = LogStore.Open(store.Path, Options);
        await using var memory = LogStore.Open(":memory:", Options);
        store.Keep(new ScriptedModel("a").Ask("one")).ShouldBeNull();
        memory.Keep(new ScriptedModel("a").Ask("one")).ShouldBeNull();
        var answer = new ScriptedModel("a").Ask("one");
        using (keeping.Keep(answer)) await keeping.LogAsync(await answer);
        Directory.Exists(Folder).ShouldBeFalse();
    }

    [Fact]
    public async Task The_file_is_deleted_when_the_answer_is_logged()
    {
        await using var keeping = LogStore.Open(store.Path, Options);
        var model = new StalledModel("one ");
        var answer = model.Ask("x");
        using (keeping.Keep(answer))
        {
            var reading = answer.CompleteAsync();
            await WaitAsync(() => File.Exists(FileOf(answer.Id)));
            // The owner lives, so nobody else takes the file.
            LogStore.Open(store.Path, Options).Dispose();
            File.Exists(FileOf(answer.Id)).ShouldBeTrue();
            Turns().ShouldBeEmpty();
            model.Continue();
            await keeping.LogAsync(await reading);
        }

        Directory.Exists(Folder).ShouldBeFalse();
        database.QueryText("SELECT text FROM parts ORDER BY id DESC").ShouldBe("one end");
    }

    [Fact]
    public async Task An_answer_that_has_ended_and_waits_for_the_log_is_kept_whole()
    {
        var answer = new ScriptedModel("short").Ask("x");
        var kept = new UnloggedAnswer(new UnloggedFolder(Folder, store.Path), answer);
        await answer;
        await WaitAsync(() => File.Exists(FileOf(answer.Id)) && new FileInfo(FileOf(answer.Id)).Length > 0);
        kept.Abandon();
        await using var next = LogStore.Open(store.Path, Options);
        (await next.GetResponseAsync(answer.Id, _ => new ScriptedModel()))!.Incomplete.ShouldBeNull();
    }

    [Fact]
    public async Task A_file_that_stays_after_the_commit_is_not_logged_again()
    {
        var whole = await new ScriptedModel("whole").PromptAsync("x");
        await store.LogAsync(whole);
        Directory.CreateDirectory(Folder);
        var head = new UnloggedFolder(Folder, store.Path).Line(new Response { Id = whole.Id, ModelId = "m", Prompt = whole.Prompt });
        await File.WriteAllTextAsync(FileOf(whole.Id), head + "{\"text\":\"wh\"}\n");
        LogStore.Open(store.Path, Options).Dispose();
        Turns().ShouldBe([whole.Id]);
        (await store.GetResponseAsync(whole.Id, _ => new ScriptedModel()))!.Text.ShouldBe("whole");
        File.Exists(FileOf(whole.Id)).ShouldBeFalse();
    }

    [Fact]
    public async Task Two_hundred_are_logged_once_by_stores_that_open_together()
    {
        var unlogged = new UnloggedFolder(Folder, store.Path);
        var ids = new List<string>();
        for (var i = 0; i < 200; i++)
        {
            var response = await new ScriptedModel($"answer {i}").PromptAsync($"prompt {i}");
            new UnloggedAnswer(unlogged, response.Id).Keep(response);
            ids.Add(response.Id);
        }

        Parallel.For(0, 8, _ => LogStore.Open(store.Path, Options with { BusyTimeout = TimeSpan.FromSeconds(60) }).Dispose());
        Turns().ShouldBe(ids, ignoreOrder: true);
        database.QueryInteger("SELECT count(*) FROM messages").ShouldBe(400);
        Directory.Exists(Folder).ShouldBeFalse();
        alerts.ShouldBeEmpty();
    }

    [Theory]
    [InlineData("rubbish\n")]
    [InlineData("[]\n")]
    [InlineData("{}\n{\"text\": \"a\"}\n")]
    [InlineData("{\"text\": \"a\"}\n")]
    [InlineData("\0\0\0\0\n")]
    public async Task A_file_that_cannot_be_read_is_kept_and_named_once(string content)
    {
        Directory.CreateDirectory(Folder);
        await File.WriteAllTextAsync(FileOf("01x"), content);
        LogStore.Open(store.Path, Options).Dispose();
        LogStore.Open(store.Path, Options).Dispose();
        var kept = Path.Combine(Folder, "01x.unreadable");
        alerts.ShouldHaveSingleItem().ShouldEndWith($" It is kept as {kept}.");
        (await File.ReadAllTextAsync(kept)).ShouldBe(content);
    }

    [Theory]
    [InlineData("{\"text\":\"lo")]
    [InlineData("\0\0\0\0")]
    [InlineData("\0\0\0\0\n{\"text\":\"later\"}\n")]
    public async Task A_line_that_was_not_completed_is_ignored(string rest)
    {
        var response = await new ScriptedModel().PromptAsync("x");
        Directory.CreateDirectory(Folder);
        var first = PythonJson.Compact(new UnloggedFolder(Folder, store.Path).Line(response));
        await File.WriteAllTextAsync(FileOf("01x"), first + "\n{\"text\":\"hel\"}\n" + rest);
        LogStore.Open(store.Path, Options).Dispose();
        database.QueryText("SELECT text FROM parts ORDER BY id DESC").ShouldBe("hel");
        alerts.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_file_of_another_log_stays_and_one_without_a_prompt_goes()
    {
        var response = await new ScriptedModel("a").PromptAsync("x");
        new UnloggedAnswer(new UnloggedFolder(Folder, folder.File("other.db")), response.Id).Keep(response);
        await File.WriteAllTextAsync(FileOf("01x"), "");
        LogStore.Open(store.Path, Options).Dispose();
        Turns().ShouldBeEmpty();
        Directory.GetFiles(Folder).ShouldBe([FileOf(response.Id)]);
    }

    [Fact]
    public async Task A_conversation_that_continued_keeps_its_end()
    {
        var conversation = new ScriptedModel("a").StartConversation();
        var first = await conversation.PromptAsync("one");
        await store.LogAsync(await conversation.PromptAsync("two"));
        var tip = database.QueryText("SELECT tip_message_hash FROM threads");
        new UnloggedAnswer(new UnloggedFolder(Folder, store.Path), first.Id).Keep(first);
        LogStore.Open(store.Path, Options).Dispose();
        Turns().Count.ShouldBe(2);
        database.QueryText("SELECT tip_message_hash FROM threads").ShouldBe(tip);
        (await store.LoadConversationAsync(conversation.Id))!.Messages.Count.ShouldBe(4);
    }

    private string FileOf(string id) => Path.Combine(Folder, id + ".jsonl");

    private List<string> Turns() => [.. database.Texts("SELECT id FROM turns ORDER BY id")];

    /// <summary>Receives a part of an answer, and leaves what a kill would leave.</summary>
    private async Task<string> KillAsync(StalledModel model)
    {
        var answer = model.Ask("x");
        var kept = new UnloggedAnswer(new UnloggedFolder(Folder, store.Path), answer);
        _ = answer.CompleteAsync();
        await model.Stalled;
        await WaitAsync(() => File.Exists(FileOf(answer.Id)) && new FileInfo(FileOf(answer.Id)).Length > 0);
        kept.Abandon();
        model.Continue();
        return answer.Id;
    }

    private static async Task WaitAsync(Func<bool> condition)
    {
        for (var i = 0; !condition(); i++)
        {
            i.ShouldBeLessThan(500);
            await Task.Delay(20);
        }
    }

    /// <summary>A model that sends some events and then waits.</summary>
    private sealed class StalledModel(params StreamEvent[] events) : Model("stalled")
    {
        private readonly TaskCompletionSource stalled = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private readonly TaskCompletionSource end = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public override bool CanStream => true;

        public Task Stalled => stalled.Task;

        public void Continue() => end.TrySetResult();

        public override async IAsyncEnumerable<StreamEvent> ExecuteAsync(
            Prompt prompt, ModelContext context, [EnumeratorCancellation] CancellationToken cancellationToken)
        {
            foreach (var item in events) yield return item;
            stalled.SetResult();
            await end.Task.WaitAsync(cancellationToken);
            yield return "end";
        }
    }
}
