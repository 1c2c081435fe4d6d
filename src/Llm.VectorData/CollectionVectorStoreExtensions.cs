using Microsoft.Extensions.VectorData;

namespace Llm.VectorData;

/// <summary>Offers collections to programs that use Microsoft.Extensions.VectorData.</summary>
public static class CollectionVectorStoreExtensions
{
    /// <summary>Returns the collection as one of a vector store. It can be used as long as the collection's own store is open.</summary>
    /// <remarks>
    /// <para>
    /// Records are of one type, <see cref="CollectionRecord"/>, and the collection's model makes their vectors, so a vector of one's own
    /// can be searched for but not stored. An unchanged text is not sent to the model again. Texts are always stored.
    /// </para>
    /// <para>
    /// A filter is a function that is called for records: with one, a search ranks the whole collection, and a retrieval reads it, until
    /// enough records have passed. Scores are cosine similarities, and a threshold is the least score. Errors of the store and of the model
    /// are a <see cref="VectorStoreException"/> with the <see cref="LlmException"/> inside. The collection is thread-safe.
    /// </para>
    /// </remarks>
    /// <param name="store">The store of the collection.</param>
    /// <param name="name">The name of the collection.</param>
    /// <param name="model">The model of a collection that is to be created; of one that exists, it must be the one that made it.</param>
    public static VectorStoreCollection<string, CollectionRecord> GetVectorStoreCollection(
        this EmbeddingStore store, string name, EmbeddingModel model)
    {
        ArgumentNullException.ThrowIfNull(store);
        ArgumentNullException.ThrowIfNull(name);
        ArgumentNullException.ThrowIfNull(model);
        return new CollectionVectorStore(store, name, model);
    }
}
