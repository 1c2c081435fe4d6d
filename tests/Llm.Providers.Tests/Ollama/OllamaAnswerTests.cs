using Llm.Testing;

namespace Llm.Providers.Tests.Ollama;

/// <summary>Streams after the vendor's documentation (docs/api.md), and those on which the vendor's library was tried.</summary>
public class OllamaAnswerTests : OllamaTest
{
    [Fact]
    public async Task Text_thoughts_usage_and_what_the_log_keeps()
    {
        var response = await ReadAsync(
            Line("\"content\":\"\",\"thinking\":\"Let me \""), Line("\"content\":\"\",\"thinking\":\"see.\""), Line("\"content\":\"Hi, \\u00e9\""),
            Line("\"content\":\"\\ud83d\\ude00\\n\""), Line("\"content\":\"!\""), Last());
        response.Text.ShouldBe("Hi, é😀\n!");
        response.Messages.Single().Parts.OfType<ReasoningPart>().Single().Text.ShouldBe("Let me see.");
        (response.FinishReason, response.Usage!.InputTokens, response.Usage.OutputTokens, response.Usage.Details)
            .ShouldBe((FinishReason.Stop, 26, 282, null));
        response.RawJson.ShouldBeJson(
            """
            {"model": "m", "created_at": "2026-11-30T08:52:19.385406455-07:00", "done_reason": "stop", "done": true,
             "total_duration": 4883583458, "load_duration": 1334875, "prompt_eval_count": 26, "prompt_eval_duration": 342546000,
             "eval_count": 282, "eval_duration": 4535599000}
            """);
    }

    [Theory]
    [InlineData("stop", "stop")]
    [InlineData("length", "length")]
    public async Task The_reason_of_the_end(string reason, string expected) =>
        (await ReadAsync(Line("\"content\":\"a\""), Last(reason))).FinishReason!.Value.ShouldBe(expected);

    [Fact]
    public async Task Calls_with_ids_or_without_them()
    {
        var response = await ReadAsync(
            Line("""  "content":"","tool_calls":[{"function":{"name":"f","arguments":{"a":1}}},{"function":{"name":"f","arguments":{"a":2}}}] """),
            Line("""  "content":"","tool_calls":[{"id":"call_1","function":{"index":0,"name":"g","arguments":{}}},{"id":"call_1","function":{"name":"h"}}] """),
            Last());
        response.ToolCalls.Select(call => $"{call.Name} {call.Arguments.ToJsonString()}")
            .ShouldBe(["f {\"a\":1}", "f {\"a\":2}", "g {}", "h {}"]);
        response.ToolCalls.Select(call => call.ToolCallId).Distinct().Count().ShouldBe(4);
        response.ToolCalls[2].ToolCallId.ShouldBe("call_1");
        response.FinishReason.ShouldBe(FinishReason.ToolCalls);
        FinishReason.FromPayload(response.RawJson).ShouldBe(FinishReason.ToolCalls);
        response.RawJson!["message"].ShouldBeJson(
            """
            {"tool_calls": [{"function": {"name": "f"}}, {"function": {"name": "f"}}, {"function": {"name": "g"}},
             {"function": {"name": "h"}}]}
            """);
    }

    [Fact]
    public async Task An_answer_in_one_piece()
    {
        Server.Enqueue(FakeReply.Text(
            """
            {"model": "m", "message": {"role": "assistant", "content": "Hi", "thinking": "hm"}, "done": true, "done_reason": "stop",
             "prompt_eval_count": 3, "eval_count": 4}
            """, "application/json; charset=utf-8"));
        var response = await NewModel().PromptAsync("x", new PromptOptions { Stream = false });
        response.Text.ShouldBe("Hi");
        response.Messages.Single().Parts.OfType<ReasoningPart>().Single().Text.ShouldBe("hm");
        response.Usage!.OutputTokens.ShouldBe(4);
    }

    [Theory]
    [InlineData("no reason", """{"message":{"content":"Hi"},"done":true}""")]
    [InlineData("lines after the end", "L", "E", "L2")]
    [InlineData("error: null", """{"message":{"role":"assistant","content":"Hi"},"error":null,"done":false}""", "E")]
    [InlineData("blank lines", "", "L", "", "", "E", "")]
    [InlineData("a line without a message", """{"model":"m","created_at":"x","done":false}""", "L", "E")]
    [InlineData("a list", "[]", "L", "E")]
    [InlineData("null", "null", "L", "E")]
    public async Task Odd_streams_are_read(string kind, params string[] lines)
    {
        var read = lines.Select(line => line switch
        {
            "L" => Line("\"content\":\"Hi\""),
            "L2" => Line("\"content\":\"\""),
            "E" => Last(),
            _ => line,
        });
        (await ReadAsync([.. read])).Text.ShouldBe("Hi", kind);
    }

