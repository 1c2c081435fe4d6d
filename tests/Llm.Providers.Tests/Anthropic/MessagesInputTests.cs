using System.Text.Json.Nodes;

namespace Llm.Providers.Tests.Anthropic;

public class MessagesInputTests : AnthropicTest
{
    [Fact]
    public async Task History_is_put_into_blocks()
    {
        Message[] history =
        [
            Message.System("First"),
            Message.User("one"),
            Message.Assistant(
                Thinking("thought", "sig"),
                "I look.",
                new ToolCallPart { Name = "f", Arguments = new JsonObject { ["a"] = 1 }, ToolCallId = "toolu_1" },
                new ToolCallPart { Name = "g", ToolCallId = "toolu_2" },
                // The Python tool logs a space after calls, which the interface refuses.
                " "),
            Message.Tool(
                new ToolResultPart { Name = "f", Output = "2", ToolCallId = "toolu_1" },
                new ToolResultPart { Name = "g", Output = "Error: no", ToolCallId = "toolu_2", Exception = "LlmException: no" }),
            Message.Assistant("answer"),
            Message.Assistant(new ReasoningPart("of another provider"), ""),
            Message.Assistant(
                new ToolCallPart { Name = "web_search", ToolCallId = "ws_1", ServerExecuted = true },
                new ToolResultPart { Name = "web_search", Output = "of another provider", ToolCallId = "ws_1", ServerExecuted = true },
                "found"),
        ];
        var body = await BodyAsync(Claude(), "two", new PromptOptions { Key = Key, Messages = history });
        body["system"]!.GetValue<string>().ShouldBe("First");
        body["messages"].ShouldBeJson(
            """
            [{"role": "user", "content": "one"},
             {"role": "assistant", "content": [
               {"type": "thinking", "thinking": "thought", "signature": "sig"},
               {"type": "text", "text": "I look."},
               {"type": "tool_use", "id": "toolu_1", "name": "f", "input": {"a": 1}},
               {"type": "tool_use", "id": "toolu_2", "name": "g", "input": {}}]},
             {"role": "user", "content": [
               {"type": "tool_result", "tool_use_id": "toolu_1", "content": "2"},
               {"type": "tool_result", "tool_use_id": "toolu_2", "content": "Error: no", "is_error": true}]},
             {"role": "assistant", "content": "answer"},
             {"role": "assistant", "content": "found"},
             {"role": "user", "content": "two"}]
            """);
    }

    [Fact]
    public async Task What_the_user_says_after_results_and_their_attachments_is_in_one_message()
    {
        var png = Attachment.FromBytes(SampleFiles.Png);
        Message[] history =
        [
            Message.User("one"),
            Message.Assistant(new ToolCallPart { Name = "f", ToolCallId = "toolu_1" }, new ToolCallPart { Name = "f", ToolCallId = "toolu_2" }),
            Message.Tool(
                new ToolResultPart { Name = "f", Output = "seen", ToolCallId = "toolu_1", Attachments = [png] },
                new ToolResultPart { Name = "f", ToolCallId = "toolu_2", Attachments = [png] }),
        ];
        var data = SampleFiles.Base64(SampleFiles.Png);
        var options = new PromptOptions { Key = Key, Messages = history, Attachments = [png] };
        (await BodyAsync(Claude(), "go on", options))["messages"]![2].ShouldBeJson(
            $$$"""
            {"role": "user", "content": [
              {"type": "tool_result", "tool_use_id": "toolu_1", "content": [
                {"type": "text", "text": "seen"},
                {"type": "image", "source": {"type": "base64", "media_type": "image/png", "data": "{{{data}}}"}}]},
              {"type": "tool_result", "tool_use_id": "toolu_2", "content": [
                {"type": "image", "source": {"type": "base64", "media_type": "image/png", "data": "{{{data}}}"}}]},
              {"type": "text", "text": "go on"},
              {"type": "image", "source": {"type": "base64", "media_type": "image/png", "data": "{{{data}}}"}}]}
            """);
    }

