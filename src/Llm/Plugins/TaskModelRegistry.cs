namespace Llm;

/// <summary>The models of a host for one task, in the order in which plugins added them.</summary>
/// <remarks>
/// A host fills its registry once, on one thread, when it first needs a model for the task; the models live as long as the host, and are
/// used from any thread. Of two models with the same id or alias, both are listed, and the later one has the name.
/// </remarks>
/// <typeparam name="TModel">The type of the models.</typeparam>
public sealed class TaskModelRegistry<TModel>(ModelServices? services = null)
    where TModel : TaskModel
{
    private readonly List<RegisteredTaskModel<TModel>> models = [];
    private readonly List<ITaskModelSource<TModel>> sources = [];
    private readonly FoundModels<TModel> found = new();

    /// <summary>Which plugin has each id and alias.</summary>
    internal NameOwners Owners { get; } = new("model");

    /// <summary>What the host provides to its models.</summary>
    public ModelServices Services { get; } = services ?? ModelServices.Default;

    /// <summary>The models so far.</summary>
    public IReadOnlyList<RegisteredTaskModel<TModel>> Models => models;

    /// <summary>Adds a model under its id and some aliases.</summary>
    public void Add(TModel model, params IReadOnlyList<string> aliases)
    {
        ArgumentNullException.ThrowIfNull(model);
        model.Attach(Services);
        models.Add(new RegisteredTaskModel<TModel>(model, aliases));
        Owners.Claim(model.Id);
        foreach (var alias in aliases) Owners.Claim(alias);
    }

    /// <summary>
    /// Adds models that are found by name. A registered model of the same name comes first, then that of an earlier source.
    /// </summary>
    public void Add(ITaskModelSource<TModel> source)
    {
        ArgumentNullException.ThrowIfNull(source);
        sources.Add(source);
    }

    /// <summary>The models of the sources for listings, without the user's aliases.</summary>
    internal IEnumerable<RegisteredTaskModel<TModel>> ListSources()
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

    /// <summary>The model with this id or alias of the plugins, else that of a source; each call returns the same one.</summary>
    internal TModel? Find(string name)
    {
        for (var i = models.Count - 1; i >= 0; i--)
            if (models[i].Model.Id == name || models[i].Aliases.Contains(name))
                return models[i].Model;
        return found.Find(name, sources, static (source, name) => source.Find(name), model => model.Attach(Services));
    }
}

/// <summary>A model for a task with its other names.</summary>
/// <param name="Model">The model.</param>
/// <param name="Aliases">Names given by the plugin, then those of the user.</param>
/// <typeparam name="TModel">The type of the model.</typeparam>
public sealed record RegisteredTaskModel<TModel>(TModel Model, IReadOnlyList<string> Aliases)
    where TModel : TaskModel;
