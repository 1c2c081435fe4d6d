using System.Text.Json.Nodes;
using Llm.Cli.Options;
using Llm.Cli.Output.Embeddings;
using Llm.Commands;
using Llm.Json;

namespace Llm.Cli.Commands.Embeddings;

internal sealed class EmbedCommand(CliContext context) : Command
{
    public const string Name = "embed";
    public const string Summary = "Embed text and store or return the result";

    private readonly OptionalArgument<string> collection = new("COLLECTION");
    private readonly OptionalArgument<string> id = new("ID");
    private readonly ContentOptions content = new();
    private readonly EmbeddingModelOption model = new();
    private readonly Flag store = new("--store") { Help = "Store the text itself in the database" };
    private readonly EmbeddingsDatabaseOption database = new();
    private readonly ValueOption<JsonObject> metadata = new("--metadata")
    {
        Help = "JSON object metadata to store",
        Parser = new ValueParser<JsonObject>("TEXT", ParseMetadata),
    };

    private readonly ValueOption<string> format = new("-f", "--format")
    {
        Help = "Output format",
        Parser = ValueParsers.Choice("json", "blob", "base64", "hex"),
    };

    public override string? Example => "llm embed notes first -c 'All about otters' --store";

    public override string Help => Summary;

    public override IReadOnlyList<Parameter> Parameters =>
    [
        collection, id, content.Input, model.Option, store, database.Option, content.Content, content.Binary, metadata, format,
    ];

    public override async Task<int> RunAsync(Invocation invocation, CancellationToken cancellationToken)
    {
        var name = invocation.Get(collection) is { Length: > 0 } given ? given : null;
        var entryId = invocation.Get(id) ?? "";
        if (name is not null && entryId.Length == 0) throw new LlmException("Must provide both collection and id");
        if (name is null && invocation.Get(store)) throw new LlmException("Must provide collection when using --store");

        if (name is null)
        {
            var found = model.Find(invocation, context);
            var item = await content.ReadAsync(invocation, context, "", cancellationToken);
            var one = await Collection.EmbedAsync(found, item, cancellationToken: cancellationToken);
            VectorText.Write(context.Terminal, one.Span, invocation.Get(format) ?? "json");
            return 0;
        }

        var vector = await StoreAsync(invocation, name, entryId, cancellationToken);
        if (invocation.Get(format) is { } chosen) VectorText.Write(context.Terminal, vector.Span, chosen);
        return 0;
    }

    private async Task<ReadOnlyMemory<float>> StoreAsync(
        Invocation invocation, string name, string entryId, CancellationToken cancellationToken)
    {
        var path = database.PathFor(invocation, context.Host.Directory);
        var options = await CollectionChoice.MakeAsync(path, name, model, invocation, context, cancellationToken);
        var item = await content.ReadAsync(invocation, context, entryId, cancellationToken);
        // Before the database is created.
        if (options.Model is { } known) Collection.CheckKind(known, item);
        if (invocation.Get(metadata) is { } given)
            item = item.Text is { } text ? new(entryId, text) { Metadata = given } : new(entryId, item.Bytes) { Metadata = given };
        await using var file = await CollectionDatabase.OpenAsync(path, context, cancellationToken);
        var opened = await Collection.OpenAsync(file, name, options, cancellationToken);
        return await opened.EmbedAsync(item, invocation.Get(store), cancellationToken);
    }

    private static JsonObject ParseMetadata(string text) => !JsonText.TryParse(text, out var node)
        ? throw new InvalidValueException("metadata must be valid JSON")
        : node as JsonObject ?? throw new InvalidValueException("metadata must be a JSON object");
}
