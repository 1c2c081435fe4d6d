using System.Text;
using Llm.Providers.OpenAI;
using Llm.Providers.OpenAI.Tasks;
using Llm.Testing;

namespace Llm.Providers.Tests.Tasks;

public sealed class SpeechTests : ServerTest
{
    [Fact]
    public async Task A_text_becomes_sound()
    {
        await using var sound = await OpenAIs("gpt-4o-mini-tts").SpeakAsync("Good morning", key: Key);
        sound.MediaType.ShouldBe("audio/mpeg");
        (await ReadAsync(sound)).ShouldBe("Good morning");
        var request = Server.Requests.ShouldHaveSingleItem();
        (request.Method, request.PathAndQuery, request.Header("Authorization"), request.Header("Accept")).ShouldBe(
            ("POST", "/v1/audio/speech", $"Bearer {Key}", "application/octet-stream"));
        request.Json.ShouldBeJson("""{"model": "gpt-4o-mini-tts", "input": "Good morning", "voice": "alloy"}""");
    }

    [Fact]
    public async Task Everything_that_is_chosen_is_sent()
    {
        var request = new SpeechRequest("Hi") { Voice = "nova", Format = "wav", Speed = 1.5, Instructions = "Whisper" };
        await using var sound = await OpenAIs("gpt-4o-mini-tts").SpeakAsync(request, Key);
        sound.MediaType.ShouldBe("audio/wav");
        Server.Requests[^1].Json.ShouldBeJson(
            """
            {"model": "gpt-4o-mini-tts", "input": "Hi", "voice": "nova", "response_format": "wav", "speed": 1.5,
             "instructions": "Whisper"}
            """);
    }

    [Fact]
    public async Task What_the_model_does_not_make_is_refused_without_a_request()
    {
        var model = OpenAIs("tts-1");
        (await Should.ThrowAsync<LlmException>(() => model.SpeakAsync(new SpeechRequest("Hi") { Format = "ogg" }, Key)))
            .Message.ShouldBe("tts-1 does not make the format ogg. It makes mp3, opus, aac, flac, wav, pcm.");
        (await Should.ThrowAsync<LlmException>(() => model.SpeakAsync(new SpeechRequest("Hi") { Instructions = "x" }, Key)))
            .Message.ShouldBe("tts-1 does not take instructions. Leave them out, or use another model.");
        (await Should.ThrowAsync<LlmException>(() => model.SpeakAsync(" ", key: Key))).Message.ShouldBe("There is no text to read aloud.");
        Server.Requests.ShouldBeEmpty();
    }

    [Fact]
    public async Task Of_another_server_nothing_is_assumed()
    {
        var model = Compatible();
        await using var sound = await model.SpeakAsync(new SpeechRequest("Hi") { Format = "ogg" });
        Server.Requests[^1].Json.ShouldBeJson("""{"model": "t", "input": "Hi", "response_format": "ogg"}""");
        (await model.ListVoicesAsync()).ShouldBeEmpty();
        (await OpenAIs("tts-1").ListVoicesAsync()).Count.ShouldBe(13);
    }

    [Fact]
    public async Task Sound_is_passed_on_while_it_arrives()
    {
        Server.Enqueue(FakeReply.Bytes("onetwo"u8.ToArray(), "application/octet-stream").SplitAt(3).StallAfterWrites(1));
        await using var sound = await Compatible().SpeakAsync("Hi");
        sound.MediaType.ShouldBe("audio/mpeg");
        var buffer = new byte[16];
        (await sound.Content.ReadAsync(buffer)).ShouldBe(3);
    }

    [Fact]
    public async Task A_lost_connection_is_an_error_of_the_read()
    {
        Server.Enqueue(FakeReply.Bytes(new byte[100_000], "audio/mpeg").CutAfterBytes(50_000));
        await using var sound = await Compatible().SpeakAsync("Hi");
        var error = await Should.ThrowAsync<ProviderException>(() => ReadAsync(sound));
        (error.Kind, error.Message.Split(':')[0]).ShouldBe((ProviderErrorKind.Network, "Connection lost before the answer was complete"));
    }

