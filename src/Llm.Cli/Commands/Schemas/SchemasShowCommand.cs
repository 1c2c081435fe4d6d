using Llm.Cli.Options;
using Llm.Commands;
using Llm.Json;

namespace Llm.Cli.Commands.Schemas;

internal sealed class SchemasShowCommand(CliContext context) : Command
{
    public const string Name = "show";

    private readonly ValueArgument<string> id = new("SCHEMA_ID");
    private readonly ExistingDatabaseOptions database = new();

    public override string? Example => "llm schemas show de1f97666bc1bab434b5272b3b18f9f9";

    public override string Help => "Show a stored schema";

    public override IReadOnlyList<Parameter> Parameters => [id, .. database.All];

    public override async Task<int> RunAsync(Invocation invocation, CancellationToken cancellationToken)
    {
        using var store = LogFile.OpenExisting(database.PathFor(invocation, context.Host.Directory), context);
        var schema = await store.FindSchemaAsync(invocation.Get(id), cancellationToken) ?? throw new LlmException("Invalid schema ID");
        context.Terminal.WriteLine(PythonJson.Indented(schema));
        return 0;
    }
}
