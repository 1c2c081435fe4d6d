using System.Text.Json;
using System.Text.Json.Nodes;
using Llm.Testing;
using Microsoft.Extensions.AI;

namespace Llm.Bridge.Tests;

/// <summary>Each content, from a client through a model to a client again.</summary>
public class ContentTests
{
    private static readonly JsonSerializerOptions Json = AIJsonUtilities.DefaultOptions;

    public static TheoryData<string, bool> Contents => new MatrixTheoryData<string, bool>(Samples.Keys, [true, false]);

    private static readonly Dictionary<string, AIContent[]> Samples = new()
    {
        ["text"] = [new TextContent("Hello") { AdditionalProperties = new() { ["colour"] = "red" } }],
        ["two citations"] =
        [
            new TextContent("One") { Annotations = [new CitationAnnotation { Title = "1" }] },
            new TextContent("Two") { Annotations = [new CitationAnnotation { Title = "2" }] },
        ],
        ["citation"] = [new TextContent("Hello") { Annotations = [new CitationAnnotation { Title = "A page", Url = new Uri("https://example.org/") }] }],
        ["reasoning"] = [new TextReasoningContent("Hm") { ProtectedData = "opaque" }, new TextContent("Hello")],
        ["two thoughts"] =
            [new TextReasoningContent("Hm") { ProtectedData = "one" }, new TextReasoningContent("So") { ProtectedData = "two" }],
        ["plain reasoning"] = [new TextReasoningContent("Hm"), new TextContent("Hello")],
        ["withheld reasoning"] = [new TextReasoningContent("") { ProtectedData = "opaque" }],
        ["data"] = [new DataContent(new byte[] { 1, 2, 3 }, "image/png") { Name = "a.png" }],
        ["address"] = [new UriContent("https://example.org/a.png", "image/png")],
        ["call"] = [new FunctionCallContent("c1", "f", new Dictionary<string, object?> { ["a"] = JsonElement.Parse("1.0"), ["b"] = null })],
        ["call and result"] = [new FunctionCallContent(
            "c1", "f", new Dictionary<string, object?>()) { InformationalOnly = true }, new FunctionResultContent("c1", "done")],
        ["web search"] =
            [new WebSearchToolCallContent("w1") { Queries = ["trams"] }, new WebSearchToolResultContent("w1") { Outputs = [new UriContent(
                "https://example.org/", "text/html")] }],
        ["code"] =
        [
            new CodeInterpreterToolCallContent("i1") { Inputs = [new TextContent("1 + 1")] },
            new CodeInterpreterToolResultContent("i1") { Outputs = [new TextContent("2")] },
        ],
        ["server"] =
        [
            new McpServerToolCallContent("m1", "find", "files") { Arguments = new Dictionary<string, object?> { ["name"] = "x" } },
            new McpServerToolResultContent("m1") { Outputs = [new TextContent("y")] },
        ],
    };

    [Theory]
    [MemberData(nameof(Contents))]
    public async Task An_answer_is_the_same_after_the_way_there_and_back(string name, bool stream)
    {
        var sample = new ChatMessage(ChatRole.Assistant, Samples[name]);
        var client = new ScriptedClient(sample).AsModel("m").AsChatClient();
        var answer = stream ? await client.GetStreamingResponseAsync("q").ToChatResponseAsync() : await client.GetResponseAsync("q");
        Text(answer.Messages.ShouldHaveSingleItem().Contents).ShouldBe(Text(sample.Contents));
    }

    [Theory]
    [MemberData(nameof(Contents))]
    public async Task A_message_is_the_same_after_the_way_there_and_back(string name, bool stream)
    {
        var scripted = new ScriptedClient(new ChatMessage(ChatRole.Assistant, "ok"));
        var settings = new ChatClientModelSettings { CanStream = stream };
        ChatMessage[] history =
            [new(ChatRole.User, "q") { AuthorName = "Ann" }, new(ChatRole.Assistant, Samples[name]), new(ChatRole.User, "and?")];
        await scripted.AsModel("m", settings).AsChatClient().GetResponseAsync(history);
        scripted.Asked[0].AuthorName.ShouldBe("Ann");
        // Results of tools that the other side ran travel in a message of their own, where they have no other form.
        Text(scripted.Asked.Skip(1).SkipLast(1).SelectMany(message => message.Contents)).ShouldBe(Text(Samples[name]));
        scripted.Asked[^1].Text.ShouldBe("and?");
    }

