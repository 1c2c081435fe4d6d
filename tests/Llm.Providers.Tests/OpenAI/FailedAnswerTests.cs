using Llm.Testing;

namespace Llm.Providers.Tests.OpenAI;

/// <summary>Answers that failed, in all the forms in which servers and gateways say so, must not pass for good ones.</summary>
public sealed class FailedAnswerTests : ServerTest
{
    private static readonly string[] Interfaces = ["chat", "completions", "responses"];

    /// <summary>Errors in a stream, as its lines, and the words that a user must see.</summary>
    private static readonly (string Block, string Words)[] Dresses =
    [
        ("""data: {"error": {"message": "boom"}}""", "boom"),
        ("""data: {"error": "boom"}""", "boom"),
        ("""data: {"error": {"code": "context_length_exceeded", "message": ""}}""", "The server reported the error context_length_exceeded."),
        ("""data: {"error": {"code": 502, "message": ""}}""", """The server reported an error: {"error": {"code": 502, "message": ""}}"""),
        ("""data: {"error": true, "message": "boom"}""", "boom"),
        ("""data: {"error": {"error": {"message": "boom"}}}""", "boom"),
        ("""data: {"error": {"message": {"detail": "boom"}}}""", "boom"),
        ("""data: {"error": {"message": "Provider returned error", "metadata": {"raw": "boom", "provider_name": "p"}}}""", "Provider returned error: boom"),
        ("""data: {"error": {"message": "Provider returned error", "metadata": {"raw": {"error": "boom"}}}}""", """Provider returned error: {"error": "boom"}"""),
        ("""data: [{"error": {"message": "boom"}}]""", "boom"),
        ("""data: {"object": "error", "message": "boom", "code": 400}""", "boom"),
        ("""data: {"type": "error", "message": "boom"}""", "boom"),
        ("""data: {"choices": null, "error_type": "BadRequestError", "error_message": "boom"}""", "boom"),
        ("""data: {"error_code": 336, "error_msg": "boom"}""", "boom"),
        ("""data: {"detail": "boom"}""", "boom"),
        ("""data: {"detail": [{"loc": ["body"], "msg": "boom"}, {"msg": "bang"}]}""", "boom; bang"),
        ("""data: {"code": "InvalidApiKey", "message": "boom", "request_id": "1"}""", "boom"),
        ("""data: {"errors": [{"message": "boom"}]}""", "boom"),
        ("""data: {"base_resp": {"status_code": 1004, "status_msg": "boom"}}""", "boom"),
        ("event: error\ndata: {\"message\": \"boom\", \"code\": 529}", "boom"),
        ("event: error\ndata: boom", "boom"),
        ("event: error\ndata: \"boom\"", "boom"),
        ("error: {\"code\": 500, \"message\": \"boom\"}", "boom"),
        ("error: boom", "boom"),
    ];

    public static TheoryData<string, string, string> Errors => new(
        Interfaces.SelectMany(api => Dresses.Select(dress => new TheoryDataRow<string, string, string>(api, dress.Block, dress.Words))));

    public static TheoryData<string, bool, string> Failures => new MatrixTheoryData<string, bool, string>(
        Interfaces, [true, false],
        ["error", "ERROR", "network_error", "abort", "cancelled", "insufficient_system_resource", "timeout", "MALFORMED_FUNCTION_CALL"]);

    public static TheoryData<string, bool> Ways => new MatrixTheoryData<string, bool>(Interfaces, [true, false]);

    [Theory]
    [MemberData(nameof(Errors))]
    public async Task An_error_in_a_stream_ends_it_with_its_words(string api, string block, string words)
    {
        Server.Enqueue(FakeReply.Events([.. Text(api, "Half"), block, "data: [DONE]"]));
        var answer = Model(api).Ask("x", new PromptOptions { Key = Key });
        (await Should.ThrowAsync<ProviderException>(() => answer.CompleteAsync())).Message.ShouldBe(words);
        answer.Response!.Text.ShouldBe("Half");
        answer.Response.Incomplete.ShouldBe("error: " + words);
    }

