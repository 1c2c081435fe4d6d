using System.Text.Json.Nodes;
using Llm.Testing;

namespace Llm.Providers.Tests.Anthropic;

/// <summary>
/// Answers in the form of the vendor's documentation (platform.claude.com/docs: streaming, extended thinking, web search) and of the
/// recordings of llm-anthropic.
/// </summary>
public class MessagesAnswerTests : AnthropicTest
{
    private const string Start =
        """{"type":"message_start","message":{"model":"claude-test-1","id":"msg_1","type":"message","role":"assistant","content":[],"stop_reason":null,"stop_sequence":null,"usage":{"input_tokens":10,"cache_creation_input_tokens":0,"cache_read_input_tokens":0,"output_tokens":1,"service_tier":"standard"}}}""";

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Text_thinking_calls_and_usage_are_read(bool stream)
    {
        Server.Enqueue(new FakeAnswer
        {
            Pieces = ["Hé", "llo \"x\"\n"],
            Reasoning = "think twice",
            ToolCalls = [new ToolCall("f", new JsonObject { ["a"] = 1 }, "toolu_1"), new ToolCall("g", [], "toolu_2")],
            InputTokens = 7,
            OutputTokens = 9,
        });
        var response = await AskAsync(stream);
        response.Text.ShouldBe("Héllo \"x\"\n");
        response.Reasoning.ShouldBe("think twice");
        response.Messages.ShouldHaveSingleItem().Parts[0].ProviderMetadata.ShouldBeJson("""{"anthropic": {"signature": "fake-signature"}}""");
        response.ToolCalls.Select(one => $"{one.Name} {one.ToolCallId} {one.Arguments.ToJsonString()}")
            .ShouldBe(["f toolu_1 {\"a\":1}", "g toolu_2 {}"]);
        (response.Usage!.InputTokens, response.Usage.OutputTokens, response.Usage.Details).ShouldBe((7, 9, null));
        response.FinishReason.ShouldBe(FinishReason.ToolCalls);
        response.RawJson.ShouldBeJson(
            """
            {"id": "msg_fake", "type": "message", "role": "assistant", "model": "claude-test", "stop_reason": "tool_use", "stop_sequence": null,
             "content": [{"type": "thinking", "thinking": "think twice", "signature": "fake-signature"}, {"type": "text", "text": "Héllo \"x\"\n"},
              {"type": "tool_use", "id": "toolu_1", "name": "f", "input": {"a": 1}}, {"type": "tool_use", "id": "toolu_2", "name": "g", "input": {}}]}
            """);
        FinishReason.FromPayload(response.RawJson).ShouldBe(FinishReason.ToolCalls);
    }

    [Fact]
    public async Task The_form_of_the_vendors_servers_is_read()
    {
        // Spaces behind the first brace hide the length of the text.
        Enqueue(
            Start,
            """{"type":"content_block_start","index":0,"content_block":{"type":"text","text":""}}""",
            """{"type": "ping"}""",
            """{"type":"content_block_delta","index":0,"delta":{"type":"text_delta","text":"a \"é\" \u00e9 \\"}             }""",
            """{"type":"content_block_delta","index":0,"delta":{"type":"text_delta","text":"b"}  }""",
            """{"type":"content_block_delta","index":0,"delta":{"type":"text_delta","text":""}}""",
            """{"type":"content_block_delta","index":0,"delta":{"text":"c","type":"text_delta"}}""",
            """{"type":"content_block_stop","index":0}""",
            """{"type":"message_delta","delta":{"stop_reason":"end_turn","stop_sequence":null},"usage":{"output_tokens":5}}""",
            """{"type":"message_stop"}""");
        var response = await AskAsync();
        response.Text.ShouldBe("a \"é\" é \\bc");
        (response.ResponseId, response.ResponseModel, response.FinishReason).ShouldBe(("msg_1", "claude-test-1", FinishReason.Stop));
        (response.Usage!.InputTokens, response.Usage.OutputTokens).ShouldBe((10, 5));
    }

