using Llm.Commands;

namespace Llm;

/// <summary>Adds models, tools, loaders or commands; the built-in providers are plugins too.</summary>
/// <remarks>
/// A method is called only when what it registers is needed: once for the registries of a host, and again with an empty registry to list
/// what a plugin adds (<c>llm install</c>, <c>llm plugins</c>, <c>llm doctor</c>). It should add the same objects each time, without
/// network access or slow work, unless <see cref="Refresh"/> says that its lists change. Built-in plugins register first, then installed
/// ones in the order of their installation, then those that the program adds. One registry is filled on one thread, but two registries may
/// be filled at the same time, so methods should not share state that changes. What they add lives as long as the host, and is used from
/// any thread.
/// </remarks>
public interface IPlugin
{
    /// <summary>The name that listings and the log show.</summary>
    string Name { get; }

    /// <summary>When the plugin has to register again, because its lists depend on more than itself; null if they do not.</summary>
    /// <remarks>It is read after the plugin has registered.</remarks>
    RegistrationRefresh? Refresh => null;

    /// <summary>Adds language models.</summary>
    /// <remarks><see cref="ModelRegistry.Models"/> has the models of the plugins before this one, with the user's aliases.</remarks>
    void RegisterModels(ModelRegistry models)
    {
    }

    /// <summary>Adds embedding models.</summary>
    void RegisterEmbeddingModels(EmbeddingModelRegistry models)
    {
    }

    /// <summary>Adds models that sort texts by how well they answer a query.</summary>
    void RegisterRerankModels(TaskModelRegistry<RerankModel> models)
    {
    }

    /// <summary>Adds models that say whether a text is harmful.</summary>
    void RegisterModerationModels(TaskModelRegistry<ModerationModel> models)
    {
    }

    /// <summary>Adds models that write down what is spoken.</summary>
    void RegisterTranscriptionModels(TaskModelRegistry<TranscriptionModel> models)
    {
    }

    /// <summary>Adds models that read a text aloud.</summary>
    void RegisterSpeechModels(TaskModelRegistry<SpeechModel> models)
    {
    }

    /// <summary>Adds packages of models that the plugin runs, so that users can set them up. Their models are registered too.</summary>
    void RegisterPackages(PackageRegistry packages)
    {
    }

    /// <summary>Adds tools.</summary>
    void RegisterTools(ToolRegistry tools)
    {
    }

    /// <summary>Adds commands, or changes the list of existing ones.</summary>
    void RegisterCommands(CommandGroup commands)
    {
    }

    /// <summary>Adds loaders for templates such as <c>-t prefix:name</c>.</summary>
    void RegisterTemplateLoaders(LoaderRegistry<TemplateLoader> loaders)
    {
    }

    /// <summary>Adds loaders for fragments such as <c>-f prefix:name</c>.</summary>
    void RegisterFragmentLoaders(LoaderRegistry<FragmentLoader> loaders)
    {
    }

    /// <summary>Adds stores of API keys, such as a password manager.</summary>
    void RegisterKeyStores(KeyStoreRegistry stores)
    {
    }
}