    [Theory]
    [InlineData("\r\n", true)]
    [InlineData("\n", false)]
    public async Task Line_breaks_and_pieces_of_any_size(string lineBreak, bool hasLast)
    {
        var text = string.Join(lineBreak, Line("\"content\":\"é\""), Last()) + (hasLast ? lineBreak : "");
        var reply = FakeReply.Bytes(System.Text.Encoding.UTF8.GetBytes(text), "application/x-ndjson");
        Server.Enqueue(reply.SplitAt(Enumerable.Range(1, reply.Body.Length - 1)));
        (await NewModel().PromptAsync("x")).Text.ShouldBe("é");
    }

    [Theory]
    [InlineData("boom", """{"error":"boom"}""")]
    [InlineData("boom", """{"error":{"message":"boom"},"status":500}""")]
    [InlineData("Connection lost before the answer was complete: the stream ended without its last event.")]
    [InlineData("The server sent something that is not JSON: {\"mess", "{\"mess", "E")]
    [InlineData("Connection lost before the answer was complete: the stream ended without its last event.", "CUT",
        """{"message":{"tool_calls":[{"function":{"name":"f","arg""")]
    [InlineData("The server sent something that is not JSON: event: x", "event: x", "E")]
    public async Task What_came_before_an_error_is_kept(string words, params string[] rest)
    {
        var lines = FakeReply.Lines([Line("\"content\":\"Hi\""), .. rest.Where(line => line != "CUT").Select(line => line == "E" ? Last() : line)]);
        Server.Enqueue(rest.Contains("CUT") ? FakeReply.Bytes(lines.Body.AsMemory(..^1), "application/x-ndjson") : lines);
        var answer = NewModel().Ask("x");
        (await Should.ThrowAsync<ProviderException>(() => answer.CompleteAsync())).Message.ShouldBe(words);
        answer.Response!.Text.ShouldBe("Hi");
        answer.Response.Incomplete.ShouldBe("error: " + words);
    }

    [Theory]
    [InlineData("", "application/x-ndjson", "The server sent an empty answer. Prompt again, or look at the server's log.")]
    [InlineData("<html>Sign in</html>", "text/html", "The server sent something that is not JSON: <html>Sign in</html>")]
    [InlineData("""{"message": "Not allowed"}""", "application/json", "Not allowed")]
    [InlineData("""{"hello": "world"}""", "application/json", """The server sent something that is not an answer: {"hello": "world"}""")]
    public async Task A_body_that_is_no_answer_is_an_error(string body, string type, string words)
    {
        foreach (var stream in (bool[])[true, false])
        {
            Server.Enqueue(FakeReply.Text(body, type));
            (await Should.ThrowAsync<ProviderException>(() => NewModel().PromptAsync("x", new PromptOptions { Stream = stream }))).Message
                .ShouldBe(words);
        }
    }

    [Theory]
    [InlineData(404, """{"error":"model 'm' not found"}""",
        "answered with status 404: model 'm' not found. Check the name of the model and the address of the server.")]
    [InlineData(400, """{"error":"the input length exceeds the context length"}""",
        "answered with status 400: the input length exceeds the context length.")]
    [InlineData(401, """{"error":"unauthorized"}""", "answered with status 401: unauthorized. Check the API key.")]
    [InlineData(429, """{"error":"too many requests"}""",
        "answered with status 429: too many requests. Try again later, or send fewer requests.")]
    [InlineData(500, "oops", "answered with status 500: oops. Try again later.")]
    public async Task A_refusal_has_the_words_of_the_server(int status, string body, string shown)
    {
        for (var i = 0; i < 3; i++) Server.Enqueue(FakeReply.Text(body, "application/json", status));
        (await Should.ThrowAsync<ProviderException>(() => NewModel().PromptAsync("x"))).Message
            .ShouldBe($"127.0.0.1:{Server.Port} {shown}");
    }

    [Fact]
    public async Task A_redirect_to_another_server_is_refused()
    {
        Server.Enqueue(FakeReply.Redirect("http://127.0.0.2/api/chat"));
        (await Should.ThrowAsync<LlmException>(() => NewModel().PromptAsync("x"))).Message.ShouldContain("which is not followed");
    }

    [Fact]
    public async Task A_compressed_stream_is_read()
    {
        using var packed = new MemoryStream();
        await using (var gzip = new System.IO.Compression.GZipStream(packed, System.IO.Compression.CompressionMode.Compress))
            await gzip.WriteAsync(FakeReply.Lines(Line("\"content\":\"Hi\""), Last()).Body);
        Server.Enqueue(FakeReply.Bytes(packed.ToArray(), "application/x-ndjson").WithHeader("Content-Encoding", "gzip"));
        (await NewModel().PromptAsync("x")).Text.ShouldBe("Hi");
    }
}