    [Fact]
    public async Task Results_of_tools_keep_their_kind()
    {
        ChatMessage[] history =
        [
            new(ChatRole.User, "q"),
            new(ChatRole.Assistant,
            [
                new FunctionCallContent("1", "f"),
                new FunctionCallContent("2", "f"),
                new FunctionCallContent("3", "g"),
                new FunctionCallContent("4", "g"),
            ]),
            new(ChatRole.Tool,
            [
                new FunctionResultContent("1", "text"),
                new FunctionResultContent("2", new { Degrees = 21.5 }),
                new FunctionResultContent("3", new AIContent[] { new TextContent("see"), new DataContent(new byte[] { 1 }, "image/png") }),
                new FunctionResultContent("4", null) { Exception = new TimeoutException("too slow") },
            ]),
        ];
        var model = new FakeModel("ok");
        await model.AsChatClient().GetResponseAsync(history);
        model.Prompts[0].Messages[2].ToJson()["parts"]!.AsArray().Select(part => part!.ToJsonString()).ShouldBe(
        [
            """{"type":"tool_result","name":"f","output":"text","tool_call_id":"1"}""",
            """{"type":"tool_result","name":"f","output":"{\u0022degrees\u0022: 21.5}","tool_call_id":"2"}""",
            """{"type":"tool_result","name":"g","output":"see","tool_call_id":"3","attachments":[{"type":"image/png","content":"AQ=="}]}""",
            """{"type":"tool_result","name":"g","output":"Error: TimeoutException: too slow","tool_call_id":"4","exception":"TimeoutException: too slow"}""",
        ]);

        var scripted = new ScriptedClient(new ChatMessage(ChatRole.Assistant, "ok"));
        await scripted.AsModel("m").AsChatClient().GetResponseAsync(history);
        var results = scripted.Asked[2].Contents.Cast<FunctionResultContent>().ToList();
        results[2].Result.ShouldBeAssignableTo<IEnumerable<AIContent>>()!.Select(content => content.GetType())
            .ShouldBe([typeof(TextContent), typeof(DataContent)]);
        results[3].Exception!.Message.ShouldBe("TimeoutException: too slow");
    }

    [Fact]
    public async Task Instructions_at_the_start_become_one_message()
    {
        var model = new FakeModel("ok");
        ChatMessage[] messages = [new(ChatRole.System, "two"), new(ChatRole.System, "three"), new(ChatRole.User, "q")];
        await model.AsChatClient().GetResponseAsync(messages, new ChatOptions { Instructions = "one" });
        var prompt = model.Prompts[0];
        (prompt.System, prompt.Text).ShouldBe(("one\n\ntwo\n\nthree", "q"));
        prompt.Messages.Select(message => $"{message.Role}: {message.Text}").ShouldBe(["system: one\n\ntwo\n\nthree", "user: q"]);
    }

    [Fact]
    public async Task Results_among_what_the_user_says_come_first()
    {
        var model = new FakeModel("ok");
        await model.AsChatClient().GetResponseAsync(
            [new ChatMessage(ChatRole.User, [new TextContent("and?"), new FunctionResultContent("1", "r"), new TextContent("and?")])]);
        model.Prompts[0].Messages.Select(message => $"{message.Role}: {message.Parts.Count}").ShouldBe(["tool: 1", "user: 2"]);
    }

    [Fact]
    public async Task Arguments_that_are_no_object_are_told_as_such()
    {
        var events = new StreamEvent[] { new ToolCallNameEvent("f"), new ToolCallArgumentsEvent("{broken") };
        foreach (var client in new[]
        {
            new FakeModel(events).AsChatClient(),
            new FakeModel(events).AsChatClient().AsModel("m").AsChatClient(),
        })
        {
            var call = (await client.GetResponseAsync("q")).Messages[0].Contents.ShouldHaveSingleItem()
                .ShouldBeOfType<FunctionCallContent>();
            call.CallId.ShouldStartWith("tc_");
            call.Arguments!["_raw"]!.ToString().ShouldBe("{broken");
            call.Exception.ShouldBeOfType<LlmException>();
        }
    }

    [Fact]
    public async Task Calls_whose_results_are_in_the_answer_are_not_for_this_side()
    {
        var client = new ScriptedClient(
            new ChatMessage(ChatRole.Assistant, [new FunctionCallContent("1", "f")]),
            new ChatMessage(ChatRole.Tool, [new FunctionResultContent("1", "r")]),
            new ChatMessage(ChatRole.Assistant, "It is r."));
        foreach (var stream in (bool[])[true, false])
        {
            var response = await client.AsModel("m").PromptAsync("q", new PromptOptions { Stream = stream });
            response.ToolCalls.ShouldBeEmpty();
            response.Messages.Count.ShouldBe(3);
            response.Text.ShouldBe("It is r.");
            await response.ReplyAsync("and?");
            client.Asked.Select(message => message.Role.Value).ShouldBe(["user", "assistant", "tool", "assistant", "user"]);
        }
    }

