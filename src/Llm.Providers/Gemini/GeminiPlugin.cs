namespace Llm.Providers.Gemini;

/// <summary>Registers the models of the Gemini API.</summary>
/// <param name="apiVersion">Returns the version of the interface, such as <c>v1beta</c>; called for each request.</param>
/// <param name="http">Returns the client; called for each request.</param>
public sealed class GeminiPlugin(Func<string> apiVersion, Func<HttpClient> http) : IPlugin
{
    private readonly GeminiAddress address = new(apiVersion);

    /// <summary>The name of the plugin of the Python tool that has the same models.</summary>
    public string Name => "llm-gemini";

    /// <inheritdoc/>
    public void RegisterModels(ModelRegistry models) => GeminiModels.Register(models, address, http);

    /// <inheritdoc/>
    public void RegisterEmbeddingModels(EmbeddingModelRegistry models) => GeminiEmbeddingModel.Register(models, address, http);
}
