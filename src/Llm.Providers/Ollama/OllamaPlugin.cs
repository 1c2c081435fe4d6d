namespace Llm.Providers.Ollama;

/// <summary>Registers the models that an Ollama server had when it was last asked.</summary>
/// <param name="directory">The user directory, which keeps the list.</param>
/// <param name="http">Returns the client for requests.</param>
/// <param name="services">The limits and the clock.</param>
public sealed class OllamaPlugin(UserDirectory directory, Func<HttpClient> http, ModelServices services) : IPlugin
{
    /// <summary>The name of the plugin of the Python tool that has the same models.</summary>
    public string Name => "llm-ollama";

    /// <summary>The server.</summary>
    public OllamaServer Server => field ??=
        new OllamaServer(new OllamaAddress(), http, services, Path.Combine(directory.Path, "cache", "ollama.json"));

    /// <inheritdoc/>
    public void RegisterModels(ModelRegistry models) => Server.Models.Register(models);

    /// <inheritdoc/>
    public void RegisterEmbeddingModels(EmbeddingModelRegistry models) => Server.Models.Register(models);

    /// <summary>Asks the server for its models, if the list is old or a name is looked for. It waits 0.3 s for the list.</summary>
    /// <param name="isList">Whether a list is shown; otherwise, a name is looked for that nobody knows.</param>
    /// <returns>Whether there are other models than before, so that the plugin has to register again.</returns>
    /// <exception cref="LlmException">A name is looked for, and the address of the server is not valid.</exception>
    public bool Refresh(bool isList) => Server.Models.Refresh(services, isList);
}