    [Fact]
    public async Task A_model_that_reasons_in_secret_says_so_and_metadata_comes_back()
    {
        var metadata = new JsonObject { ["vendor"] = new JsonObject { ["signature"] = "s" } };
        var model = new FakeModel(
            new ReasoningEvent()
            {
                Redacted = true,
                ProviderMetadata = metadata,
            }, new TextEvent("a") { ProviderMetadata = metadata });
        var client = model.AsChatClient();
        foreach (var stream in (bool[])[true, false])
        {
            var answer = stream ? await client.GetStreamingResponseAsync("q").ToChatResponseAsync() : await client.GetResponseAsync("q");
            await client.GetResponseAsync(
                [new ChatMessage(ChatRole.User, "q"), .. answer.Messages, new ChatMessage(ChatRole.User, "and?")]);
            model.Prompts[^1].Messages[1].ToJson().ToJsonString().ShouldBe(
                """{"role":"assistant","parts":[{"type":"reasoning","text":"","redacted":true,"provider_metadata":{"vendor":{"signature":"s"}}},"""
                + """{"type":"text","text":"a","provider_metadata":{"vendor":{"signature":"s"}}}]}""");
        }

        // Another client has no use for it.
        var scripted = new ScriptedClient(new ChatMessage(ChatRole.Assistant, "ok"));
        await scripted.AsModel("m").PromptAsync("q", new PromptOptions { Messages = model.Prompts[^1].Messages });
        Text(scripted.Asked[1].Contents).ShouldBe(Text([new TextContent("a")]));
    }

    public static TheoryData<AIContent> WithoutCounterpart =>
    [
        new HostedFileContent("f"),
        new HostedVectorStoreContent("v"),
        new ErrorContent("gone wrong") { ErrorCode = "42" },
        new ToolApprovalRequestContent("r", new FunctionCallContent("c", "f")),
        new AIContent(),
        new FunctionResultContent("c", new AIContent[] { new TextReasoningContent("hm") }),
    ];

    [Theory]
    [MemberData(nameof(WithoutCounterpart))]
    public async Task What_has_no_counterpart_is_an_error_in_both_directions(AIContent content)
    {
        var model = new FakeModel("ok");
        var error = await Should.ThrowAsync<LlmException>(
            () => model.AsChatClient().GetResponseAsync([new ChatMessage(ChatRole.User, [content])]));
        error.Message.ShouldContain(content switch
        {
            ErrorContent => "42 - gone wrong",
            FunctionResultContent => "TextReasoningContent",
            _ => content.GetType().Name,
        });
        model.Prompts.ShouldBeEmpty();
        await Should.ThrowAsync<LlmException>(
            async () => await new ScriptedClient(new ChatMessage(ChatRole.Assistant, [content])).AsModel("m").PromptAsync("q"));
    }

    [Fact]
    public async Task Citations_that_come_one_by_one_are_all_kept()
    {
        static TextContent Cited(string text, string title) => new(text) { Annotations = [new CitationAnnotation { Title = title }] };
        var client = new ScriptedClient(new ChatMessage(
            ChatRole.Assistant, [new TextContent("Plain, "), new TextContent("cited"), Cited("", "1"), Cited("", "2"), Cited("too", "3")]));
        var response = await client.AsModel("m").PromptAsync("q");
        response.Messages[0].Parts.Select(
            part => $"{part}: {part.ProviderMetadata!["extensions_ai"]!["annotations"]!.ToJsonString()}").ShouldBe(
        [
            """Plain, cited: [{"$type":"citation","title":"1"},{"$type":"citation","title":"2"}]""",
            """too: [{"$type":"citation","title":"3"}]""",
        ]);
        var answer = await client.AsModel("m").AsChatClient().GetStreamingResponseAsync("q").ToChatResponseAsync();
        answer.Text.ShouldBe("Plain, citedtoo");
        answer.Messages[0].Contents.SelectMany(content => content.Annotations ?? []).Cast<CitationAnnotation>()
            .Select(citation => citation.Title).ShouldBe(["1", "2", "3"]);
    }

    [Fact]
    public async Task A_refusal_is_what_the_model_says()
    {
        var client = new ScriptedClient(new ChatMessage(ChatRole.Assistant, [new ErrorContent("I will not.") { ErrorCode = "Refusal" }]));
        (await client.AsModel("m").PromptAsync("q")).Text.ShouldBe("I will not.");
    }

    [Fact]
    public async Task Other_roles_and_unwanted_attachments_are_refused()
    {
        var client = new FakeModel("ok").AsChatClient();
        (await Should.ThrowAsync<LlmException>(
            () => client.GetResponseAsync([new ChatMessage(new ChatRole("critic"), "x")]))).Message.ShouldContain("'critic'");
        ChatMessage[] history = [new(ChatRole.User, [new DataContent(new byte[] { 1 }, "audio/wav")]), new(ChatRole.User, "q")];
        (await Should.ThrowAsync<LlmException>(() => client.GetResponseAsync(history))).Message.ShouldContain("audio/wav");
    }

    private static string Text(IEnumerable<AIContent> contents) =>
        string.Join('\n', contents.Select(content => JsonSerializer.Serialize(content, Json)));
}
