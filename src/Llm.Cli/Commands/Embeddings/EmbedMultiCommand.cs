using Llm.Cli.Options;
using Llm.Cli.Output;
using Llm.Cli.Output.Embeddings;
using Llm.Commands;

namespace Llm.Cli.Commands.Embeddings;

internal sealed class EmbedMultiCommand(CliContext context) : Command
{
    public const string Name = "embed-multi";
    public const string Summary = "Store embeddings for multiple strings at once in the specified collection.";

    private readonly ValueArgument<string> collection = new("COLLECTION");
    private readonly RowOptions rows = new();
    private readonly ValueOption<int?> batchSize = new("--batch-size") { Help = "Batch size to use when running embeddings" };
    private readonly ValueOption<string> prefix = new("--prefix") { Help = "Prefix to add to the IDs" };
    private readonly EmbeddingModelOption model = new();
    private readonly ValueOption<string> prepend = new("--prepend") { Help = "Prepend this string to all content before embedding" };
    private readonly Flag store = new("--store") { Help = "Store the text itself in the database" };
    private readonly EmbeddingsDatabaseOption database = new();
    private readonly ScaleOptions scale = new();
    private readonly ChunkOptions chunks = new();

    public override string? Example => "llm embed-multi docs --files docs '**/*.md' --store";

    public override string Help => $"""
        {Summary}

        Input data can come from one of three sources:

        \b
        1. A CSV, TSV, JSON or JSONL file:
           - CSV/TSV: First column is ID, remaining columns concatenated as content
           - JSON: Array of objects with "id" field and content fields
           - JSONL: Newline-delimited JSON objects

        \b
           Examples:
             llm embed-multi docs input.csv
             cat data.json | llm embed-multi docs -
             llm embed-multi docs input.json --format json

        \b
        2. A SQL query against a SQLite database:
           - First column returned is used as ID
           - Other columns concatenated to form content

        \b
           Examples:
             llm embed-multi docs --sql "SELECT id, title, body FROM posts"
             llm embed-multi docs --attach blog blog.db --sql "SELECT id, content FROM blog.posts"

        \b
        3. Files in directories matching glob patterns:
           - Each file becomes one embedding
           - Relative file paths become IDs

        \b
           Examples:
             llm embed-multi docs --files docs '**/*.md'
             llm embed-multi images --files photos '*.jpg' --binary
             llm embed-multi texts --files texts '*.txt' --encoding utf-8 --encoding latin-1
        """;

    public override IReadOnlyList<Parameter> Parameters =>
    [
        collection, rows.InputPath, rows.Format, rows.Files, rows.Encodings, rows.Binary, rows.Sql, rows.Attached, batchSize, prefix,
        model.Option, prepend, store, database.Option,
    ];

    public override IReadOnlyList<Option> Additions => [.. scale.All, .. chunks.All];

    public override async Task<int> RunAsync(Invocation invocation, CancellationToken cancellationToken)
    {
        rows.Check(invocation);
        chunks.Check(invocation, invocation.Get(rows.Binary));
        if (invocation.Get(batchSize) is < 1) throw new UsageException("--batch-size must be at least 1");
        var path = database.PathFor(invocation, context.Host.Directory);
        if (CollectionDatabase.IsOnServer(path)) rows.CheckWithoutFile(invocation);
        var name = invocation.Get(collection);
        var choice = await CollectionChoice.MakeAsync(path, name, model, invocation, context, cancellationToken);
        using var bar = ProgressBar.Start(context.Terminal, "Embedding", context.Host.Services.Clock);
        using var input = rows.Open(invocation, context, path, warning => Warn(bar, warning), cancellationToken);
        await using var file = await CollectionDatabase.OpenAsync(path, context, cancellationToken);
        var opened = await Collection.OpenAsync(file, name, choice, cancellationToken);

        // The Python tool's progress bar is this line where nobody watches it.
        if (!context.Terminal.OutputIsTerminal) context.Terminal.WriteLine("Embedding");
        var (idPrefix, textPrefix) = (invocation.Get(prefix) ?? "", invocation.Get(prepend) ?? "");
        var rowsRead = 0L;
        // Of a text in chunks, each chunk gets the prefix.
        var items = input.Rows.Select(row =>
        {
            Interlocked.Increment(ref rowsRead);
            return row.ToItem(idPrefix, chunks.IsGiven(invocation) ? "" : textPrefix);
        });
        var options = chunks.Apply(scale.Read(invocation), textPrefix, invocation) with
        {
            BatchSize = invocation.Get(batchSize),
            Store = invocation.Get(store),
            Progress = bar is null ? null : new EmbedProgressReport(
                state => bar.Report(state.Embedded + state.Unchanged, input.Fraction(Interlocked.Read(ref rowsRead)))),
        };
        var report = await opened.EmbedManyAsync(items, options, cancellationToken);
        bar?.Erase();
        await opened.CreateAsync(cancellationToken);
        return Finish(report);
    }

    private void Warn(ProgressBar? bar, string warning)
    {
        bar?.Erase();
        context.Terminal.WriteErrorLine(warning);
    }

    private int Finish(EmbedReport report)
    {
        if (context.Terminal.ErrorIsTerminal)
        {
            var unchanged = report.Unchanged > 0 ? $", {report.Unchanged} unchanged" : "";
            context.Terminal.WriteErrorLine($"{report.Embedded} embedded{unchanged}", TextStyle.Dim);
        }

        if (report.Failures.Count == 0) return 0;
        FailureList.Write(context.Terminal, report);
        throw new LlmException(
            $"{report.Failures.Count} of {report.Failures.Count + report.Embedded + report.Unchanged} items could not be embedded; "
            + "all others are stored. Run the command again with --retry-failed to try them again.");
    }
}