    [Theory]
    [InlineData("\"\"")]
    [InlineData("{}")]
    [InlineData("[]")]
    [InlineData("false")]
    [InlineData("0")]
    [InlineData("null")]
    public async Task An_empty_error_is_none(string error)
    {
        Server.Enqueue(FakeReply.Events(
            $$$"""data: {"error": {{{error}}}, "choices": [{"delta": {"content": "a"}, "error": {{{error}}}}]}""",
            $$$"""data: {"error": {{{error}}}, "choices": [{"delta": {"content": "b"}, "finish_reason": "stop"}]}"""));
        (await AskAsync("chat", stream: true)).Text.ShouldBe("ab");
        Server.Enqueue(FakeReply.Text(
            $$$"""{"error": {{{error}}}, "choices": [{"message": {"content": "ab"}, "finish_reason": "stop"}]}""", "application/json"));
        (await AskAsync("chat", stream: false)).Text.ShouldBe("ab");
        Server.Enqueue(FakeReply.Events(
            $$$"""data: {"type": "response.completed", "error": {{{error}}}, "response": {"status": "completed", "error": {{{error}}}, "output": [{{{Message("ab")}}}]}}"""));
        (await AskAsync("responses", stream: true)).Text.ShouldBe("ab");
    }

    [Theory]
    [InlineData("chat", true)]
    [InlineData("chat", false)]
    [InlineData("completions", true)]
    [InlineData("completions", false)]
    public async Task An_error_in_the_choice_counts_and_what_came_before_it_is_kept(string api, bool stream)
    {
        Server.Enqueue(Reply(api, stream, "Half", "error", ", \"error\": {\"code\": 502, \"message\": \"boom\"}"));
        var answer = Model(api).Ask("x", new PromptOptions { Key = Key, Stream = stream });
        (await Should.ThrowAsync<ProviderException>(() => answer.CompleteAsync())).Message.ShouldBe("boom");
        answer.Response!.Text.ShouldBe("Half");
    }

    [Theory]
    [InlineData("""{"type": "response.completed", "response": {"status": "failed", "error": {"message": "boom"}, "output": []}}""")]
    [InlineData("""{"type": "response.incomplete", "response": {"status": "incomplete", "error": {"message": "boom"}}}""")]
    [InlineData("""{"type": "response.failed", "response": {"status": "failed", "error": {"code": "x", "message": "boom"}}}""")]
    [InlineData("""{"type": "response.error", "error": {"message": "boom"}}""")]
    public async Task A_response_that_failed_is_an_error_whatever_its_event_is_called(string data)
    {
        Server.Enqueue(FakeReply.Events($"data: {data}"));
        (await Should.ThrowAsync<ProviderException>(() => AskAsync("responses", stream: true))).Message.ShouldBe("boom");
    }

    [Theory]
    [MemberData(nameof(Failures))]
    public async Task A_reason_that_means_failure_is_an_error_that_names_it(string api, bool stream, string reason)
    {
        foreach (var text in (string[])["Half", ""])
        {
            Server.Enqueue(Reply(api, stream, text, reason));
            var answer = Model(api).Ask("x", new PromptOptions { Key = Key, Stream = stream });
            (await Should.ThrowAsync<ProviderException>(() => answer.CompleteAsync())).Message
                .ShouldStartWith($"The server ended the answer with the finish reason '{reason}'");
            answer.Response!.Text.ShouldBe(text);
            answer.Response.FinishReason!.Value.ShouldBe(reason);
            answer.Response.RawJson.ShouldNotBeNull();
        }
    }

    [Theory]
    [MemberData(nameof(Ways))]
    public async Task An_unknown_reason_is_kept_with_content_and_an_error_without(string api, bool stream)
    {
        Server.Enqueue(Reply(api, stream, "Hi", "fancy_new_reason"));
        var response = await AskAsync(api, stream);
        (response.Text, response.FinishReason!.Value, response.FinishReason.IsKnown).ShouldBe(("Hi", "fancy_new_reason", false));
        Server.Enqueue(Reply(api, stream, "", "fancy_new_reason"));
        (await Should.ThrowAsync<ProviderException>(() => AskAsync(api, stream))).Message
            .ShouldStartWith("The server sent no answer, and its finish reason 'fancy_new_reason' is not known here.");
    }

