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
        await using var file = await EmbeddingFile.OpenExistingAsync(path, context, cancellationToken, readOnly: false);
        var found = file is null ? null : await file.FindCollectionAsync(invocation.Get(collection), cancellationToken);
        if (found is null) throw new LlmException("Collection does not exist");
        await file!.DeleteCollectionAsync(found.Id, cancellationToken);
        return 0;
    }
}
