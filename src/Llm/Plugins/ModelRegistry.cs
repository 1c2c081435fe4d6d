namespace Llm;

/// <summary>The language models of a host, in the order in which plugins added them.</summary>
/// <remarks>
/// A host fills its registry once, on one thread, when it first needs a model; the models live as long as the host, and are used from any
/// thread. Of two models with the same id or alias, both are listed, and the later one has the name.
/// </remarks>
public sealed class ModelRegistry(ModelServices? services = null)
{
    private readonly List<RegisteredModel> models = [];
    private readonly List<IModelSource> sources = [];
    private readonly FoundModels<Model> found = new();

    /// <summary>Creates a registry for one plugin that sees the first models of another registry.</summary>
    internal ModelRegistry(ModelRegistry others, int count)
        : this(others.Services)
    {
        models.AddRange(others.models[..count]);
        sources.AddRange(others.sources);
        UserAliases = others.UserAliases;
    }

    /// <summary>Which plugin has each id and alias.</summary>
    internal NameOwners Owners { get; } = new("model");

    /// <summary>What the host provides to its models.</summary>
    public ModelServices Services { get; } = services ?? ModelServices.Default;

    /// <summary>The models so far, with the user's aliases, for a plugin that builds on others.</summary>
    public IReadOnlyList<RegisteredModel> Models => RegisteredModel.WithAliases(models, UserAliases?.Invoke());

    /// <summary>The models so far, without the user's aliases.</summary>
    internal IReadOnlyList<RegisteredModel> Registered => models;

    /// <summary>Reads the user's aliases: from alias to model id.</summary>
    internal Func<IReadOnlyDictionary<string, string>>? UserAliases { get; init; }

    /// <summary>Adds a model under its id and some aliases.</summary>
    public void Add(Model model, params IReadOnlyList<string> aliases)
    {
        model.Attach(Services);
        models.Add(new RegisteredModel(model, aliases));
        Owners.Claim(model.Id);
        foreach (var alias in aliases) Owners.Claim(alias);
    }

    /// <summary>
    /// Adds models that are found by name. A registered model of the same name comes first, then that of an earlier source.
    /// </summary>
    public void Add(IModelSource source)
    {
        ArgumentNullException.ThrowIfNull(source);
        sources.Add(source);
    }

    /// <summary>The models of the sources for listings, without the user's aliases.</summary>
    internal IEnumerable<RegisteredModel> ListSources()
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
    internal Model? FindInSources(string name) =>
        found.Find(name, sources, static (source, name) => source.Find(name), model => model.Attach(Services));
}

/// <summary>A model with its other names.</summary>
/// <param name="Model">The model.</param>
/// <param name="Aliases">Names given by the plugin, then those of the user.</param>
public sealed record RegisteredModel(Model Model, IReadOnlyList<string> Aliases)
{
    /// <summary>Adds the user's aliases to those of the plugins.</summary>
    internal static IReadOnlyList<RegisteredModel> WithAliases(
        IEnumerable<RegisteredModel> models, IReadOnlyDictionary<string, string>? userAliases) =>
        [.. models.Select(model => userAliases is not null && AliasStore.NamesOf(model.Model.Id, userAliases) is { Count: > 0 } added
            ? model with { Aliases = [.. model.Aliases, .. added] }
            : model)];

    /// <summary>Whether a word of a search occurs in the id, an alias or the label; case does not matter.</summary>
    public bool Matches(string query) =>
        Aliases.Append(Model.ToString()).Any(name => name.Contains(query, StringComparison.OrdinalIgnoreCase));
}
