namespace Llm;

/// <summary>The embedding models of a host, in the order in which plugins added them.</summary>
public sealed class EmbeddingModelRegistry(ModelEnvironment? environment = null)
{
    private readonly List<RegisteredEmbeddingModel> models = [];

    /// <summary>What the host gives to its models.</summary>
    public ModelEnvironment Environment { get; } = environment ?? ModelEnvironment.Default;

    /// <summary>The models so far.</summary>
    public IReadOnlyList<RegisteredEmbeddingModel> Models => models;

    /// <summary>Adds a model under its id and some aliases.</summary>
    public void Add(EmbeddingModel model, params IReadOnlyList<string> aliases)
    {
        model.Environment = Environment;
        models.Add(new RegisteredEmbeddingModel(model, aliases));
    }
}
