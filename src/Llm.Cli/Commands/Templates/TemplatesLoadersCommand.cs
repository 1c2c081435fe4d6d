using Llm.Commands;

namespace Llm.Cli.Commands.Templates;

internal sealed class TemplatesLoadersCommand(CliContext context) : Command
{
    public const string Name = "loaders";

    public override string? Example => "llm templates loaders";

    public override string Help => "Show template loaders registered by plugins";

    public override Task<int> RunAsync(Invocation invocation, CancellationToken cancellationToken)
    {
        var loaders = context.Host.TemplateLoaders;
        if (loaders.Count == 0) context.Terminal.WriteLine("No template loaders found");
        foreach (var (prefix, loader) in loaders)
        {
            context.Terminal.WriteLine($"{prefix}:");
            context.Terminal.WriteLine(MarkdownCode.Indent(loader.Description?.Trim() ?? "Undocumented", "  "));
        }

        return Task.FromResult(0);
    }
}
