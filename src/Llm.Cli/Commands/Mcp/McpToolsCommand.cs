using Llm.Cli.Output;
using Llm.Cli.Output.Tools;
using Llm.Commands;
using Llm.Mcp;

namespace Llm.Cli.Commands.Mcp;

internal sealed class McpToolsCommand(CliContext context) : Command
{
    public const string Name = "tools";

    private readonly ValueArgument<string> name = new("NAME");
    private readonly Flag json = new("--json") { Help = "Output as JSON" };

    public override string? Example => "llm mcp tools files";

    public override string Help => "Start a server and list its tools";

    public override IReadOnlyList<Parameter> Parameters => [name, json];

    public override async Task<int> RunAsync(Invocation invocation, CancellationToken cancellationToken)
    {
        await using var toolbox = new McpServers(context.Host.Directory).Toolbox(invocation.Get(name));
        using (ProgressLine.Start(context.Terminal, toolbox.Name)) await toolbox.GetToolsAsync(cancellationToken);
        var list = new ToolList(toolbox.Tools, []);
        if (invocation.Get(json)) context.Terminal.WriteLine(ToolListJson.Write(list));
        else context.Terminal.Write(ToolListText.Write(list));
        return 0;
    }
}
