using Llm.Cli.Options;
using Llm.Cli.Output;
using Llm.Commands;
using Llm.Storage.Embeddings;

namespace Llm.Cli.Commands.Embeddings;

internal sealed class CollectionsIndexCommand(CliContext context) : Command
{
    public const string Name = "index";

    private readonly ValueArgument<string> collection = new("COLLECTION");
    private readonly Flag drop = new("--drop") { Help = "Remove the index" };
    private readonly EmbeddingsDatabaseOption database = new("Path to embeddings database");

    public override string? Example => "llm collections index docs";

    public override string Help => """
        Make the file that searches of a large collection read

        Searches make it themselves when it is missing or out of date. They find the same entries in the same order with and without it.
        """;

    public override IReadOnlyList<Parameter> Parameters => [collection, drop, database.Option];

    public override async Task<int> RunAsync(Invocation invocation, CancellationToken cancellationToken)
    {
        var path = database.PathFor(invocation, context.Host.Directory);
        if (RuntimeCode.IsSupported && CollectionDatabase.IsOnServer(path))
            return await ServerIndex.RunAsync(path, invocation.Get(collection), invocation.Get(drop), context, cancellationToken);
        var (store, found) = await CollectionDatabase.OpenCollectionAsync(path, invocation.Get(collection), context, cancellationToken);
        await using var file = (SqliteEmbeddingStore)store;
        if (invocation.Get(drop))
        {
            var existed = await file.DropIndexAsync(found.Id, cancellationToken);
            context.Terminal.WriteLine(existed ? $"{found.Name}: index removed" : $"{found.Name}: no index");
            return 0;
        }

        var index = await file.MakeIndexAsync(found.Id, cancellationToken);
        context.Terminal.WriteLine(index is null
            ? $"{found.Name}: no index; searches compare every embedding"
            : $"{found.Name}: {Count.Of(index.Entries, "embedding")}, {FileSize.Describe(index.Size)}, {index.Path}");
        return 0;
    }
}
