using Llm.Commands;

namespace Llm.Cli.Commands.Logs;

/// <example><c>llm logs path</c></example>
internal sealed class LogsPathCommand(CliContext context) : Command
{
    public override string Help => "Output the path to the logs.db file";

    public override Task<int> RunAsync(Invocation invocation, CancellationToken cancellationToken)
    {
        // Made, so that a file can be put beside.
        context.Host.Directory.Create();
        context.Terminal.WriteLine(context.Host.Directory.LogsDatabase);
        return Task.FromResult(0);
    }
}
