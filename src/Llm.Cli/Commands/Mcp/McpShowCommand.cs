using Llm.Commands;
using Llm.Json;

namespace Llm.Cli.Commands.Mcp;

/// <example><c>llm mcp show files</c></example>
internal sealed class McpShowCommand(CliContext context) : Command
{
    private readonly ValueArgument<string> name = new("NAME");

    public override string Help => """
        Show the entry of a server in mcp.json

        Values of environment variables and headers are shown as ***, references to stored keys as they are.
        """;

    public override IReadOnlyList<Parameter> Parameters => [name];

    public override Task<int> RunAsync(Invocation invocation, CancellationToken cancellationToken)
    {
        context.Terminal.WriteLine(PythonJson.Indented(McpGroup.Store(context).Get(invocation.Get(name)).Masked()));
        return Task.FromResult(0);
    }
}
