using System.Diagnostics.CodeAnalysis;

namespace Llm;

/// <content>Finds models by id or alias and changes aliases and defaults.</content>
public sealed partial class LlmHost
{
    /// <summary>Gets the model with this id or alias.</summary>
    /// <param name="name">An id or alias; null for the default model.</param>
    /// <remarks>The first call reads files in the user directory.</remarks>
    /// <exception cref="UnknownModelException">There is no such model.</exception>
    public Model GetModel(string? name = null)
    {
        name ??= defaultModel ?? Defaults.Model;
        return FindModel(name) ?? throw new UnknownModelException($"Unknown model: {name}", name);
    }

    /// <summary>Finds the model with this id or alias; returns null if there is none.</summary>
    public Model? FindModel(string name)
    {
        if (!MayBeAdded(name) && NotDisposed(ownCatalog).Value.FindRegistered(name) is { } own)
        {
            PrepareKey((own as KeyModel)?.NeedsKey);
            return own;
        }

        var model = Models.Find(name)?.Loaded;
        PrepareKey((model as KeyModel)?.NeedsKey);
        Warn(registeredModels.Value.Owners, name);
        return model;
    }

    /// <summary>Gets the embedding model with this id or alias.</summary>
    /// <param name="name">An id or alias; null for the default embedding model.</param>
    /// <exception cref="UnknownModelException">There is no such model, or no name was given and no default is set.</exception>
    public EmbeddingModel GetEmbeddingModel(string? name = null)
    {
        name ??= defaultEmbeddingModel ?? Defaults.EmbeddingModel ?? throw new UnknownModelException(
            "There is no default embedding model. Name one, or set one with SetDefaultEmbeddingModel or 'llm embed-models default'.",
            kind: NameKind.EmbeddingModel);
        return FindEmbeddingModel(name)
            ?? throw new UnknownModelException($"Unknown embedding model: {name}", name, NameKind.EmbeddingModel);
    }

    /// <summary>Finds the embedding model with this id or alias; returns null if there is none.</summary>
    public EmbeddingModel? FindEmbeddingModel(string name)
    {
        var registered = NotDisposed(embeddingModels).Value
            .LastOrDefault(model => model.Model.Id == name || model.Aliases.Contains(name))?.Model;
        var model = (registered ?? FindInEmbeddingSources(name))?.Loaded;
        PrepareKey(model?.NeedsKey);
        Warn(registeredEmbeddingModels.Value.Owners, name);
        return model;
    }

    /// <summary>Opens a collection of embeddings, or prepares a new one, which is created when something is stored in it.</summary>
    /// <param name="store">The store, usually a <c>SqliteEmbeddingStore</c> over <see cref="EmbeddingsDatabase"/>.</param>
    /// <param name="name">The name of the collection.</param>
    /// <param name="model">
    /// The id or alias of the model for a new collection; null for the default embedding model. An existing collection has its model.
    /// </param>
    /// <param name="cancellationToken">Cancels the operation.</param>
    /// <exception cref="UnknownModelException">The collection is new, and there is no such model or no default.</exception>
    public async Task<Collection> OpenCollectionAsync(
        EmbeddingStore store, string name, string? model = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(store);
        var exists = await Collection.ExistsAsync(store, name, cancellationToken);
        var options = new CollectionOptions { Model = exists ? null : GetEmbeddingModel(model), FindModel = FindEmbeddingModel };
        return await Collection.OpenAsync(store, name, options, cancellationToken);
    }

    /// <summary>Sets an alias of a model for all programs that use the user directory.</summary>
    /// <param name="alias">The alias; an existing one is replaced.</param>
    /// <param name="name">An id, or another alias, which is resolved to its id. A name that no model has is stored as it is.</param>
    /// <exception cref="LlmException">The file cannot be read or written.</exception>
    public void SetAlias(string alias, string name)
    {
        ArgumentNullException.ThrowIfNull(alias);
        ArgumentNullException.ThrowIfNull(name);
        Aliases.Set(alias, Models.Find(name)?.Id ?? FindEmbeddingModel(name)?.Id ?? name);
        ReloadAliases();
    }

    /// <summary>Removes an alias that the user set.</summary>
    /// <exception cref="LlmException">There is no such alias.</exception>
    public void RemoveAlias(string alias)
    {
        Aliases.Remove(alias);
        ReloadAliases();
    }

    /// <summary>Sets the default model for all programs that use the user directory.</summary>
    /// <param name="name">An id or alias.</param>
    /// <exception cref="UnknownModelException">There is no such model.</exception>
    public void SetDefaultModel(string name) => Defaults.SetModel(Models.Get(name).Id);

    /// <summary>Sets the default embedding model for all programs that use the user directory.</summary>
    /// <param name="name">An id or alias; null removes the default.</param>
    /// <exception cref="UnknownModelException">There is no such model.</exception>
    public void SetDefaultEmbeddingModel(string? name) => Defaults.SetEmbeddingModel(name is null ? null : GetEmbeddingModel(name).Id);

    private EmbeddingModel? FindInEmbeddingSources(string name)
    {
        var registry = registeredEmbeddingModels.Value;
        return registry.FindInSources(name) ?? (Aliases.Read().TryGetValue(name, out var id) ? registry.FindInSources(id) : null);
    }

    /// <summary>
    /// In a program that cannot load plugins, throws a <see cref="RuntimeCodeRequiredException"/> if a plugin has to be asked for the key.
    /// Otherwise, that would be found only when the request is sent.
    /// </summary>
    private void PrepareKey(string? name)
    {
        if (!RuntimeCode.IsSupported && MayBeAdded("key_stores") && !string.IsNullOrEmpty(name)) _ = Services.Keys!.Find(name);
    }

    [MemberNotNull(nameof(ownCatalog), nameof(models), nameof(embeddingModels), nameof(listedEmbeddingModels))]
    private void ReloadAliases()
    {
        ownCatalog = new(() => CreateCatalog(ownModels.Value));
        models = new(() => CreateCatalog(registeredModels.Value));
        embeddingModels = new(() => WithAliases(registeredEmbeddingModels.Value.Models));
        listedEmbeddingModels = new(() => [.. embeddingModels.Value, .. WithAliases(registeredEmbeddingModels.Value.ListSources())]);
    }
}
