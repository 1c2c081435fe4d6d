using Llm.Cli.CommandLine;
using Llm.Commands;

namespace Llm.Cli.Commands.Config;

/// <summary>The argument that names a setting.</summary>
internal sealed class SettingName
{
    public ValueArgument<string> Argument { get; } = new("SETTING");

    /// <exception cref="LlmException">There is no such setting.</exception>
    public Setting Find(Invocation invocation)
    {
        var name = invocation.Get(Argument)!;
        return Setting.All.FirstOrDefault(setting => setting.Name == name) ?? throw new LlmException(
            $"There is no setting '{name}'.{CloseMatches.Suggest(CloseMatches.Find(name, Setting.All.Select(setting => setting.Name)))} "
            + "'llm config list' shows all.");
    }
}
