using Llm.Commands;

namespace Llm.Cli.Commands.Tools;

internal static class ToolsGroup
{
    public const string Help = "Manage tools that can be made available to LLMs";

    public static CommandGroup Create(CliContext context) => new(Help, new CommandEntry("list", () => new ToolsListCommand(context)))
    {
        DefaultCommand = "list",
    };
}
