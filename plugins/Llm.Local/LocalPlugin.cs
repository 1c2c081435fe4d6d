namespace Llm.Local;

/// <summary>Adds the embedding models <c>minilm</c> and <c>arctic-xs</c>, which run on this machine.</summary>
public sealed class LocalPlugin : IPlugin
{
    /// <inheritdoc/>
    public string Name => "local";

    /// <inheritdoc/>
    public void RegisterEmbeddingModels(EmbeddingModelRegistry models)
    {
        ArgumentNullException.ThrowIfNull(models);
        // all-MiniLM-L6-v2 reads 256 tokens, by its sentence_bert_config.json.
        models.Add(new LocalEmbeddingModel("minilm", Pooling.Mean, inputLimit: 256), "all-MiniLM-L6-v2");
        models.Add(
            new LocalEmbeddingModel("arctic-xs", Pooling.First, inputLimit: 512)
            {
                // By the model card of snowflake-arctic-embed-xs.
                QueryPrefix = "Represent this sentence for searching relevant passages: ",
            },
            "snowflake-arctic-embed-xs");
    }
}
