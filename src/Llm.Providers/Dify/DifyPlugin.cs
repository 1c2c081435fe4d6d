using Llm.Packages;

namespace Llm.Providers.Dify;

/// <summary>Lets models of packages be named, by <see cref="PackageModels"/>.</summary>
/// <param name="source">The models.</param>
public sealed class DifyPlugin(PackageModels source) : IPlugin
{
    /// <inheritdoc/>
    public string Name => "llm-dify";

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
        models.Add(new PackageEmbeddingModels(source));
    }

    /// <inheritdoc/>
    public void RegisterRerankModels(TaskModelRegistry<RerankModel> models)
    {
        ArgumentNullException.ThrowIfNull(models);
        models.Add(new PackageTaskModels<RerankModel>(
            source, PackageModelType.Rerank, (runner, model) => runner.CreateRerankModel(model)));
    }

    /// <inheritdoc/>
    public void RegisterModerationModels(TaskModelRegistry<ModerationModel> models)
    {
        ArgumentNullException.ThrowIfNull(models);
        models.Add(new PackageTaskModels<ModerationModel>(
            source, PackageModelType.Moderation, (runner, model) => runner.CreateModerationModel(model)));
    }

    /// <inheritdoc/>
    public void RegisterTranscriptionModels(TaskModelRegistry<TranscriptionModel> models)
    {
        ArgumentNullException.ThrowIfNull(models);
        models.Add(new PackageTaskModels<TranscriptionModel>(
            source, PackageModelType.SpeechToText, (runner, model) => runner.CreateTranscriptionModel(model)));
    }

    /// <inheritdoc/>
    public void RegisterSpeechModels(TaskModelRegistry<SpeechModel> models)
    {
        ArgumentNullException.ThrowIfNull(models);
        models.Add(new PackageTaskModels<SpeechModel>(
            source, PackageModelType.TextToSpeech, (runner, model) => runner.CreateSpeechModel(model)));
    }
}
