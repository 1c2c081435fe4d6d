using Llm.Testing;

namespace Llm.Providers.Tests.OpenAI;

/// <summary>Answers in the forms of compatible servers and gateways: every text must reach the user, and every count the log.</summary>
public sealed class OddAnswerTests : ServerTest
{
    /// <summary>Title, the chunks of a Chat stream, and the text.</summary>
    public static TheoryData<string, string[], string> ChatStreams => new()
    {
        { "pieces in a list", [Delta("""{"content": [{"type": "text", "text": "Hello"}]}"""), Delta("""{"content": " there"}""")], "Hello there" },
        { "several pieces", [Delta("""{"content": [{"type": "text", "text": "Hello"}, {"type": "text", "text": " there"}]}""")], "Hello there" },
        { "texts in a list", [Delta("""{"content": ["Hello", " there"]}""")], "Hello there" },
        { "an object", [Delta("""{"content": {"type": "text", "text": "Hello there"}}""")], "Hello there" },
        { "output_text", [Delta("""{"content": [{"type": "output_text", "text": "Hello there"}]}""")], "Hello there" },
        { "refusal", [Delta("""{"refusal": "No, "}"""), Delta("""{"refusal": "no."}""")], "No, no." },
        { "refusal in a list", [Delta("""{"content": [{"type": "refusal", "refusal": "No."}]}""")], "No." },
        { "message in place of delta", ["""{"choices": [{"message": {"content": "Hello"}}]}""", """{"choices": [{"message": {"content": " there"}}]}"""], "Hello there" },
        { "message again at the end", [Delta("""{"content": "Hello"}"""), """{"choices": [{"message": {"content": "Hello there"}, "finish_reason": "stop"}]}"""], "Hello there" },
        { "message beside delta", ["""{"choices": [{"delta": {"content": "Hello"}, "message": {"content": "Hello"}}]}"""], "Hello" },
        { "text in place of delta", ["""{"choices": [{"text": "Hello"}]}""", """{"choices": [{"delta": null, "text": " there"}]}"""], "Hello there" },
        { "delta as text", ["""{"choices": [{"delta": "Hello"}]}"""], "Hello" },
        { "thinking in the list", [Delta("""{"content": [{"type": "thinking", "thinking": [{"type": "text", "text": "hm"}]}, {"type": "text", "text": "Hello"}]}""")], "Hello" },
    };

    /// <summary>Title, the message of a whole Chat answer, and the text.</summary>
    public static TheoryData<string, string, string> ChatMessages => new()
    {
        { "pieces", """{"content": [{"type": "thinking", "thinking": "hm"}, {"type": "text", "text": "Hello"}, " there"]}""", "Hello there" },
        { "refusal", """{"content": null, "refusal": "No."}""", "No." },
        { "refusal beside text", """{"content": "Hello", "refusal": ""}""", "Hello" },
        { "object", """{"content": {"text": "Hello"}}""", "Hello" },
    };

    /// <summary>Title, the events of a Responses stream, and the text.</summary>
    public static TheoryData<string, string[], string> ResponsesStreams => new()
    {
        { "only text.done", ["""{"type": "response.output_text.done", "item_id": "i", "text": "Hello"}"""], "Hello" },
        { "only content_part.done", ["""{"type": "response.content_part.done", "item_id": "i", "part": {"type": "output_text", "text": "Hello"}}"""], "Hello" },
        { "only refusal.done", ["""{"type": "response.refusal.done", "item_id": "i", "refusal": "No."}"""], "No." },
        { "only item.done", [$$"""{"type": "response.output_item.done", "item": {{Message("Hello")}}}"""], "Hello" },
        { "only the final response", [Final(Message("Hello"))], "Hello" },
        { "two parts, done each", ["""{"type": "response.output_text.done", "item_id": "i", "content_index": 0, "text": "Hello"}""", """{"type": "response.output_text.done", "item_id": "i", "content_index": 1, "text": " there"}"""], "Hello there" },
        { "everything once", ["""{"type": "response.output_text.delta", "item_id": "i", "output_index": 0, "content_index": 0, "delta": "Hello"}""", """{"type": "response.output_text.done", "item_id": "i", "output_index": 0, "content_index": 0, "text": "Hello"}""", """{"type": "response.content_part.done", "item_id": "i", "output_index": 0, "content_index": 0, "part": {"type": "output_text", "text": "Hello"}}""", $$"""{"type": "response.output_item.done", "output_index": 0, "item": {{Message("Hello")}}}""", Final(Message("Hello"))], "Hello" },
        { "no ids", ["""{"type": "response.output_text.delta", "delta": "Hel"}""", """{"type": "response.output_text.delta", "delta": "lo"}""", """{"type": "response.output_text.done", "text": "Hello"}""", Final(Message("Hello"))], "Hello" },
        { "other ids at the end", ["""{"type": "response.output_text.delta", "item_id": "a", "delta": "Hello"}""", Final("""{"type": "message", "id": "z", "content": [{"type": "output_text", "text": "Hello"}]}""")], "Hello" },
        { "response.done", ["""{"type": "response.done", "response": {"status": "completed", "output": [{"type": "message", "content": [{"text": "Hello"}]}]}}"""], "Hello" },
    };

    public static TheoryData<string, string> Labels => new MatrixTheoryData<string, string>(
        ["chat", "completions", "responses"],
        ["application/json", "application/json; charset=utf-8", "text/plain", "text/html", "application/octet-stream", "text/event-stream", ""]);

