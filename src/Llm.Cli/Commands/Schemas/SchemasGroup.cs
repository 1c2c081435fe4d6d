using Llm.Commands;

namespace Llm.Cli.Commands.Schemas;

internal static class SchemasGroup
{
    public const string Help = "Manage stored schemas";

    public static CommandGroup Create(CliContext context) => new(
        Help,
        new CommandEntry("list", () => new SchemasListCommand(context)),
        new CommandEntry("dsl", () => new SchemasDslCommand(context)),
        new CommandEntry("show", () => new SchemasShowCommand(context)))
    {
        DefaultCommand = "list",
    };
}
