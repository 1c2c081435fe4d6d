using Llm.Commands;

namespace Llm.Cli.Commands.Conversations;

internal static class ConversationsGroup
{
    public const string Help = "List, continue, rename and export conversations";

    public static CommandGroup Create(CliContext context) => new(
        Help,
        new CommandEntry("list", () => new ConversationsListCommand(context)),
        new CommandEntry("export", () => new ConversationsExportCommand(context)),
        new CommandEntry("pick", () => new ConversationsPickCommand(context)),
        new CommandEntry("rename", () => new ConversationsRenameCommand(context)))
    {
        DefaultCommand = "list",
    };
}
