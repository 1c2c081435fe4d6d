namespace Llm.Testing;

/// <summary>A store of collections that <see cref="CollectionConformance"/> tests.</summary>
/// <param name="open">
/// Opens the database for reading and writing. It is called several times, also at once, for the same database, as several programs would
/// do; each result is disposed. The database may hold other collections: the checks use names of their own and delete their collections.
/// </param>
public sealed class StoreUnderTest(Func<CancellationToken, Task<EmbeddingStore>> open)
{
    internal Task<EmbeddingStore> OpenAsync(CancellationToken cancellationToken) => open(cancellationToken);
}
