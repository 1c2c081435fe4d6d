namespace Llm;

/// <content>Models by name: ids, aliases, defaults.</content>
public sealed partial class LlmHost
{
    /// <summary>The model of that id or alias, the default model if none is named.</summary>
    /// <remarks>The first call reads files of the user directory; <see cref="GetModelAsync"/> does that on another thread.</remarks>
    /// <exception cref="UnknownModelException">There is none.</exception>
    public Model GetModel(string? name = null) => Models.Get(name ?? defaultModel ?? Defaults.Model);

    /// <inheritdoc cref="GetModel"/>
    public ValueTask<Model> GetModelAsync(string? name = null, CancellationToken cancellationToken = default) =>
        models.IsValueCreated ? new(GetModel(name)) : new(Task.Run(() => GetModel(name), cancellationToken));

    /// <summary>The embedding model of that id or alias, the default one if none is named.</summary>
    /// <exception cref="UnknownModelException">There is none, or none is named and there is no default.</exception>
    public EmbeddingModel GetEmbeddingModel(string? name = null)
    {
        name ??= Defaults.EmbeddingModel ?? throw new UnknownModelException(
            "There is no default embedding model. Name one, or set one with SetDefaultEmbeddingModel or 'llm embed-models default'.");
        return FindEmbeddingModel(name) ?? throw new UnknownModelException($"Unknown model: {name}", name);
    }

    /// <inheritdoc cref="GetEmbeddingModel"/>
    public ValueTask<EmbeddingModel> GetEmbeddingModelAsync(string? name = null, CancellationToken cancellationToken = default) =>
        embeddingModels.IsValueCreated ? new(GetEmbeddingModel(name)) : new(Task.Run(() => GetEmbeddingModel(name), cancellationToken));

    /// <summary>Lets an alias stand for a model, for all programs of the user directory.</summary>
    /// <param name="alias">The new name.</param>
    /// <param name="name">An id, or another alias, which is followed. A name that no model has yet is kept as it is.</param>
    /// <exception cref="LlmException">The file cannot be read or written.</exception>
    public void SetAlias(string alias, string name)
    {
        ArgumentNullException.ThrowIfNull(alias);
        ArgumentNullException.ThrowIfNull(name);
        Aliases.Set(alias, Models.Find(name)?.Id ?? FindEmbeddingModel(name)?.Id ?? name);
        ReadAliasesAgain();
    }

    /// <summary>Removes an alias of the user.</summary>
    /// <exception cref="LlmException">There is none of that name.</exception>
    public void RemoveAlias(string alias)
    {
        Aliases.Remove(alias);
        ReadAliasesAgain();
    }

    /// <summary>Sets the default model, for all programs of the user directory.</summary>
    /// <param name="name">An id or alias.</param>
    /// <exception cref="UnknownModelException">There is none of that name.</exception>
    public void SetDefaultModel(string name) => Defaults.SetModel(Models.Get(name).Id);

    /// <summary>Sets the default embedding model, for all programs of the user directory.</summary>
    /// <param name="name">An id or alias; null removes the default.</param>
    /// <exception cref="UnknownModelException">There is none of that name.</exception>
    public void SetDefaultEmbeddingModel(string? name) => Defaults.SetEmbeddingModel(name is null ? null : GetEmbeddingModel(name).Id);

    private EmbeddingModel? FindEmbeddingModel(string name) =>
        EmbeddingModels.LastOrDefault(model => model.Model.Id == name || model.Aliases.Contains(name))?.Model;

    private void ReadAliasesAgain()
    {
        models = new(CreateCatalog);
        embeddingModels = new(CreateEmbeddingModels);
    }
}
