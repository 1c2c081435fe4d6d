using Llm.Commands;

namespace Llm.Cli.Commands.Config;

/// <example><c>llm config unset timeout</c></example>
internal sealed class ConfigUnsetCommand(CliContext context) : Command
{
    private readonly SettingName name = new();

    public override string Help => "Go back to the default of a setting";

    public override IReadOnlyList<Parameter> Parameters => [name.Argument];

    public override Task<int> RunAsync(Invocation invocation, CancellationToken cancellationToken)
    {
        context.Host.Settings.Unset(name.Find(invocation));
        return Task.FromResult(0);
    }
}
