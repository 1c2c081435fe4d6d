using System.Diagnostics;
using Llm.Cli.Options;
using Llm.Cli.Output;
using Llm.Cli.Twin;
using Llm.Commands;
using Llm.Mcp;

namespace Llm.Cli.Commands.Mcp;

internal sealed class McpServeCommand(CliContext context) : Command, ILeftToTwin
{
    public const string Name = "serve";

    private readonly ValueOption<string> model = new("-m", "--model") { Help = "Model to prompt if the caller names none" };
    private readonly DatabaseOption database = new();

    public override string? Example => "llm mcp serve";

    public override string Help => """
        Run a Model Context Protocol server on standard input and output

        It offers the tools prompt and search_logs, and your templates as prompts. It ends when its input is closed.

        \b
            {"mcpServers": {"llm": {"command": "llm", "args": ["mcp", "serve"]}}}
        """;

    public override IReadOnlyList<Parameter> Parameters => [model, database.Option];

    public override Task<int> RunAsync(Invocation invocation, CancellationToken cancellationToken) =>
        RuntimeCode.IsSupported ? ServeAsync(invocation, cancellationToken) : throw new UnreachableException();

    private async Task<int> ServeAsync(Invocation invocation, CancellationToken cancellationToken)
    {
        var path = database.PathFor(invocation, context.Host.Directory);
        var service = new McpService("llm", ProductVersion.Text)
        {
            Tools = [new PromptTool(context, path, invocation.Get(model)).Create(), new SearchLogsTool(context, path).Create()],
            Templates = context.Host.Templates.List,
        };
        using var input = context.Input.OpenStream(cancellationToken);
        await using var output = Terminal.OpenOutputStream();
        await service.RunAsync(input, output, cancellationToken);
        return 0;
    }
}
