using Llm;

namespace Letters;

/// <summary>Adds an embedding model and a reranker.</summary>
public sealed class LettersPlugin : IPlugin
{
    public string Name => "letters";

    public void RegisterEmbeddingModels(EmbeddingModelRegistry models) => models.Add(new LettersModel(), "abc");

    public void RegisterRerankModels(TaskModelRegistry<RerankModel> models) => models.Add(new LettersReranker());
}
