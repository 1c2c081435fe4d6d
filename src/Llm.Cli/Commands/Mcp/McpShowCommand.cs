using Llm.Commands;
using Llm.Json;
using Llm.Mcp;

namespace Llm.Cli.Commands.Mcp;

internal sealed class McpShowCommand(CliContext context) : Command
{
    public const string Name = "show";

    private readonly ValueArgument<string> name = new("NAME");

    public override string? Example => "llm mcp show files";

    public override string Help => """
        Show the entry of a server in mcp.json

        Values of environment variables and headers are shown as ***; references to stored keys are shown unchanged.
        """;

    public override IReadOnlyList<Parameter> Parameters => [name];

    public override Task<int> RunAsync(Invocation invocation, CancellationToken cancellationToken)
    {
        context.Terminal.WriteLine(PythonJson.Indented(new McpServerStore(context.Host.Directory).Get(invocation.Get(name)).Masked()));
        return Task.FromResult(0);
    }
}
