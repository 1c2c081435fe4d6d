namespace Llm;

/// <summary>Finds models by id or alias, the user's aliases included.</summary>
/// <remarks>Built once from what plugins registered; thread-safe.</remarks>
public sealed class ModelCatalog
{
    private readonly Lazy<OrderedDictionary<string, Model>> byName;
    private readonly Lazy<IReadOnlyList<RegisteredModel>> models;
    private readonly Func<string, Model?> findLater;

    /// <summary>Builds the catalog.</summary>
    /// <param name="registered">The models in registration order.</param>
    /// <param name="userAliases">The user's aliases: from alias to model id.</param>
    public ModelCatalog(IEnumerable<RegisteredModel> registered, IReadOnlyDictionary<string, string> userAliases)
        : this(RegisteredModel.WithAliases(registered, userAliases))
    {
    }

    /// <summary>Builds the catalog of a registry, whose sources are asked only for what no registered model has.</summary>
    internal ModelCatalog(ModelRegistry registry, IReadOnlyDictionary<string, string> userAliases)
    {
        models = new(() => RegisteredModel.WithAliases(registry.Registered.Concat(registry.ListSources()), userAliases));
        byName = new(() => NameModels(RegisteredModel.WithAliases(registry.Registered, userAliases)));
        findLater = name => registry.FindInSources(name)
            ?? (userAliases.TryGetValue(name, out var id) ? registry.FindInSources(id) : null);
    }

    private ModelCatalog(IReadOnlyList<RegisteredModel> models)
    {
        this.models = new(models);
        // A list of models needs no names.
        byName = new(() => NameModels(models));
        findLater = _ => null;
    }

    /// <summary>The models in registration order, each with all its aliases; after them, those that sources know.</summary>
    public IReadOnlyList<RegisteredModel> Models => models.Value;

    /// <summary>Every id and alias of <see cref="Models"/> with its model, in the order of listings.</summary>
    public IReadOnlyDictionary<string, Model> ByName => NameModels(Models);

    /// <summary>The model of that id or alias, or null.</summary>
    public Model? Find(string name) => FindRegistered(name) ?? findLater(name);

    /// <summary>The model that was registered under that id or alias; no source is asked.</summary>
    internal Model? FindRegistered(string name) => byName.Value.GetValueOrDefault(name);

    /// <summary>The model of that id or alias.</summary>
    /// <exception cref="UnknownModelException">There is none.</exception>
    public Model Get(string name) => Find(name) ?? throw new UnknownModelException($"Unknown model: {name}", name);

    /// <summary>The catalog of those models that fulfil a condition.</summary>
    public ModelCatalog Where(Func<RegisteredModel, bool> condition) => new([.. Models.Where(condition)]);

    /// <summary>The model with the shortest id among those that match every word; null if none does.</summary>
    public Model? Search(IReadOnlyCollection<string> queries) =>
        Models.Where(model => queries.All(model.Matches)).MinBy(model => model.Model.Id.Length)?.Model;

    private static OrderedDictionary<string, Model> NameModels(IReadOnlyList<RegisteredModel> models)
    {
        var names = new OrderedDictionary<string, Model>();
        foreach (var model in models)
        {
            // Of two models with one name, the later one has it.
            foreach (var alias in model.Aliases) names[alias] = model.Model;
            names[model.Model.Id] = model.Model;
        }

        return names;
    }
}
