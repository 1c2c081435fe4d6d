using System.Text.Json.Nodes;
using Llm.Commands;
using Llm.Json;

namespace Llm.Cli.Commands.Models;

internal sealed class ModelsOptionsListCommand(CliContext context) : Command
{
    public const string Name = "list";

    public override string? Example => "llm models options";

    public override string Help => """
        List default options for all models

        Example usage:

        \b
            llm models options list
        """;

    public override Task<int> RunAsync(Invocation invocation, CancellationToken cancellationToken)
    {
        var all = context.Host.ModelOptions.ReadAll();
        if (all.Count == 0) context.Terminal.WriteErrorLine("No default options set for any models.");
        foreach (var (id, options) in all)
        {
            context.Terminal.WriteLine($"{id}:");
            foreach (var (name, value) in options as JsonObject ?? []) context.Terminal.WriteLine($"  {name}: {PythonRepr.Display(value)}");
        }

        return Task.FromResult(0);
    }
}
