using Llm.Cli.Options;
using Llm.Cli.Output;
using Llm.Cli.Output.Models;
using Llm.Commands;

namespace Llm.Cli.Commands.Providers;

internal sealed class ProvidersModelsCommand(CliContext context) : Command
{
    public const string Name = "models";

    private readonly ValueArgument<string> name = new("NAME");
    private readonly Flag refresh = new("--refresh") { Help = "Ask the server for its models, and keep the answer" };
    private readonly ValueOption<string> key = new("--key") { Help = "API key to use" };
    private readonly ListOptions list = new();

    public override string? Example => "llm providers models groq --refresh";

    public override string Help => "List the models of a provider";

    public override IReadOnlyList<Parameter> Parameters => [name, refresh, key, .. list.All];

    public override async Task<int> RunAsync(Invocation invocation, CancellationToken cancellationToken)
    {
        var provider = ProviderText.Find(context.Host, invocation.Get(name));
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
}
