using Llm.Commands;
using Llm.Serving;

namespace Llm.Cli.Commands.Serve;

internal sealed class ServeTokenRevokeCommand(CliContext context) : Command
{
    public const string Name = "revoke";

    private readonly ValueArgument<string> name = new("NAME");

    public override string? Example => "llm serve token revoke laptop";

    public override string Help => "Take a token back; servers that run refuse it at once";

    public override IReadOnlyList<Parameter> Parameters => [name];

    public override Task<int> RunAsync(Invocation invocation, CancellationToken cancellationToken)
    {
        var wanted = invocation.Get(name);
        if (!new AccessTokens(context.Host.Directory, context.Host.Services.Clock).Revoke(wanted))
            throw new LlmException($"There is no token {wanted}. 'llm serve token' lists those that there are.");
        return Task.FromResult(0);
    }
}
