using Llm.Testing;

namespace Llm.Providers.Tests.Gemini;

/// <summary>Errors, and streams that are not as they should be; the cases are those on which the vendor's library was tried.</summary>
public class GeminiFailureTests : GeminiTest
{
    private const string Half = """{"text": "Hi"}""";

    [Theory]
    [InlineData(400, "INVALID_ARGUMENT", "API key not valid. Please pass a valid API key.", """, "details": [{"@type": "type.googleapis.com/google.rpc.ErrorInfo", "reason": "API_KEY_INVALID"}]""",
        "answered with status 400 (API_KEY_INVALID): API key not valid. Please pass a valid API key. Check the API key.")]
    [InlineData(400, "INVALID_ARGUMENT", "The input token count (1200000) exceeds the maximum number of tokens allowed (1048576).", "",
        "answered with status 400: The input token count (1200000) exceeds the maximum number of tokens allowed (1048576). "
        + "Shorten the prompt or the conversation, or choose a model that takes more.")]
    [InlineData(403, "PERMISSION_DENIED", "Method doesn't allow unregistered callers", "",
        "answered with status 403: Method doesn't allow unregistered callers. Check what the API key is allowed to do.")]
    [InlineData(404, "NOT_FOUND", "models/gemini-1.0 is not found for API version v1beta", "",
        "answered with status 404: models/gemini-1.0 is not found for API version v1beta. Check the name of the model and the address of the server.")]
    [InlineData(429, "RESOURCE_EXHAUSTED", "You exceeded your current quota", "",
        "answered with status 429: You exceeded your current quota. Try again later, or send fewer requests.")]
    [InlineData(503, "UNAVAILABLE", "The model is overloaded.", "",
        "answered with status 503: The model is overloaded. Try again later.")]
    public async Task A_refusal_has_the_words_of_the_server(int status, string type, string message, string details, string shown)
    {
        var body = $$$"""{"error": {"code": {{{status}}}, "message": "{{{message}}}", "status": "{{{type}}}"{{{details}}}}}""";
        for (var i = 0; i < 3; i++) Server.Enqueue(FakeReply.Text(body, "application/json", status));
        var error = await Should.ThrowAsync<ProviderException>(() => NewModel().PromptAsync("x", new PromptOptions { Key = Key }));
        error.Message.ShouldBe($"127.0.0.1:{Server.Port} {shown}");
        (error.Status, error.Type).ShouldBe((status, type));
        Server.Requests.Count.ShouldBe(status >= 429 ? 3 : 1);
    }

    [Fact]
    public async Task A_prompt_that_is_refused_for_its_content_is_an_error()
    {
        var error = await Should.ThrowAsync<ProviderException>(() => ReadAsync(
            """{"promptFeedback": {"blockReason": "PROHIBITED_CONTENT", "blockReasonMessage": "It is not allowed."}, "usageMetadata": {"promptTokenCount": 4}, "modelVersion": "m-1"}"""));
        error.Message.ShouldBe(
            "The server refused the prompt for its content (PROHIBITED_CONTENT): It is not allowed. Change the prompt or what it contains.");
        (error.Code, error.Type).ShouldBe(("PROHIBITED_CONTENT", "content_filter"));
    }

    [Fact]
    public async Task An_answer_that_is_withheld_for_its_content_says_so()
    {
        var response = await ReadAsync("""{"candidates": [{"finishReason": "SAFETY", "index": 0}]}""");
        (response.Text, response.FinishReason).ShouldBe(("", FinishReason.ContentFilter));
    }

    [Theory]
    [InlineData("""data: {"error": {"code": 503, "message": "overloaded", "status": "UNAVAILABLE"}}""", "overloaded")]
    [InlineData("""data: {"error": {"code": 200, "message": "odd", "status": "OK"}}""", "odd")]
    [InlineData("event: error\ndata: {\"error\": {\"message\": \"boom\"}}", "boom")]
    [InlineData("""data: {"candidates": [{"finishReason": "MALFORMED_FUNCTION_CALL"}]}""",
        "The server ended the answer with the finish reason 'MALFORMED_FUNCTION_CALL', so it is not complete. Prompt again, or look at the server's log.")]
    [InlineData("""data: {"candidates": [{"content": {"parts": [{"functionCall": {"name": "f", "args": {"a":""",
        "Connection lost before the answer was complete: the stream ended without its last event.", true)]
    [InlineData("data: {\"candid", "The server sent something that is not JSON: {\"candid")]
    [InlineData("data: [DONE]", "The server ended the answer without a finish reason, so a part of it may be missing. Prompt again, or look at the server's log.")]
    public async Task What_came_before_an_error_is_kept(string block, string words, bool cut = false)
    {
        var events = FakeReply.Events("data: " + Piece(Half), block);
        Server.Enqueue(cut ? FakeReply.Bytes(events.Body.AsMemory(..^2), "text/event-stream") : events);
        var answer = NewModel().Ask("x", new PromptOptions { Key = Key });
        (await Should.ThrowAsync<ProviderException>(() => answer.CompleteAsync())).Message.ShouldBe(words);
        answer.Response!.Text.ShouldBe("Hi");
        answer.Response.Incomplete.ShouldBe("error: " + words);
    }

