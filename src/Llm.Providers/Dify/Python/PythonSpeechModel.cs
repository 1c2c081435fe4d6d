using System.Text.Json.Nodes;
using Llm.Json;

namespace Llm.Providers.Dify.Python;

/// <summary>A model that reads texts aloud and that the Python code of its package runs.</summary>
/// <param name="runner">Runs the code.</param>
/// <param name="use">The model.</param>
/// <remarks>
/// The code splits long texts itself. Dify's interface has no place for a format, a speed or instructions, so they are refused.
/// </remarks>
internal sealed class PythonSpeechModel(PythonRunner runner, PackageModelUse use) : SpeechModel(use.Id)
{
    public override bool IsListedWithoutKey => use.IsListed;

    public override string? NeedsKey => use.KeyName(Services);

    public override string ToString() => use.Label;

    protected override async Task<SpeechResult> ReadAloudAsync(SpeechRequest request, string? key, CancellationToken cancellationToken)
    {
        var format = use.Property("audio_type");
        if (request.Format is not null && request.Format != format)
        {
            var made = format is null ? "" : $", which is {format}";
            throw new LlmException($"The package of {Id} decides about the format{made}: leave it out.");
        }

        if (request.Speed is not null || request.Instructions is not null)
            throw new LlmException($"The package of {Id} takes a text and a voice: leave out the speed and the instructions.");
        var credentials = use.CredentialsWith(use.ResolveKey(Services, key));
        var voice = request.Voice ?? PackageVoices.Default(use, PackageVoices.Of(use));
        if (voice is null && await ListAsync(credentials, cancellationToken) is [var first, ..]) voice = first.Name;
        var pieces = runner.CodeOf(use.Package).InvokeAsync(
            PackageRequest.Of(
                "invoke_tts",
                use,
                credentials,
                KeyValuePair.Create("content_text", (JsonNode?)request.Text),
                KeyValuePair.Create("voice", (JsonNode?)(voice ?? "")),
                KeyValuePair.Create("tenant_id", (JsonNode?)PackageRequest.User)),
            Services.Limits.Value,
            cancellationToken);
        var sound = new PythonSound(pieces.GetAsyncEnumerator(cancellationToken), use);
        try
        {
            var type = await sound.BeginAsync();
            return new SpeechResult(type ?? MediaTypeOf(format), sound);
        }
        catch
        {
            await sound.DisposeAsync();
            throw;
        }
    }

    /// <summary>The voices of the description; those that the code lists where it has none.</summary>
    protected override async Task<IReadOnlyList<SpeechVoice>> FindVoicesAsync(string? key, CancellationToken cancellationToken) =>
        PackageVoices.Of(use) is { Count: > 0 } described
            ? described
            : await ListAsync(use.CredentialsWith(use.ResolveKey(Services, key)), cancellationToken);

    private async Task<IReadOnlyList<SpeechVoice>> ListAsync(
        Dictionary<string, string> credentials, CancellationToken cancellationToken)
    {
        var answer = await runner.CodeOf(use.Package).AskAsync(
            PackageRequest.Of("get_tts_model_voices", use, credentials, KeyValuePair.Create("language", (JsonNode?)null)),
            Services.Limits.Value,
            cancellationToken);
        var voices = new List<SpeechVoice>();
        foreach (var voice in answer.Items("voices"))
            if (voice.Text("value") is { Length: > 0 } value)
                voices.Add(new SpeechVoice(value) { Title = voice.Text("name") });
        return voices;
    }

    private static string MediaTypeOf(string? format) => format switch
    {
        null or "mp3" => "audio/mpeg",
        "opus" => "audio/ogg",
        _ => $"audio/{format}",
    };
}
