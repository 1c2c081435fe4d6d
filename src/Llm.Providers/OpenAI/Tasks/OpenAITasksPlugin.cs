namespace Llm.Providers.OpenAI.Tasks;

/// <summary>Registers OpenAI's models for moderation, transcription and speech.</summary>
/// <remarks>The models, voices and formats are those in the types of OpenAI's npm SDK 7.59.0.</remarks>
/// <param name="http">Returns the client; called for each attempt.</param>
public sealed class OpenAITasksPlugin(Func<HttpClient> http) : IPlugin
{
    /// <summary>The largest file of a transcription in MB.</summary>
    private const int Limit = 25;

    private static readonly string[] Formats = ["mp3", "opus", "aac", "flac", "wav", "pcm"];

    private static readonly string[] Voices =
        ["alloy", "ash", "ballad", "coral", "echo", "fable", "onyx", "nova", "sage", "shimmer", "verse", "marin", "cedar"];

    /// <inheritdoc/>
    public string Name => "llm-openai-tasks";

    /// <inheritdoc/>
    public void RegisterModerationModels(TaskModelRegistry<ModerationModel> models)
    {
        ArgumentNullException.ThrowIfNull(models);
        models.Add(new OpenAIModerationModel(Settings("omni-moderation-latest"), new ModerationSettings(), http), "omni-moderation");
        models.Add(new OpenAIModerationModel(Settings("omni-moderation-2024-09-26"), new ModerationSettings(), http));
    }

    /// <inheritdoc/>
    public void RegisterTranscriptionModels(TaskModelRegistry<TranscriptionModel> models)
    {
        ArgumentNullException.ThrowIfNull(models);
        var plain = new TranscriptionSettings { Limit = Limit, SegmentFormat = null };
        Add("gpt-transcribe", plain);
        Add("gpt-4o-transcribe", plain);
        Add("gpt-4o-mini-transcribe", plain);
        Add("gpt-4o-transcribe-diarize", plain with { SegmentFormat = "diarized_json", InChunks = true });
        Add("whisper-1", plain with { SegmentFormat = "verbose_json" });

        void Add(string id, TranscriptionSettings settings) => models.Add(new OpenAITranscriptionModel(Settings(id), settings, http));
    }

    /// <inheritdoc/>
    public void RegisterSpeechModels(TaskModelRegistry<SpeechModel> models)
    {
        ArgumentNullException.ThrowIfNull(models);
        var full = new SpeechSettings { Voices = Voices, Formats = Formats };
        Add("gpt-4o-mini-tts", full);
        Add("tts-1", full with { TakesInstructions = false });
        Add("tts-1-hd", full with { TakesInstructions = false });

        void Add(string id, SpeechSettings settings) => models.Add(new OpenAISpeechModel(Settings(id), settings, http));
    }

    private static OpenAIModelSettings Settings(string id) => new() { Id = id, Label = $"OpenAI: {id}" };
}
