using Llm.Storage.Logs;

namespace Llm.Storage.Tests.Logs;

public sealed class DeletionTests : LogStoreTest
{
    private static readonly byte[] Png = [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 1];

    [Fact]
    public async Task A_turn_goes_with_what_only_it_needs()
    {
        var conversation = new ScriptedModel("a").StartConversation();
        var first = await conversation.PromptAsync("one");
        var second = await conversation.PromptAsync(
            "two", new PromptOptions { Attachments = [Attachment.FromBytes(Png, "image/png")], Tools = [new Tool("t", null, [])] });
        await store.LogAsync([first, second]);

        var query = new LogQuery { Ids = [second.Id] };
        var planned = await store.DeleteAsync(query, dryRun: true);
        planned.ShouldBe(Deleted(1, 0, 2, 1));
        Count("turns").ShouldBe(2);
        (await store.DeleteAsync(query)).ShouldBe(planned);

        (Count("turns"), Count("messages"), Count("parts"), Count("attachments"), Count("part_attachments"), Count("turn_tools"))
            .ShouldBe((1, 2, 2, 0, 0, 0));
        var loaded = (await store.LoadConversationAsync(conversation.Id))!;
        loaded.Messages.Select(message => message.Text).ShouldBe(["one", "a"]);
        (await store.ListAsync(new LogQuery { Text = "two" })).ShouldBeEmpty();
        (await store.ListAsync(new LogQuery { Text = "one" })).Count.ShouldBe(1);
        database.QueryText("PRAGMA integrity_check").ShouldBe("ok");
    }

    [Fact]
    public async Task What_is_deleted_cannot_be_read_in_the_file()
    {
        var model = new ScriptedModel("antwortxylophon");
        await store.LogAsync(await model.PromptAsync("bleibt"));
        var gone = await model.PromptAsync("geheimniszebra");
        await store.LogAsync(gone);
        database.ExecuteScript("""
            INSERT INTO responses (id, model, prompt, response)
            VALUES ('01a', 'm', 'altergeheimnis', 'alteantwort'), ('01b', 'm', 'rest', 'rest');
            """);
        string[] secrets = ["geheimniszebra", "altergeheimnis", "alteantwort"];
        foreach (var secret in secrets) FileText().ShouldContain(secret);

        await store.DeleteAsync(new LogQuery { Ids = [gone.Id, "01a"] });
        foreach (var secret in secrets) FileText().ShouldNotContain(secret);
        FileText().ShouldContain("bleibt");
        (await store.ListAsync(new LogQuery { Text = "bleibt" })).Count.ShouldBe(1);
        (await store.ListAsync(new LogQuery { Text = "rest" })).Count.ShouldBe(1);

        string FileText() => System.Text.Encoding.Latin1.GetString(File.ReadAllBytes(store.Path));
    }

    [Fact]
    public async Task A_turn_in_the_middle_leaves_what_later_turns_were_told()
    {
        var conversation = new ScriptedModel("a").StartConversation();
        var turns = new List<Response>
        {
            await conversation.PromptAsync("one"),
            await conversation.PromptAsync("two"),
            await conversation.PromptAsync("three"),
        };
        await store.LogAsync(turns);
        (await store.DeleteAsync(new LogQuery { Ids = [turns[1].Id] })).ShouldBe(Deleted(1, 0, 0, 0));
        (await store.LoadConversationAsync(conversation.Id))!.Messages.Count.ShouldBe(6);
        (await store.ListAsync(new LogQuery())).Count.ShouldBe(2);
    }

    [Fact]
    public async Task Messages_that_conversations_share_stay_until_the_last_goes()
    {
        var model = new ScriptedModel("a");
        var (one, two) = (await model.PromptAsync("same"), await model.PromptAsync("same"));
        await store.LogAsync([one, two]);
        Count("messages").ShouldBe(2);
        (await store.DeleteAsync(new LogQuery { ConversationId = one.ConversationId })).ShouldBe(Deleted(1, 1, 0, 0));
        (await store.DeleteAsync(new LogQuery { ConversationId = two.ConversationId })).ShouldBe(Deleted(1, 1, 2, 0));
        (Count("threads"), Count("messages"), Count("parts")).ShouldBe((0, 0, 0));
    }

    [Fact]
    public async Task Turns_of_older_versions_go_by_model_and_age()
    {
        database.ExecuteScript(
            """
            INSERT INTO conversations VALUES ('c', 'n', 'm');
            INSERT INTO attachments (id, url) VALUES ('x', 'https://example.com/x.png');
            INSERT INTO responses (id, model, prompt, response, conversation_id, datetime_utc) VALUES
                ('01a', 'm', 'walrus', 'r', 'c', '2024-01-02T03:04:05+00:00'), ('01b', 'm', 'otter', 'r', 'c', '2026-01-02T03:04:05+00:00');
            INSERT INTO prompt_attachments VALUES ('01a', 'x', 0);
            INSERT INTO tool_results (id, response_id, name) VALUES (1, '01a', 't');
            """);
        var query = new LogQuery { Model = "m", Before = new DateTimeOffset(2025, 1, 1, 0, 0, 0, TimeSpan.Zero) };
        (await store.DeleteAsync(query)).ShouldBe(Deleted(1, 0, 0, 1));
        (Count("responses"), Count("conversations"), Count("prompt_attachments"), Count("tool_results")).ShouldBe((1, 1, 0, 0));
        (await store.ListAsync(new LogQuery { Text = "walrus" })).ShouldBeEmpty();
        (await store.DeleteAsync(new LogQuery { Model = "m" })).ShouldBe(Deleted(1, 1, 0, 0));
        (await store.DeleteAsync(new LogQuery { Model = "m" })).ShouldBe(Deleted(0, 0, 0, 0));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_deletion_and_its_dry_run_wait_for_another_program(bool dryRun)
    {
        await store.LogAsync(await new ScriptedModel("a").PromptAsync("one"));
        database.Execute("BEGIN IMMEDIATE");
        var deleting = Task.Run(() => store.DeleteAsync(new LogQuery(), dryRun));
        (await Task.WhenAny(deleting, Task.Delay(100))).ShouldNotBe(deleting);
        database.Execute("COMMIT");
        (await deleting.WaitAsync(TimeSpan.FromSeconds(20))).Turns.ShouldBe(1);
        Count("turns").ShouldBe(dryRun ? 1 : 0);
    }

    [Fact]
    public async Task A_search_chooses_turns_of_both_generations()
    {
        await store.LogAsync(await new ScriptedModel("a").PromptAsync("walrus"));
        await store.LogAsync(await new ScriptedModel("a").PromptAsync("otter"));
        database.ExecuteScript("INSERT INTO responses (id, prompt, response) VALUES ('01a', 'q', 'a walrus'), ('01b', 'q', 'an otter')");
        (await store.DeleteAsync(new LogQuery { Text = "walrus" })).ShouldBe(Deleted(2, 1, 2, 0));
        (await store.ListAsync(new LogQuery())).Select(entry => entry.Prompt).ShouldBe(["otter", "q"]);
        (await Should.ThrowAsync<LlmException>(
            () => store.DeleteAsync(new LogQuery { Text = "\"open" }))).Message.ShouldStartWith("Invalid search query: ");
    }

    private long Count(string table) => database.QueryInteger($"SELECT count(*) FROM {table}")!.Value;

    private static LogDeletion Deleted(long turns, long conversations, long messages, long attachments) =>
        new() { Turns = turns, Conversations = conversations, Messages = messages, Attachments = attachments };
}
