using System.Text.Json.Nodes;
using Llm.Cli.Options;
using Llm.Cli.Output;
using Llm.Commands;
using Llm.Mcp;

namespace Llm.Cli.Commands.Mcp;

internal sealed class McpListCommand(CliContext context) : Command
{
    public const string Name = "list";

    private readonly ListOptions list = new();

    public override string? Example => "llm mcp";

    public override string Help => "List servers with their commands or URLs";

    public override IReadOnlyList<Parameter> Parameters => list.All;

    public override Task<int> RunAsync(Invocation invocation, CancellationToken cancellationToken)
    {
        var servers = new McpServerStore(context.Host.Directory).List();
        list.Write(
            invocation,
            context.Terminal,
            servers,
            ToJson,
            all => TextTable.Write([.. all.Select(server => (string[])[server.Name, server.Target])]));
        return Task.FromResult(0);
    }

    private static JsonObject ToJson(McpServerSettings server) => new()
    {
        ["name"] = server.Name,
        ["command"] = server.Command,
        ["args"] = server.Command is null ? null : new JsonArray([.. server.Arguments.Select(argument => JsonValue.Create(argument))]),
        ["url"] = server.Url,
    };
}
