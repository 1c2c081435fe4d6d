using Llm.Cli.Output;
using Llm.Storage.Postgres;

namespace Llm.Cli.Commands.Embeddings;

/// <summary>Makes and removes the index of a collection on a PostgreSQL server.</summary>
internal static class ServerIndex
{
    /// <exception cref="LlmException">There is no such collection, or the index cannot be made or removed.</exception>
    public static async Task<int> RunAsync(
        string place, string collection, bool drops, CliContext context, CancellationToken cancellationToken)
    {
        var (opened, found) = await CollectionDatabase.OpenCollectionAsync(place, collection, context, cancellationToken);
        await using var store = (PostgresEmbeddingStore)opened;
        if (drops)
        {
            var existed = await store.DropIndexAsync(found.Id, cancellationToken);
            context.Terminal.WriteLine(existed ? $"{found.Name}: index removed" : $"{found.Name}: no index");
            return 0;
        }

        var index = await store.MakeIndexAsync(found.Id, cancellationToken);
        context.Terminal.WriteLine(index is null
            ? $"{found.Name}: no index; the collection is empty"
            : $"{found.Name}: {Count.Of(index.Entries, "embedding")}, {FileSize.Describe(index.Size)}, {index.Name}");
        return 0;
    }
}
