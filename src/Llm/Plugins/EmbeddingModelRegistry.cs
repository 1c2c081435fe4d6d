namespace Llm;

/// <summary>The embedding models of a host, in the order in which plugins added them.</summary>
/// <remarks>
/// A host fills its registry once, on one thread, when it first needs an embedding model; the models live as long as the host, and are used
/// from any thread. Of two models with the same id or alias, both are listed, and the later one has the name.
/// </remarks>
public sealed class EmbeddingModelRegistry(ModelServices? services = null)
{
    private readonly List<RegisteredEmbeddingModel> models = [];
    private readonly List<IEmbeddingModelSource> sources = [];
    private readonly FoundModels<EmbeddingModel> found = new();

    /// <summary>Which plugin has each id and alias.</summary>
    internal NameOwners Owners { get; } = new("embedding model");

    /// <summary>What the host provides to its models.</summary>
    public ModelServices Services { get; } = services ?? ModelServices.Default;

    /// <summary>The models so far.</summary>
    public IReadOnlyList<RegisteredEmbeddingModel> Models => models;

    /// <summary>Adds a model under its id and some aliases.</summary>
    public void Add(EmbeddingModel model, params IReadOnlyList<string> aliases)
    {
        model.Attach(Services);
        models.Add(new RegisteredEmbeddingModel(model, aliases));
        Owners.Claim(model.Id);
        foreach (var alias in aliases) Owners.Claim(alias);
    }

    /// <summary>
    /// Adds models that are found by name. A registered model of the same name comes first, then that of an earlier source.
    /// </summary>
    public void Add(IEmbeddingModelSource source)
    {
        ArgumentNullException.ThrowIfNull(source);
        sources.Add(source);
    }

    /// <summary>The models of the sources for listings, without the user's aliases.</summary>
    internal IEnumerable<RegisteredEmbeddingModel> ListSources()
    {
        foreach (var source in sources)
        {
            foreach (var registered in source.List())
            {
                registered.Model.Attach(Services);
                yield return registered;
            }
        }
    }

    /// <summary>The model of a source with this name; each call returns the same one.</summary>
    internal EmbeddingModel? FindInSources(string name) =>
        found.Find(name, sources, static (source, name) => source.Find(name), model => model.Attach(Services));
}

/// <summary>An embedding model with its other names.</summary>
/// <param name="Model">The model.</param>
/// <param name="Aliases">Names given by the plugin, then those of the user.</param>
public sealed record RegisteredEmbeddingModel(EmbeddingModel Model, IReadOnlyList<string> Aliases);
