using System.Text.Json.Nodes;
using Llm.Cli.Options;
using Llm.Cli.Output;
using Llm.Commands;
using Llm.Json;
using Llm.Storage.Logs;

namespace Llm.Cli.Commands.Schemas;

internal sealed class SchemasListCommand(CliContext context) : Command
{
    public const string Name = "list";

    private readonly ExistingDatabaseOptions database = new();
    private readonly RepeatedOption<string> queries = new("-q", "--query") { Help = "Search for schemas matching this string" };
    private readonly Flag full = new("--full") { Help = "Output full schema contents" };
    private readonly ListOptions list = new(hasLines: true);

    public override string? Example => "llm schemas -q name --full";

    public override string Help => "List stored schemas";

    public override IReadOnlyList<Parameter> Parameters => [.. database.All, queries, full, .. list.All];

    public override async Task<int> RunAsync(Invocation invocation, CancellationToken cancellationToken)
    {
        using var store = LogFile.OpenExisting(database.PathFor(invocation, context.Host.Directory), context);
        var schemas = await store.ListSchemasAsync(invocation.Get(queries), cancellationToken);
        list.Write(
            invocation,
            context.Terminal,
            schemas,
            ToJson,
            all => string.Concat(all.Select(schema => Describe(schema, invocation.Get(full)))));
        return 0;
    }

    private static JsonObject ToJson(LoggedSchema schema) => new()
    {
        ["id"] = schema.Id,
        ["content"] = JsonText.ParseOrNull(schema.Content),
        ["recently_used"] = schema.RecentlyUsed,
        ["times_used"] = schema.TimesUsed,
    };

    private static string Describe(LoggedSchema schema, bool full)
    {
        var content = JsonText.ParseOrNull(schema.Content);
        var shown = full
            ? $"  schema: |\n{MarkdownCode.Indent(PythonJson.Indented(content), "    ")}\n"
            : $"  summary: |\n    {SchemaSummary.Of(content)}\n";
        return $"- id: {schema.Id}\n{shown}  usage: |\n    {Count.Of(schema.TimesUsed, "time")}, most recently {schema.RecentlyUsed}\n";
    }
}
