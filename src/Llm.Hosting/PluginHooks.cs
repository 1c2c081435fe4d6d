using Llm.Commands;

namespace Llm;

/// <summary>Determines what a plugin registers, by letting it register in empty registries.</summary>
public static class PluginHooks
{
    /// <summary>Returns the names of the hooks that the plugin uses, as the Python tool calls them, in alphabetical order.</summary>
    public static IReadOnlyList<string> NamesOf(IPlugin plugin)
    {
        var hooks = new List<string>();
        var commands = new CommandGroup("");
        plugin.RegisterCommands(commands);
        if (commands.Entries.Count > 0) hooks.Add("register_commands");
        var embeddings = new EmbeddingModelRegistry();
        plugin.RegisterEmbeddingModels(embeddings);
        if (embeddings.Models.Count > 0) hooks.Add("register_embedding_models");
        var reranking = new TaskModelRegistry<RerankModel>();
        var moderation = new TaskModelRegistry<ModerationModel>();
        var transcription = new TaskModelRegistry<TranscriptionModel>();
        var speech = new TaskModelRegistry<SpeechModel>();
        plugin.RegisterRerankModels(reranking);
        plugin.RegisterModerationModels(moderation);
        plugin.RegisterTranscriptionModels(transcription);
        plugin.RegisterSpeechModels(speech);
        var fragments = new LoaderRegistry<FragmentLoader>();
        plugin.RegisterFragmentLoaders(fragments);
        if (fragments.Loaders.Count > 0) hooks.Add("register_fragment_loaders");
        var stores = new KeyStoreRegistry();
        plugin.RegisterKeyStores(stores);
        if (stores.Stores.Count > 0) hooks.Add("register_key_stores");
        var models = new ModelRegistry();
        plugin.RegisterModels(models);
        if (models.Models.Count > 0) hooks.Add("register_models");
        if (moderation.Models.Count > 0) hooks.Add("register_moderation_models");
        var packages = new PackageRegistry();
        plugin.RegisterPackages(packages);
        if (packages.Packages.Count > 0) hooks.Add("register_packages");
        if (reranking.Models.Count > 0) hooks.Add("register_rerank_models");
        if (speech.Models.Count > 0) hooks.Add("register_speech_models");
        var templates = new LoaderRegistry<TemplateLoader>();
        plugin.RegisterTemplateLoaders(templates);
        if (templates.Loaders.Count > 0) hooks.Add("register_template_loaders");
        var tools = new ToolRegistry();
        plugin.RegisterTools(tools);
        if (tools.Names.Count + tools.Loaders.Count > 0) hooks.Add("register_tools");
        if (transcription.Models.Count > 0) hooks.Add("register_transcription_models");
        return hooks;
    }
}
