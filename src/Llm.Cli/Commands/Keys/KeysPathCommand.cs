using Llm.Commands;

namespace Llm.Cli.Commands.Keys;

/// <example><c>llm keys path</c></example>
internal sealed class KeysPathCommand(CliContext context) : Command
{
    public override string Help => "Output the path to the keys.json file";

    public override Task<int> RunAsync(Invocation invocation, CancellationToken cancellationToken)
    {
        // Made, so that a file can be put beside.
        context.Host.Directory.Create();
        context.Terminal.WriteLine(context.Host.Keys.Path);
        return Task.FromResult(0);
    }
}
