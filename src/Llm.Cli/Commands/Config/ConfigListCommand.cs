using System.Text.Json.Nodes;
using Llm.Cli.Options;
using Llm.Cli.Output;
using Llm.Commands;

namespace Llm.Cli.Commands.Config;

internal sealed class ConfigListCommand(CliContext context) : Command
{
    public const string Name = "list";

    private readonly ListOptions list = new();

    public override string? Example => "llm config";

    public override string Help => "List all settings with their values and sources";

    public override IReadOnlyList<Parameter> Parameters => list.All;

    public override Task<int> RunAsync(Invocation invocation, CancellationToken cancellationToken)
    {
        var settings = context.Host.Settings;
        var rows = Setting.All.Select(setting => settings.Find(setting) is { } value
            ? new Row(setting, value, "file")
            : new Row(setting, setting.DefaultText, "default")).ToList();
        list.Write(invocation, context.Terminal, rows, row => row.ToJson(), all =>
            TextTable.Write([.. all.Select(row => (string[])[row.Setting.Name, row.Value, row.Source, row.Setting.Description])]));
        return Task.FromResult(0);
    }

    private sealed record Row(Setting Setting, string Value, string Source)
    {
        public JsonObject ToJson() => new()
        {
            ["name"] = Setting.Name,
            ["value"] = Value,
            ["source"] = Source,
            ["default"] = Setting.DefaultText,
            ["allowed"] = Setting.Allowed,
            ["description"] = Setting.Description,
        };
    }
}
