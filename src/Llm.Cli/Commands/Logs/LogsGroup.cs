using Llm.Commands;

namespace Llm.Cli.Commands.Logs;

internal static class LogsGroup
{
    public const string Help = "Tools for exploring logged prompts and responses";

    public static CommandGroup Create(CliContext context) => new(
        Help,
        new CommandEntry("list", () => new LogsListCommand(context)),
        new CommandEntry("delete", () => new LogsDeleteCommand(context)) { IsAddition = true },
        new CommandEntry("backup", () => new LogsBackupCommand(context)),
        new CommandEntry("off", () => new LogsOffCommand(context)),
        new CommandEntry("on", () => new LogsOnCommand(context)),
        new CommandEntry("path", () => new LogsPathCommand(context)),
        new CommandEntry("status", () => new LogsStatusCommand(context)))
    {
        DefaultCommand = "list",
    };
}
