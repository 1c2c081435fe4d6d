namespace Llm;

/// <content>Models for tasks other than conversations and embeddings.</content>
public sealed partial class LlmHost
{
    private volatile TaskModelCatalog<RerankModel>? rerankModels;
    private volatile TaskModelCatalog<ModerationModel>? moderationModels;
    private volatile TaskModelCatalog<TranscriptionModel>? transcriptionModels;
    private volatile TaskModelCatalog<SpeechModel>? speechModels;

    /// <summary>The models that sort texts by how well they answer a query. None is the default.</summary>
    public TaskModelCatalog<RerankModel> RerankModels => NotDisposed(
        rerankModels ??= Catalog<RerankModel>((plugin, models) => plugin.RegisterRerankModels(models), defaultId: null));

    /// <summary>The models that say whether a text is harmful.</summary>
    public TaskModelCatalog<ModerationModel> ModerationModels => NotDisposed(
        moderationModels ??= Catalog<ModerationModel>(
            (plugin, models) => plugin.RegisterModerationModels(models), "omni-moderation-latest"));

    /// <summary>The models that write down what is spoken.</summary>
    public TaskModelCatalog<TranscriptionModel> TranscriptionModels => NotDisposed(
        transcriptionModels ??= Catalog<TranscriptionModel>(
            (plugin, models) => plugin.RegisterTranscriptionModels(models), "gpt-transcribe"));

    /// <summary>The models that read a text aloud.</summary>
    public TaskModelCatalog<SpeechModel> SpeechModels => NotDisposed(
        speechModels ??= Catalog<SpeechModel>((plugin, models) => plugin.RegisterSpeechModels(models), "gpt-4o-mini-tts"));

    private TaskModelCatalog<TModel> Catalog<TModel>(Action<IPlugin, TaskModelRegistry<TModel>> register, string? defaultId)
        where TModel : TaskModel
    {
        return new(Register, new TaskModelRules(Aliases.Read, MakeListingRule, Found), defaultId);

        TaskModelRegistry<TModel> Register()
        {
            var registry = new TaskModelRegistry<TModel>(Services);
            Fill(Plugins, registry.Owners, plugin => register(plugin, registry));
            return registry;
        }
    }

    private Predicate<TaskModel> MakeListingRule()
    {
        var keys = new FoundKeys(Keys, Directory);
        return model => model.IsListedWithoutKey || keys.Has(model.NeedsKey, model.KeyEnvironmentVariable);
    }

    private void Found(string name, NameOwners owners, TaskModel? model)
    {
        PrepareKey(model?.NeedsKey);
        Warn(owners, name);
    }
}