    [Theory]
    [MemberData(nameof(ChatStreams))]
    public async Task Every_text_of_a_Chat_stream_is_read(string title, string[] chunks, string text)
    {
        Server.Enqueue(FakeReply.Events([.. chunks.Select(chunk => $"data: {chunk}"), $"data: {Delta("{}", "stop")}"]));
        (await AskAsync("chat", stream: true)).Text.ShouldBe(text, title);
    }

    [Theory]
    [MemberData(nameof(ChatMessages))]
    public async Task Every_text_of_a_whole_Chat_answer_is_read(string title, string message, string text)
    {
        Server.Enqueue(FakeReply.Text($$"""{"choices": [{"message": {{message}}, "finish_reason": "stop"}]}""", "application/json"));
        (await AskAsync("chat", stream: false)).Text.ShouldBe(text, title);
    }

    [Theory]
    [MemberData(nameof(ResponsesStreams))]
    public async Task Every_text_of_a_Responses_stream_is_read_once(string title, string[] events, string text)
    {
        var last = events[^1].Contains("\"response\":", StringComparison.Ordinal) ? events : [.. events, Final("")];
        Server.Enqueue(FakeReply.Events(last.Select(data => $"data: {data}")));
        (await AskAsync("responses", stream: true)).Text.ShouldBe(text, title);
    }

    [Theory]
    [MemberData(nameof(Labels))]
    public async Task The_label_of_an_answer_does_not_matter(string api, string label)
    {
        foreach (var stream in (bool[])[true, false])
        {
            foreach (var reply in (FakeReply[])[Stream(api), Whole(api)])
            {
                var bare = reply with { Headers = [] };
                Server.Enqueue(label.Length > 0 ? bare.WithHeader("Content-Type", label) : bare);
                (await AskAsync(api, stream)).Text.ShouldBe("Hello");
            }
        }
    }

    [Theory]
    [InlineData("\n[DONE]")]
    [InlineData("\n\ndata: [DONE]\n\n")]
    [InlineData("[done]\n")]
    public async Task JSON_may_be_followed_by_the_mark_of_a_stream(string mark)
    {
        foreach (var label in (string[])["application/json", "text/event-stream"])
        {
            var body = """{"choices": [{"message": {"content": "Hello"}, "finish_reason": "stop"}]}""" + mark;
            Server.Enqueue(FakeReply.Text(body, label));
            (await AskAsync("chat", stream: true)).Text.ShouldBe("Hello");
            Server.Enqueue(FakeReply.Text(body, label));
            (await AskAsync("chat", stream: false)).Text.ShouldBe("Hello");
        }
    }

    [Fact]
    public async Task Signs_of_life_and_a_mark_in_small_letters_are_no_errors()
    {
        Server.Enqueue(FakeReply.Events(
            "data: ping", ": keep-alive", "event: ping\ndata: {}", $"data: {Delta("""{"content": "Hello"}""", "stop")}", "data: keepalive", "data: [done]"));
        (await AskAsync("chat", stream: true)).Text.ShouldBe("Hello");
    }

    [Theory]
    [InlineData("""{"choices": [{"delta": {}, "finish_reason": "stop", "usage": {"prompt_tokens": 7, "completion_tokens": 2}}]}""")]
    [InlineData("""{"choices": [{"delta": {}, "finish_reason": "stop"}], "x_groq": {"usage": {"prompt_tokens": 7, "completion_tokens": 2}}}""")]
    [InlineData("""{"choices": [{"delta": {}, "finish_reason": "stop"}], "usage": {"prompt_tokens": 7.0, "completion_tokens": 2.0}}""")]
    public async Task Counts_are_read_wherever_they_are(string last)
    {
        Server.Enqueue(FakeReply.Events($"data: {Delta("""{"content": "Hello"}""")}", $"data: {last}", "data: [DONE]"));
        var usage = (await AskAsync("chat", stream: true)).Usage!;
        (usage.InputTokens, usage.OutputTokens).ShouldBe((7, 2));
        Server.Enqueue(FakeReply.Text(last.Replace("\"delta\": {}", "\"message\": {\"content\": \"Hello\"}", StringComparison.Ordinal), "application/json"));
        usage = (await AskAsync("chat", stream: false)).Usage!;
        (usage.InputTokens, usage.OutputTokens).ShouldBe((7, 2));
    }

    private async Task<Response> AskAsync(string api, bool stream) =>
        await Model(api).PromptAsync("x", new PromptOptions { Key = Key, Stream = stream });

    private static FakeReply Stream(string api) => FakeReply.Events(api switch
    {
        "chat" => [$"data: {Delta("""{"content": "Hello"}""", "stop")}", "data: [DONE]"],
        "responses" => [$"event: response.completed\ndata: {Final(Message("Hello"))}"],
        _ => ["""data: {"choices": [{"text": "Hello", "finish_reason": "stop"}]}""", "data: [DONE]"],
    });

    private static FakeReply Whole(string api) => FakeReply.Text(api switch
    {
        "chat" => """{"choices": [{"message": {"content": "Hello"}, "finish_reason": "stop"}]}""",
        "responses" => $$"""{"status": "completed", "output": [{{Message("Hello")}}]}""",
        _ => """{"choices": [{"text": "Hello", "finish_reason": "stop"}]}""",
    });

    private static string Delta(string delta, string? reason = null)
    {
        var end = reason is null ? "null" : $"\"{reason}\"";
        return "{\"choices\": [{\"delta\": " + delta + ", \"finish_reason\": " + end + "}]}";
    }

    private static string Message(string text) => $$"""{"type": "message", "id": "i", "content": [{"type": "output_text", "text": "{{text}}"}]}""";

    private static string Final(string items) =>
        $$$"""{"type": "response.completed", "response": {"status": "completed", "output": [{{{items}}}]}}""";
}
