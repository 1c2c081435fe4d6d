using System.Text.Json.Nodes;
using Llm.Commands;
using Llm.Json;

namespace Llm.Cli.Commands.Plugins;

internal sealed class PluginsCommand(CliContext context) : Command
{
    public const string Name = "plugins";

    private readonly Flag all = new("--all") { Help = "Include built-in default plugins" };
    private readonly RepeatedOption<string> hooks = new("--hook") { Help = "Filter for plugins that implement this hook" };

    public override string? Example => "llm plugins --all";

    public override string Help => "List installed plugins";

    public override IReadOnlyList<Parameter> Parameters => [all, hooks];

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
            list.AddNode(new JsonObject
            {
                ["name"] = plugin.Name,
                ["hooks"] = new JsonArray([.. offered.Select(hook => JsonValue.Create(hook))]),
            });
        }

        context.Terminal.WriteLine(PythonJson.Indented(list));
        return Task.FromResult(0);
    }
}
