using System.Globalization;
using System.Text.Json.Nodes;
using Llm.Commands;
using Llm.Json;
using Llm.Plugins;

namespace Llm.Cli.Commands.Plugins;

internal sealed class PluginsCommand(CliContext context) : Command
{
    public const string Name = "plugins";

    private readonly Flag all = new("--all") { Help = "Include built-in default plugins" };
    private readonly RepeatedOption<string> hooks = new("--hook") { Help = "Filter for plugins that implement this hook" };

    private readonly Flag json = new("--json") { Help = "Include the package, folder and date of each plugin" };

    public override string? Example => "llm plugins --all";

    public override string Help => "List installed plugins";

    public override IReadOnlyList<Parameter> Parameters => [all, hooks];

    public override IReadOnlyList<Option> Additions => [json];

    public override IReadOnlyList<CommandEntry> Subcommands =>
    [
        new(PluginsNewCommand.Name, () => new PluginsNewCommand(context)) { Summary = PluginsNewCommand.Summary, IsAddition = true },
    ];

    public override Task<int> RunAsync(Invocation invocation, CancellationToken cancellationToken)
    {
        var wanted = invocation.Get(hooks);
        var list = new JsonArray();
        foreach (var plugin in invocation.Get(all) ? context.Host.Plugins : context.Host.AddedPlugins)
        {
            var offered = PluginHooks.NamesOf(plugin);
            if (wanted.Count > 0 && !offered.Any(wanted.Contains)) continue;
            var item = new JsonObject
            {
                ["name"] = plugin.Name,
                ["hooks"] = new JsonArray([.. offered.Select(hook => JsonValue.Create(hook))]),
            };
            if (PluginInstallation.Of(context.Host, plugin) is { } installation) Describe(item, installation, invocation.Get(json));
            list.AddNode(item);
        }

        context.Terminal.WriteLine(PythonJson.Indented(list));
        return Task.FromResult(0);
    }

    private static void Describe(JsonObject item, PluginInstallation installation, bool isWhole)
    {
        item["version"] = installation.Version;
        if (!isWhole) return;
        item["package"] = installation.Package;
        item["folder"] = installation.Folder;
        item["dynamic"] = installation.IsDynamic;
        item["asked"] = installation.Asked.UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ssZ", CultureInfo.InvariantCulture);
    }
}
