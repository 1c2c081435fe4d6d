using Llm.Commands;

namespace Llm.Cli.Commands.Config;

internal sealed class ConfigSetCommand(CliContext context) : Command
{
    public const string Name = "set";

    private readonly SettingName name = new();
    private readonly ValueArgument<string> value = new("VALUE");

    public override string? Example => "llm config set timeout 60";

    public override string Help => """
        Change a setting

        \b
            llm config set timeout 60
            llm config set chat.log false
        """;

    public override IReadOnlyList<Parameter> Parameters => [name.Argument, value];

    public override Task<int> RunAsync(Invocation invocation, CancellationToken cancellationToken)
    {
        context.Host.Settings.Set(name.Find(invocation), invocation.Get(value)!);
        return Task.FromResult(0);
    }
}
