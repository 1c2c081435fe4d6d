using System.Text;
using Llm.Providers.Http;
using Llm.Providers.OpenAI;
using Llm.Providers.OpenAI.Tasks;
using Llm.Testing;

namespace Llm.Providers.Tests.Tasks;

public sealed class TranscriptionTests : ServerTest
{
    private static readonly byte[] Wave = Encoding.ASCII.GetBytes("RIFF\x24\0\0\0WAVEfmt and sound\r\n--");

    private readonly TemporaryUserDirectory user = new();

    [Fact]
    public async Task A_file_is_sent_as_a_form()
    {
        var file = WriteFile("talk.wav", Wave);
        var request = new TranscriptionRequest(Attachment.FromFile(file)) { Language = "en", Prompt = "Grüße, \"Otto\"" };
        (await OpenAIs("gpt-transcribe").TranscribeAsync(request, Key)).Text.ShouldStartWith("talk.wav has ");
        var sent = Server.Requests.ShouldHaveSingleItem();
        (sent.Method, sent.PathAndQuery, sent.Header("Authorization")).ShouldBe(("POST", "/v1/audio/transcriptions", $"Bearer {Key}"));
        var boundary = sent.Header("Content-Type")!.Split("boundary=")[1];
        sent.Header("Content-Type").ShouldBe($"multipart/form-data; boundary={boundary}");
        sent.Header("Content-Length").ShouldBe($"{sent.Body.Length}");
        Encoding.UTF8.GetString(sent.Body.Span).ShouldBe(
            $"--{boundary}\r\nContent-Disposition: form-data; name=\"model\"\r\n\r\ngpt-transcribe\r\n"
            + $"--{boundary}\r\nContent-Disposition: form-data; name=\"language\"\r\n\r\nen\r\n"
            + $"--{boundary}\r\nContent-Disposition: form-data; name=\"prompt\"\r\n\r\nGrüße, \"Otto\"\r\n"
            + $"--{boundary}\r\nContent-Disposition: form-data; name=\"file\"; filename=\"talk.wav\"\r\n"
            + $"Content-Type: audio/wav\r\n\r\n{Encoding.ASCII.GetString(Wave)}\r\n--{boundary}--\r\n");
    }

    [Theory]
    [InlineData("talk.wav", "talk.wav")]
    [InlineData("Gespräch.wav", "audio.wav")]
    [InlineData("a\"b.wav", "audio.wav")]
    [InlineData("two words.wav", "audio.wav")]
    [InlineData("without-ending", "audio.wav")]
    public async Task A_name_that_servers_may_misread_is_replaced(string name, string sent)
    {
        await Compatible().TranscribeAsync(Attachment.FromFile(WriteFile(name, Wave)));
        Form(Server.Requests[^1])["file"].ShouldBe(sent);
    }

    [Fact]
    public async Task Bytes_get_a_name_by_their_type()
    {
        await Compatible().TranscribeAsync(Attachment.FromBytes(Wave));
        Form(Server.Requests[^1])["file"].ShouldBe("audio.wav");
        await Compatible().TranscribeAsync(Attachment.FromBytes("whatever"u8.ToArray(), "audio/mpeg"));
        Form(Server.Requests[^1])["file"].ShouldBe("audio.mp3");
    }

    [Fact]
    public async Task Segments_are_asked_for_and_read()
    {
        var request = new TranscriptionRequest(Attachment.FromBytes(Wave)) { Segments = true };
        var result = await OpenAIs("whisper-1").TranscribeAsync(request, Key);
        Form(Server.Requests[^1])["response_format"].ShouldBe("verbose_json");
        (result.Language, result.Duration).ShouldBe(("english", TimeSpan.FromSeconds(4)));
        result.Segments.Count.ShouldBe(4);
        result.Segments[1].ShouldBe(new TranscriptionSegment(TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(2), " has"));
        (await Should.ThrowAsync<LlmException>(() => OpenAIs("gpt-transcribe").TranscribeAsync(request, Key))).Message.ShouldStartWith(
            "gpt-transcribe does not say when something was spoken.");
    }

    [Fact]
    public async Task A_model_that_knows_speakers_names_them()
    {
        Server.Enqueue(FakeReply.Text(
            """
            {"task": "transcribe", "duration": 2.5, "text": "Hi. Hello.", "segments": [
             {"type": "transcript.text.segment", "id": "a", "start": 0.0, "end": 1.25, "speaker": "A", "text": "Hi."},
             {"type": "transcript.text.segment", "id": "b", "start": 1.25, "end": 2.5, "speaker": "B", "text": "Hello."}]}
            """,
            "application/json"));
        var request = new TranscriptionRequest(Attachment.FromBytes(Wave)) { Segments = true };
        var result = await OpenAIs("gpt-4o-transcribe-diarize").TranscribeAsync(request, Key);
        result.Segments.Select(segment => $"{segment.Speaker} {segment.Start.TotalSeconds} {segment.Text}")
            .ShouldBe(["A 0 Hi.", "B 1.25 Hello."]);
        var form = Form(Server.Requests[^1]);
        (form["response_format"], form["chunking_strategy"]).ShouldBe(("diarized_json", "auto"));
    }

    [Fact]
    public async Task The_language_that_was_recognised_is_read()
    {
        Server.Enqueue(FakeReply.Text("""{"text": "Hallo", "languages": [{"code": "de"}]}""", "application/json"));
        (await OpenAIs("gpt-transcribe").TranscribeAsync(Attachment.FromBytes(Wave), Key)).Language.ShouldBe("de");
    }

