using Llm.Commands;

namespace Llm.Cli.Commands.Aliases;

internal sealed class AliasesRemoveCommand(CliContext context) : Command
{
    public const string Name = "remove";

    private readonly ValueArgument<string> alias = new("ALIAS");

    public override string? Example => "llm aliases remove turbo";

    public override string Help => """
        Remove an alias

        Example usage:

        \b
            $ llm aliases remove turbo
        """;

    public override IReadOnlyList<Parameter> Parameters => [alias];

    public override Task<int> RunAsync(Invocation invocation, CancellationToken cancellationToken)
    {
        context.Host.RemoveAlias(invocation.Get(alias));
        return Task.FromResult(0);
    }
}
