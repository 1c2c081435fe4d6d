using System.Text.Json.Nodes;

namespace Llm.Providers.Tests.Responses;

public class ResponsesRequestTests : ServerTest
{
    [Theory]
    [InlineData("none", "\"none\"")]
    [InlineData("required", "\"required\"")]
    [InlineData("f", """{"type": "function", "name": "f"}""")]
    public async Task A_tool_choice_is_sent(string choice, string sent)
    {
        var options = new PromptOptions
        {
            Key = Key,
            Tools = [new Tool("f", null, [])],
            ToolChoice = ToolChoice.Parse(choice),
            ParallelToolCalls = true,
        };
        var body = await BodyAsync(Responses(), "x", options);
        body["tool_choice"].ShouldBeJson(sent);
        body["parallel_tool_calls"]!.GetValue<bool>().ShouldBeTrue();
    }

    [Fact]
    public async Task The_smallest_request()
    {
        (await BodyAsync(Responses(Settings with { Reasoning = false }), "Hello")).ShouldBeJson(
            """{"model": "test-model", "input": [{"role": "user", "content": "Hello"}], "store": false, "stream": true}""");
        Server.Requests[0].PathAndQuery.ShouldBe("/v1/responses");
        Server.Requests[0].Header("Authorization").ShouldBe($"Bearer {Key}");
    }

    [Fact]
    public async Task Every_option_has_its_place()
    {
        var options = new JsonObject
        {
            ["temperature"] = 1,
            ["max_tokens"] = 64,
            ["top_p"] = 0.25,
            ["frequency_penalty"] = -2,
            ["presence_penalty"] = 1.5,
            ["stop"] = "END",
            ["logit_bias"] = """{"1712": -100}""",
            ["seed"] = 42,
            ["json_object"] = true,
            ["chat_completions"] = false,
            ["image_detail"] = "low",
            ["reasoning_effort"] = "minimal",
            ["verbosity"] = "high",
            ["service_tier"] = "fast",
        };
        (await BodyAsync(
            Responses(), "x", new PromptOptions { Key = Key, Stream = false, System = "Be brief" }.With(options))).ShouldBeJson(
            """
            {"model": "test-model", "input": [{"role": "user", "content": "x"}], "instructions": "Be brief", "store": false, "stream": false,
             "temperature": 1.0, "max_output_tokens": 64, "top_p": 0.25, "frequency_penalty": -2.0, "presence_penalty": 1.5, "stop": "END",
             "logit_bias": {"1712": -100}, "seed": 42, "service_tier": "fast",
             "reasoning": {"summary": "auto", "effort": "minimal"}, "include": ["reasoning.encrypted_content"],
             "text": {"verbosity": "high", "format": {"type": "json_object"}}}
            """);
    }

    [Theory]
    [InlineData(true, false, null, """{"summary":"auto"}""", true)]
    [InlineData(true, true, null, null, true)]
    [InlineData(true, true, "low", """{"effort":"low"}""", true)]
    [InlineData(false, false, null, null, false)]
    [InlineData(false, false, "low", """{"effort":"low"}""", true)]
    public async Task Reasoning_is_asked_for_as_wanted(bool summaries, bool hide, string? effort, string? reasoning, bool include)
    {
        var options = effort is null ? [] : new JsonObject { ["reasoning_effort"] = effort };
        var body = await BodyAsync(
            Responses(Settings with { ReasoningSummary = summaries }),
            "x",
            new PromptOptions { Key = Key, HideReasoning = hide }.With(options));
        body["reasoning"]?.ToJsonString().ShouldBe(reasoning);
        body.ContainsKey("reasoning").ShouldBe(reasoning is not null);
        body.ContainsKey("include").ShouldBe(include);
    }

    [Fact]
    public async Task Schemas_and_tools()
    {
        var body = await BodyAsync(Responses(), "x", new PromptOptions
        {
            Key = Key,
            Schema = new JsonObject { ["type"] = "object" },
            Tools = [new Tool("f", "Doubles.", new JsonObject { ["type"] = "object" }), new Tool("g", null, [])],
        });
        body["text"].ShouldBeJson(
            """{"format": {"type": "json_schema", "name": "output", "schema": {"type": "object"}, "strict": false}}""");
        body["tools"].ShouldBeJson(
            """
            [{"type": "function", "name": "f", "description": "Doubles.", "parameters": {"type": "object"}},
             {"type": "function", "name": "g", "description": null, "parameters": {}}]
            """);
    }

    [Fact]
    public async Task History_is_put_into_items_and_reasoning_goes_before_what_it_led_to()
    {
        var reasoning = new ReasoningPart("thought")
        {
            ProviderMetadata = new JsonObject
            {
                ["openai"] = new JsonObject
                {
                    ["id"] = "rs_1",
                    ["encrypted_content"] = "secret",
                    ["summary"] = new JsonArray(new JsonObject { ["type"] = "summary_text", ["text"] = "thought" }),
                },
            },
        };
        Message[] history =
        [
            Message.System("First"),
            Message.User("one"),
            Message.Assistant(new ToolCallPart { Name = "f", Arguments = new JsonObject { ["a"] = 1 }, ToolCallId = "c1" }, reasoning),
            Message.Tool(new ToolResultPart { Name = "f", Output = "2", ToolCallId = "c1" }),
            Message.Assistant(
                new ReasoningPart("of another provider"),
                new ReasoningPart
                {
                    Redacted = true,
                    ProviderMetadata = new JsonObject { ["openai"] = new JsonObject { ["id"] = "rs_2" } },
                },
                new ToolCallPart { Name = "web_search", ToolCallId = "ws", ServerExecuted = true },
                new ToolResultPart { Name = "web_search", Output = "found", ToolCallId = "ws", ServerExecuted = true },
                "answer"),
            Message.System(""),
            Message.System("Second"),
        ];
        var body = await BodyAsync(Responses(), "two", new PromptOptions { Key = Key, Messages = history });
        body["instructions"]!.GetValue<string>().ShouldBe("Second");
        body["input"].ShouldBeJson(
            """
            [{"role": "user", "content": "one"},
             {"type": "reasoning", "id": "rs_1", "encrypted_content": "secret", "summary": [{"type": "summary_text", "text": "thought"}]},
             {"type": "function_call", "call_id": "c1", "name": "f", "arguments": "{\"a\": 1}"},
             {"type": "function_call_output", "call_id": "c1", "output": "2"},
             {"type": "reasoning", "id": "rs_2", "summary": []},
             {"role": "assistant", "content": "answer"},
             {"role": "user", "content": "two"}]
            """);
    }

