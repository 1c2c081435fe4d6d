using System.ComponentModel;
using System.Text.Json.Nodes;
using Hosted;
using Llm.Providers.Http;
using Llm.Storage.Logs;
using Llm.Testing;

namespace Llm.Library.Tests.Plugins;

/// <summary>The sample Hosted shows what a model of a provider can do; these are the features of docs/plugins/models.md.</summary>
public sealed class HostedModelTests : IAsyncLifetime
{
    private const string Key = "sk-hosted-0123456789";

    private readonly TemporaryUserDirectory user = new();
    private readonly HttpClient http = ProviderHttp.CreateClient();
    private FakeServer server = null!;
    private LlmHost host = null!;
    private Model model = null!;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        server = await FakeServer.StartAsync();
        var plugin = new Plugin(new HostedModel("hosted-large", "large-latest", new Uri(server.BaseAddress + "/"), () => http));
        host = LlmHost.Create(new LlmHostOptions { Directory = user.Directory, Plugins = [plugin] });
        host.Keys.Set("hosted", Key);
        model = host.GetModel("hosted-large");
    }

    public async ValueTask DisposeAsync()
    {
        host.Dispose();
        http.Dispose();
        await server.DisposeAsync();
        user.Dispose();
    }

    [Fact]
    public Task The_model_does_what_every_model_must_do() =>
        ModelConformance.CheckAllAsync(new ModelUnderTest(model, text => $"echo: {text}")
        {
            Key = Key,
            LongPrompt = "SLOW 200\nREPLY a b c d e f g",
            FailingPrompt = "ERR 400",
            BadOption = KeyValuePair.Create<string, JsonNode>("max_tokens", 0),
        });

    [Fact]
    public void Registering_creates_no_client()
    {
        var models = new ModelRegistry();
        new HostedPlugin().RegisterModels(models);
        models.Models.Single().Aliases.ShouldBe(["hosted"]);
    }

    [Fact]
    public async Task A_key_is_given_stored_or_in_the_environment()
    {
        await model.PromptAsync("stored", cancellationToken: Stop);
        await model.PromptAsync("given", new PromptOptions { Key = "sk-given" }, Stop);
        host.Keys.Set("work", "sk-work");
        await model.PromptAsync("by its name", new PromptOptions { Key = "work" }, Stop);
        host.Keys.Remove("hosted");
        Environment.SetEnvironmentVariable("HOSTED_API_KEY", "sk-variable");
        await model.PromptAsync("in the environment", cancellationToken: Stop);
        Environment.SetEnvironmentVariable("HOSTED_API_KEY", null);
        server.Requests.Select(request => request.Header("x-api-key")).ShouldBe([Key, "sk-given", "sk-work", "sk-variable"]);
        (await Should.ThrowAsync<MissingKeyException>(() => model.PromptAsync("none", cancellationToken: Stop))).KeyName.ShouldBe("hosted");
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Signed_and_redacted_reasoning_is_kept_and_sent_back(bool stream)
    {
        server.Enqueue(Reply(
            stream,
            """{"type": "redacted_thinking", "data": "ENC=="}""",
            """{"type": "thinking", "thinking": "Birds.", "signature": "SIG=="}""",
            """{"type": "text", "text": "Pelican"}"""));
        var response = await model.PromptAsync("A name", new PromptOptions { Stream = stream }, Stop);
        var expected = Message.Assistant(
            new ReasoningPart { Redacted = true, ProviderMetadata = Kept("data", "ENC==") },
            new ReasoningPart("Birds.") { ProviderMetadata = Kept("signature", "SIG==") },
            new TextPart("Pelican"));
        response.Messages.Single().ToJson().ToJsonString().ShouldBe(expected.ToJson().ToJsonString());
        response.Reasoning.ShouldBe("Birds.");
        await response.ReplyAsync("Another", new PromptOptions { Stream = stream }, cancellationToken: Stop);
        Sent("messages")[1]!["content"]!.ToJsonString().ShouldBe(
            """[{"type":"redacted_thinking","data":"ENC=="},{"type":"thinking","thinking":"Birds.","signature":"SIG=="},"""
            + """{"type":"text","text":"Pelican"}]""");

        static JsonObject Kept(string name, string value) => new() { ["hosted"] = new JsonObject { [name] = value } };
    }

    [Fact]
    public async Task Hidden_reasoning_is_not_asked_for()
    {
        await model.PromptAsync("hi", cancellationToken: Stop);
        Sent("thinking")["display"]!.GetValue<string>().ShouldBe("summarized");
        await model.PromptAsync("hi", new PromptOptions { HideReasoning = true }, Stop);
        Sent("thinking")["display"]!.GetValue<string>().ShouldBe("omitted");
    }

    [Fact]
    public async Task Reasoning_and_text_arrive_as_events()
    {
        server.Enqueue(new FakeAnswer { Reasoning = "Hm.", Pieces = ["Peli", "can"] });
        var events = await model.Ask("A name").StreamEventsAsync(Stop).ToListAsync(Stop);
        string.Concat(events.OfType<ReasoningEvent>().Select(part => part.Text)).ShouldBe("Hm.");
        events.OfType<TextEvent>().Select(part => part.Text).Where(text => text.Length > 0).ShouldBe(["Peli", "can"]);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Tools_are_called_and_their_results_sent_without_a_new_text(bool stream)
    {
        ToolCall[] calls = [Call("a b", "t1"), Call("c", "t2")];
        server.Enqueue(new FakeAnswer { ToolCalls = calls });
        server.Enqueue(FakeAnswer.FromPieces("Two and one."));
        var options = new PromptOptions { Stream = stream, Tools = [Tool.FromMethod(Count)] };
        (await model.Chain("Count", options).GetTextAsync(Stop)).ShouldEndWith("Two and one.");
        Sent("tools").ToJsonString().ShouldContain("\"description\":\"Counts the words.\"");
        var messages = Sent("messages").AsArray();
        messages[1]!["content"]!.AsArray().Select(block => (string?)block!["id"]).ShouldBe(["t1", "t2"]);
        messages[2]!.ToJsonString().ShouldBe(
            """{"role":"user","content":[{"type":"tool_result","tool_use_id":"t1","content":"2"},"""
            + """{"type":"tool_result","tool_use_id":"t2","content":"1"}]}""");

        static ToolCall Call(string text, string id) => new("count", new JsonObject { ["text"] = text }, id);

        [Description("Counts the words.")]
        static int Count(string text) => text.Split(' ').Length;
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_tool_of_the_service_runs_there_and_its_parts_are_sent_back(bool stream)
    {
        server.Enqueue(Reply(
            stream,
            """{"type": "server_tool_use", "id": "s1", "name": "web_search", "input": {"query": "pelicans"}}""",
            """{"type": "web_search_tool_result", "tool_use_id": "s1", "content": [{"title": "Pelicans"}]}""",
            """{"type": "text", "text": "Found"}"""));
        var search = model.ServerSideTools.Single().Create(new JsonObject { ["max_uses"] = 2 }) with
        {
            Instance = new ToolInstance("HostedSearch", null, []),
        };
        var response = await model.PromptAsync("Search", new PromptOptions { Stream = stream, Tools = [search] }, Stop);
        Sent("tools").ToJsonString().ShouldBe("""[{"type":"web_search_20250305","name":"web_search","max_uses":2}]""");
        response.ToolCalls.ShouldBeEmpty();
        var parts = response.Messages.Single().Parts;
        parts.OfType<ToolCallPart>().Single().ServerExecuted.ShouldBeTrue();
        parts.OfType<ToolResultPart>().Single().Output.ShouldBe("""[{"title":"Pelicans"}]""");
        await response.ReplyAsync("More", new PromptOptions { Tools = [search] }, cancellationToken: Stop);
        Sent("messages")[1]!["content"]!.ToJsonString().ShouldBe(
            """[{"type":"server_tool_use","id":"s1","name":"web_search","input":{"query":"pelicans"}},"""
            + """{"type":"web_search_tool_result","tool_use_id":"s1","content":[{"title":"Pelicans"}]},{"type":"text","text":"Found"}]""");
    }

    [Fact]
    public async Task A_schema_is_sent()
    {
        await model.PromptAsync("A dog", new PromptOptions { Schema = SchemaDsl.Parse("name, age int") }, Stop);
        Sent("output_config")["format"]!["schema"]!["properties"]!["age"]!.ToJsonString().ShouldContain("integer");
    }

    [Fact]
    public async Task Attachments_are_sent_and_again_with_the_next_turn()
    {
        var image = Attachment.FromBytes(new byte[] { 0x89, (byte)'P', (byte)'N', (byte)'G', 13, 10, 26, 10 });
        var response = await model.PromptAsync(
            null, new PromptOptions { Attachments = [image, Attachment.FromUrl("https://example.com/a.jpg", "image/jpeg")] }, Stop);
        const string blocks =
            """[{"type":"image","source":{"type":"base64","media_type":"image/png","data":"iVBORw0KGgo="}},"""
            + """{"type":"image","source":{"type":"url","url":"https://example.com/a.jpg"}}]""";
        Sent("messages")[0]!["content"]!.ToJsonString().ShouldBe(blocks);
        await response.ReplyAsync("And now?", cancellationToken: Stop);
        Sent("messages")[0]!["content"]!.ToJsonString().ShouldBe(blocks);
        var sound = Attachment.FromBytes("ID3"u8.ToArray(), "audio/mpeg");
        (await Should.ThrowAsync<LlmException>(() => model.PromptAsync("x", new PromptOptions { Attachments = [sound] }, Stop)))
            .Message.ShouldContain("audio/mpeg");
    }

    [Fact]
    public async Task Tokens_the_model_that_answered_and_a_short_payload_are_logged()
    {
        server.Enqueue(Reply(false, """{"type": "text", "text": "hi"}"""));
        var answer = model.Ask("hi", new PromptOptions { Stream = false });
        var response = await answer.CompleteAsync(Stop);
        await using (var log = await LogStore.OpenAsync(user.Directory.LogsDatabase, cancellationToken: Stop))
            await answer.LogAsync(log, Stop);
        response.Usage.ShouldBe(new Usage { InputTokens = 15, OutputTokens = 340, CachedTokens = 37 });
        response.ResolvedModel.ShouldBe("large-2026-11");
        var file = System.Text.Encoding.UTF8.GetString(await File.ReadAllBytesAsync(user.Directory.LogsDatabase, Stop));
        file.ShouldContain("no_server_tool_use");
        file.ShouldNotContain("web_fetch_requests");
        response.RawJson!.ToJsonString().ShouldContain("web_fetch_requests");
    }

    private JsonNode Sent(string name) => server.Requests[^1].Json[name]!;

    /// <summary>An answer of these blocks. In a stream, text, reasoning and arguments follow after the start of their block.</summary>
    private static FakeReply Reply(bool stream, params string[] blocks)
    {
        var content = new JsonArray([.. blocks.Select(block => JsonNode.Parse(block))]);
        var message = new JsonObject
        {
            ["id"] = "msg_1",
            ["model"] = "large-2026-11",
            ["content"] = content,
            ["stop_reason"] = "end_turn",
            ["usage"] = JsonNode.Parse(
                """
                {"input_tokens": 15, "output_tokens": 340, "cache_read_input_tokens": 37,
                "server_tool_use": {"web_search_requests": 0, "web_fetch_requests": 0}}
                """),
        };
        if (!stream) return FakeReply.Json(message);
        List<string> events = [Event("message_start", ("message", new JsonObject { ["id"] = "msg_1" }))];
        foreach (var (block, index) in content.Select((block, index) => (block!.AsObject(), index)))
        {
            var start = block.DeepClone().AsObject();
            var deltas = new List<JsonObject>();
            foreach (var name in (string[])["text", "thinking", "signature"])
            {
                if (start[name] is not { } value) continue;
                deltas.Add(new JsonObject { [name] = value.DeepClone() });
                start[name] = "";
            }

            if (start["input"] is { } input)
            {
                deltas.Add(new JsonObject { ["partial_json"] = input.ToJsonString() });
                start["input"] = new JsonObject();
            }

            events.Add(Event("content_block_start", ("index", index), ("content_block", start)));
            events.AddRange(deltas.Select(delta => Event("content_block_delta", ("index", index), ("delta", delta))));
        }

        events.Add(Event(
            "message_delta", ("delta", new JsonObject { ["stop_reason"] = "end_turn" }), ("usage", message["usage"]!.DeepClone())));
        events.Add(Event("message_stop"));
        return FakeReply.Events([.. events]);
    }

    private static string Event(string name, params (string Name, JsonNode? Value)[] members)
    {
        var data = new JsonObject(members.Select(member => KeyValuePair.Create(member.Name, member.Value)));
        return $"event: {name}\ndata: {data.ToJsonString()}";
    }

    private sealed class Plugin(Model model) : IPlugin
    {
        public string Name => "hosted";

        public void RegisterModels(ModelRegistry models) => models.Add(model, "hosted");
    }
}
