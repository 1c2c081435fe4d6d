using System.Text.Json.Nodes;
using Llm.Storage.Logs;

namespace Llm.Storage.Tests.Logs;

public sealed class ResponseReadingTests : IDisposable
{
    private readonly TemporaryDirectory folder = new();
    private readonly LogStore store;

    public ResponseReadingTests() => store = LogStore.Open(folder.File("logs.db"));

    public void Dispose()
    {
        store.Dispose();
        folder.Dispose();
    }

    [Fact]
    public async Task A_logged_response_comes_back_as_it_was()
    {
        var tool = new Tool("upper", "Upper case", SchemaDsl.Parse("text"));
        var schema = SchemaDsl.Parse("name, age int");
        var model = new ScriptedModel("Hello", new ReasoningEvent("hm"))
        {
            Usage = new Usage { InputTokens = 3, OutputTokens = 4, Details = new JsonObject { ["cached"] = 1 } },
            Resolved = "scripted-2",
            Payload = new JsonObject { ["answer"] = "Hello", ["kind"] = "x" },
        };
        var conversation = model.StartConversation();
        await store.LogAsync(await conversation.PromptAsync("one", new PromptOptions { System = "Be brief" }));
        var response = await conversation.PromptAsync("two", new PromptOptions
        {
            Attachments = [Attachment.FromBytes(new byte[] { 0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 1 }, "image/png")],
            Tools = [tool],
            Schema = schema,
            Options = new Dictionary<string, JsonNode?> { ["temperature"] = 0.5 },
        });
        await store.LogAsync(response);

        var again = (await store.GetResponseAsync(response.Id, id => id == "scripted" ? model : throw new UnknownModelException(id)))
            .ShouldNotBeNull();
        again.Id.ShouldBe(response.Id);
        again.ConversationId.ShouldBe(conversation.Id);
        again.Prompt.Messages.ShouldBe(response.Prompt.Messages);
        again.Messages.ShouldBe(response.Messages);
        (again.Text, again.Reasoning, again.Prompt.Text).ShouldBe(("Hello", "hm", "two"));
        (again.Usage!.InputTokens, again.Usage.OutputTokens, again.Usage.Details!.ToJsonString()).ShouldBe((3, 4, """{"cached":1}"""));
        (again.ResolvedModel, again.Incomplete, again.Prompt.System).ShouldBe(("scripted-2", null, "Be brief"));
        again.RawJson!.ToJsonString().ShouldBe("""{"answer":"Hello","kind":"x"}""");
        again.Prompt.Schema!.ToJsonString().ShouldBe(schema.ToJsonString());
        again.Prompt.Options.ToJsonString().ShouldBe("""{"temperature":0.5}""");
        again.Prompt.Tools.ShouldHaveSingleItem().Hash().ShouldBe(tool.Hash());
        again.StartedAt!.Value.ShouldBe(response.StartedAt!.Value, TimeSpan.FromMilliseconds(1));

        var reply = await again.ReplyAsync("three");
        reply.ConversationId.ShouldBe(conversation.Id);
        reply.Prompt.Messages.Select(message => message.Text).ShouldBe(["Be brief", "one", "Hello", "two", "Hello", "three"]);
    }

    [Fact]
    public async Task An_answer_that_was_cut_short_says_so_again()
    {
        var response = new ScriptedModel("Hel") { Failure = new LlmException("gone") }.Ask("x");
        await Should.ThrowAsync<LlmException>(() => response.CompleteAsync());
        await store.LogAsync(response.Response!);
        (await store.GetResponseAsync(response.Id, _ => new ScriptedModel()))!.Incomplete.ShouldBe("error: gone");
        (await store.GetResponseAsync("01unknown", _ => new ScriptedModel())).ShouldBeNull();
    }

    [Fact]
    public async Task The_reason_of_a_model_without_a_payload_is_kept()
    {
        var model = new ScriptedModel("Hel") { FinishReason = FinishReason.Length };
        var response = await model.PromptAsync("x");
        await store.LogAsync(response);
        var again = (await store.GetResponseAsync(response.Id, _ => model))!;
        (again.FinishReason, response.RawJson).ShouldBe((FinishReason.Length, null));
        var turn = (await store.ListAsync(new LogQuery())).ShouldHaveSingleItem();
        (turn.FinishReason, turn.Incomplete).ShouldBe((FinishReason.Length, null));
    }

    [Fact]
    public async Task A_turn_that_was_cut_short_says_so()
    {
        var response = new ScriptedModel(new ReasoningEvent("hm"), "Hel") { Failure = new LlmException("gone") }.Ask("x");
        await Should.ThrowAsync<LlmException>(() => response.CompleteAsync());
        await store.LogAsync(response.Response!);
        (await store.ListAsync(new LogQuery())).ShouldHaveSingleItem().Incomplete.ShouldBe("error: gone");
    }

    [Fact]
    public async Task Responses_of_older_versions_come_back_too()
    {
        using (var database = Llm.Storage.Sqlite.Database.Open(folder.File("logs.db")))
        {
            database.ExecuteScript(
                """
                INSERT INTO conversations VALUES ('c', 'n', 'scripted');
                INSERT INTO responses (id, model, prompt, system, response, conversation_id, datetime_utc, duration_ms, input_tokens,
                    options_json, response_json)
                VALUES ('01a', 'scripted', 'one', 'Be brief', 'first', 'c', '2025-01-02T03:04:05.000006+00:00', 1500, 7, '{"temperature": 1}',
                    '{"id": "chatcmpl-1", "model": "scripted-2", "finish_reason": "length"}'),
                    ('01b', 'scripted', 'two', NULL, 'second', 'c', '2025-01-02T03:05:05+00:00', 10, NULL, '{}', NULL)
                """);
        }

        var first = (await store.GetResponseAsync("01a", _ => new ScriptedModel())).ShouldNotBeNull();
        first.Prompt.Messages.Select(message => message.Text).ShouldBe(["Be brief", "one"]);
        (first.Text, first.Duration, first.Usage!.InputTokens, first.ConversationId).ShouldBe(("first", TimeSpan.FromSeconds(1.5), 7, "c"));
        (first.FinishReason, first.ResponseId, first.ResponseModel).ShouldBe((FinishReason.Length, "chatcmpl-1", "scripted-2"));
        first.StartedAt.ShouldBe(new DateTimeOffset(2025, 1, 2, 3, 4, 5, 0, 6, TimeSpan.Zero));
        var second = (await store.GetResponseAsync("01b", _ => new ScriptedModel())).ShouldNotBeNull();
        second.Prompt.Messages.Select(message => message.Text).ShouldBe(["Be brief", "one", "first", "two"]);
        second.Text.ShouldBe("second");
    }

    [Fact]
    public async Task A_stored_conversation_goes_on()
    {
        var conversation = new ScriptedModel("a").StartConversation();
        await store.LogAsync(await conversation.PromptAsync("one"));
        var model = new ScriptedModel("b");
        var next = (await store.LoadConversationAsync(conversation.Id))!.Continue(
            model, new PromptOptions { Options = new Dictionary<string, JsonNode?> { ["temperature"] = 0 } });
        await store.LogAsync(await next.PromptAsync("two"));
        (await store.LoadConversationAsync(conversation.Id))!.Messages.Select(message => message.Text).ShouldBe(["one", "a", "two", "b"]);
    }
}
