namespace Llm;

/// <summary>The language models of a host, in the order in which plugins added them.</summary>
public sealed class ModelRegistry(ModelEnvironment? environment = null)
{
    private readonly List<RegisteredModel> models = [];

    /// <summary>What the host gives to its models.</summary>
    public ModelEnvironment Environment { get; } = environment ?? ModelEnvironment.Default;

    /// <summary>The models so far, for a plugin that builds on others.</summary>
    public IReadOnlyList<RegisteredModel> Models => models;

    /// <summary>Adds a model under its id and some aliases.</summary>
    public void Add(Model model, params IReadOnlyList<string> aliases)
    {
        model.Environment = Environment;
        models.Add(new RegisteredModel(model, aliases));
    }
}
