using System.Diagnostics;
using System.Globalization;
using Llm.Cli.Options;
using Llm.Cli.Output;
using Llm.Cli.Twin;
using Llm.Commands;
using Llm.Storage.Embeddings;
using Llm.Storage.Postgres;

namespace Llm.Cli.Commands.Embeddings;

internal sealed class CollectionsIndexCommand(CliContext context) : Command, ILeftToTwin
{
    public const string Name = "index";

    private const int Searches = 200;

    private readonly ValueArgument<string> collection = new("COLLECTION");
    private readonly Flag check = new("--check") { Help = "Measure what searches find and how long they take" };
    private readonly Flag drop = new("--drop") { Help = "Remove the index" };
    private readonly EmbeddingsDatabaseOption database = new("Path to embeddings database");

    public override string? Example => "llm collections index docs";

    public override string Help => """
        Make searches of a large collection faster, but approximate

        With the index, searches compare only a part of the embeddings and find about 98 of 100 of the nearest. llm similar --exact compares
        all of them.
        """;

    public override IReadOnlyList<Parameter> Parameters => [collection, check, drop, database.Option];

    public override Task<int> RunAsync(Invocation invocation, CancellationToken cancellationToken) =>
        RuntimeCode.IsSupported ? IndexAsync(invocation, cancellationToken) : throw new UnreachableException();

    private async Task<int> IndexAsync(Invocation invocation, CancellationToken cancellationToken)
    {
        if (invocation.Get(check) && invocation.Get(drop)) throw new UsageException("--check and --drop cannot be used together");
        var path = database.PathFor(invocation, context.Host.Directory);
        var (store, found) = await CollectionDatabase.OpenCollectionAsync(path, invocation.Get(collection), context, cancellationToken);
        await using var opened = store;
        var result = invocation.Get(check) ? await CheckAsync(store, found.Id, cancellationToken)
            : invocation.Get(drop) ? await DropAsync(store, found.Id, cancellationToken) ? "index removed" : "no index"
            : store is SqliteEmbeddingStore file ? await MakeAsync(file, found.Id, cancellationToken)
            : await MakeAsync((PostgresEmbeddingStore)store, found.Id, cancellationToken);
        context.Terminal.WriteLine($"{found.Name}: {result}");
        return 0;
    }

    private static Task<bool> DropAsync(EmbeddingStore store, long id, CancellationToken cancellationToken) =>
        store is SqliteEmbeddingStore file
            ? file.DropIndexAsync(id, cancellationToken)
            : ((PostgresEmbeddingStore)store).DropIndexAsync(id, cancellationToken);

    private async Task<string> CheckAsync(EmbeddingStore store, long id, CancellationToken cancellationToken)
    {
        using var bar = ProgressBar.Start(context.Terminal, "Searching", context.Host.Services.Clock);
        var progress = bar is null ? null : new IndexProgress(bar, Searches);
        var measured = store is SqliteEmbeddingStore file
            ? await file.CheckIndexAsync(id, Searches, progress, cancellationToken)
            : await ((PostgresEmbeddingStore)store).CheckIndexAsync(id, Searches, progress, cancellationToken);
        return measured is null ? "no approximate index; searches compare every embedding" : Describe(measured);
    }

    private static async Task<string> MakeAsync(PostgresEmbeddingStore store, long id, CancellationToken cancellationToken) =>
        await store.MakeIndexAsync(id, cancellationToken) is { } index
            ? $"{Count.Of(index.Entries, "embedding")}, {FileSize.Describe(index.Size)}, {index.Name}"
            : "no index; the collection is empty";

    private async Task<string> MakeAsync(SqliteEmbeddingStore file, long id, CancellationToken cancellationToken)
    {
        using var bar = ProgressBar.Start(context.Terminal, "Indexing", context.Host.Services.Clock);
        var making = bar is null ? null : new IndexProgress(bar, await file.CountAsync(id, cancellationToken));
        return await file.MakeIndexAsync(id, making, cancellationToken) is { } index
            ? Describe(index) : "no index; searches compare every embedding";
    }

    private static string Describe(EmbeddingIndex index)
    {
        var text = $"{Count.Of(index.Entries, "embedding")}, {FileSize.Describe(index.Size)}, {index.Path}\n";
        return text + (index.ComparedPart < 1
            ? string.Create(
                CultureInfo.InvariantCulture,
                $"  searches compare {index.ComparedPart:0.0%} of them and find {index.Recall:0.0%} of the 10 nearest")
            : "  searches are exact: an approximate index would not make them much faster");
    }

    private static string Describe(IndexCheck check) => string.Create(
        CultureInfo.InvariantCulture,
        $"{check.Recall:0.0%} of the 10 nearest found in {check.Searches} searches\n")
        + string.Create(
            CultureInfo.InvariantCulture,
            $"  {check.Approximate.TotalMilliseconds:0.00} ms each, {check.Exact.TotalMilliseconds:0.00} ms with --exact");

    private sealed class IndexProgress(ProgressBar bar, long all) : IProgress<double>
    {
        public void Report(double value) => bar.Report((long)(all * value), value);
    }
}
