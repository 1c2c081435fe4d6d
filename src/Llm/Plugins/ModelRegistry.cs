namespace Llm;

/// <summary>The language models of a host, in the order in which plugins added them.</summary>
public sealed class ModelRegistry(ModelServices? services = null)
{
    private readonly List<RegisteredModel> models = [];

    /// <summary>Creates a registry for one plugin that sees the models of others.</summary>
    internal ModelRegistry(ModelServices services, IEnumerable<RegisteredModel> others)
        : this(services) => models.AddRange(others);

    /// <summary>What the host provides to its models.</summary>
    public ModelServices Services { get; } = services ?? ModelServices.Default;

    /// <summary>The models so far, for a plugin that builds on others.</summary>
    public IReadOnlyList<RegisteredModel> Models => models;

    /// <summary>Adds a model under its id and some aliases.</summary>
    public void Add(Model model, params IReadOnlyList<string> aliases)
    {
        model.Attach(Services);
        models.Add(new RegisteredModel(model, aliases));
    }
}

/// <summary>A model with its other names.</summary>
/// <param name="Model">The model.</param>
/// <param name="Aliases">Names given by the plugin, then those of the user.</param>
public sealed record RegisteredModel(Model Model, IReadOnlyList<string> Aliases)
{
    /// <summary>Whether a word of a search occurs in the id, an alias or the label; case does not matter.</summary>
    public bool Matches(string query) =>
        Aliases.Append(Model.ToString()).Any(name => name.Contains(query, StringComparison.OrdinalIgnoreCase));
}