    [Theory]
    [InlineData(true, "First", """[["user"], ["assistant"], ["user", "two"], ["system", "Second"]]""")]
    [InlineData(false, "Second", """[["user"], ["assistant"], ["user", "two"]]""")]
    public async Task Later_instructions_follow_what_the_user_says_where_the_model_takes_them(bool takes, string system, string roles)
    {
        Message[] history =
        [
            Message.System("First"), Message.User("one"), Message.Assistant("answer"), Message.System("First"), Message.System("Second"),
        ];
        var features = takes ? Newer : Newer & ~Llm.Providers.Anthropic.AnthropicFeatures.LaterInstructions;
        var body = await BodyAsync(Claude(features), "two", new PromptOptions { Key = Key, Messages = history });
        body["system"]!.GetValue<string>().ShouldBe(system);
        var sent = body["messages"]!.AsArray().Select((message, i) => i < 2
            ? new JsonArray(message!["role"]!.DeepClone())
            : new JsonArray(message!["role"]!.DeepClone(), Words(message["content"]!)));
        new JsonArray([.. sent]).ShouldBeJson(roles);

        static JsonNode Words(JsonNode content) => (content is JsonArray blocks ? blocks[0]!["text"]! : content).DeepClone();
    }

    [Fact]
    public async Task Instructions_between_an_answer_and_the_next_stand_between_them()
    {
        Message[] history = [Message.User("one"), Message.System("Later"), Message.Assistant("answer"), Message.System("Last")];
        var body = await BodyAsync(Claude(), null, new PromptOptions { Key = Key, Messages = history });
        body.ContainsKey("system").ShouldBeFalse();
        body["messages"]!.AsArray().Select(message => message!["role"]!.GetValue<string>()).ShouldBe(["user", "system", "assistant", "system"]);
        body["messages"]![1].ShouldBeJson("""{"role": "system", "content": [{"type": "text", "text": "Later"}]}""");
    }

    [Fact]
    public async Task Withheld_thinking_goes_back_to_its_place()
    {
        Message[] history =
        [
            Message.User("one"),
            Message.Assistant(
                Withheld(new JsonObject { ["type"] = "redacted_thinking", ["data"] = "ENC", ["position"] = 1 }),
                Withheld(new JsonObject { ["signature"] = "S3", ["position"] = 3 }),
                Thinking("thought", "S1"),
                "text"),
        ];
        (await BodyAsync(Claude(), "two", new PromptOptions { Key = Key, Messages = history }))["messages"]![1]!["content"].ShouldBeJson(
            """
            [{"type": "thinking", "thinking": "thought", "signature": "S1"}, {"type": "redacted_thinking", "data": "ENC"},
             {"type": "text", "text": "text"}, {"type": "thinking", "thinking": "", "signature": "S3"}]
            """);
    }

    [Fact]
    public async Task Attachments_are_blocks_and_addresses_stay_addresses()
    {
        var attachments = new[]
        {
            Attachment.FromUrl("https://example.org/a.png", "image/png"), Attachment.FromBytes(SampleFiles.Pdf),
            Attachment.FromUrl("https://example.org/a.pdf", "application/pdf"),
        };
        (await BodyAsync(Claude(), "look", new PromptOptions { Key = Key, Attachments = attachments }))["messages"].ShouldBeJson(
            $$$"""
            [{"role": "user", "content": [
              {"type": "text", "text": "look"},
              {"type": "image", "source": {"type": "url", "url": "https://example.org/a.png"}},
              {"type": "document", "source": {"type": "base64", "media_type": "application/pdf", "data": "{{{SampleFiles.Base64(SampleFiles.Pdf)}}}"}},
              {"type": "document", "source": {"type": "url", "url": "https://example.org/a.pdf"}}]}]
            """);
    }