    [Fact]
    public async Task A_file_that_is_too_large_is_not_sent()
    {
        var file = WriteFile("long.wav", Wave);
        using (var stream = File.OpenWrite(file)) stream.SetLength((25 * 1024 * 1024) + 1);
        (await Should.ThrowAsync<LlmException>(() => OpenAIs("whisper-1").TranscribeAsync(Attachment.FromFile(file), Key)))
            .Message.ShouldBe("long.wav has 26 MB, and whisper-1 takes at most 25 MB. Make it smaller, for example with: "
            + "ffmpeg -i long.wav -vn -ac 1 -b:a 32k speech.mp3; or split it.");
        Server.Requests.ShouldBeEmpty();
        // Nothing is known of other servers.
        (await Compatible().TranscribeAsync(Attachment.FromFile(file))).Text.ShouldStartWith("long.wav has ");
    }

    [Fact]
    public async Task A_file_that_is_missing_or_empty_is_an_error_without_a_request()
    {
        (await Should.ThrowAsync<LlmException>(() => Compatible().TranscribeAsync(Attachment.FromFile(Path.Combine(user.Path, "no.wav")))))
            .Message.ShouldContain("there is no such file");
        (await Should.ThrowAsync<LlmException>(() => Compatible().TranscribeAsync(Attachment.FromFile(WriteFile("empty.wav", [])))))
            .Message.ShouldContain("is empty");
        Server.Requests.ShouldBeEmpty();
    }

    [Fact]
    public async Task The_whole_form_is_sent_again_to_a_busy_server()
    {
        Server.Enqueue(FakeReply.Error(503, "busy"));
        Server.Enqueue(FakeReply.Error(429, "slow down"));
        (await Compatible().TranscribeAsync(Attachment.FromFile(WriteFile("talk.wav", Wave)))).Text.ShouldStartWith("talk.wav has ");
        Server.Requests.Select(request => request.Body.Length).Distinct().ShouldHaveSingleItem();
        Server.Requests.Count.ShouldBe(3);
    }

    [Theory]
    [InlineData("""{"words": []}""", "application/json", 200, "The server sent something that is not an answer: ")]
    [InlineData("Hello", "text/plain", 200, "The server sent something that is not JSON: Hello")]
    [InlineData("""{"error": {"message": "Audio file might be corrupted", "code": "invalid"}}""", "application/json", 400, "")]
    [InlineData("<html>", "text/html", 502, "")]
    public async Task A_wrong_answer_is_an_error(string body, string type, int status, string message)
    {
        for (var i = 0; i < 3; i++) Server.Enqueue(FakeReply.Text(body, type, status));
        var error = await Should.ThrowAsync<ProviderException>(() => Compatible().TranscribeAsync(Attachment.FromBytes(Wave)));
        error.Message.ShouldStartWith(message);
        if (status != 200) error.Status.ShouldBe(status);
    }

    [Fact]
    public async Task An_address_is_fetched_first()
    {
        Server.Enqueue(FakeReply.Bytes(Wave, "audio/wav"));
        var address = $"http://127.0.0.1:{Server.Port}/files/talk.wav?x=1";
        (await Compatible().TranscribeAsync(Attachment.FromUrl(address))).Text.ShouldStartWith("talk.wav has ");
        Server.Requests.Select(request => request.Method).ShouldBe(["GET", "POST"]);
    }

    [Fact]
    public async Task A_trace_shows_sizes_in_place_of_sound()
    {
        using var trace = new StringWriter();
        using var client = ProviderHttp.CreateClient(new ProviderHttpOptions { Trace = trace });
        var server = new OpenAIServer(Server.BaseAddress, [], () => client, NewServices());
        await server.CreateTranscriptionModel("w").TranscribeAsync(Attachment.FromBytes(Wave));
        await using var sound = await server.CreateSpeechModel("t").SpeakAsync("spoken text");
        using var reader = new StreamReader(sound.Content);
        (await reader.ReadToEndAsync()).ShouldBe("spoken text");
        var shown = trace.ToString();
        shown.ShouldContain($"    ({Server.Requests[0].Body.Length} bytes)\n");
        shown.ShouldContain("    (bytes)\n");
        shown.ShouldNotContain("WAVEfmt");
        shown.Split("spoken text").Length.ShouldBe(2, "only the request has the text");
    }

    private string WriteFile(string name, byte[] content)
    {
        var path = Path.Combine(user.Path, name);
        File.WriteAllBytes(path, content);
        return path;
    }

    private TranscriptionModel OpenAIs(string id)
    {
        var client = new HttpClient(new ReroutedHandler(Server, "/v1/audio/transcriptions"));
        var registry = new TaskModelRegistry<TranscriptionModel>(NewServices());
        new OpenAITasksPlugin(() => client).RegisterTranscriptionModels(registry);
        return registry.Find(id).ShouldNotBeNull();
    }

    private TranscriptionModel Compatible() => new OpenAIServer(Server.BaseAddress, [], Http, NewServices()).CreateTranscriptionModel("w");

    /// <summary>The fields of a form; that of the file has its name.</summary>
    private static Dictionary<string, string> Form(RecordedRequest request)
    {
        var boundary = request.Header("Content-Type")!.Split("boundary=")[1];
        var fields = new Dictionary<string, string>();
        foreach (var part in Encoding.UTF8.GetString(request.Body.Span).Split($"--{boundary}")[1..^1])
        {
            var (head, value) = part.Split("\r\n\r\n", 2) is [var first, var second] ? (first, second) : (part, "");
            var names = head.Split('"');
            fields[names[1]] = names.Length > 3 ? names[3] : value.TrimEnd('\r', '\n');
        }

        return fields;
    }
}
