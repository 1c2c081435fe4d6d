using Llm.Providers.OpenAI.Tasks;
using Llm.Providers.Rerank;

namespace Llm.Providers.OpenAICompatible;

/// <summary>Lets models of compatible servers be named, by <see cref="PresetModels"/>.</summary>
/// <param name="source">The models.</param>
public sealed class OpenAICompatiblePlugin(PresetModels source) : IPlugin
{
    /// <inheritdoc/>
    public string Name => "llm-openai-compatible";

    /// <inheritdoc/>
    public void RegisterModels(ModelRegistry models)
    {
        ArgumentNullException.ThrowIfNull(models);
        models.Add(source);
    }

    /// <inheritdoc/>
    public void RegisterEmbeddingModels(EmbeddingModelRegistry models)
    {
        ArgumentNullException.ThrowIfNull(models);
        models.Add(new PresetEmbeddingModels(source));
    }

    /// <inheritdoc/>
    public void RegisterRerankModels(TaskModelRegistry<RerankModel> models)
    {
        ArgumentNullException.ThrowIfNull(models);
        models.Add(new PresetTaskModels<RerankModel>(
            new PresetInterfaceModels(source, PresetInterface.Rerank, "reranking models"),
            model => new RerankServerModel(model.Settings, model.Interface.Send, source.Http)));
    }

    /// <inheritdoc/>
    public void RegisterModerationModels(TaskModelRegistry<ModerationModel> models)
    {
        ArgumentNullException.ThrowIfNull(models);
        models.Add(new PresetTaskModels<ModerationModel>(
            new PresetInterfaceModels(source, PresetInterface.Moderation, "moderation models"),
            model => new OpenAIModerationModel(model.Settings, new ModerationSettings(), source.Http)));
    }

    /// <inheritdoc/>
    public void RegisterTranscriptionModels(TaskModelRegistry<TranscriptionModel> models)
    {
        ArgumentNullException.ThrowIfNull(models);
        models.Add(new PresetTaskModels<TranscriptionModel>(
            new PresetInterfaceModels(source, PresetInterface.Transcription, "transcription models"),
            model => new OpenAITranscriptionModel(
                model.Settings, new TranscriptionSettings { Limit = model.Interface.Limit }, source.Http)));
    }

    /// <inheritdoc/>
    public void RegisterSpeechModels(TaskModelRegistry<SpeechModel> models)
    {
        ArgumentNullException.ThrowIfNull(models);
        models.Add(new PresetTaskModels<SpeechModel>(
            new PresetInterfaceModels(source, PresetInterface.Speech, "speech models"),
            model => new OpenAISpeechModel(model.Settings, new SpeechSettings { Voices = model.Interface.Voices }, source.Http)));
    }
}
