using Llm;

namespace Letters;

/// <summary>Adds an embedding model.</summary>
public sealed class LettersPlugin : IPlugin
{
    public string Name => "letters";

    public void RegisterEmbeddingModels(EmbeddingModelRegistry models) => models.Add(new LettersModel(), "abc");
}
