using System.Globalization;
using Llm.Cli.Output;
using Llm.Commands;
using Llm.Serving;

namespace Llm.Cli.Commands.Serve;

internal sealed class ServeTokenListCommand(CliContext context) : Command
{
    public const string Name = "list";

    public override string? Example => "llm serve token";

    public override string Help => "List the tokens of clients, without the tokens themselves";

    public override Task<int> RunAsync(Invocation invocation, CancellationToken cancellationToken)
    {
        var tokens = new AccessTokens(context.Host.Directory, context.Host.Services.Clock).List();
        if (tokens.Count == 0) context.Terminal.WriteErrorLine("No tokens. 'llm serve token create NAME' makes one.", TextStyle.Note);
        foreach (var token in tokens)
        {
            var created = token.Created?.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture) ?? "unknown";
            context.Terminal.WriteLine($"{token.Name}: …{token.End}, made {created}");
        }

        return Task.FromResult(0);
    }
}
