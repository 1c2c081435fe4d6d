using Llm.Commands;

namespace Llm.Cli.Commands.Logs;

internal sealed class LogsOnCommand(CliContext context) : Command
{
    public const string Name = "on";

    public override string? Example => "llm logs on";

    public override string Help => "Turn on logging for all prompts";

    public override Task<int> RunAsync(Invocation invocation, CancellationToken cancellationToken)
    {
        context.Host.Directory.SetLogging(on: true);
        return Task.FromResult(0);
    }
}
