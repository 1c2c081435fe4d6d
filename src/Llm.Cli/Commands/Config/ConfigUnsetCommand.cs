using Llm.Commands;

namespace Llm.Cli.Commands.Config;

internal sealed class ConfigUnsetCommand(CliContext context) : Command
{
    public const string Name = "unset";

    private readonly SettingName name = new();

    public override string? Example => "llm config unset timeout";

    public override string Help => "Reset a setting to its default";

    public override IReadOnlyList<Parameter> Parameters => [name.Argument];

    public override Task<int> RunAsync(Invocation invocation, CancellationToken cancellationToken)
    {
        context.Host.Settings.Unset(name.Find(invocation));
        return Task.FromResult(0);
    }
}