    [Fact]
    public async Task Attachments_of_other_types_are_refused_by_name()
    {
        var options = new PromptOptions { Key = Key, Attachments = [Attachment.FromBytes(SampleFiles.Wav, "audio/wav")] };
        Should.Throw<LlmException>(() => Claude().Ask("x", options)).Message.ShouldStartWith(
            "This model does not support attachments of type 'audio/wav', only application/pdf, image/gif");
        var pdf = new PromptOptions { Key = Key, Attachments = [Attachment.FromBytes(SampleFiles.Pdf)] };
        Should.Throw<LlmException>(() => Claude(Llm.Providers.Anthropic.AnthropicFeatures.None).Ask("x", pdf)).Message.ShouldStartWith(
            "This model does not support attachments of type 'application/pdf', only image/gif");
        // In the history, they are found when the request is made.
        Message[] history = [Message.User("listen", new AttachmentPart(Attachment.FromBytes(SampleFiles.Wav, "audio/wav"))), Message.Assistant("yes")];
        (await Should.ThrowAsync<LlmException>(() => Claude().PromptAsync("x", new PromptOptions { Key = Key, Messages = history }))).Message
            .ShouldStartWith("This model does not support attachments of type 'audio/wav'");
        Server.Requests.ShouldBeEmpty();
    }

    [Fact]
    public async Task Calls_that_Anthropic_ran_are_sent_back_with_their_results()
    {
        var caller = new JsonObject { ["type"] = "code_execution_20260120", ["tool_id"] = "srvtoolu_0" };
        Message[] history =
        [
            Message.User("one"),
            Message.Assistant(
                (ToolCallPart)new ToolCallPart
                {
                    Name = "web_search", Arguments = new JsonObject { ["query"] = "q" }, ToolCallId = "srvtoolu_1", ServerExecuted = true,
                }.WithMetadata(Of(new JsonObject { ["caller"] = caller })),
                new ToolResultPart { Name = "web_search", Output = """[{"type": "web_search_result"}]""", ToolCallId = "srvtoolu_1", ServerExecuted = true },
                (ToolCallPart)new ToolCallPart { Name = "add", ToolCallId = "mcptoolu_1", ServerExecuted = true }
                    .WithMetadata(Of(new JsonObject { ["mcp_server_name"] = "m" })),
                (ToolResultPart)new ToolResultPart { Name = "mcp", ToolCallId = "mcptoolu_1", ServerExecuted = true }
                    .WithMetadata(Of(new JsonObject { ["is_error"] = true })),
                // Its result was lost when the answer was cut off.
                new ToolCallPart { Name = "web_fetch", ToolCallId = "srvtoolu_2", ServerExecuted = true },
                "found"),
        ];
        (await BodyAsync(Claude(), "two", new PromptOptions { Key = Key, Messages = history }))["messages"]![1]!["content"].ShouldBeJson(
            """
            [{"type": "server_tool_use", "id": "srvtoolu_1", "name": "web_search", "input": {"query": "q"},
              "caller": {"type": "code_execution_20260120", "tool_id": "srvtoolu_0"}},
             {"type": "web_search_tool_result", "tool_use_id": "srvtoolu_1", "content": [{"type": "web_search_result"}]},
             {"type": "mcp_tool_use", "id": "mcptoolu_1", "name": "add", "server_name": "m", "input": {}},
             {"type": "mcp_tool_result", "tool_use_id": "mcptoolu_1", "content": [], "is_error": true},
             {"type": "text", "text": "found"}]
            """);
    }

    [Fact]
    public async Task A_call_that_the_server_has_not_run_yet_is_continued()
    {
        Message[] history =
        [
            Message.User("one"),
            Message.Assistant(new ToolCallPart { Name = "web_search", ToolCallId = "srvtoolu_1", ServerExecuted = true }),
        ];
        (await BodyAsync(Claude(), null, new PromptOptions { Key = Key, Messages = history }))["messages"]![1]!["content"].ShouldBeJson(
            """[{"type": "server_tool_use", "id": "srvtoolu_1", "name": "web_search", "input": {}}]""");
    }

    private static JsonObject Of(JsonObject metadata) => new() { ["anthropic"] = metadata };

    private static ReasoningPart Thinking(string text, string signature) =>
        new(text) { ProviderMetadata = Of(new JsonObject { ["signature"] = signature }) };

    private static ReasoningPart Withheld(JsonObject metadata) => new() { Redacted = true, ProviderMetadata = Of(metadata) };
}
