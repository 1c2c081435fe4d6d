using System.Text.Json.Nodes;
using Llm.Cli.Options;
using Llm.Commands;

namespace Llm.Cli.Commands.Embeddings;

internal sealed class CollectionsListCommand(CliContext context) : Command
{
    public const string Name = "list";

    private readonly EmbeddingsDatabaseOption database = new("Path to embeddings database");
    private readonly ListOptions list = new(indent: 4);

    public override string? Example => "llm collections --json";

    public override string Help => "View a list of collections";

    public override IReadOnlyList<Parameter> Parameters => [database.Option, .. list.All];

    public override async Task<int> RunAsync(Invocation invocation, CancellationToken cancellationToken)
    {
        var path = database.PathFor(invocation, context.Host.Directory);
        await using var file = await CollectionDatabase.OpenExistingAsync(path, context, cancellationToken)
            ?? throw new LlmException($"No collections table found in {CollectionDatabase.Describe(path)}");
        list.Write(invocation, context.Terminal, await file.ListCollectionsAsync(cancellationToken), ToJson, ToText);
        return 0;
    }

    private static JsonObject ToJson(CollectionInfo collection) => new()
    {
        ["name"] = collection.Name,
        ["model"] = collection.ModelId,
        ["num_embeddings"] = collection.Count,
    };

    private static string ToText(IReadOnlyList<CollectionInfo> collections) => string.Concat(collections.Select(collection =>
        $"{collection.Name}: {collection.ModelId}\n  {collection.Count} embedding{(collection.Count == 1 ? "" : "s")}\n"));
}
