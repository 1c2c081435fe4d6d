using Llm.Commands;

namespace Llm.Cli.Tests.CommandLine;

/// <summary>The options of <c>llm embed</c> and <c>llm embed-multi</c>: choices, directories and long terms.</summary>
internal static class SampleEmbed
{
    private const string MultiHelp = """
        Store embeddings for multiple strings at once in the specified collection.

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

    public static ValueOption<string> Model { get; } = new("-m", "--model")
    {
        Help = "Embedding model to use",
        EnvironmentVariable = "LLM_EMBEDDING_MODEL",
    };

    private static ValueOption<string> Database { get; } = new("-d", "--database")
    {
        Parser = ValueParsers.Path(allowDirectory: false),
        EnvironmentVariable = "LLM_EMBEDDINGS_DB",
    };

    private static Flag Store { get; } = new("--store") { Help = "Store the text itself in the database" };

    public static SampleCommand Create() => new(
        "Embed text and store or return the result",
        new OptionalArgument<string>("COLLECTION"),
        new OptionalArgument<string>("ID"),
        new ValueOption<string>("-i", "--input") { Help = "File to embed", Parser = ValueParsers.Path(mustExist: true, allowDash: true) },
        Model,
        Store,
        Database,
        new ValueOption<string>("-c", "--content") { Help = "Content to embed" },
        new Flag("--binary") { Help = "Treat input as binary data" },
        new ValueOption<string>("--metadata") { Help = "JSON object metadata to store" },
        new ValueOption<string>("-f", "--format")
        {
            Help = "Output format",
            Parser = ValueParsers.Choice("json", "blob", "base64", "hex"),
        });

    public static SampleCommand CreateMulti() => new(
        MultiHelp,
        new ValueArgument<string>("COLLECTION"),
        new OptionalArgument<string>("INPUT_PATH") { Parser = ValueParsers.Path(mustExist: true, allowDirectory: false, allowDash: true) },
        new ValueOption<string>("--format")
        {
            Help = "Format of input file - defaults to auto-detect",
            Parser = ValueParsers.Choice("json", "csv", "tsv", "nl"),
        },
        new PairOption("--files")
        {
            Help = "Embed files in this directory - specify directory and glob pattern",
            First = ValueParsers.Path(allowFile: false),
        },
        new RepeatedOption<string>("--encoding") { Help = "Encodings to try when reading --files" },
        new Flag("--binary") { Help = "Treat --files as binary data" },
        new ValueOption<string>("--sql") { Help = "Read input using this SQL query" },
        new PairOption("--attach")
        {
            Help = "Additional databases to attach - specify alias and file path",
            Second = ValueParsers.Path(mustExist: true, allowDirectory: false),
        },
        new ValueOption<int?>("--batch-size") { Help = "Batch size to use when running embeddings" },
        new ValueOption<string>("--prefix") { Help = "Prefix to add to the IDs", Default = "" },
        Model,
        new ValueOption<string>("--prepend") { Help = "Prepend this string to all content before embedding" },
        Store,
        Database);
}
