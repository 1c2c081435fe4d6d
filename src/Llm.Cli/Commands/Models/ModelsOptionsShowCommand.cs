using Llm.Commands;
using Llm.Json;

namespace Llm.Cli.Commands.Models;

internal sealed class ModelsOptionsShowCommand(CliContext context) : Command
{
    public const string Name = "show";

    private readonly ValueArgument<string> model = new("MODEL");

    public override string? Example => "llm models options show gpt-4.1";

    public override string Help => """
        List default options set for a specific model

        Example usage:

        \b
            llm models options show gpt-4.1
        """;

    public override IReadOnlyList<Parameter> Parameters => [model];

    public override Task<int> RunAsync(Invocation invocation, CancellationToken cancellationToken)
    {
        var name = invocation.Get(model);
        // An unknown name is used unchanged.
        var id = context.Host.Models.Find(name)?.Id ?? name;
        var options = context.Host.ModelOptions.Read(id);
        if (options.Count == 0) context.Terminal.WriteErrorLine($"No default options set for model '{id}'.");
        foreach (var (option, value) in options) context.Terminal.WriteLine($"{option}: {PythonRepr.Display(value)}");
        return Task.FromResult(0);
    }
}
