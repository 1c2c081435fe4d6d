using Llm.Cli.Options;
using Llm.Cli.Output;
using Llm.Commands;

namespace Llm.Cli.Commands.Providers;

internal sealed class ProvidersListCommand(CliContext context) : Command
{
    public const string Name = "list";

    private readonly ListOptions list = new();

    public override string? Example => "llm providers";

    public override string Help => "List providers with their servers and keys";

    public override IReadOnlyList<Parameter> Parameters => list.All;

    public override Task<int> RunAsync(Invocation invocation, CancellationToken cancellationToken)
    {
        list.Write(
            invocation,
            context.Terminal,
            context.Host.Providers,
            ProviderText.ToJson,
            all => TextTable.Write([.. all.Select(Row)]));
        return Task.FromResult(0);
    }

    private static string[] Row(ModelProvider provider) =>
        [provider.Name, provider.Source, ProviderText.KeyState(provider), provider.Server ?? ""];
}
