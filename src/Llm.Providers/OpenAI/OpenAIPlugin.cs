using Llm.Providers.OpenAI.Embeddings;

namespace Llm.Providers.OpenAI;

/// <summary>Registers OpenAI's models, and those of compatible servers that the user lists.</summary>
public sealed class OpenAIPlugin(UserDirectory directory, Func<HttpClient> http) : IPlugin
{
    /// <summary>The name of the same plugin in the Python tool.</summary>
    public string Name => "llm.default_plugins.openai_models";

    /// <inheritdoc/>
    public void RegisterModels(ModelRegistry models)
    {
        foreach (var (model, aliases) in OpenAIModels.BuiltIn(http)) models.Add(model, aliases);
        foreach (var (model, aliases) in ExtraOpenAIModels.Load(directory.ExtraOpenAIModelsFile, http)) models.Add(model, aliases);
    }

    /// <inheritdoc/>
    public void RegisterEmbeddingModels(EmbeddingModelRegistry models)
    {
        models.Add(new OpenAIEmbeddingModel("text-embedding-ada-002", "text-embedding-ada-002", null, http), "ada", "ada-002");
        models.Add(new OpenAIEmbeddingModel("text-embedding-3-small", "text-embedding-3-small", null, http), "3-small");
        models.Add(new OpenAIEmbeddingModel("text-embedding-3-large", "text-embedding-3-large", null, http), "3-large");
        models.Add(new OpenAIEmbeddingModel("text-embedding-3-small-512", "text-embedding-3-small", 512, http), "3-small-512");
        models.Add(new OpenAIEmbeddingModel("text-embedding-3-large-256", "text-embedding-3-large", 256, http), "3-large-256");
        models.Add(new OpenAIEmbeddingModel("text-embedding-3-large-1024", "text-embedding-3-large", 1024, http), "3-large-1024");
        foreach (var (model, aliases) in ExtraOpenAIEmbeddingModels.Load(directory.ExtraOpenAIEmbeddingModelsFile, http))
            models.Add(model, aliases);
    }
}
