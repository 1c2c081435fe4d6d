using System.Text.Json.Nodes;
using Llm.Testing;

namespace Llm.Providers.Tests.Chat;

public class ChatAnswerTests : ServerTest
{
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Text_calls_and_usage_are_read(bool stream)
    {
        var calls = new[] { new ToolCall("f", new JsonObject { ["a"] = 1 }, "c1"), new ToolCall("g", [], "c2") };
        Server.Enqueue(
            new FakeAnswer { Pieces = ["Hé", "llo"], ToolCalls = calls, InputTokens = 7, OutputTokens = 9, ReasoningTokens = 3 });
        var response = await AskAsync(Chat(), stream);
        response.Text.ShouldBe("Héllo");
        response.ToolCalls.Select(call => $"{call.Name} {call.ToolCallId} {call.Arguments.ToJsonString()}")
            .ShouldBe(["f c1 {\"a\":1}", "g c2 {}"]);
        response.Usage!.InputTokens.ShouldBe(7);
        response.Usage.OutputTokens.ShouldBe(9);
        response.Usage.Details.ShouldBeJson("""{"completion_tokens_details": {"reasoning_tokens": 3}}""");
        response.Messages[0].Parts[0].ShouldBeOfType<ReasoningPart>().Redacted.ShouldBeTrue();
    }

    [Fact]
    public async Task A_stream_is_kept_in_its_combined_form()
    {
        Server.Enqueue(new FakeAnswer { Pieces = ["a ", "b\n"], InputTokens = 1, OutputTokens = 2 });
        (await AskAsync(Chat(), stream: true)).RawJson.ShouldBeJson(
            """
            {"content": "a b\n", "finish_reason": "stop", "id": "chatcmpl-fake", "object": "chat.completion.chunk", "model": "test-model", "created": 1700000000,
             "usage": {"prompt_tokens": 1, "completion_tokens": 2, "total_tokens": 3, "prompt_tokens_details": {"cached_tokens": 0, "audio_tokens": 0},
                       "completion_tokens_details": {"reasoning_tokens": 0, "audio_tokens": 0}}}
            """);
    }

    [Fact]
    public async Task A_whole_answer_is_kept_without_nulls()
    {
        Server.Enqueue(FakeReply.Text(
            """{"id": "x", "system_fingerprint": null, "choices": [{"message": {"content": "hi", "refusal": null}, "logprobs": {"content": null}}], "usage": null}""",
            "application/json"));
        var response = await AskAsync(Chat(), stream: false);
        response.RawJson.ShouldBeJson("""{"id": "x", "choices": [{"message": {"content": "hi"}}]}""");
        response.Usage.ShouldBeNull();
    }

    [Fact]
    public async Task A_server_that_does_not_stream_is_understood()
    {
        Server.Enqueue(request => FakeReply.Json(new JsonObject
        {
            ["choices"] = new JsonArray(new JsonObject { ["message"] = new JsonObject { ["content"] = "whole" } }),
            ["usage"] = new JsonObject { ["prompt_tokens"] = 1, ["completion_tokens"] = 2 },
        }));
        var response = await AskAsync(Chat(), stream: true);
        response.Text.ShouldBe("whole");
        response.Usage.ShouldBe(new Usage { InputTokens = 1, OutputTokens = 2 });
        response.RawJson!["choices"].ShouldNotBeNull();
    }

    [Theory]
    [InlineData("text/plain")]
    [InlineData("")]
    public async Task A_stream_of_an_odd_type_is_understood(string type)
    {
        string[] blocks = ["""data: {"choices": [{"delta": {"content": "odd"}, "finish_reason": "stop"}]}""", "data: [DONE]"];
        var reply = FakeReply.Events(blocks) with { Headers = [] };
        Server.Enqueue(type.Length > 0 ? reply.WithHeader("Content-Type", type) : reply);
        (await AskAsync(Chat(), stream: true)).Text.ShouldBe("odd");
        Server.Enqueue(FakeReply.Text("\n {\"choices\": [{\"message\": {\"content\": \"whole\"}}]}", "text/plain"));
        (await AskAsync(Chat(), stream: true)).Text.ShouldBe("whole");
    }

    [Fact]
    public async Task Spaces_comments_other_line_ends_and_empty_events_do_not_matter()
    {
        Server.Enqueue(FakeReply.Text(
            "\uFEFF: hello\r\n\r\ndata:{\"choices\": [{\"delta\": {\"content\": \"a\"}}]}\r\n\r\nevent: "
            + "ping\ndata:\n\ndata:\n\nid: 7\nretry: 10\n"
            + "data: {\"choices\": [\ndata: {\"delta\": {\"content\": \"b\"}, \"finish_reason\": \"stop\"}]}\n\ndata:[DONE] \n\ndata: {\"choices\": [{\"delta\": "
            + "{\"content\": \"after\"}}]}\n\n",
            "text/event-stream"));
        (await AskAsync(Chat(), stream: true)).Text.ShouldBe("ab");
    }

    [Fact]
    public async Task Calls_of_careless_servers_are_told_apart()
    {
        Server.Enqueue(FakeReply.Events(
            // Every call at index 0, the whole call in one piece.
            """data: {"choices": [{"delta": {"tool_calls": [{"index": 0, "id": "a", "function": {"name": "f", "arguments": "{\"x\": 1}"}}]}}]}""",
            """data: {"choices": [{"delta": {"tool_calls": [{"index": 0, "id": "b", "function": {"name": "g", "arguments": "{\"x\": 2}"}}]}}]}""",
            // No index, no id, null arguments.
            """data: {"choices": [{"delta": {"content": null, "tool_calls": [{"index": 1, "function": {"name": "h", "arguments": null}}]}}]}""",
            // Not JSON.
            """data: {"choices": [{"delta": {"tool_calls": [{"index": 2, "id": "d", "function": {"name": "i", "arguments": "{oops"}}]}, "finish_reason": "tool_calls"}]}"""));
        var calls = (await AskAsync(Chat(), stream: true)).ToolCalls;
        calls.Select(call => $"{call.Name} {call.Arguments.ToJsonString()}")
            .ShouldBe(["f {\"x\":1}", "g {\"x\":2}", "h {}", "i {\"_raw\":\"{oops\"}"]);
        calls.Select(call => call.ToolCallId!.StartsWith("tc_", StringComparison.Ordinal)).ShouldBe([false, false, true, false]);
    }

    [Fact]
    public async Task Pieces_of_the_wrong_kind_are_passed_over()
    {
        Server.Enqueue(FakeReply.Events(
            "data: 1", "data: null", "data: []", """data: {"choices": 1}""", """data: {"choices": [1, null, {"delta": 1}]}""",
            """data: {"usage": 3, "choices": null}""",
            """data: {"choices": [{"delta": {"content": 5, "tool_calls": [1, {"index": "x", "function": 2}]}, "logprobs": [], "finish_reason": 2}]}""",
            """data: {"choices": [{"delta": {"content": "ok"}, "finish_reason": "stop"}]}"""));
        (await AskAsync(Chat(), stream: true)).Text.ShouldBe("ok");
    }

    private static async Task<Response> AskAsync(Model model, bool stream) =>
        await model.PromptAsync("x", new PromptOptions { Key = Key, Stream = stream });
}
