using Llm.Cli.Options;
using Llm.Cli.Output.Embeddings;
using Llm.Commands;

namespace Llm.Cli.Commands.Embeddings;

internal sealed class SimilarCommand(CliContext context) : Command
{
    public const string Name = "similar";
    public const string Summary = "Return top N similar IDs from a collection using cosine similarity.";

    private readonly ValueArgument<string> collection = new("COLLECTION");
    private readonly OptionalArgument<string> id = new("ID");
    private readonly ContentOptions content = new(" for comparison");
    private readonly ValueOption<int> number = new("-n", "--number") { Help = "Number of results to return", Default = 10 };
    private readonly Flag plain = new("-p", "--plain") { Help = "Output in plain text format" };
    private readonly EmbeddingsDatabaseOption database = new();
    private readonly ValueOption<string> prefix = new("--prefix") { Help = "Just IDs with this prefix" };
    private readonly Flag exact = new("--exact") { Help = "Compare all embeddings, without the approximate index" };

    public override string? Example => "llm similar my-collection -c 'I like cats'";

    public override string Help => $"""
        {Summary}

        Example usage:

        \b
            llm similar my-collection -c "I like cats"

        Or to find content similar to a specific stored ID:

        \b
            llm similar my-collection 1234
        """;

    public override IReadOnlyList<Parameter> Parameters =>
        [collection, id, content.Input, content.Content, content.Binary, number, plain, database.Option, prefix];

    public override IReadOnlyList<Option> Additions => [exact];

    public override async Task<int> RunAsync(Invocation invocation, CancellationToken cancellationToken)
    {
        var entryId = invocation.Get(id) is { Length: > 0 } given ? given : null;
        if (entryId is null && !content.IsGiven(invocation))
            throw new LlmException("Must provide content or an ID for the comparison");

        var path = database.PathFor(invocation, context.Host.Directory);
        await using var file = await CollectionDatabase.OpenExistingAsync(path, context, cancellationToken)
            ?? throw new LlmException("No embeddings table found in database");
        var name = invocation.Get(collection);
        if (!await Collection.ExistsAsync(file, name, cancellationToken)) throw new LlmException("Collection does not exist");
        var opened = await context.Host.OpenCollectionAsync(file, name, cancellationToken: cancellationToken);
        foreach (var entry in await FindAsync(invocation, opened, entryId, cancellationToken))
            context.Terminal.Write(invocation.Get(plain) ? EntryText.Plain(entry) : EntryText.Json(entry));
        return 0;
    }

    private async Task<IReadOnlyList<CollectionEntry>> FindAsync(
        Invocation invocation, Collection opened, string? entryId, CancellationToken cancellationToken)
    {
        var nearest = new NearestOptions
        {
            Number = invocation.Get(number),
            SkipId = entryId,
            Prefix = invocation.Get(prefix),
            Exact = invocation.Get(exact),
        };
        if (entryId is not null)
        {
            if (await opened.FindAsync(entryId, cancellationToken) is not { } entry)
                throw new LlmException("ID not found in collection");
            return await opened.SimilarAsync(entry.Vector, nearest, cancellationToken);
        }

        var item = await content.ReadAsync(invocation, context, "", cancellationToken);
        return item.Text is { } text
            ? await opened.SimilarAsync(text, nearest, cancellationToken)
            : await opened.SimilarAsync(item.Bytes, nearest, cancellationToken);
    }
}
