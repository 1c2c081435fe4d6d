using Llm.Commands;

namespace Llm.Cli.Commands.Mcp;

/// <example><c>llm mcp remove files</c></example>
internal sealed class McpRemoveCommand(CliContext context) : Command
{
    private readonly ValueArgument<string> name = new("NAME");

    public override string Help => "Remove a server";

    public override IReadOnlyList<Parameter> Parameters => [name];

    public override Task<int> RunAsync(Invocation invocation, CancellationToken cancellationToken)
    {
        McpGroup.Store(context).Remove(invocation.Get(name));
        return Task.FromResult(0);
    }
}
