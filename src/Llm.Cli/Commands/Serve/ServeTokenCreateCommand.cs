using Llm.Commands;
using Llm.Serving;

namespace Llm.Cli.Commands.Serve;

internal sealed class ServeTokenCreateCommand(CliContext context) : Command
{
    public const string Name = "create";

    private readonly ValueArgument<string> name = new("NAME");

    public override string? Example => "llm serve token create laptop";

    public override string Help => """
        Make a token for a client, and show it once

        NAME says who gets it. Only a hash of the token is kept.
        """;

    public override IReadOnlyList<Parameter> Parameters => [name];

    public override Task<int> RunAsync(Invocation invocation, CancellationToken cancellationToken)
    {
        var tokens = new AccessTokens(context.Host.Directory, context.Host.Services.Clock);
        context.Terminal.WriteLine(tokens.Create(invocation.Get(name)));
        return Task.FromResult(0);
    }
}
