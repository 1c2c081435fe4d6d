using Llm.Commands;

namespace Llm.Cli.Commands.Logs;

/// <example><c>llm logs on</c></example>
internal sealed class LogsOnCommand(CliContext context) : Command
{
    public override string Help => "Turn on logging for all prompts";

    public override Task<int> RunAsync(Invocation invocation, CancellationToken cancellationToken)
    {
        context.Host.Directory.SetLogging(on: true);
        return Task.FromResult(0);
    }
}
