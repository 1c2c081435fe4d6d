using Llm.Commands;
using Llm.Json;

namespace Llm.Cli.Commands.Models;

/// <example><c>llm models options show gpt-4.1</c></example>
internal sealed class ModelsOptionsShowCommand(CliContext context) : Command
{
    private readonly ValueArgument<string> model = new("MODEL");

    public override string Help => """
        List default options set for a specific model

        Example usage:

        \b
            llm models options show gpt-4.1
        """;

    public override IReadOnlyList<Parameter> Parameters => [model];

    public override Task<int> RunAsync(Invocation invocation, CancellationToken cancellationToken)
    {
        var id = ModelsOptionsGroup.Resolve(context.Host, invocation.Get(model));
        var options = context.Host.ModelOptions.Read(id);
        if (options.Count == 0) context.Terminal.WriteErrorLine($"No default options set for model '{id}'.");
        foreach (var (name, value) in options) context.Terminal.WriteLine($"{name}: {PythonRepr.Display(value)}");
        return Task.FromResult(0);
    }
}
