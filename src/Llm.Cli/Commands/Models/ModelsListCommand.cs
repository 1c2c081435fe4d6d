using System.Text.Json.Nodes;
using Llm.Cli.Output.Models;
using Llm.Commands;
using Llm.Json;

namespace Llm.Cli.Commands.Models;

internal sealed class ModelsListCommand(CliContext context) : Command
{
    public const string Name = "list";

    private readonly Flag options = new("--options") { Help = "Show options for each model, if available" };
    private readonly Flag async = new("--async") { Help = "List async models" };
    private readonly Flag schemas = new("--schemas") { Help = "List models that support schemas" };
    private readonly Flag tools = new("--tools") { Help = "List models that support tools" };
    private readonly Flag json = new("--json") { Help = "Output as JSON" };
    private readonly RepeatedOption<string> queries = new("-q", "--query") { Help = "Search for models matching these strings" };
    private readonly RepeatedOption<string> modelIds = new("-m", "--model") { Help = "Specific model IDs" };

    public override string? Example => "llm models -q gpt-5 --options";

    public override string Help => "List available models";

    public override IReadOnlyList<Parameter> Parameters => [options, async, schemas, tools, json, queries, modelIds];

    public override Task<int> RunAsync(Invocation invocation, CancellationToken cancellationToken)
    {
        var models = Select(invocation).ToList();
        var withOptions = invocation.Get(options);
        if (invocation.Get(json))
        {
            var list = new JsonArray([.. models.Select(model => ModelJson.Describe(model, withOptions))]);
            context.Terminal.WriteLine(PythonJson.Indented(list));
            return Task.FromResult(0);
        }

        var text = new ModelText(context.Terminal.Columns);
        foreach (var model in models) context.Terminal.WriteLine(text.Describe(model, withOptions));
        if (invocation.Get(queries).Count == 0 && invocation.Get(modelIds).Count == 0 && !withOptions && !invocation.Get(schemas))
        {
            context.Terminal.WriteLine($"Default: {context.Host.Defaults.Model}");
        }

        return Task.FromResult(0);
    }

    private IEnumerable<RegisteredModel> Select(Invocation invocation)
    {
        var words = invocation.Get(queries);
        var ids = invocation.Get(modelIds);
        return context.Host.Models.Models.Where(model =>
            (!invocation.Get(async) || model.Model.SupportsAsync)
            && words.All(model.Matches)
            && (ids.Count == 0 || model.Aliases.Append(model.Model.Id).Any(ids.Contains))
            && (!invocation.Get(schemas) || model.Model.SupportsSchema)
            && (!invocation.Get(tools) || model.Model.SupportsTools));
    }
}
