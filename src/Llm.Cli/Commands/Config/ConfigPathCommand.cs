using Llm.Commands;

namespace Llm.Cli.Commands.Config;

/// <example><c>llm config path</c></example>
internal sealed class ConfigPathCommand(CliContext context) : Command
{
    public override string Help => "Output the path to the settings.yaml file";

    public override Task<int> RunAsync(Invocation invocation, CancellationToken cancellationToken)
    {
        context.Terminal.WriteLine(context.Host.Settings.Path);
        return Task.FromResult(0);
    }
}