    [Theory]
    [MemberData(nameof(Ways))]
    public async Task An_empty_answer_that_ended_properly_is_an_answer(string api, bool stream)
    {
        Server.Enqueue(Reply(api, stream, "", api == "responses" ? "completed" : "stop"));
        var response = await AskAsync(api, stream);
        (response.Text, response.FinishReason).ShouldBe(("", FinishReason.Stop));
    }

    [Theory]
    [InlineData("chat", "Half")]
    [InlineData("chat", "")]
    [InlineData("completions", "Half")]
    [InlineData("completions", "")]
    [InlineData("responses", "Half")]
    [InlineData("responses", "")]
    public async Task A_stream_that_ends_without_a_reason_is_not_complete(string api, string text)
    {
        foreach (var mark in (string[])["", "data: [DONE]"])
        {
            Server.Enqueue(FakeReply.Events([.. Text(api, text), mark]));
            var answer = Model(api).Ask("x", new PromptOptions { Key = Key });
            (await Should.ThrowAsync<ProviderException>(() => answer.CompleteAsync())).Message.ShouldStartWith(
                mark.Length == 0 ? "Connection lost before the answer was complete: " : "The server ended the answer without a finish reason");
            answer.Response!.Text.ShouldBe(text);
        }
    }

    [Theory]
    [MemberData(nameof(Ways))]
    public async Task An_answer_of_no_bytes_is_an_error(string api, bool stream)
    {
        Server.Enqueue(FakeReply.Text("", stream ? "text/event-stream" : "application/json"));
        (await Should.ThrowAsync<ProviderException>(() => AskAsync(api, stream))).Message.ShouldStartWith("The server sent an empty answer.");
    }

    [Fact]
    public async Task A_whole_answer_without_content_and_reason_is_an_error()
    {
        foreach (var message in (string[])["{}", """{"content": null}""", """{"content": [], "tool_calls": []}"""])
        {
            Server.Enqueue(FakeReply.Text($$$"""{"choices": [{"message": {{{message}}}}]}""", "application/json"));
            (await Should.ThrowAsync<ProviderException>(() => AskAsync("chat", stream: false))).Message
                .ShouldStartWith("The server sent an answer without content and without a finish reason.");
        }
    }

    private async Task<Response> AskAsync(string api, bool stream) =>
        await Model(api).PromptAsync("x", new PromptOptions { Key = Key, Stream = stream });

    /// <summary>The events of a piece of text; none if it is empty.</summary>
    private static string[] Text(string api, string text) => api switch
    {
        "responses" when text.Length == 0 => ["""data: {"type": "response.created", "response": {}}"""],
        "responses" => [$$"""data: {"type": "response.output_text.delta", "item_id": "i", "delta": "{{text}}"}"""],
        "chat" => [$$$"""data: {"choices": [{"delta": {"content": "{{{text}}}"}}]}"""],
        _ => [$$"""data: {"choices": [{"text": "{{text}}"}]}"""],
    };

    private static FakeReply Reply(string api, bool stream, string text, string reason, string more = "")
    {
        var end = api == "responses"
            ? $$"""{"status": "{{reason}}", "output": [{{(text.Length > 0 ? Message(text) : "")}}]}"""
            : $$$"""{"choices": [{{{{Content(api, stream ? "" : text, stream)}}}, "finish_reason": "{{{reason}}}"{{{more}}}}]}""";
        if (!stream) return FakeReply.Text(end, "application/json");
        if (api == "responses") end = $$"""{"type": "response.completed", "response": {{end}}}""";
        return FakeReply.Events([.. Text(api, text), $"data: {end}", "data: [DONE]"]);
    }

    private static string Content(string api, string text, bool stream) => api == "completions"
        ? $"\"text\": \"{text}\""
        : $$"""
        "{{(stream ? "delta" : "message")}}": {"content": "{{text}}"}
        """.Trim();

    private static string Message(string text) => $$"""{"type": "message", "id": "i", "content": [{"type": "output_text", "text": "{{text}}"}]}""";
}