    [Fact]
    public async Task A_silent_server_is_left()
    {
        Server.Enqueue(FakeReply.Bytes("onetwo"u8.ToArray(), "audio/mpeg").SplitAt(3).StallAfterWrites(1));
        var services = new ModelServices { Limits = new(new RequestLimits { IdleTimeout = TimeSpan.FromMilliseconds(200) }) };
        await using var sound = await new OpenAIServer(Server.BaseAddress, [], Http, services).CreateSpeechModel("t").SpeakAsync("Hi");
        (await Should.ThrowAsync<ProviderException>(() => ReadAsync(sound))).Message.ShouldStartWith(
            "The server sent nothing for 0.2 seconds");
    }

    [Fact]
    public async Task A_read_can_be_cancelled_and_the_token_of_the_request_no_longer_counts()
    {
        Server.Enqueue(FakeReply.Bytes("onetwo"u8.ToArray(), "audio/mpeg").SplitAt(3).StallAfterWrites(1));
        using var first = new CancellationTokenSource();
        await using var sound = await Compatible().SpeakAsync(new SpeechRequest("Hi"), cancellationToken: first.Token);
        await first.CancelAsync();
        (await sound.Content.ReadAsync(new byte[16])).ShouldBe(3);
        using var second = new CancellationTokenSource(TimeSpan.FromMilliseconds(100));
        await Should.ThrowAsync<OperationCanceledException>(
            async () => (await sound.Content.ReadAsync(new byte[16], second.Token)).ShouldBe(0));
    }

    [Theory]
    [InlineData("""{"error": {"message": "no such voice"}}""", "application/json", 200, "no such voice")]
    [InlineData("""{"status": "ok"}""", "application/json", 200, "The server sent something that is not an answer: ")]
    [InlineData("<html>", "text/html", 200, "The server sent something that is not JSON: <html>")]
    public async Task An_answer_that_is_not_sound_is_an_error(string body, string type, int status, string message)
    {
        Server.Enqueue(FakeReply.Text(body, type, status));
        (await Should.ThrowAsync<LlmException>(() => Compatible().SpeakAsync("Hi"))).Message.ShouldStartWith(message);
    }

    [Fact]
    public async Task A_refusal_has_no_key_and_a_busy_server_is_asked_again()
    {
        Server.Enqueue(FakeReply.Error(401, $"bad key {Key}"));
        var refusal = await Should.ThrowAsync<ProviderException>(() => OpenAIs("tts-1").SpeakAsync("Hi", key: Key));
        refusal.Kind.ShouldBe(ProviderErrorKind.Authentication);
        refusal.ToString().ShouldNotContain(Key);
        Server.Enqueue(FakeReply.Error(429, "slow down"));
        await using var sound = await OpenAIs("tts-1").SpeakAsync("Hi", key: Key);
        (await ReadAsync(sound)).ShouldBe("Hi");
    }

    private SpeechModel OpenAIs(string id)
    {
        var client = new HttpClient(new ReroutedHandler(Server, "/v1/audio/speech"));
        var registry = new TaskModelRegistry<SpeechModel>(NewServices());
        new OpenAITasksPlugin(() => client).RegisterSpeechModels(registry);
        return registry.Find(id).ShouldNotBeNull();
    }

    private SpeechModel Compatible() => new OpenAIServer(Server.BaseAddress, [], Http, NewServices()).CreateSpeechModel("t");

    private static async Task<string> ReadAsync(SpeechResult sound)
    {
        using var bytes = new MemoryStream();
        await sound.Content.CopyToAsync(bytes);
        return Encoding.UTF8.GetString(bytes.ToArray());
    }
}
