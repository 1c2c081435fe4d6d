using System.Text.Json.Nodes;
using Llm.Providers.Http;

namespace Llm.Providers.OpenAI.Tasks;

/// <summary>A model of OpenAI's speech interface.</summary>
internal sealed class OpenAISpeechModel(OpenAIModelSettings settings, SpeechSettings speech, Func<HttpClient> http)
    : SpeechModel(settings.Id)
{
    public override string? NeedsKey => settings.NeedsKey;

    public override string? KeyEnvironmentVariable => settings.KeyVariable;

    public override bool IsListedWithoutKey => settings.IsListedWithoutKey;

    public override IReadOnlyList<string> Formats => speech.Formats;

    public override string ToString() => settings.Label ?? base.ToString();

    protected override async Task<SpeechResult> ReadAloudAsync(SpeechRequest request, string? key, CancellationToken cancellationToken)
    {
        if (request.Instructions is not null && !speech.TakesInstructions)
            throw new LlmException($"{Id} does not take instructions. Leave them out, or use another model.");
        var body = new JsonObject { ["model"] = settings.WireName, ["input"] = request.Text };
        if ((request.Voice ?? speech.UsualVoice) is { } voice) body["voice"] = voice;
        if (request.Format is not null) body["response_format"] = request.Format;
        if (request.Speed is not null) body["speed"] = request.Speed;
        if (request.Instructions is not null) body["instructions"] = request.Instructions;
        var resolved = settings.ResolveKey(Services, key);
        var ask = settings.Request("audio/speech", body, resolved, stream: false);
        // As OpenAI's SDK asks for it.
        ask = ask with { Headers = [KeyValuePair.Create("Accept", "application/octet-stream"), .. ask.Headers] };
        var sound = await new ProviderClient(http, Services).DownloadAsync(ask, resolved, cancellationToken);
        var type = sound.MediaType;
        return new SpeechResult(type is null or "application/octet-stream" ? TypeOf(request.Format) : type, sound);
    }

    protected override Task<IReadOnlyList<SpeechVoice>> FindVoicesAsync(string? key, CancellationToken cancellationToken)
    {
        var voices = new List<SpeechVoice>();
        foreach (var name in speech.Voices) voices.Add(new SpeechVoice(name));
        return Task.FromResult<IReadOnlyList<SpeechVoice>>(voices);
    }

    private static string TypeOf(string? format) => format switch
    {
        null or "mp3" => "audio/mpeg",
        "opus" => "audio/ogg",
        _ => $"audio/{format}",
    };
}
