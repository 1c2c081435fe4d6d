using Llm.Cli.Output;
using Llm.Commands;

namespace Llm.Cli.Commands.Fragments;

/// <example><c>llm fragments loaders</c></example>
internal sealed class FragmentsLoadersCommand(CliContext context) : Command
{
    public override string Help => "Show fragment loaders registered by plugins";

    public override Task<int> RunAsync(Invocation invocation, CancellationToken cancellationToken)
    {
        var loaders = context.Host.FragmentLoaders.Select(entry =>
            $"{entry.Key}:\n{MarkdownCode.Indent(entry.Value.Description?.Trim() ?? "Undocumented", "  ")}").ToList();
        context.Terminal.WriteLine(loaders.Count == 0 ? "No fragment loaders found" : string.Join("\n\n", loaders));
        return Task.FromResult(0);
    }
}
