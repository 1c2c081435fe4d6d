using System.Net;
using System.Net.Sockets;
using System.Text;
using Llm.Testing;

namespace Llm.Providers.Tests.Http;

public class LostConnectionTests : ServerTest
{
    [Theory]
    [InlineData("chat")]
    [InlineData("responses")]
    [InlineData("completions")]
    public async Task What_came_before_the_loss_is_kept(string api)
    {
        Server.Enqueue(FakeAnswer.FromPieces("one ", "two ", "three") with { CutAfterPieces = 2 });
        var response = Model(api).Ask("x", new PromptOptions { Key = Key });
        var error = await Should.ThrowAsync<LlmException>(async () => await response);
        error.Message.ShouldStartWith("Connection lost before the answer was complete: ");
        response.Response!.Text.ShouldBe("one two ");
        response.Response.Incomplete.ShouldBe($"error: {error.Message}");
    }

    [Theory]
    [InlineData("chat")]
    [InlineData("responses")]
    [InlineData("completions")]
    public async Task A_stream_that_just_ends_is_not_taken_for_a_whole_answer(string api)
    {
        var blocks = api switch
        {
            "chat" => """data: {"choices": [{"delta": {"content": "half"}}]}""",
            "responses" => """data: {"type": "response.output_text.delta", "item_id": "m", "delta": "half"}""",
            _ => """data: {"choices": [{"text": "half"}]}""",
        };
        Server.Enqueue(FakeReply.Events(blocks));
        var response = Model(api).Ask("x", new PromptOptions { Key = Key });
        (await Should.ThrowAsync<LlmException>(async () => await response)).Message
            .ShouldBe("Connection lost before the answer was complete: the stream ended without its last event.");
        response.Response!.Text.ShouldBe("half");
    }

    [Fact]
    public async Task A_stream_may_end_by_its_last_event_alone()
    {
        Server.Enqueue(FakeReply.Events("""data: {"choices": [{"delta": {"content": "whole"}, "finish_reason": "stop"}]}"""));
        (await Chat().PromptAsync("x", new PromptOptions { Key = Key })).Text.ShouldBe("whole");
        Server.Enqueue(FakeReply.Events(
            """data: {"choices": [{"delta": {"content": "whole"}}]}""", """data: {"choices": [], "usage": {"prompt_tokens": 1}}""", "data: [DONE]"));
        (await Chat().PromptAsync("x", new PromptOptions { Key = Key })).Text.ShouldBe("whole");
    }

    [Fact]
    public async Task A_whole_answer_that_breaks_off_is_lost()
    {
        Server.Enqueue(FakeReply.Text("""{"choices": [{"message": {"content": "x"}}]}""", "application/json").CutAfterBytes(20));
        (await Should.ThrowAsync<LlmException>(
            async () => await Chat().PromptAsync("x", new PromptOptions { Key = Key, Stream = false }))).Message
            .ShouldStartWith("Connection lost before the answer was complete: ");
    }

    [Fact]
    public async Task An_answer_whose_compression_is_broken_is_lost()
    {
        Server.Enqueue(FakeReply.Text("no gzip at all", "text/event-stream").WithHeader("Content-Encoding", "gzip"));
        (await Should.ThrowAsync<LlmException>(async () => await Chat().PromptAsync("x", new PromptOptions { Key = Key }))).Message
            .ShouldStartWith("Connection lost before the answer was complete: ");
    }

    [Fact]
    public async Task A_server_without_lengths_and_chunks_is_read_to_its_end()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var serving = Task.Run(async () =>
        {
            using var client = await listener.AcceptTcpClientAsync();
            await using var stream = client.GetStream();
            _ = await stream.ReadAsync(new byte[64 * 1024]);
            await stream.WriteAsync(Encoding.UTF8.GetBytes(
                "HTTP/1.1 200 OK\r\nConnection: close\r\n\r\ndata: {\"choices\": [{\"delta\": {\"content\": \"old\"}, "
                + "\"finish_reason\": \"stop\"}]}\n\n"));
        });
        var address = $"http://127.0.0.1:{((IPEndPoint)listener.LocalEndpoint).Port}/v1";
        (await Chat(Settings with { ApiBase = address }).PromptAsync("x", new PromptOptions { Key = Key })).Text.ShouldBe("old");
        await serving;
    }

    [Theory]
    [InlineData("chat", true)]
    [InlineData("chat", false)]
    [InlineData("responses", true)]
    [InlineData("responses", false)]
    [InlineData("completions", true)]
    [InlineData("completions", false)]
    public async Task Cancelling_while_the_server_is_silent_is_a_cancellation(string api, bool stream)
    {
        using var cancel = new CancellationTokenSource();
        Server.Enqueue(FakeAnswer.FromPieces("a", "b") with { Pause = TimeSpan.FromSeconds(60) });
        Server.Received = _ => cancel.CancelAfter(TimeSpan.FromMilliseconds(100));
        var response = Model(api).Ask("x", new PromptOptions { Key = Key, Stream = stream });
        await Should.ThrowAsync<OperationCanceledException>(() => response.CompleteAsync(cancel.Token)).WaitAsync(TimeSpan.FromSeconds(30));
        response.Response!.Incomplete.ShouldBe("cancelled");
        Server.Requests.Count.ShouldBe(1);
    }
}
