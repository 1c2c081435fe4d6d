using Llm.Cli.Input.Rows;
using Llm.Commands;
using Llm.Storage.Embeddings;

namespace Llm.Cli.Options;

/// <summary>The options for the rows that <c>embed-multi</c> reads: a file, a query or files in folders.</summary>
internal sealed class RowOptions : OptionGroup
{
    public OptionalArgument<string> InputPath { get; } = new("INPUT_PATH")
    {
        Parser = ValueParsers.Path(mustExist: true, allowDirectory: false, allowDash: true),
    };

    public ValueOption<string> Format { get; } = new("--format")
    {
        Help = "Format of input file - defaults to auto-detect",
        Parser = ValueParsers.Choice("json", "csv", "tsv", "nl"),
    };

    public PairOption Files { get; } = new("--files")
    {
        Help = "Embed files in this directory - specify directory and glob pattern",
        First = ValueParsers.Path(allowFile: false),
    };

    public RepeatedOption<string> Encodings { get; } = new("--encoding") { Help = "Encodings to try when reading --files" };

    public Flag Binary { get; } = new("--binary") { Help = "Treat --files as binary data" };

    public ValueOption<string> Sql { get; } = new("--sql") { Help = "Read input using this SQL query" };

    public PairOption Attached { get; } = new("--attach")
    {
        Help = "Additional databases to attach - specify alias and file path",
        Second = ValueParsers.Path(allowDirectory: false),
    };

    public override IReadOnlyList<Option> All => [Format, Files, Encodings, Binary, Sql, Attached];

    /// <exception cref="UsageException">The options cannot be combined, or nothing is to be read.</exception>
    public void Check(Invocation invocation)
    {
        var hasFiles = invocation.Get(Files).Count > 0;
        var isOther = !string.IsNullOrEmpty(invocation.Get(InputPath)) || !string.IsNullOrEmpty(invocation.Get(Sql));
        if (invocation.Get(Binary) && !hasFiles) throw new UsageException("--binary must be used with --files");
        if (invocation.Get(Binary) && invocation.Get(Encodings).Count > 0)
            throw new UsageException("--binary cannot be used with --encoding");
        if (!isOther && !hasFiles) throw new UsageException("Either --sql or input path or --files is required");
        if (hasFiles && (isOther || invocation.Get(Format) is not null))
            throw new UsageException("Cannot use --files with --sql, input path or --format");
    }

    /// <exception cref="UsageException">A query has no file to read: the collections are in none.</exception>
    public void CheckWithoutFile(Invocation invocation)
    {
        if (!string.IsNullOrEmpty(invocation.Get(Sql)) && invocation.Get(Attached).Count == 0)
            throw new UsageException("--sql reads SQLite files: name one with --attach, and its tables as ALIAS.TABLE");
    }

    /// <summary>Opens the input. A query runs at once, but its rows and those of files are read later.</summary>
    /// <exception cref="LlmException">The input cannot be opened.</exception>
    public RowSource Open(
        Invocation invocation, CliContext context, string database, Action<string> warn, CancellationToken cancellationToken)
    {
        if (invocation.Get(Files) is { Count: > 0 } folders)
        {
            var encodings = invocation.Get(Encodings) is { Count: > 0 } given ? given : ["utf-8", "latin-1"];
            var folder = new RowFolder(folders, invocation.Get(Binary) ? null : new TextDecoder(encodings), warn);
            var count = context.Terminal.ErrorHasCursor ? folder.Count() : 0;
            return new RowSource(folder.Read(), read => count > 0 ? (double)read / count : null, null);
        }

        if (invocation.Get(Sql) is { Length: > 0 } sql)
        {
            var rows = SqlRows.Open(database, invocation.Get(Attached), sql);
            return new RowSource(rows.Read().Select(RowOf), read => rows.Count > 0 ? (double)read / rows.Count : null, rows);
        }

        var path = invocation.Get(InputPath)!;
        if (path == "-")
        {
            var input = context.Input.OpenStream(cancellationToken);
            return new RowSource(new RowFile(input, "standard input", invocation.Get(Format)).Read(), _ => null, input);
        }

        var file = OpenFile(path);
        return new RowSource(
            new RowFile(file, path, invocation.Get(Format)).Read(),
            _ => !file.CanSeek || file.Length == 0 ? 1 : (double)file.Position / file.Length,
            file);
    }

    private static InputRow RowOf(IReadOnlyList<string> values) => new(values[0], [.. values.Skip(1)]);

    private static FileStream OpenFile(string path)
    {
        try
        {
            return File.OpenRead(path);
        }
        catch (Exception ex) when (ex is IOException or UnauthorizedAccessException)
        {
            throw new LlmException($"Cannot read {path}: {ex.Message}", ex);
        }
    }
}
