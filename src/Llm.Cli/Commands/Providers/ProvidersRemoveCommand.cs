using Llm.Commands;

namespace Llm.Cli.Commands.Providers;

internal sealed class ProvidersRemoveCommand(CliContext context) : Command
{
    public const string Name = "remove";

    private readonly ValueArgument<string> name = new("NAME");

    public override string? Example => "llm providers remove groq";

    public override string Help => """
        Remove a package of models

        Its settings and its Python environment are removed too. Keys stay; 'llm keys remove' removes them.
        """;

    public override IReadOnlyList<Parameter> Parameters => [name];

    public override Task<int> RunAsync(Invocation invocation, CancellationToken cancellationToken)
    {
        var package = ProviderText.FindPackage(context.Host, invocation.Get(name)).Package!;
        if (context.Host.LoadPluginOf(package) is { } plugin)
            throw new LlmException($"{package.Title} is part of a plugin. Remove that: llm uninstall {plugin}");
        context.Host.Packages.Remove(package.Name);
        context.Host.PackageCredentials.Remove(package.Name);
        context.Terminal.WriteLine($"Removed {package.PackageName} {package.Version}");
        return Task.FromResult(0);
    }
}
