using Llm.Commands;

namespace Llm.Cli.Commands.Fragments;

internal sealed class FragmentsLoadersCommand(CliContext context) : Command
{
    public const string Name = "loaders";

    public override string? Example => "llm fragments loaders";

    public override string Help => "Show fragment loaders registered by plugins";

    public override Task<int> RunAsync(Invocation invocation, CancellationToken cancellationToken)
    {
        var loaders = context.Host.FragmentLoaders.Select(entry =>
            $"{entry.Key}:\n{MarkdownCode.Indent(entry.Value.Description?.Trim() ?? "Undocumented", "  ")}").ToList();
        context.Terminal.WriteLine(loaders.Count == 0 ? "No fragment loaders found" : string.Join("\n\n", loaders));
        return Task.FromResult(0);
    }
}
