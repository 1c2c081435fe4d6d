using Llm.Commands;

namespace Llm.Cli.Commands.Config;

internal static class ConfigGroup
{
    public const string Help = "Show and change the settings in settings.yaml";

    public static CommandGroup Create(CliContext context) => new(
        Help,
        new CommandEntry("list", () => new ConfigListCommand(context)),
        new CommandEntry("get", () => new ConfigGetCommand(context)),
        new CommandEntry("set", () => new ConfigSetCommand(context)),
        new CommandEntry("unset", () => new ConfigUnsetCommand(context)),
        new CommandEntry("path", () => new ConfigPathCommand(context)))
    {
        DefaultCommand = "list",
    };
}