    [Theory]
    [InlineData("", "application/json", "The server sent an empty answer. Prompt again, or look at the server's log.")]
    [InlineData("<html>Sign in</html>", "text/html", "The server sent something that is not JSON: <html>Sign in</html>")]
    [InlineData("""{"hello": "world"}""", "application/json", """The server sent something that is not an answer: {"hello": "world"}""")]
    [InlineData("[]", "application/json", "The server sent something that is not an answer: []")]
    [InlineData("""[{"error": {"code": 400, "message": "boom"}}]""", "application/json", "boom")]
    [InlineData("""{"candidates": []}""", "application/json", "The server sent an answer without content and without a finish reason. Prompt again, or look at the server's log.")]
    public async Task A_body_that_is_no_answer_is_an_error(string body, string type, string words)
    {
        foreach (var stream in (bool[])[true, false])
        {
            Server.Enqueue(FakeReply.Text(body, type));
            var options = new PromptOptions { Key = Key, Stream = stream };
            (await Should.ThrowAsync<ProviderException>(() => NewModel().PromptAsync("x", options))).Message.ShouldBe(words);
        }
    }

    [Theory]
    [InlineData("data: A\n\ndata: B\n\n")]
    [InlineData("data: A\r\rdata: B\r\r")]
    [InlineData("data:A\r\n\r\ndata:B\r\n\r\n")]
    [InlineData(": a comment\n\ndata: A\n\nevent: message\nid: 7\ndata: B\n\n")]
    [InlineData("data: A\n\ndata: B")]
    [InlineData("data: A\n\ndata: B\n\ndata: [DONE]\n\n")]
    [InlineData("data: A\n\ndata: B\n\ndata: {\"usageMetadata\": {\"promptTokenCount\": 9}}\n\n")]
    [InlineData("[A,\n\nB]")]
    public async Task Odd_streams_that_can_be_read_are(string text)
    {
        var body = text.Replace("A", Piece("""{"text": "H"}"""), StringComparison.Ordinal)
            .Replace("B", Piece("""{"text": "é"}""", "STOP"), StringComparison.Ordinal);
        Server.Enqueue(FakeReply.Text(body, text[0] == '[' ? "application/json" : "text/event-stream"));
        var response = await NewModel().PromptAsync("x", new PromptOptions { Key = Key });
        (response.Text, response.FinishReason).ShouldBe(("Hé", FinishReason.Stop));
        response.Usage!.InputTokens.ShouldBe(text.Contains('9', StringComparison.Ordinal) ? 9 : 4);
    }

    [Fact]
    public async Task A_stream_may_be_split_anywhere()
    {
        var reply = FakeReply.Events("data: " + Piece("""{"text": "aé"}"""), "data: " + Piece("""{"text": "😀\n"}"""), "data: " + Piece("""{"text": "b"}""", "STOP"));
        for (var at = 1; at < reply.Body.Length; at += 7)
        {
            Server.Enqueue(reply.SplitAt(at));
            (await NewModel().PromptAsync("x", new PromptOptions { Key = Key })).Text.ShouldBe("aé😀\nb");
        }
    }

    [Fact]
    public async Task A_key_that_the_server_repeats_is_not_shown()
    {
        Server.Enqueue(FakeReply.Text($$$"""{"error": {"code": 400, "message": "bad key {{{Key}}}", "status": "INVALID_ARGUMENT"}}""", "application/json", 400));
        var error = await Should.ThrowAsync<ProviderException>(() => NewModel().PromptAsync("x", new PromptOptions { Key = Key }));
        error.ToString().ShouldNotContain(Key);
        error.Body.ShouldNotBeNull().ShouldNotContain(Key);
    }

    [Fact]
    public async Task A_redirect_elsewhere_is_not_followed()
    {
        Server.Enqueue(FakeReply.Redirect("http://127.0.0.1:9/v1beta"));
        (await Should.ThrowAsync<LlmException>(() => NewModel().PromptAsync("x", new PromptOptions { Key = Key }))).Message.ShouldContain(
            "redirects to http://127.0.0.1:9/v1beta, which is not followed because the key would be sent there");
    }
}
