using Llm.Commands;
using Llm.Mcp;

namespace Llm.Cli.Commands.Mcp;

internal static class McpGroup
{
    public const string Summary = "Manage Model Context Protocol servers, and be one";

    private const string Help = Summary + """


        Their tools are used with -T mcp:NAME or -T mcp:NAME/TOOL, their resources with -f mcp:NAME/URI and their prompts with -t mcp:NAME/PROMPT.
        """;

    public static CommandGroup Create(CliContext context) => new(
        Help,
        new CommandEntry("list", () => new McpListCommand(context)),
        new CommandEntry("add", () => new McpAddCommand(context)),
        new CommandEntry("remove", () => new McpRemoveCommand(context)),
        new CommandEntry("serve", () => new McpServeCommand(context)),
        new CommandEntry("show", () => new McpShowCommand(context)),
        new CommandEntry("test", () => new McpTestCommand(context)),
        new CommandEntry("tools", () => new McpToolsCommand(context)))
    {
        DefaultCommand = "list",
    };

    /// <summary>The servers that the user has.</summary>
    public static McpServerStore Store(CliContext context) => new(context.Host.Directory);
}
