using Llm.Cli.Options;
using Llm.Commands;

namespace Llm.Cli.Commands.Embeddings;

internal sealed class CollectionsDeleteCommand(CliContext context) : Command
{
    public const string Name = "delete";

    private readonly ValueArgument<string> collection = new("COLLECTION");
    private readonly EmbeddingsDatabaseOption database = new("Path to embeddings database");

    public override string? Example => "llm collections delete my-collection";

    public override string Help => """
        Delete the specified collection

        Example usage:

        \b
            llm collections delete my-collection
        """;

    public override IReadOnlyList<Parameter> Parameters => [collection, database.Option];

    public override async Task<int> RunAsync(Invocation invocation, CancellationToken cancellationToken)
    {
        var path = database.PathFor(invocation, context.Host.Directory);
        var (store, found) = await CollectionDatabase.OpenCollectionAsync(
            path, invocation.Get(collection), context, cancellationToken, readOnly: false);
        await using var file = store;
        await file.DeleteCollectionAsync(found.Id, cancellationToken);
        return 0;
    }
}
