using Llm.Commands;

namespace Llm.Cli.Commands.Aliases;

/// <example><c>llm aliases path</c></example>
internal sealed class AliasesPathCommand(CliContext context) : Command
{
    public override string Help => "Output the path to the aliases.json file";

    public override Task<int> RunAsync(Invocation invocation, CancellationToken cancellationToken)
    {
        // Made, so that a file can be put beside.
        context.Host.Directory.Create();
        context.Terminal.WriteLine(context.Host.Aliases.Path);
        return Task.FromResult(0);
    }
}
