using Llm.Cli.Options;
using Llm.Cli.Output;
using Llm.Cli.Output.Tools;
using Llm.Commands;
using Llm.Mcp;

namespace Llm.Cli.Commands.Mcp;

internal sealed class McpToolsCommand(CliContext context) : Command
{
    public const string Name = "tools";

    private readonly ValueArgument<string> name = new("NAME");
    private readonly ListOptions list = new();

    public override string? Example => "llm mcp tools files";

    public override string Help => "Start a server and list its tools";

    public override IReadOnlyList<Parameter> Parameters => [name, .. list.All];

    public override async Task<int> RunAsync(Invocation invocation, CancellationToken cancellationToken)
    {
        var warnings = new ServerWarnings(context.Terminal);
        var servers = new McpServers(context.Host.Directory) { Keys = context.Host.Services.Keys!, Warn = warnings.Add };
        await using var toolbox = servers.Toolbox(invocation.Get(name));
        using (ProgressLine.Start(context.Terminal, toolbox.Name)) await toolbox.GetToolsAsync(cancellationToken);
        warnings.Write();
        var tools = new ToolList(toolbox.Tools, []);
        list.Write(invocation, context.Terminal, () => ToolListJson.Of(tools), () => ToolListText.Write(tools));
        return 0;
    }
}
