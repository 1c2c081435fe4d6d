namespace Llm;

/// <summary>Options for opening a <see cref="Collection"/>.</summary>
public sealed record CollectionOptions
{
    /// <summary>The model of a collection that is to be created; for an existing collection it must be the one that made it.</summary>
    public EmbeddingModel? Model { get; init; }

    /// <summary>Finds the model of an existing collection by its ID; null or a null result if it is not known.</summary>
    public Func<string, EmbeddingModel?>? FindModel { get; init; }

    /// <summary>An API key, or the name of a stored one, in place of the model's own.</summary>
    public string? Key { get; init; }
}
