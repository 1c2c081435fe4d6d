using Llm.Commands;
using Llm.Mcp;

namespace Llm.Cli.Commands.Mcp;

internal sealed class McpRemoveCommand(CliContext context) : Command
{
    public const string Name = "remove";

    private readonly ValueArgument<string> name = new("NAME");

    public override string? Example => "llm mcp remove files";

    public override string Help => "Remove a server";

    public override IReadOnlyList<Parameter> Parameters => [name];

    public override Task<int> RunAsync(Invocation invocation, CancellationToken cancellationToken)
    {
        new McpServerStore(context.Host.Directory).Remove(invocation.Get(name));
        return Task.FromResult(0);
    }
}
