using Llm.Cli.Options;
using Llm.Cli.Output.Models;
using Llm.Commands;

namespace Llm.Cli.Commands.Models;

internal sealed class ModelsListCommand(CliContext context) : Command
{
    public const string Name = "list";

    private readonly Flag options = new("--options") { Help = "Show options for each model, if available" };
    private readonly Flag async = new("--async") { Help = "List async models" };
    private readonly Flag schemas = new("--schemas") { Help = "List models that support schemas" };
    private readonly Flag tools = new("--tools") { Help = "List models that support tools" };
    private readonly ListOptions list = new();
    private readonly RepeatedOption<string> queries = new("-q", "--query") { Help = "Search for models matching these strings" };
    private readonly RepeatedOption<string> modelIds = new("-m", "--model") { Help = "Specific model IDs" };
    private readonly Flag all = new("--all") { Help = "Include models of providers whose key is not set" };

    private readonly ValueOption<string> type = new("--type")
    {
        Help = "List models of this type, and not those for prompts",
        Parser = ValueParsers.Choice(OtherModelList.Types),
    };

    public override string? Example => "llm models -q gpt-5 --options";

    public override string Help => "List available models";

    public override IReadOnlyList<Parameter> Parameters => [options, async, schemas, tools, .. list.All, queries, modelIds];

    public override IReadOnlyList<Option> Additions => [all, type];

    public override Task<int> RunAsync(Invocation invocation, CancellationToken cancellationToken)
    {
        context.RefreshPlugins();
        if (invocation.Get(type) is { } other)
        {
            ListOthers(invocation, other);
            return Task.FromResult(0);
        }

        var withOptions = invocation.Get(options);
        var models = Select(invocation).ToList();
        list.WriteLines(
            invocation, context.Terminal, models, model => ModelJson.Describe(model, withOptions), Lines(models, invocation));
        return Task.FromResult(0);
    }

    private void ListOthers(Invocation invocation, string wanted)
    {
        if (invocation.Get(options) || invocation.Get(async) || invocation.Get(schemas) || invocation.Get(tools))
            throw new LlmException("--type cannot be used with --options, --async, --schemas or --tools");
        var (words, ids) = (invocation.Get(queries), invocation.Get(modelIds));
        var models = OtherModelList.Of(context.Host, wanted, invocation.Get(all) || ids.Count > 0);
        models.RemoveAll(model => !words.All(model.Matches) || !model.IsNamed(ids));
        list.WriteLines(invocation, context.Terminal, models, model => model.ToJson(wanted), models.Select(model => model.Line));
    }

    private IEnumerable<string> Lines(List<RegisteredModel> models, Invocation invocation)
    {
        var (text, withOptions) = (new ModelText(context.Terminal.Columns), invocation.Get(options));
        foreach (var model in models) yield return text.Describe(model, withOptions);
        if (invocation.Get(queries).Count == 0 && invocation.Get(modelIds).Count == 0 && !withOptions && !invocation.Get(schemas))
            yield return $"Default: {context.Host.Defaults.Model}";
    }

    private IEnumerable<RegisteredModel> Select(Invocation invocation)
    {
        var words = invocation.Get(queries);
        var ids = invocation.Get(modelIds);
        // Who names a model wants to see it.
        var models = invocation.Get(all) || ids.Count > 0 ? context.Host.Models : context.Host.ListedModels;
        return models.Models.Where(model =>
            (!invocation.Get(async) || model.Model.SupportsAsync)
            && words.All(model.Matches)
            && (ids.Count == 0 || model.Aliases.Append(model.Model.Id).Any(ids.Contains))
            && (!invocation.Get(schemas) || model.Model.SupportsSchema)
            && (!invocation.Get(tools) || model.Model.SupportsTools));
    }
}
