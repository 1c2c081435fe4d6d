using System.Net;
using System.Net.Sockets;
using Llm.Providers.OpenAI;
using Llm.Providers.OpenAI.Chat;
using Llm.Testing;

namespace Llm.Providers.Tests.Http;

public class ErrorTests : ServerTest
{
    public static TheoryData<string, bool> Ways => new MatrixTheoryData<string, bool>(["chat", "responses", "completions"], [true, false]);

    [Theory]
    [InlineData("""{"error": {"message": "it's", "code": null}}""", "it's.")]
    [InlineData("<html>Bad</html>\n", "<html>Bad</html>.")]
    [InlineData("", "Bad Request.")]
    public async Task A_refusal_is_reported_in_words(string body, string words)
    {
        Server.Enqueue(FakeReply.Text(body, "text/html; charset=no-such-charset", 400));
        (await FailAsync(Chat())).ShouldBe($"127.0.0.1:{Server.Port} answered with status 400: {words}");
    }

    [Fact]
    public async Task A_refusal_whose_body_breaks_off_still_has_its_status()
    {
        Server.Enqueue(FakeReply.Error(400, "long").CutAfterBytes(5));
        (await FailAsync(Chat())).ShouldEndWith("answered with status 400: Bad Request.");
        Server.Enqueue((FakeReply.Text("no gzip at all") with { Status = 400 }).WithHeader("Content-Encoding", "gzip"));
        (await FailAsync(Chat())).ShouldEndWith("answered with status 400: Bad Request.");
    }

    [Theory]
    [MemberData(nameof(Ways))]
    public async Task An_error_in_an_answer_that_began_well_is_told(string api, bool stream)
    {
        Server.Enqueue(FakeReply.Text("""{"error": {"message": "No credit left"}}""", "application/json"));
        (await FailAsync(Model(api), stream)).ShouldBe("No credit left");
        Server.Enqueue(FakeReply.Text("""{"error": "Just text"}""", "application/json"));
        (await FailAsync(Model(api), stream)).ShouldBe("Just text");
    }

    [Theory]
    [MemberData(nameof(Ways))]
    public async Task Something_that_is_not_JSON_is_told(string api, bool stream)
    {
        foreach (var type in (string[])["text/html", "application/json"])
        {
            Server.Enqueue(FakeReply.Text("<!doctype html>" + new string('x', 1000), type));
            var message = await FailAsync(Model(api), stream);
            message.ShouldStartWith("The server sent something that is not JSON: <!doctype html>xxx");
            message.Length.ShouldBeLessThan(300);
        }
    }

    [Theory]
    [MemberData(nameof(Ways))]
    public async Task JSON_that_is_no_answer_is_told(string api, bool stream)
    {
        foreach (var body in (string[])["{}", "[]", "1", "\"x\"", """{"choices": []}""", """{"choices": [1], "output": 1}"""])
        {
            Server.Enqueue(FakeReply.Text(body, "application/json"));
            (await FailAsync(Model(api), stream)).ShouldStartWith("The server sent something that is not an answer: ");
        }
    }

    [Theory]
    [InlineData("chat", "{\"choices\": [")]
    [InlineData("responses", "{oops}")]
    [InlineData("completions", "{} {}")]
    public async Task A_malformed_event_is_told_and_what_came_is_kept(string api, string data)
    {
        var good = api == "responses"
            ? """{"type": "response.output_text.delta", "item_id": "m", "delta": "so far"}"""
            : """{"choices": [{"text": "so far", "delta": {"content": "so far"}}]}""";
        if (api == "completions") good = """{"choices": [{"text": "so far"}]}""";
        Server.Enqueue(FakeReply.Events($"data: {good}", $"data: {data}", "data: [DONE]"));
        var response = Model(api).Ask("x", new PromptOptions { Key = Key });
        (await Should.ThrowAsync<LlmException>(async () => await response)).Message.ShouldStartWith(
            "The server sent something that is not JSON: ");
        response.Response!.Text.ShouldBe("so far");
        response.Response.Incomplete!.ShouldStartWith("error: The server sent");
    }

    [Fact]
    public async Task What_Python_would_read_although_it_is_no_JSON_is_read()
    {
        Server.Enqueue(FakeReply.Events(
            """data: {"choices": [{"delta": {"content": "a\ud83e"}, "logprobs": {"content": [{"token": "a", "logprob": -Infinity}]}}]}""",
            """data: {"choices": [{"delta": {"content": "\udd8ab"}, "finish_reason": "stop"}]}""",
            "data: [DONE]"));
        (await Chat().PromptAsync("x", new PromptOptions { Key = Key })).Text.ShouldBe("a\uFFFD\uFFFDb");
        Server.Enqueue(FakeReply.Text(
            """{"choices": [{"message": {"content": "a\ud83e"}, "logprobs": {"content": [{"token": "a", "logprob": -Infinity, "x": NaN}]}}]}""", "application/json"));
        (await Chat().PromptAsync("x", new PromptOptions { Key = Key, Stream = false })).Text.ShouldBe("a\uFFFD");
    }

    [Fact]
    public async Task Bytes_that_are_no_text_are_told()
    {
        byte[] body = [.. "data: {\"choices\": [{\"delta\": {\"content\": \""u8, 0xC3, 0x28, .. "\"}}]}\n\n"u8];
        Server.Enqueue(FakeReply.Bytes(body, "text/event-stream"));
        (await FailAsync(Chat())).ShouldStartWith("The server sent something that is not JSON: ");
    }

    [Fact]
    public async Task A_server_that_cannot_be_reached_is_named_without_what_is_secret_in_its_address()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var port = ((IPEndPoint)listener.LocalEndpoint).Port;
        listener.Stop();
        var message = await FailAsync(Chat(Settings with { ApiBase = $"http://user:password@127.0.0.1:{port}/v1" }));
        message.ShouldStartWith($"Connection error: http://127.0.0.1:{port} cannot be reached (Connection refused");
        message.ShouldNotContain("password");
        Clock.Waits.Count.ShouldBe(2);
    }

    [Theory]
    [InlineData("")]
    [InlineData("localhost:8080/v1")]
    [InlineData("/v1")]
    [InlineData("ftp://user:password@example.org")]
    [InlineData("http://user:password@host:99999/v1")]
    [InlineData("http://")]
    public async Task A_wrong_address_is_told(string address)
    {
        var message = await FailAsync(Chat(Settings with { ApiBase = address }));
        message.ShouldStartWith("The address of model test-model is not valid: ");
        message.ShouldNotContain("password");
    }

    [Fact]
    public async Task A_client_that_runs_out_of_time_is_an_error_and_no_cancellation()
    {
        using var http = new HttpClient { Timeout = TimeSpan.FromMilliseconds(100) };
        for (var i = 0; i < 3; i++) Server.Enqueue(FakeAnswer.FromPieces("late") with { Pause = TimeSpan.FromSeconds(20) });
        var model = new ChatModel(Settings, () => http) { Services = NewServices() };
        // The status line of an answer in one piece comes with its first byte, so the whole wait is for it.
        Server.Received = _ => Thread.Sleep(300);
        (await FailAsync(model, stream: false)).ShouldContain("did not answer in time");
    }

    private static async Task<string> FailAsync(OpenAIModel model, bool stream = true) =>
        (await Should.ThrowAsync<LlmException>(
            async () => await model.PromptAsync("x", new PromptOptions { Key = Key, Stream = stream }))).Message;
}