    [Fact]
    public async Task Attachments_are_put_into_content()
    {
        var attachments = new[]
        {
            Attachment.FromBytes(SampleFiles.Png), Attachment.FromUrl(
                "https://example.org/a.png", "image/png"), Attachment.FromBytes(SampleFiles.Pdf),
        };
        var options = new PromptOptions { Key = Key, Attachments = attachments, Options = new Dictionary<string, JsonNode?> { ["image_detail"] = "auto" } };
        (await BodyAsync(Responses(), "look", options))["input"].ShouldBeJson(
            $$"""
            [{"role": "user", "content": [
              {"type": "input_text", "text": "look"},
              {"type": "input_image", "image_url": "data:image/png;base64,{{SampleFiles.Base64(SampleFiles.Png)}}", "detail": "auto"},
              {"type": "input_image", "image_url": "https://example.org/a.png", "detail": "auto"},
              {"type": "input_file", "filename": "{{SampleFiles.Hash(SampleFiles.Pdf)}}.pdf",
               "file_data": "data:application/pdf;base64,{{SampleFiles.Base64(SampleFiles.Pdf)}}"}]}]
            """);
    }

    [Fact]
    public async Task Sound_is_not_dropped()
    {
        var options = new PromptOptions { Key = Key, Attachments = [Attachment.FromBytes(SampleFiles.Wav, "audio/wav")] };
        (await BodyAsync(Responses(), "", options))["input"]![0]!["content"].ShouldBeJson(
            $$"""[{"type": "input_image", "image_url": "data:audio/wav;base64,{{SampleFiles.Base64(SampleFiles.Wav)}}"}]""");
    }

    [Fact]
    public async Task One_prompt_can_go_through_chat_completions()
    {
        var options = new PromptOptions
        {
            Key = Key,
            Options = new Dictionary<string, JsonNode?> { ["chat_completions"] = "1", ["reasoning_effort"] = "low" },
        };
        (await BodyAsync(Responses(), "x", options)).ShouldBeJson(
            """
            {"model": "test-model", "messages": [{"role": "user", "content": "x"}], "stream": true, "stream_options": {"include_usage": true},
             "reasoning_effort": "low"}
            """);
        Server.Requests[0].Path.ShouldBe("/v1/chat/completions");
    }

    [Fact]
    public async Task What_came_back_is_sent_again_in_the_next_turn()
    {
        Server.Enqueue(
            new Testing.FakeAnswer { Reasoning = "thinking hard", ToolCalls = [new ToolCall("f", new JsonObject { ["a"] = 1 }, "c1")] });
        var first = await Responses().PromptAsync("q", new PromptOptions { Key = Key, Tools = [new Tool("f", null, [])] });
        await first.ReplyAsync(null, new PromptOptions { ToolResults = [new ToolResult("f", "2", "c1")] });
        Server.Requests[1].Json["input"].ShouldBeJson(
            """
            [{"role": "user", "content": "q"},
             {"type": "reasoning", "id": "rs_1", "encrypted_content": "fake-encrypted", "summary": [{"type": "summary_text", "text": "thinking hard"}]},
             {"type": "function_call", "call_id": "c1", "name": "f", "arguments": "{\"a\": 1}"},
             {"type": "function_call_output", "call_id": "c1", "output": "2"}]
            """);
    }

    [Fact]
    public async Task An_image_that_the_provider_made_is_sent_back_as_its_call_and_any_other_with_the_next_message()
    {
        var image = SampleFiles.Base64(SampleFiles.Png);
        Server.Enqueue(Testing.FakeReply.Text(
            $$"""
            {"status": "completed", "output": [
              {"type": "image_generation_call", "id": "ig_1", "status": "completed", "output_format": "png", "result": "{{image}}"},
              {"type": "message", "id": "m", "content": [{"type": "output_text", "text": "Here."}]}]}
            """,
            "application/json"));
        var first = await Responses().PromptAsync("draw", new PromptOptions { Key = Key, Stream = false });
        await first.ReplyAsync("bluer", new PromptOptions { Key = Key });
        Server.Requests[^1].Json["input"].ShouldBeJson($$"""
            [{"role": "user", "content": "draw"},
             {"type": "image_generation_call", "id": "ig_1", "status": "completed", "result": "{{image}}"},
             {"role": "assistant", "content": "Here."},
             {"role": "user", "content": "bluer"}]
            """);

        Message[] history =
        [
            Message.User(new TextPart("draw")),
            Message.Assistant(new AttachmentPart(Attachment.FromBytes(SampleFiles.Png)), new TextPart("Made elsewhere.")),
        ];
        await Responses().PromptAsync("bluer", new PromptOptions { Key = Key, Messages = history });
        Server.Requests[^1].Json["input"]![2]!["content"].ShouldBeJson(
            $$"""[{"type": "input_image", "image_url": "data:image/png;base64,{{image}}"}, {"type": "input_text", "text": "bluer"}]""");
    }
}
