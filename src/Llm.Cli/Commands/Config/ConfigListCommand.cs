using System.Text.Json.Nodes;
using Llm.Cli.Output;
using Llm.Commands;
using Llm.Json;

namespace Llm.Cli.Commands.Config;

internal sealed class ConfigListCommand(CliContext context) : Command
{
    public const string Name = "list";

    private readonly Flag json = new("--json") { Help = "Output as JSON" };

    public override string? Example => "llm config";

    public override string Help => "List all settings with their values and sources";

    public override IReadOnlyList<Parameter> Parameters => [json];

    public override Task<int> RunAsync(Invocation invocation, CancellationToken cancellationToken)
    {
        var settings = context.Host.Settings;
        var rows = Setting.All.Select(setting => settings.Find(setting) is { } value
            ? new Row(setting, value, "file")
            : new Row(setting, setting.DefaultText, "default")).ToList();
        if (invocation.Get(json)) context.Terminal.WriteLine(PythonJson.Indented(new JsonArray([.. rows.Select(row => row.ToJson())])));
        else
            context.Terminal.Write(
                Columns.Align([.. rows.Select(row => (string[])[row.Setting.Name, row.Value, row.Source, row.Setting.Description])]));
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
