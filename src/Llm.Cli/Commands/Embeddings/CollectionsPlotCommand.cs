using System.Diagnostics;
using Llm.Cli.Options;
using Llm.Cli.Output;
using Llm.Cli.Twin;
using Llm.Commands;

namespace Llm.Cli.Commands.Embeddings;

internal sealed class CollectionsPlotCommand(CliContext context) : Command, ILeftToTwin
{
    public const string Name = "plot";

    private const int PageSize = 1000;
    private const int LabelLength = 80;

    private readonly ValueArgument<string> collection = new("COLLECTION");

    private readonly ValueOption<string> output = new("-o", "--output")
    {
        Help = "File to write: .html, .svg or .png",
        Required = true,
        Parser = ValueParsers.Path(allowDirectory: false),
    };

    private readonly ValueOption<int?> clusters = new("--clusters") { Help = "Number of clusters to colour, from 1 to 8" };
    private readonly EmbeddingsDatabaseOption database = new("Path to embeddings database");

    public override string? Example => "llm collections plot docs -o map.html";

    public override string Help => """
        Draw a map of a collection

        Similar entries lie near each other, and clusters of them have a colour. An HTML page needs nothing else to be looked at: it
        shows the entries under the pointer and finds them by their text.
        """;

    public override IReadOnlyList<Parameter> Parameters => [collection, output, clusters, database.Option];

    public override Task<int> RunAsync(Invocation invocation, CancellationToken cancellationToken) =>
        RuntimeCode.IsSupported ? PlotAsync(invocation, cancellationToken) : throw new UnreachableException();

    private async Task<int> PlotAsync(Invocation invocation, CancellationToken cancellationToken)
    {
        if (invocation.Get(clusters) is < 1 or > EmbeddingMap.MaxClusters)
            throw new UsageException($"--clusters must be from 1 to {EmbeddingMap.MaxClusters}");
        var target = invocation.Get(output)!;
        var kind = Path.GetExtension(target).ToLowerInvariant();
        if (kind is not (".html" or ".svg" or ".png")) throw new UsageException("-o/--output must end in .html, .svg or .png");
        var path = database.PathFor(invocation, context.Host.Directory);
        var (store, found) = await CollectionDatabase.OpenCollectionAsync(path, invocation.Get(collection), context, cancellationToken);
        await using var file = store;

        var items = await ReadAsync(file, found.Id, cancellationToken);
        var map = EmbeddingMap.Create(items, new MapOptions { Clusters = invocation.Get(clusters) }, cancellationToken);
        if (kind == ".png") AtomicFile.WriteAllBytes(target, map.ToPng());
        else AtomicFile.WriteAllText(target, kind == ".html" ? map.ToHtml(found.Name) : map.ToSvg(found.Name));
        var omitted = map.Omitted > 0 ? $", {map.Omitted} left out" : "";
        context.Terminal.WriteLine($"{target}: {Count.Of(map.Points.Count, "embedding")} in {Count.Of(map.Clusters, "cluster")}{omitted}");
        return 0;
    }

    private static async Task<List<MapItem>> ReadAsync(EmbeddingStore file, long collectionId, CancellationToken cancellationToken)
    {
        var items = new List<MapItem>();
        string? last = null;
        while (await file.ReadPageAsync(collectionId, last, PageSize, cancellationToken) is { Count: > 0 } page)
        {
            items.AddRange(page.Select(entry => new MapItem(Label(entry), entry.Vector)));
            last = page[^1].Id;
        }

        return items;
    }

    private static string Label(StoredEmbedding entry) =>
        entry.Text is { Length: > 0 } text ? $"{entry.Id}: {Excerpt.OneLine(text, LabelLength)}" : entry.Id;
}
