using System.Text;
using System.Text.Json.Nodes;
using Llm.Cli.Options;
using Llm.Commands;

namespace Llm.Cli.Commands.Providers;

internal sealed class ProvidersShowCommand(CliContext context) : Command
{
    public const string Name = "show";

    private readonly ValueArgument<string> name = new("NAME");
    private readonly ListOptions list = new();

    public override string? Example => "llm providers show groq";

    public override string Help => "Show a provider";

    public override IReadOnlyList<Parameter> Parameters => [name, .. list.All];

    public override Task<int> RunAsync(Invocation invocation, CancellationToken cancellationToken)
    {
        var provider = ProviderText.Find(context.Host, invocation.Get(name));
        if (provider.Package is { } added)
        {
            var package = added.Load();
            list.Write(invocation, context.Terminal, package.ToJson, () => PackageText.Describe(context.Host, provider, package));
        }
        else
        {
            list.Write(
                invocation,
                context.Terminal,
                () => new JsonObject { ["builtin"] = ProviderText.ToJson(provider) },
                () => ToText(provider));
        }

        return Task.FromResult(0);
    }

    private string ToText(ModelProvider provider)
    {
        var text = new StringBuilder($"{provider.Title} ({provider.Source})\n");
        text.Append($"  Server: {provider.Server ?? "not known: set the variable of its address"}\n");
        text.Append($"  Key: {ProviderText.KeyState(provider)}\n");
        if (provider.Key is { } key)
        {
            text.Append($"  Stored as: {key} (llm keys set {key})\n");
            text.Append($"  Variables: {string.Join(", ", provider.KeyVariables)}\n");
        }

        var known = context.Host.ModelsOf(provider).Count;
        text.Append($"  Models: {known}");
        if (provider.Source != ModelProvider.BuiltIn)
            text.Append(provider.Fetched is { } fetched ? $", fetched {fetched.ToLocalTime():yyyy-MM-dd HH:mm}" : ", not fetched yet");
        text.Append('\n');
        if (provider.Origin is { } origin) text.Append($"  Described after: {origin}\n");
        return text.ToString();
    }
}
