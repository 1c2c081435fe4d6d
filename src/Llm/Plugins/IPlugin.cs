using Llm.Commands;

namespace Llm;

/// <summary>Something that adds models, tools, loaders or commands; the built-in providers are plugins too.</summary>
/// <remarks>
/// A method is called only when what it registers is asked for: once for the registries of a host, and again, with an empty registry, by
/// whoever wants to know what a plugin adds (<c>llm plugins</c>, <c>llm doctor</c>). So it should add the same each time and only create
/// and add objects: no network, no slow work. Implementations need not be thread-safe.
/// </remarks>
public interface IPlugin
{
    /// <summary>The name that listings and the log show.</summary>
    string Name { get; }

    /// <summary>Adds language models.</summary>
    void RegisterModels(ModelRegistry models)
    {
    }

    /// <summary>Adds embedding models.</summary>
    void RegisterEmbeddingModels(EmbeddingModelRegistry models)
    {
    }

    /// <summary>Adds tools.</summary>
    void RegisterTools(ToolRegistry tools)
    {
    }

    /// <summary>Adds commands, or changes the list of those that are there.</summary>
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
}
