namespace Llm;

/// <summary>Finds the models of one task by id or alias, the user's aliases included.</summary>
/// <remarks>Filled from the plugins when it is first used; thread-safe.</remarks>
/// <typeparam name="TModel">The type of the models.</typeparam>
public sealed class TaskModelCatalog<TModel>
    where TModel : TaskModel
{
    private readonly Lazy<TaskModelRegistry<TModel>> registry;
    private readonly TaskModelRules rules;

    /// <summary>Makes a catalog.</summary>
    /// <param name="register">Registers the models, when they are first needed.</param>
    /// <param name="rules">What the host decides.</param>
    /// <param name="defaultId">The id of the default model; null if there is none.</param>
    internal TaskModelCatalog(Func<TaskModelRegistry<TModel>> register, TaskModelRules rules, string? defaultId)
    {
        registry = new(register);
        this.rules = rules;
        DefaultId = defaultId;
    }

    /// <summary>The id of the model that is used where none is named; null if one has to be named.</summary>
    public string? DefaultId { get; }

    /// <summary>The models in registration order, each with all its aliases; after them, those that sources know.</summary>
    /// <exception cref="LlmException">A file that lists models or aliases is not valid.</exception>
    public IReadOnlyList<RegisteredTaskModel<TModel>> Models
    {
        get
        {
            var aliases = rules.UserAliases();
            var models = new List<RegisteredTaskModel<TModel>>();
            foreach (var model in registry.Value.Models) models.Add(WithAliases(model, aliases));
            foreach (var model in registry.Value.ListSources()) models.Add(WithAliases(model, aliases));
            return models;
        }
    }

    /// <summary>
    /// Those of <see cref="Models"/> that listings show: all but the models of providers whose key is neither stored nor in the environment
    /// (<see cref="TaskModel.IsListedWithoutKey"/>). The keys are looked up each time.
    /// </summary>
    /// <inheritdoc cref="Models" path="/exception"/>
    public IReadOnlyList<RegisteredTaskModel<TModel>> Listed
    {
        get
        {
            var isListed = rules.ListingRule();
            var listed = new List<RegisteredTaskModel<TModel>>();
            foreach (var model in Models)
                if (isListed(model.Model))
                    listed.Add(model);
            return listed;
        }
    }

    /// <summary>Which plugin has each id and alias.</summary>
    internal NameOwners Owners => registry.Value.Owners;

    /// <summary>Finds the model with this id or alias; returns null if there is none.</summary>
    /// <exception cref="LlmException">
    /// The name is that of a provider without such models, or a file that lists models or aliases is not valid.
    /// </exception>
    public TModel? Find(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        var models = registry.Value;
        // An alias of the user's comes first, as it is no name of a source's.
        var model = (rules.UserAliases().TryGetValue(name, out var id) ? models.Find(id) : null) ?? models.Find(name);
        var loaded = (TModel?)model?.Loaded;
        rules.Found(name, models.Owners, loaded);
        return loaded;
    }

    /// <summary>Gets the model with this id or alias.</summary>
    /// <param name="name">An id or alias; null for <see cref="DefaultId"/>.</param>
    /// <exception cref="UnknownModelException">There is no such model, or no name was given and there is no default.</exception>
    /// <exception cref="LlmException">
    /// The name is that of a provider without such models, or a file that lists models or aliases is not valid.
    /// </exception>
    public TModel Get(string? name = null)
    {
        name ??= DefaultId ?? throw new UnknownModelException("There is no default model for this task. Name one.");
        return Find(name) ?? throw new UnknownModelException($"Unknown model: {name}", name);
    }

    private static RegisteredTaskModel<TModel> WithAliases(
        RegisteredTaskModel<TModel> registered, IReadOnlyDictionary<string, string> aliases) =>
        AliasStore.NamesOf(registered.Model.Id, aliases) is { Count: > 0 } added
            ? registered with { Aliases = [.. registered.Aliases, .. added] }
            : registered;
}

/// <summary>What a host decides about the models of all tasks.</summary>
/// <param name="UserAliases">Reads the user's aliases: from alias to model id.</param>
/// <param name="ListingRule">Makes the rule by which listings show a model, for one listing.</param>
/// <param name="Found">Called with each name that is looked for, those who have it, and the model.</param>
internal sealed record TaskModelRules(
    Func<IReadOnlyDictionary<string, string>> UserAliases, Func<Predicate<TaskModel>> ListingRule,
    Action<string, NameOwners, TaskModel?> Found);
