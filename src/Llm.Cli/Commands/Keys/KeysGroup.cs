using Llm.Commands;

namespace Llm.Cli.Commands.Keys;

internal static class KeysGroup
{
    public const string Help = "Manage stored API keys for different models";

    public static CommandGroup Create(CliContext context) => new(
        Help,
        new CommandEntry("list", () => new KeysListCommand(context)),
        new CommandEntry("get", () => new KeysGetCommand(context)),
        new CommandEntry("path", () => new KeysPathCommand(context)),
        new CommandEntry("remove", () => new KeysRemoveCommand(context)) { IsAddition = true },
        new CommandEntry("set", () => new KeysSetCommand(context)))
    {
        DefaultCommand = "list",
    };
}
