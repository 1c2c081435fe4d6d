using System.Text.Json.Nodes;
using Llm.Cli.Output;
using Llm.Commands;
using Llm.Json;
using Llm.Mcp;

namespace Llm.Cli.Commands.Mcp;

internal sealed class McpListCommand(CliContext context) : Command
{
    public const string Name = "list";

    private readonly Flag json = new("--json") { Help = "Output as JSON" };

    public override string? Example => "llm mcp";

    public override string Help => "List servers with their commands or URLs";

    public override IReadOnlyList<Parameter> Parameters => [json];

    public override Task<int> RunAsync(Invocation invocation, CancellationToken cancellationToken)
    {
        var servers = new McpServerStore(context.Host.Directory).List();
        if (invocation.Get(json))
        {
            context.Terminal.WriteLine(PythonJson.Indented(new JsonArray([.. servers.Select(server => new JsonObject
            {
                ["name"] = server.Name,
                ["command"] = server.Command,
                ["args"] = server.Command is null
                    ? null
                    : new JsonArray([.. server.Arguments.Select(argument => JsonValue.Create(argument))]),
                ["url"] = server.Url,
            })])));
        }
        else
        {
            context.Terminal.Write(Columns.Align([.. servers.Select(server => (string[])[server.Name, server.Target])]));
        }

        return Task.FromResult(0);
    }
}
