using System.IO.Compression;
using System.Text;
using Llm.Testing;

namespace Llm.Providers.Tests.Anthropic;

/// <summary>Requests that are refused, and answers that fail; the errors have the vendor's documented form.</summary>
public class FailedMessagesTests : AnthropicTest
{
    private const string Start =
        """{"type":"message_start","message":{"id":"msg_1","role":"assistant","model":"m","content":[],"usage":{"input_tokens":10,"output_tokens":1}}}""";

    private const string Text = """{"type":"content_block_start","index":0,"content_block":{"type":"text","text":"Half"}}""";

    [Theory]
    [InlineData(401, "authentication_error", "invalid bearer token", "invalid bearer token. Check the API key.")]
    [InlineData(403, "permission_error", "no", "no. Check what the API key is allowed to do.")]
    [InlineData(404, "not_found_error", "model: claude-x", "model: claude-x. Check the name of the model and the address of the server.")]
    [InlineData(429, "rate_limit_error", "slow", "slow. Try again later, or send fewer requests.")]
    [InlineData(402, "billing_error", "no credit", "no credit. Check the plan and the billing of the account.")]
    [InlineData(
        400, "invalid_request_error", "Your credit balance is too low to access the Anthropic API.",
        "Your credit balance is too low to access the Anthropic API. Check the plan and the billing of the account.")]
    [InlineData(
        400, "invalid_request_error", "prompt is too long: 3 tokens > 2 maximum",
        "prompt is too long: 3 tokens > 2 maximum. Shorten the prompt or the conversation, or choose a model that takes more.")]
    [InlineData(413, "request_too_large", "big", "big. Send less text or smaller attachments.")]
    [InlineData(529, "overloaded_error", "Overloaded", "Overloaded. Try again later.")]
    public async Task A_refused_request_says_what_to_do(int status, string type, string words, string message)
    {
        Server.Enqueue(FakeReply.Text(
            $$$"""{"type":"error","error":{"type":"{{{type}}}","message":"{{{words}}}"},"request_id":"req_1"}""", "application/json", status)
            .WithHeader("x-should-retry", "false").WithHeader("request-id", "req_1"));
        var error = await Should.ThrowAsync<ProviderException>(() => AskAsync());
        error.Message.ShouldBe($"127.0.0.1:{Server.Port} answered with status {status}: {message}");
        (error.Status, error.Type, error.RequestId).ShouldBe((status, type, "req_1"));
    }

    [Fact]
    public async Task An_overloaded_server_is_asked_again()
    {
        var busy = FakeReply.Text("""{"type":"error","error":{"type":"overloaded_error","message":"Overloaded"}}""", "application/json", 529);
        Server.Enqueue(busy);
        Server.Enqueue(busy);
        (await AskAsync()).Text.ShouldBe("echo: x");
        Server.Requests.Count.ShouldBe(3);
    }

