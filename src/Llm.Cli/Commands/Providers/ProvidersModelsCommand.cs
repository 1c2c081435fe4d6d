using System.Text.Json.Nodes;
using Llm.Cli.Options;
using Llm.Cli.Output;
using Llm.Cli.Output.Models;
using Llm.Commands;
using Llm.Packages;

namespace Llm.Cli.Commands.Providers;

internal sealed class ProvidersModelsCommand(CliContext context) : Command
{
    public const string Name = "models";

    private readonly ValueArgument<string> name = new("NAME");
    private readonly Flag refresh = new("--refresh") { Help = "Ask the server for its models, and keep the answer" };
    private readonly ValueOption<string> key = new("--key") { Help = "API key to use" };
    private readonly PackageTypeOption type = new();
    private readonly ListOptions list = new();

    public override string? Example => "llm providers models groq --refresh";

    public override string Help => "List the models of a provider";

    public override IReadOnlyList<Parameter> Parameters => [name, refresh, key, type.Option, .. list.All];

    public override async Task<int> RunAsync(Invocation invocation, CancellationToken cancellationToken)
    {
        var provider = ProviderText.Find(context.Host, invocation.Get(name));
        if (provider.Package is { } package)
        {
            ListPackage(invocation, provider, package);
            return 0;
        }

        if (type.Find(invocation) is { } other and not PackageModelType.Llm)
        {
            throw new LlmException(
                $"{provider.Title} is no package, whose models have types: leave --type {invocation.Get(type.Option)} out.");
        }

        if (invocation.Get(refresh))
        {
            using var progress = ProgressLine.Start(context.Terminal, $"asking {provider.Title}");
            await context.Host.RefreshModelsAsync(provider, invocation.Get(key), cancellationToken);
        }

        var models = context.Host.ModelsOf(provider);
        if (models.Count == 0 && !invocation.Get(refresh))
        {
            context.Terminal.WriteErrorLine(
                $"The models of {provider.Title} are not known yet. Run: llm providers models {provider.Name} --refresh");
        }

        var text = new ModelText(context.Terminal.Columns);
        list.WriteLines(
            invocation, context.Terminal, models, model =>
            {
                var described = ModelJson.Describe(model, withOptions: false);
                described["source"] = provider.Source;
                return described;
            },
            models.Select(model => text.Describe(model, withOptions: false)));
        return 0;
    }

    /// <summary>Lists the models of a package, of all types, as its index and its user know them.</summary>
    private void ListPackage(Invocation invocation, ModelProvider provider, AddedPackage package)
    {
        if (invocation.Get(refresh))
            throw new LlmException($"The models of {provider.Title} are those of its package: there is no list to fetch.");
        var only = type.Find(invocation);
        var models = package.Models.Concat(context.Host.PackageCredentials.AddedModels(package))
            .Where(model => only is null || model.Type == only).ToList();
        list.Write(
            invocation,
            context.Terminal,
            models,
            model => new JsonObject
            {
                ["id"] = $"{provider.Name}/{model.Name}",
                ["type"] = PackageModelTypes.NameOf(model.Type),
                ["title"] = model.Title,
                ["features"] = new JsonArray([.. model.Features.Select(feature => JsonValue.Create(feature))]),
                ["deprecated"] = model.IsDeprecated,
                ["source"] = provider.Source,
            },
            all => TextTable.Write(
            [
                .. all.Select(model => (string[])
                [
                    $"{provider.Name}/{model.Name}",
                    PackageModelTypes.NameOf(model.Type),
                    model.IsDeprecated ? $"{model.Title} (deprecated)" : model.Title,
                ]),
            ]));
    }
}
