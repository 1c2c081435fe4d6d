using Llm.Commands;

namespace Llm.Cli.Commands.Logs;

internal sealed class LogsOffCommand(CliContext context) : Command
{
    public const string Name = "off";

    public override string? Example => "llm logs off";

    public override string Help => "Turn off logging for all prompts";

    public override Task<int> RunAsync(Invocation invocation, CancellationToken cancellationToken)
    {
        context.Host.Directory.SetLogging(on: false);
        return Task.FromResult(0);
    }
}
