using Llm.Commands;

namespace Llm.Cli.Commands.Models;

internal static class ModelsGroup
{
    public const string Help = "Manage available models";

    public static CommandGroup Create(CliContext context) => new(
        Help,
        new CommandEntry("list", () => new ModelsListCommand(context)),
        new CommandEntry("default", () => new ModelsDefaultCommand(context)),
        new CommandEntry("options", () => ModelsOptionsGroup.Create(context)))
    {
        DefaultCommand = "list",
    };
}