    [Theory]
    [InlineData("event: error\ndata: {\"type\":\"error\",\"error\":{\"type\":\"overloaded_error\",\"message\":\"Overloaded\"}}", "Overloaded")]
    [InlineData("event: message_delta\ndata: {\"type\":\"error\",\"error\":{\"type\":\"api_error\",\"message\":\"Internal\"}}", "Internal")]
    [InlineData("event: error\ndata: oops", "oops")]
    [InlineData("data: {\"detail\": \"boom\"}", "boom")]
    [InlineData("event: content_block_delta\ndata: {\"type\":", "The server sent something that is not JSON: {\"type\":")]
    public async Task An_error_in_a_stream_ends_it_with_its_words(string block, string words)
    {
        Server.Enqueue(FakeReply.Events($"data: {Start}", $"data: {Text}", block));
        await FailsAsync(words, "Half");
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_refusal_is_an_error_with_the_reason_and_what_was_said_before(bool stream)
    {
        const string end = "\"stop_reason\":\"refusal\",\"stop_details\":{\"type\":\"refusal\",\"category\":\"cyber\",\"explanation\":\"Not this.\"}";
        Server.Enqueue(stream
            ? FakeReply.Events($"data: {Start}", $"data: {Text}", $$$"""data: {"type":"message_delta","delta":{{{{end}}}},"usage":{"output_tokens":3}}""")
            : FakeReply.Text(
                $$$"""{"content":[{"type":"text","text":"Half"}],{{{end}}},"usage":{"input_tokens":10,"output_tokens":3}}""", "application/json"));
        var answer = Claude().Ask("x", new PromptOptions { Key = Key, Stream = stream });
        var error = await Should.ThrowAsync<ProviderException>(() => answer.CompleteAsync());
        (error.Message, error.Code, error.Type).ShouldBe(("Claude refused this request (cyber): Not this.", "cyber", "refusal"));
        var response = answer.Response!;
        (response.Text, response.FinishReason, response.Usage!.OutputTokens).ShouldBe(("Half", FinishReason.ContentFilter, 3));
        response.Incomplete.ShouldBe("error: Claude refused this request (cyber): Not this.");
        response.RawJson!["stop_details"]!["category"]!.GetValue<string>().ShouldBe("cyber");
    }

    [Fact]
    public async Task A_refusal_without_details_is_one_too()
    {
        Server.Enqueue(FakeReply.Text("""{"content":[],"stop_reason":"refusal","stop_details":null}""", "application/json"));
        await FailsAsync("Claude refused this request.", "");
    }

    [Fact]
    public async Task A_stream_that_is_cut_in_a_call_keeps_the_call_and_does_not_run_it()
    {
        Server.Enqueue(FakeReply.Events(
            $"data: {Start}", $"data: {Text}",
            """data: {"type":"content_block_start","index":1,"content_block":{"type":"tool_use","id":"toolu_1","name":"f","input":{}}}""",
            """data: {"type":"content_block_delta","index":1,"delta":{"type":"input_json_delta","partial_json":"{\"a\": 1"}}"""));
        var answer = Claude().Ask("x", new PromptOptions { Key = Key, Tools = [new Tool("f", null, [])] });
        (await Should.ThrowAsync<ProviderException>(() => answer.CompleteAsync())).Message.ShouldBe(
            "Connection lost before the answer was complete: the stream ended without its last event.");
        answer.Response!.Messages[0].Parts[1].ToJson().ShouldBeJson(
            """
            {"type": "tool_call", "name": "f", "arguments": {"_raw": "{\"a\": 1"}, "tool_call_id": "toolu_1",
             "provider_metadata": {"llm": {"incomplete": "error: Connection lost before the answer was complete: the stream ended without its last event."}}}
            """);
        answer.Response.Usage!.InputTokens.ShouldBe(10);
        answer.Response.RawJson!["content"]![1]!["input"].ShouldBeJson("""{"_raw": "{\"a\": 1"}""");
    }

    [Fact]
    public async Task Arguments_before_their_call_are_an_error()
    {
        Server.Enqueue(FakeReply.Events(
            $"data: {Start}", """data: {"type":"content_block_delta","index":0,"delta":{"type":"input_json_delta","partial_json":"{}"}}"""));
        await FailsAsync("The server sent the arguments of a tool call before the call, so they cannot be trusted. Prompt again.", "");
    }

    [Fact]
    public async Task A_page_is_not_an_answer()
    {
        Server.Enqueue(FakeReply.Text("<html>Sign in</html>", "text/html"));
        await FailsAsync("The server sent something that is not JSON: <html>Sign in</html>", "");
        Server.Enqueue(FakeReply.Text("""{"hello": 1}""", "application/json"));
        await FailsAsync("""The server sent something that is not an answer: {"hello": 1}""", "");
    }

    [Fact]
    public async Task An_empty_body_is_an_error()
    {
        Server.Enqueue(FakeReply.Text("", "text/event-stream"));
        await FailsAsync("The server sent an empty answer. Prompt again, or look at the server's log.", "");
        Server.Enqueue(FakeReply.Events($"data: {Start}"));
        await FailsAsync("Connection lost before the answer was complete: the stream ended without its last event.", "");
    }

    [Fact]
    public async Task A_redirect_to_another_server_is_not_followed()
    {
        Server.Enqueue(FakeReply.Redirect("http://elsewhere.example/v1/messages"));
        (await Should.ThrowAsync<LlmException>(() => AskAsync())).Message.ShouldContain(
            "redirects to http://elsewhere.example/v1/messages, which is not followed because the key would be sent there.");
        Server.Enqueue(FakeReply.Redirect("/v1/messages"));
        (await AskAsync()).Text.ShouldBe("echo: x");
    }

    [Fact]
    public async Task A_compressed_stream_is_read()
    {
        var stream = $"data: {Start}\n\ndata: {Text}\n\n" + """data: {"type":"message_delta","delta":{"stop_reason":"end_turn"}}""" + "\n\n";
        using var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionLevel.Fastest, leaveOpen: true)) gzip.Write(Encoding.UTF8.GetBytes(stream));
        Server.Enqueue(FakeReply.Bytes(packed.ToArray(), "text/event-stream").WithHeader("Content-Encoding", "gzip"));
        (await AskAsync()).Text.ShouldBe("Half");
    }

    [Fact]
    public async Task A_stream_may_end_without_its_last_event_and_at_any_byte()
    {
        var reply = FakeReply.Events(
            $"data: {Start}", $"data: {Text}",
            """data: {"type":"content_block_delta","index":0,"delta":{"type":"text_delta","text":" é😀"}}""",
            """data: {"type":"message_delta","delta":{"stop_reason":"end_turn"}}""");
        for (var i = 1; i < reply.Body.Length; i += 7) Server.Enqueue(reply.SplitAt(i));
        for (var i = 1; i < reply.Body.Length; i += 7) (await AskAsync()).Text.ShouldBe("Half é😀");
    }

    private async Task<Response> AskAsync() => await Claude().PromptAsync("x", new PromptOptions { Key = Key });

    private async Task FailsAsync(string message, string text)
    {
        var answer = Claude().Ask("x", new PromptOptions { Key = Key });
        (await Should.ThrowAsync<ProviderException>(() => answer.CompleteAsync())).Message.ShouldBe(message);
        (answer.Response?.Text ?? "").ShouldBe(text);
        if (text.Length > 0) answer.Response!.Incomplete.ShouldBe("error: " + message);
    }
}
