using Llm.Commands;

namespace Llm.Cli.Commands.Config;

internal sealed class ConfigGetCommand(CliContext context) : Command
{
    public const string Name = "get";

    private readonly SettingName name = new();

    public override string? Example => "llm config get timeout";

    public override string Help => "Print the value of a setting, or its default if it is not set";

    public override IReadOnlyList<Parameter> Parameters => [name.Argument];

    public override Task<int> RunAsync(Invocation invocation, CancellationToken cancellationToken)
    {
        var setting = name.Find(invocation);
        context.Terminal.WriteLine(context.Host.Settings.Find(setting) ?? setting.DefaultText);
        return Task.FromResult(0);
    }
}
