using Llm.Cli.Options;
using Llm.Cli.Output;
using Llm.Cli.Output.Embeddings;
using Llm.Commands;

namespace Llm.Cli.Commands.Embeddings;

internal sealed class CollectionsReembedCommand(CliContext context) : Command
{
    public const string Name = "reembed";

    private readonly ValueArgument<string> collection = new("COLLECTION");
    private readonly ValueOption<string> model = new("-m", "--model") { Help = "Embedding model to use from now on", Required = true };
    private readonly ValueOption<int?> batchSize = new("--batch-size") { Help = "Batch size to use when running embeddings" };
    private readonly ValueOption<int> parallel = new("--parallel") { Help = "Number of batches to embed at once", Default = 4 };
    private readonly EmbeddingsDatabaseOption database = new("Path to embeddings database");

    public override string? Example => "llm collections reembed docs -m 3-large";

    public override string Help => """
        Embed the stored texts of a collection again with another model

        The collection changes in one step at the end. If the command is stopped, the collection is as it was, and the same command
        continues.
        """;

    public override IReadOnlyList<Parameter> Parameters => [collection, model, batchSize, parallel, database.Option];

    public override async Task<int> RunAsync(Invocation invocation, CancellationToken cancellationToken)
    {
        if (invocation.Get(batchSize) is < 1) throw new UsageException("--batch-size must be at least 1");
        if (invocation.Get(parallel) < 1) throw new UsageException("--parallel must be at least 1");
        var newModel = context.GetEmbeddingModel(invocation.Get(model)!);
        var path = database.PathFor(invocation, context.Host.Directory);
        var (store, found) = await CollectionDatabase.OpenCollectionAsync(
            path, invocation.Get(collection), context, cancellationToken, readOnly: false);
        await using var file = store;

        var opened = await Collection.OpenAsync(file, found.Name, cancellationToken: cancellationToken);
        var count = await opened.CountAsync(cancellationToken);
        using var bar = ProgressBar.Start(context.Terminal, "Embedding", context.Host.Services.Clock);
        var options = new EmbedManyOptions
        {
            BatchSize = invocation.Get(batchSize),
            Parallel = invocation.Get(parallel),
            Progress = bar is null ? null : new EmbedProgressReport(state => bar.Report(state.Embedded, (double)state.Embedded / count)),
        };
        var report = await opened.ReembedAsync(newModel, options, cancellationToken);
        bar?.Erase();
        FailureList.Write(context.Terminal, report);
        if (report.Failures.Count > 0)
        {
            throw new LlmException(
                $"{report.Failures.Count} of {count} entries could not be embedded, so {found.Name} keeps its vectors. "
                + "Change or delete these entries, and run the command again: the others are not embedded a second time.");
        }

        context.Terminal.WriteLine($"{found.Name}: {newModel.Id}, {count} embedding{(count == 1 ? "" : "s")}");
        return 0;
    }
}
