using System.Text.Json.Nodes;

namespace Llm.Providers.Tests.Chat;

public class ChatRequestTests : ServerTest
{
    [Fact]
    public async Task The_smallest_request()
    {
        (await BodyAsync(Chat(), "Hello é")).ShouldBeJson(
            """{"model": "test-model", "messages": [{"role": "user", "content": "Hello é"}], "stream": true, "stream_options": {"include_usage": true}}""");
        var request = Server.Requests[0];
        request.Method.ShouldBe("POST");
        request.PathAndQuery.ShouldBe("/v1/chat/completions");
        request.Header("Authorization").ShouldBe($"Bearer {Key}");
        request.Header("Content-Type").ShouldBe("application/json");
    }

    [Fact]
    public async Task Without_streaming_no_stream_options_go_along() =>
        (await BodyAsync(Chat(), "Hello", new PromptOptions { Key = Key, Stream = false, System = "Be brief" })).ShouldBeJson(
            """
            {"model": "test-model", "stream": false,
             "messages": [{"role": "system", "content": "Be brief"}, {"role": "user", "content": "Hello"}]}
            """);

    [Theory]
    [InlineData("auto", "\"auto\"")]
    [InlineData("none", "\"none\"")]
    [InlineData("required", "\"required\"")]
    [InlineData("f", """{"type": "function", "function": {"name": "f"}}""")]
    public async Task A_tool_choice_is_sent(string choice, string sent)
    {
        var options = new PromptOptions
        {
            Key = Key,
            Tools = [new Tool("f", null, [])],
            ToolChoice = ToolChoice.Parse(choice),
            ParallelToolCalls = false,
        };
        var body = await BodyAsync(Chat(), "x", options);
        body["tool_choice"].ShouldBeJson(sent);
        body["parallel_tool_calls"]!.GetValue<bool>().ShouldBeFalse();
    }

    [Fact]
    public async Task The_name_on_the_wire_can_differ_from_the_id() =>
        (await BodyAsync(Chat(Settings with { Name = "org/model:8b" }), "x"))["model"]!.GetValue<string>().ShouldBe("org/model:8b");

    [Fact]
    public async Task Every_option_has_its_place()
    {
        var options = new JsonObject
        {
            ["temperature"] = "0.5",
            ["max_tokens"] = "64",
            ["top_p"] = 0.25,
            ["frequency_penalty"] = -2,
            ["presence_penalty"] = 1.5,
            ["stop"] = "END",
            ["logit_bias"] = """{"1712": -100}""",
            ["seed"] = 42,
            ["json_object"] = "true",
            ["image_detail"] = "low",
            ["reasoning_effort"] = "xhigh",
            ["verbosity"] = "low",
            ["service_tier"] = "flex",
        };
        (await BodyAsync(Chat(), "x", new PromptOptions { Key = Key, Stream = false }.With(options))).ShouldBeJson(
            """
            {"model": "test-model", "messages": [{"role": "user", "content": "x"}], "stream": false,
             "temperature": 0.5, "max_tokens": 64, "top_p": 0.25, "frequency_penalty": -2.0, "presence_penalty": 1.5, "stop": "END",
             "logit_bias": {"1712": -100}, "seed": 42, "response_format": {"type": "json_object"},
             "reasoning_effort": "xhigh", "verbosity": "low", "service_tier": "flex"}
            """);
    }

    [Fact]
    public async Task Half_a_character_does_not_stop_a_prompt() =>
        (await BodyAsync(Chat(), "a\ud83d"))["messages"]![0]!["content"]!.GetValue<string>().ShouldBe("a\uFFFD");

    [Fact]
    public async Task A_schema_wins_over_json_object()
    {
        var options = new PromptOptions
        {
            Key = Key,
            Schema = new JsonObject { ["type"] = "object" },
            Options = new Dictionary<string, JsonNode?> { ["json_object"] = true },
        };
        (await BodyAsync(Chat(), "x", options))["response_format"].ShouldBeJson(
            """{"type": "json_schema", "json_schema": {"name": "output", "schema": {"type": "object"}}}""");
    }

    [Fact]
    public async Task Tools_are_offered()
    {
        var schema = new JsonObject
        {
            ["type"] = "object",
            ["properties"] = new JsonObject { ["a"] = new JsonObject { ["type"] = "integer" } },
        };
        (await BodyAsync(
            Chat(),
            "x",
            new PromptOptions { Key = Key, Tools = [new Tool("f", "Doubles.", schema), new Tool("g", "", [])] }))["tools"].ShouldBeJson(
            """
            [{"type": "function", "function": {"name": "f", "description": "Doubles.", "parameters": {"type": "object", "properties": {"a": {"type": "integer"}}}}},
             {"type": "function", "function": {"name": "g", "description": null, "parameters": {}}}]
            """);
    }

    [Fact]
    public async Task History_is_put_into_messages()
    {
        Message[] history =
        [
            Message.System("Be brief"),
            Message.User("one"),
            Message.Assistant(
                new ReasoningPart("hm"),
                new ToolCallPart { Name = "f", Arguments = new JsonObject { ["a"] = 1, ["é"] = "ü" }, ToolCallId = "c1" }),
            Message.Tool(
                new ToolResultPart { Name = "f", Output = "2", ToolCallId = "c1" },
                new ToolResultPart { Name = "f", Output = "", ToolCallId = "c2" }),
            Message.System("Be brief"),
            Message.Assistant("two ", "parts"),
            Message.User(),
            Message.Assistant(),
            Message.System("Be long"),
        ];
        (await BodyAsync(Chat(), "three", new PromptOptions { Key = Key, Messages = history }))["messages"].ShouldBeJson(
            """
            [{"role": "system", "content": "Be brief"},
             {"role": "user", "content": "one"},
             {"role": "assistant", "content": null, "tool_calls": [
               {"type": "function", "id": "c1", "function": {"name": "f", "arguments": "{\"a\": 1, \"\\u00e9\": \"\\u00fc\"}"}}]},
             {"role": "tool", "tool_call_id": "c1", "content": "2"},
             {"role": "tool", "tool_call_id": "c2", "content": ""},
             {"role": "assistant", "content": "two parts"},
             {"role": "assistant", "content": null},
             {"role": "system", "content": "Be long"},
             {"role": "user", "content": "three"}]
            """);
    }

    [Fact]
    public async Task A_call_that_another_provider_ran_is_not_replayed()
    {
        Message[] history =
        [
            Message.User("one"),
            Message.Assistant(
                new ToolCallPart { Name = "web_search", ToolCallId = "ws", ServerExecuted = true },
                new ToolResultPart { Name = "web_search", Output = "found", ToolCallId = "ws", ServerExecuted = true },
                "answer"),
        ];
        (await BodyAsync(Chat(), "two", new PromptOptions { Key = Key, Messages = history }))["messages"].ShouldBeJson(
            """[{"role": "user", "content": "one"}, {"role": "assistant", "content": "answer"}, {"role": "user", "content": "two"}]""");
    }
}