    [Fact]
    public async Task Thinking_comes_back_signed_and_in_its_order()
    {
        Enqueue(
            Start,
            """{"type":"content_block_start","index":0,"content_block":{"type":"thinking","thinking":"","signature":""}}""",
            """{"type":"content_block_delta","index":0,"delta":{"type":"thinking_delta","thinking":"hm"}}""",
            """{"type":"content_block_delta","index":0,"delta":{"type":"signature_delta","signature":"S1"}}""",
            """{"type":"content_block_delta","index":0,"delta":{"type":"signature_delta","signature":"S2"}}""",
            """{"type":"content_block_stop","index":0}""",
            """{"type":"content_block_start","index":1,"content_block":{"type":"redacted_thinking","data":"ENC"}}""",
            """{"type":"content_block_stop","index":1}""",
            """{"type":"content_block_start","index":2,"content_block":{"type":"text","text":"Hi"}}""",
            """{"type":"content_block_stop","index":2}""",
            """{"type":"content_block_start","index":3,"content_block":{"type":"thinking","thinking":"","signature":""}}""",
            """{"type":"content_block_delta","index":3,"delta":{"type":"signature_delta","signature":"S4"}}""",
            """{"type":"content_block_stop","index":3}""",
            """{"type":"content_block_start","index":4,"content_block":{"type":"tool_use","id":"toolu_1","name":"f","input":{}}}""",
            """{"type":"content_block_stop","index":4}""",
            """{"type":"message_delta","delta":{"stop_reason":"tool_use"},"usage":{"output_tokens":5,"output_tokens_details":{"thinking_tokens":2}}}""",
            """{"type":"message_stop"}""");
        var response = await AskAsync();
        new JsonArray([.. response.Messages.ShouldHaveSingleItem().Parts.Select(part => part.ToJson())]).ShouldBeJson(
            """
            [{"type": "reasoning", "text": "", "redacted": true,
              "provider_metadata": {"anthropic": {"type": "redacted_thinking", "data": "ENC", "position": 1}}},
             {"type": "reasoning", "text": "", "redacted": true, "provider_metadata": {"anthropic": {"signature": "S4", "position": 3}}},
             {"type": "reasoning", "text": "hm", "provider_metadata": {"anthropic": {"signature": "S2"}}},
             {"type": "text", "text": "Hi"},
             {"type": "tool_call", "name": "f", "arguments": {}, "tool_call_id": "toolu_1"}]
            """);
        response.Usage!.Details.ShouldBeJson("""{"output_tokens_details": {"thinking_tokens": 2}}""");
        response.Usage.ReasoningTokens.ShouldBe(2);
        await response.ReplyAsync(null, new PromptOptions { ToolResults = [new ToolResult("f", "ok", "toolu_1")] });
        Server.Requests[1].Json["messages"].ShouldBeJson(
            """
            [{"role": "user", "content": "x"},
             {"role": "assistant", "content": [
               {"type": "thinking", "thinking": "hm", "signature": "S2"}, {"type": "redacted_thinking", "data": "ENC"},
               {"type": "text", "text": "Hi"}, {"type": "thinking", "thinking": "", "signature": "S4"},
               {"type": "tool_use", "id": "toolu_1", "name": "f", "input": {}}]},
             {"role": "user", "content": [{"type": "tool_result", "tool_use_id": "toolu_1", "content": "ok"}]}]
            """);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Tools_of_the_server_are_read_and_sent_back(bool stream)
    {
        const string call =
            """{"type":"server_tool_use","id":"srvtoolu_1","name":"web_search","input":{"query":"q"},"caller":{"type":"code_execution_20260120","tool_id":"srvtoolu_0"}}""";
        const string result = """{"type":"web_search_tool_result","tool_use_id":"srvtoolu_1","content":[{"type":"web_search_result","title":"T","url":"https://e.example","encrypted_content":"E"}]}""";
        const string mcp = """{"type":"mcp_tool_use","id":"mcptoolu_1","name":"add","server_name":"m","input":{}}""";
        const string mcpResult = """{"type":"mcp_tool_result","tool_use_id":"mcptoolu_1","is_error":true,"content":[]}""";
        const string text = """{"type":"text","text":"It is.","citations":[{"type":"web_search_result_location","url":"https://e.example"}]}""";
        const string usage = """{"input_tokens":10,"cache_read_input_tokens":0,"output_tokens":5,"server_tool_use":{"web_search_requests":1},"service_tier":"standard"}""";
        if (stream)
        {
            string[] events =
            [
                Start, .. Whole(0, call), .. Whole(1, result),
                Begin(2, mcp), """{"type":"content_block_delta","index":2,"delta":{"type":"input_json_delta","partial_json":"{\"a\":"}}""",
                """{"type":"content_block_delta","index":2,"delta":{"type":"input_json_delta","partial_json":"1}"}}""", End(2),
                .. Whole(3, mcpResult),
                Begin(4, """{"type":"text","text":"","citations":[]}"""),
                """{"type":"content_block_delta","index":4,"delta":{"type":"citations_delta","citation":{"type":"web_search_result_location","url":"https://e.example"}}}""",
                """{"type":"content_block_delta","index":4,"delta":{"type":"text_delta","text":"It is."}}""", End(4),
                $$"""{"type":"message_delta","delta":{"stop_reason":"end_turn","container":{"id":"c1"} },"usage":{{usage}} }""",
                """{"type":"message_stop"}""",
            ];
            Enqueue(events);
        }
        else
        {
            var whole = mcp.Replace("{}", """{"a":1}""", StringComparison.Ordinal);
            Server.Enqueue(FakeReply.Text(
                $$"""
                {"type":"message","id":"msg_1","role":"assistant","model":"claude-test-1","content":[{{call}},{{result}},{{whole}},{{mcpResult}},{{text}}],
                 "stop_reason":"end_turn","stop_sequence":null,"container":{"id":"c1"},"usage":{{usage}} }
                """, "application/json"));
        }

        var response = await AskAsync(stream);
        new JsonArray([.. response.Messages.ShouldHaveSingleItem().Parts.Select(part => part.ToJson())]).ShouldBeJson(
            """
            [{"type": "tool_call", "name": "web_search", "arguments": {"query": "q"}, "tool_call_id": "srvtoolu_1", "server_executed": true,
              "provider_metadata": {"anthropic": {"caller": {"type": "code_execution_20260120", "tool_id": "srvtoolu_0"}}}},
             {"type": "tool_result", "name": "web_search", "tool_call_id": "srvtoolu_1", "server_executed": true,
              "output": "[{\"type\": \"web_search_result\", \"title\": \"T\", \"url\": \"https://e.example\", \"encrypted_content\": \"E\"}]"},
             {"type": "tool_call", "name": "add", "arguments": {"a": 1}, "tool_call_id": "mcptoolu_1", "server_executed": true,
              "provider_metadata": {"anthropic": {"mcp_server_name": "m"}}},
             {"type": "tool_result", "name": "mcp", "output": "", "tool_call_id": "mcptoolu_1", "server_executed": true,
              "provider_metadata": {"anthropic": {"is_error": true}}},
             {"type": "text", "text": "It is."}]
            """);
        response.ToolCalls.ShouldBeEmpty();
        response.Usage!.Details.ShouldBeJson(
            $$"""{"cache_read_input_tokens": 0, {{(stream ? "\"cache_creation_input_tokens\": 0," : "")}} "server_tool_use": {"web_search_requests": 1}, "service_tier": "standard" }""");
        response.RawJson!["container"].ShouldBeJson("""{"id": "c1"}""");
        response.RawJson["content"]![4].ShouldBeJson(text);
        await response.ReplyAsync("and?");
        Server.Requests[1].Json["messages"]![1]!["content"].ShouldBeJson(
            $$"""
            [{{call}}, {{result}}, {"type": "mcp_tool_use", "id": "mcptoolu_1", "name": "add", "server_name": "m", "input": {"a": 1} },
             {{mcpResult}}, {"type": "text", "text": "It is."}]
            """);
    }

    [Theory]
    [InlineData(false, """{"cache_creation_input_tokens":0,"cache_read_input_tokens":0}""", null, 0)]
    [InlineData(true, """{"cache_creation_input_tokens":0}""", """{"cache_creation_input_tokens":0}""", null)]
    [InlineData(false, """{"cache_read_input_tokens":4,"x":null}""", """{"cache_read_input_tokens":4,"x":null}""", 4)]
    [InlineData(false, """{"service_tier":"batch","server_tool_use":null}""", """{"service_tier":"batch"}""", null)]
    public async Task The_counts_of_the_cache_are_kept(bool cache, string counts, string? details, int? cached)
    {
        Server.Enqueue(FakeReply.Text(
            $$"""{"content":[{"type":"text","text":"a"}],"stop_reason":"end_turn","usage":{"input_tokens":1,"output_tokens":2,{{counts[1..]}} }""",
            "application/json"));
        var options = new PromptOptions { Key = Key, Stream = false };
        var usage = (await Claude().PromptAsync("x", cache ? options.With("cache", true) : options)).Usage!;
        (usage.InputTokens, usage.OutputTokens, usage.CachedTokens).ShouldBe((1, 2, cached));
        if (details is null) usage.Details.ShouldBeNull();
        else usage.Details.ShouldBeJson(details);
    }

    [Theory]
    [InlineData(true, false, "{\"a\": 1}")]
    [InlineData(false, false, "{\"a\": 1}")]
    [InlineData(true, true, " 1}")]
    public async Task A_prefill_begins_the_answer_unless_it_is_hidden(bool stream, bool hide, string text)
    {
        Server.Enqueue(FakeAnswer.FromPieces(" 1", "}"));
        var options = new PromptOptions { Key = Key, Stream = stream }.With("prefill", "{\"a\":");
        if (hide) options = options.With("hide_prefill", "1");
        (await Claude(Older).PromptAsync("x", options)).Text.ShouldBe(text);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task The_call_that_stands_for_a_schema_is_the_answer(bool stream)
    {
        Server.Enqueue(new FakeAnswer { ToolCalls = [new ToolCall("output_structured_data", new JsonObject { ["a"] = 1 }, "toolu_1")] });
        var response = await Claude(Older).PromptAsync(
            "x", new PromptOptions { Key = Key, Stream = stream, Schema = new JsonObject { ["type"] = "object" } });
        JsonNode.Parse(response.Text).ShouldBeJson("""{"a": 1}""");
        response.ToolCalls.ShouldBeEmpty();
        response.RawJson!["content"]![0]!["input"].ShouldBeJson("""{"a": 1}""");
    }

    [Theory]
    [InlineData("end_turn", "stop")]
    [InlineData("stop_sequence", "stop")]
    [InlineData("max_tokens", "length")]
    [InlineData("model_context_window_exceeded", "length")]
    [InlineData("tool_use", "tool_calls")]
    [InlineData("pause_turn", "pause_turn")]
    public async Task Stop_reasons_are_finish_reasons(string word, string reason)
    {
        Enqueue([Start, .. Whole(0, """{"type":"text","text":"a"}"""), Delta(word)]);
        var response = await AskAsync();
        (response.FinishReason!.Value, response.FinishReason.IsKnown).ShouldBe((reason, true));
        FinishReason.FromPayload(response.RawJson)!.Value.ShouldBe(reason);
    }

    [Fact]
    public async Task A_large_text_stays_out_of_the_payload_until_it_is_read()
    {
        var text = new string('x', 300_000);
        Enqueue([Start, .. Whole(0, """{"type":"text","text":"small"}"""), .. Whole(1, $$"""{"type":"text","text":"{{text}}"}"""), Delta("end_turn")]);
        var response = await AskAsync();
        response.Text.ShouldBe("small" + text);
        response.RawJson!["content"]!.AsArray().Select(block => block!["text"]!.GetValue<string>()).ShouldBe(["small", text]);
    }

    [Fact]
    public async Task Oddities_that_the_vendors_SDK_tolerates_are_tolerated()
    {
        Server.Enqueue(FakeReply.Events(
            // Without an event's name, and with that of another.
            "data: " + Start,
            "event: brand_new\ndata: {\"type\":\"brand_new\"}",
            "event: message_stop\ndata: " + Begin(1, """{"type":"text","text":"A"}"""),
            "data: " + Begin(2, """{"type":"new_block","z":1}"""),
            // Begun twice, interleaved with another, and never ended.
            "data: " + Begin(1, """{"type":"text","text":"A"}"""),
            "data: " + Begin(3, """{"type":"text","text":""}"""),
            """data: {"type":"content_block_delta","index":1,"delta":{"type":"text_delta","text":"B"}}""",
            """data: {"type":"content_block_delta","index":3,"delta":{"type":"text_delta","text":"D"}}""",
            """data: {"type":"content_block_delta","index":1,"delta":{"type":"unknown_delta","text":"?"}}""",
            """data: {"type":"content_block_delta","index":1,"delta":{"type":"text_delta","text":"C"}}""",
            "data: " + Start,
            "data: " + Delta("end_turn"),
            """data: {"type":"message_stop"}""",
            """data: {"type":"content_block_delta","index":1,"delta":{"type":"text_delta","text":"late"}}"""));
        var response = await AskAsync();
        response.Messages.ShouldHaveSingleItem().Parts.Select(part => ((TextPart)part).Text).ShouldBe(["ABC", "D"]);
        response.RawJson!["content"].ShouldBeJson(
            """[{"type": "text", "text": "ABC"}, {"type": "new_block", "z": 1}, {"type": "text", "text": "D"}]""");
    }

    [Fact]
    public async Task A_piece_of_a_block_that_did_not_begin_begins_it()
    {
        Enqueue(
            Start,
            """{"type":"content_block_delta","index":0,"delta":{"type":"thinking_delta","thinking":"hm"}}""",
            """{"type":"content_block_delta","index":0,"delta":{"type":"text_delta","text":"a"}}""",
            """{"type":"content_block_delta","index":0,"delta":{"type":"text_delta","text":"b"}}""",
            Delta("end_turn"));
        var response = await AskAsync();
        (response.Reasoning, response.Text).ShouldBe(("hm", "ab"));
    }

    private static string Begin(int index, string block) => $$"""{"type":"content_block_start","index":{{index}},"content_block":{{block}} }""";

    private static string End(int index) => $$"""{"type":"content_block_stop","index":{{index}}}""";

    private static string[] Whole(int index, string block) => [Begin(index, block), End(index)];

    private static string Delta(string reason) => $$"""{"type":"message_delta","delta":{"stop_reason":"{{reason}}"},"usage":{"output_tokens":5} }""";

    private void Enqueue(params string[] events) =>
        Server.Enqueue(FakeReply.Events(events.Select(data => $"event: {JsonNode.Parse(data)!["type"]}\ndata: {data}")));

    private async Task<Response> AskAsync(bool stream = true) =>
        await Claude().PromptAsync("x", new PromptOptions { Key = Key, Stream = stream, Tools = [new Tool("f", null, []), new Tool("g", null, [])] });
}
