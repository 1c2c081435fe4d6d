using System.Text.Json;
using Llm.Json;
using Llm.Providers.Http;

namespace Llm.Providers.OpenAI.Tasks;

/// <summary>A model of OpenAI's transcription interface.</summary>
internal sealed class OpenAITranscriptionModel(OpenAIModelSettings settings, TranscriptionSettings transcription, Func<HttpClient> http)
    : TranscriptionModel(settings.Id)
{
    private const int Megabyte = 1024 * 1024;

    public override string? NeedsKey => settings.NeedsKey;

    public override string? KeyEnvironmentVariable => settings.KeyVariable;

    public override bool IsListedWithoutKey => settings.IsListedWithoutKey;

    public override bool SupportsSegments => transcription.SegmentFormat is not null;

    public override string ToString() => settings.Label ?? base.ToString();

    protected override async Task<TranscriptionResult> ListenAsync(
        TranscriptionRequest request, string? key, CancellationToken cancellationToken)
    {
        var resolved = settings.ResolveKey(Services, key);
        var recording = await Recording.OpenAsync(request.Audio, http, cancellationToken);
        if (transcription.Limit is { } limit && recording.Length > (long)limit * Megabyte) throw TooLarge(recording, limit);
        var fields = Fields(request);
        var upload = settings.Request("audio/transcriptions", body: null, resolved, stream: false) with
        {
            CreateContent = () => new FormContent(fields, "file", recording.Name, recording.Type, recording.Open()),
        };
        return Read(await new ProviderClient(http, Services).AskAsync(upload, resolved, cancellationToken));
    }

    private List<KeyValuePair<string, string>> Fields(TranscriptionRequest request)
    {
        var fields = new List<KeyValuePair<string, string>> { KeyValuePair.Create("model", settings.WireName) };
        if (!string.IsNullOrEmpty(request.Language)) fields.Add(KeyValuePair.Create("language", request.Language));
        if (!string.IsNullOrEmpty(request.Prompt)) fields.Add(KeyValuePair.Create("prompt", request.Prompt));
        if (request.Segments) fields.Add(KeyValuePair.Create("response_format", transcription.SegmentFormat!));
        if (transcription.InChunks) fields.Add(KeyValuePair.Create("chunking_strategy", "auto"));
        return fields;
    }

    private LlmException TooLarge(Recording recording, int limit) => new(
        $"{recording.Name} has {(recording.Length + Megabyte - 1) / Megabyte} MB, and {Id} takes at most {limit} MB. Make it smaller, for "
        + $"example with: ffmpeg -i {recording.Name} -vn -ac 1 -b:a 32k speech.mp3; or split it.");

    private static TranscriptionResult Read(JsonElement answer)
    {
        if (answer.Text("text") is not { } text) throw ProviderErrors.NoAnswer(answer);
        var segments = new List<TranscriptionSegment>();
        foreach (var segment in answer.Items("segments"))
        {
            var (start, end) = (Time(segment, "start") ?? TimeSpan.Zero, Time(segment, "end") ?? TimeSpan.Zero);
            segments.Add(new TranscriptionSegment(start, end, segment.Text("text") ?? "") { Speaker = segment.Given("speaker") });
        }

        return new TranscriptionResult(text) { Language = LanguageOf(answer), Duration = Time(answer, "duration"), Segments = segments };
    }

    /// <summary>The language: Whisper names it in English, gpt-transcribe has a list of codes.</summary>
    private static string? LanguageOf(JsonElement answer)
    {
        if (answer.Given("language") is { } language) return language;
        foreach (var recognised in answer.Items("languages")) return recognised.Given("code");
        return null;
    }

    private static TimeSpan? Time(JsonElement json, string name) =>
        json.Number(name) is { } seconds && seconds >= 0 && seconds < TimeSpan.MaxValue.TotalSeconds ? TimeSpan.FromSeconds(seconds) : null;
}
