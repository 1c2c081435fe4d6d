using Llm.Commands;
using Llm.Mcp;

namespace Llm.Cli.Commands.Mcp;

internal sealed class McpAddCommand(CliContext context) : Command
{
    public const string Name = "add";

    private readonly ValueArgument<string> name = new("NAME");
    private readonly RepeatedArgument<string> target = new("TARGET");
    private readonly RepeatedOption<string> environment =
        new("--env") { Help = "Environment variable for the command", Metavar = "NAME=VALUE" };
    private readonly PairOption headers = new("--header") { Help = "HTTP header for the URL", Metavar = "<NAME VALUE>..." };

    public override string? Example => "llm mcp add files -- npx -y @modelcontextprotocol/server-filesystem .";

    public override string Help => """
        Add a server: a command to start, or a URL

        \b
            llm mcp add files -- npx -y @modelcontextprotocol/server-filesystem ~/notes
            llm mcp add issues --env 'TOKEN=${key:tracker}' -- issue-server --read-only
            llm mcp add docs https://example.com/mcp --header Authorization 'Bearer ${key:docs}'

        ${key:NAME} stands for a key stored with 'llm keys set NAME', which is looked up when the server is used.
        """;

    public override IReadOnlyList<Parameter> Parameters => [name, target, environment, headers];

    public override Task<int> RunAsync(Invocation invocation, CancellationToken cancellationToken)
    {
        new McpServerStore(context.Host.Directory).Add(Describe(invocation));
        return Task.FromResult(0);
    }

    private McpServerSettings Describe(Invocation invocation)
    {
        var (server, words) = (invocation.Get(name), invocation.Get(target));
        var isUrl = words[0].StartsWith("http://", StringComparison.OrdinalIgnoreCase)
            || words[0].StartsWith("https://", StringComparison.OrdinalIgnoreCase);
        if (isUrl && words.Count > 1) throw new UsageException("A URL takes no arguments: put -- before a command with arguments.");
        if (isUrl && invocation.Get(environment).Count > 0) throw new UsageException("--env is for commands; a URL takes --header.");
        if (!isUrl && invocation.Get(headers).Count > 0) throw new UsageException("--header is for URLs; a command takes --env.");
        return isUrl
            ? McpServerSettings.FromUrl(server, words[0], invocation.Get(headers))
            : McpServerSettings.FromCommand(server, words[0], words.Skip(1), invocation.Get(environment).Select(Assignment));
    }

    private KeyValuePair<string, string> Assignment(string text)
    {
        var equals = text.IndexOf('=', StringComparison.Ordinal);
        return equals > 0
            ? new(text[..equals], text[(equals + 1)..])
            : throw new InvalidValueException($"'{text}' is not NAME=VALUE.", environment);
    }
}
