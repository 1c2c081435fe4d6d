using System.Text;
using System.Text.RegularExpressions;
using Llm.Json;
using Llm.Providers.OpenAI;
using Llm.Testing;

namespace Llm.Providers.Tests.Tasks;

/// <summary>OpenAI's own SDK for JavaScript sends the same requests for moderation, transcription and speech, and reads the same.</summary>
public sealed partial class OpenAITasksLibraryTests : ServerTest
{
    private static readonly NodePackage Package = new("openai");

    [Fact]
    public async Task OpenAIs_SDK_sends_and_reads_the_same()
    {
        Package.SkipWhereMissing();
        using var user = new TemporaryUserDirectory();
        var file = user.Write("talk.wav", "RIFF    WAVEfmt and sound");
        var output = JsonText.Parse(
            await NodePackage.RunAsync(["openai-tasks.mjs", $"http://127.0.0.1:{Server.Port}/v1", Key, file]))!.AsObject();
        var server = new OpenAIServer(Server.BaseAddress, [], Http, NewServices());

        var moderation = await server.CreateModerationModel("omni-moderation-latest", sendKey: true).ModerateAsync("I will kill you", Key);
        (moderation.IsFlagged, moderation.Categories[1].Score).ShouldBe(((bool)output["flagged"]!, (double)output["violence"]!));
        var heard = await server.CreateTranscriptionModel("whisper-1", sendKey: true).TranscribeAsync(
            new TranscriptionRequest(Attachment.FromFile(file)) { Language = "en", Prompt = "Grüße", Segments = true }, Key);
        heard.Text.ShouldBe((string?)output["text"]);
        heard.Segments.Select(segment => segment.Text).ShouldBe(output["segments"]!.AsArray().Select(text => (string)text!));
        await using var sound = await server.CreateSpeechModel("gpt-4o-mini-tts", sendKey: true).SpeakAsync(
            new SpeechRequest("Good morning") { Voice = "nova", Format = "wav", Speed = 1.5, Instructions = "Whisper" }, Key);
        using var reader = new StreamReader(sound.Content);
        (await reader.ReadToEndAsync()).ShouldBe((string?)output["sound"]);

        var requests = Server.Requests;
        requests.Count.ShouldBe(6);
        for (var i = 0; i < 3; i++)
        {
            var (theirs, ours) = (requests[i], requests[i + 3]);
            (ours.Method, ours.PathAndQuery).ShouldBe((theirs.Method, theirs.PathAndQuery));
            foreach (var header in (string[])["authorization", "accept"]) ours.Header(header).ShouldBe(theirs.Header(header), header);
            if (i == 1) Parts(ours).ShouldBe(Parts(theirs));
            else ours.Json.ShouldBeJson(PythonJson.Compact(theirs.Json));
        }
    }

    /// <summary>The parts of a form by their names, with what identifies the file and what is in it.</summary>
    private static SortedDictionary<string, string> Parts(RecordedRequest request)
    {
        var text = Encoding.UTF8.GetString(request.Body.Span);
        var boundary = Boundary().Match(request.Header("content-type")!).Groups[1].Value;
        var parts = new SortedDictionary<string, string>(StringComparer.Ordinal);
        foreach (var part in text.Split($"--{boundary}")[1..^1])
        {
            var (head, value) = part.Split("\r\n\r\n", 2) is [var first, var second] ? (first, second) : (part, "");
            var names = head.Split('"');
            // The type is not compared: the SDK labels no file.
            parts[names[1]] = (names.Length > 3 ? names[3] + ": " : "") + value[..^2];
        }

        return parts;
    }

    [GeneratedRegex("boundary=\"?([^\";]+)")]
    private static partial Regex Boundary();
}
