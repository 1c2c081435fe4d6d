using Llm.Commands;

namespace Llm.Cli.Commands.Aliases;

internal static class AliasesGroup
{
    public const string Help = "Manage model aliases";

    public static CommandGroup Create(CliContext context) => new(
        Help,
        new CommandEntry("list", () => new AliasesListCommand(context)),
        new CommandEntry("path", () => new AliasesPathCommand(context)),
        new CommandEntry("remove", () => new AliasesRemoveCommand(context)),
        new CommandEntry("set", () => new AliasesSetCommand(context)))
    {
        DefaultCommand = "list",
    };
}
