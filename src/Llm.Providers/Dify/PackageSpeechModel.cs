using Llm.Providers.OpenAI.Tasks;

namespace Llm.Providers.Dify;

/// <summary>A model of a package that reads texts aloud, whose server has OpenAI's interface.</summary>
/// <param name="runner">What created it.</param>
/// <param name="model">The model.</param>
internal sealed class PackageSpeechModel(NativeRunner runner, PackageModelUse model) : SpeechModel(model.Id)
{
    /// <summary>The length of a text for a model that a user added and said nothing about, as in Dify.</summary>
    private const int UsualLength = 4096;

    public override bool IsListedWithoutKey => model.IsListed;

    public override string? NeedsKey => model.KeyName(Services);

    public override string ToString() => model.Label;

    protected override async Task<SpeechResult> ReadAloudAsync(SpeechRequest request, string? key, CancellationToken cancellationToken)
    {
        var resolved = model.ResolveKey(Services, key);
        var credentials = model.CredentialsWith(resolved);
        if (credentials.GetValueOrDefault("tts_api_format") is { } format and not "openai")
        {
            throw new LlmException(
                $"{Id} is set up for the speech interface of {format}, which only the Python code of its package speaks. "
                + "Set tts_api_format to openai if its server has OpenAI's.");
        }

        var voices = PackageVoices.Of(model);
        var asked = request with
        {
            Voice = request.Voice ?? PackageVoices.Default(model, voices),
            Format = request.Format ?? model.Property("audio_type") ?? (model.IsAdded ? "mp3" : null),
        };
        var settings = NativeRunner.ServerOf(model, credentials);
        var server = new OpenAISpeechModel(settings, new SpeechSettings(), runner.Http) { Services = Services };
        var length = model.Number("word_limit") ?? (model.IsAdded ? UsualLength : int.MaxValue);
        var parts = Sentences.Split(request.Text, length);
        return parts.Count == 1
            ? await server.SpeakAsync(asked, resolved, cancellationToken)
            : await JoinedSpeech.StartAsync(server, asked, parts, resolved, cancellationToken);
    }

    protected override Task<IReadOnlyList<SpeechVoice>> FindVoicesAsync(string? key, CancellationToken cancellationToken) =>
        Task.FromResult(PackageVoices.Of(model));
}
