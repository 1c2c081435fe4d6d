namespace Llm;

/// <summary>A collection of embeddings in a store.</summary>
/// <param name="Id">The number of the collection in its store.</param>
/// <param name="Name">The name, which is unique in the store.</param>
/// <param name="ModelId">The ID of the model that made all vectors of the collection.</param>
public sealed record CollectionInfo(long Id, string Name, string ModelId)
{
    /// <summary>The number of entries; null unless collections were listed, because counting takes time.</summary>
    public long? Count { get; init; }
}
