using Llm.Commands;

namespace Llm.Cli.Commands.Logs;

/// <example><c>llm logs off</c></example>
internal sealed class LogsOffCommand(CliContext context) : Command
{
    public override string Help => "Turn off logging for all prompts";

    public override Task<int> RunAsync(Invocation invocation, CancellationToken cancellationToken)
    {
        context.Host.Directory.SetLogging(on: false);
        return Task.FromResult(0);
    }
}
