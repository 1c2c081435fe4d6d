using System.Diagnostics;
using System.Net;
using Llm.Testing;

namespace Llm.Providers.Tests.Http;

/// <summary>Servers that are silent for too long, or that send too much, end with an error that says so.</summary>
public sealed class AnswerLimitTests : ServerTest
{
    private static readonly TimeSpan Silence = TimeSpan.FromSeconds(0.3);

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_silence_before_the_answer_ends_it_and_is_not_tried_again(bool stream)
    {
        Server.Enqueue(Delayed("late"));
        await ShouldEndAsync(Chat(services: Limited(Silence)), stream);
        Server.Requests.Count.ShouldBe(1);
    }

    [Fact]
    public async Task A_silence_in_the_middle_ends_the_answer_and_keeps_what_came()
    {
        Server.Enqueue(FakeReply.Events("""data: {"choices": [{"delta": {"content": "Half"}}]}""", "data: [DONE]")
            .StallAfterWrites(1));
        Server.Enqueue(FakeReply.Events(Enumerable.Repeat("""data: {"choices": [{"delta": {"content": "a"}}]}""", 8)
            .Append("""data: {"choices": [{"delta": {}, "finish_reason": "stop"}]}""")).Slowly(TimeSpan.FromSeconds(0.1)));
        var answer = Chat(services: Limited(Silence)).Ask("x", new PromptOptions { Key = Key });
        await ShouldBeIdleAsync(() => answer.CompleteAsync());
        answer.Response!.Text.ShouldBe("Half");
        // Longer than the limit in all, but never silent for so long.
        var patient = Chat(services: Limited(TimeSpan.FromSeconds(0.6)));
        (await patient.PromptAsync("x", new PromptOptions { Key = Key })).Text.ShouldBe("aaaaaaaa");
    }

    [Fact]
    public async Task The_limit_of_a_model_replaces_that_of_the_host()
    {
        Server.Enqueue(Delayed("late"));
        await ShouldEndAsync(Chat(Settings with { IdleTimeout = Silence }), stream: true);
    }

    [Fact]
    public async Task The_caller_may_still_stop_the_request()
    {
        Server.Enqueue(Delayed("late"));
        using var stop = new CancellationTokenSource(TimeSpan.FromSeconds(0.2));
        var patient = Chat(services: Limited(TimeSpan.FromSeconds(30)));
        await Should.ThrowAsync<OperationCanceledException>(() => patient.PromptAsync("x", new PromptOptions { Key = Key }, stop.Token));
    }

    [Fact]
    public async Task A_read_of_a_stream_may_be_stopped_by_a_token_of_its_own()
    {
        Server.Enqueue(FakeReply.Events("data: 1", "data: 2").StallAfterWrites(1));
        var client = new Providers.Http.ProviderClient(Http, ModelServices.Default);
        var request = new Providers.Http.ProviderRequest(new Uri(Server.BaseAddress + "/chat/completions"), new() { ["messages"] = null });
        await using var stream = await client.StreamAsync(request, CancellationToken.None);
        (await stream.ReadAsync(CancellationToken.None)).ShouldBeTrue();
        using var stop = new CancellationTokenSource(Silence);
        await Should.ThrowAsync<OperationCanceledException>(
            () => stream.ReadAsync(stop.Token).AsTask().WaitAsync(TimeSpan.FromSeconds(20)));
    }

    [Theory]
    [InlineData("data: ", "a line of more than 64 MB")]
    [InlineData("{", "an answer of more than 128 MB")]
    [InlineData("data: {}\n", "an answer of more than 128 MB")]
    public async Task An_answer_without_an_end_is_an_error(string beginning, string what)
    {
        using var http = new HttpClient(new Endless(beginning));
        var model = new Providers.OpenAI.Chat.ChatModel(Settings, () => http) { Services = NewServices() };
        (await Should.ThrowAsync<ProviderException>(async () => await model.PromptAsync("x", new PromptOptions { Key = Key })))
            .Message.ShouldBe($"The server sent {what}, which is not read.");
    }

    [Fact]
    public async Task JSON_that_is_nested_too_deep_is_an_error_of_its_own()
    {
        var deep = new string('[', 100_000);
        foreach (var stream in (bool[])[true, false])
        {
            Server.Enqueue(stream ? FakeReply.Events("data: {\"x\": " + deep) : FakeReply.Text("{\"x\": " + deep, "application/json"));
            var options = new PromptOptions { Key = Key, Stream = stream };
            (await Should.ThrowAsync<ProviderException>(() => Chat().PromptAsync("x", options))).Message.ShouldStartWith("The server sent JSON that is nested more than 512 levels deep");
        }
    }

    private static FakeReply Delayed(string text) =>
        FakeReply.Text($$$"""{"choices": [{"message": {"content": "{{{text}}}"}}]}""", "application/json").Slowly(TimeSpan.FromSeconds(3));

    private ModelServices Limited(TimeSpan silence) =>
        new() { Clock = Clock, Limits = new(new RequestLimits { IdleTimeout = silence }) };

    private static async Task ShouldEndAsync(Model model, bool stream) =>
        await ShouldBeIdleAsync(() => model.PromptAsync("x", new PromptOptions { Key = Key, Stream = stream }));

    private static async Task ShouldBeIdleAsync(Func<Task> ask)
    {
        var time = Stopwatch.StartNew();
        (await Should.ThrowAsync<ProviderException>(ask)).Message.ShouldContain("so the request was stopped");
        time.Elapsed.ShouldBeLessThan(TimeSpan.FromSeconds(2.5));
    }

    /// <summary>Answers with a beginning that repeats for ever.</summary>
    private sealed class Endless(string beginning) : HttpMessageHandler
    {
        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken) =>
            Task.FromResult(new HttpResponseMessage(HttpStatusCode.OK) { Content = new StreamContent(new Repeating(beginning)) });
    }

    private sealed class Repeating(string beginning) : MemoryStream
    {
        private int read;

        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
        {
            var repeats = beginning.EndsWith('\n');
            for (var i = 0; i < buffer.Length; i++, read++)
            {
                var position = repeats ? read % beginning.Length : read;
                buffer.Span[i] = position < beginning.Length ? (byte)beginning[position] : (byte)'x';
            }

            return new(buffer.Length);
        }
    }
}
