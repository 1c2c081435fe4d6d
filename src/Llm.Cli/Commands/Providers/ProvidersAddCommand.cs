using Llm.Commands;

namespace Llm.Cli.Commands.Providers;

internal sealed class ProvidersAddCommand(CliContext context) : Command
{
    public const string Name = "add";

    private readonly ValueArgument<string> path = new("PATH");

    public override string? Example => "llm providers add groq.difypkg";

    public override string Help => """
        Add a package of models: a folder, or a .difypkg file

        The package is copied. One whose provider has the same name is replaced; what you set for it is kept.
        """;

    public override IReadOnlyList<Parameter> Parameters => [path];

    public override Task<int> RunAsync(Invocation invocation, CancellationToken cancellationToken)
    {
        var added = context.Host.Packages.Add(invocation.Get(path));
        var provider = context.Host.Providers.First(provider => provider.Package?.Name == added.Name);
        var count = added.Models.Count;
        context.Terminal.WriteLine(
            $"Added {added.PackageName} {added.Version}: the provider {provider.Name} with {count} {(count == 1 ? "model" : "models")}");
        if (!provider.IsConfigured) context.Terminal.WriteErrorLine($"Set it up with: llm providers configure {provider.Name}");
        return Task.FromResult(0);
    }
}
