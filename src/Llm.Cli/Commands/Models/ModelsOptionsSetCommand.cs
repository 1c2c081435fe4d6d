using System.Text.Json.Nodes;
using Llm.Commands;

namespace Llm.Cli.Commands.Models;

internal sealed class ModelsOptionsSetCommand(CliContext context) : Command
{
    public const string Name = "set";

    private readonly ValueArgument<string> model = new("MODEL");
    private readonly ValueArgument<string> key = new("KEY");
    private readonly ValueArgument<string> value = new("VALUE");

    public override string? Example => "llm models options set gpt-4.1 temperature 0.5";

    public override string Help => """
        Set a default option for a model

        Example usage:

        \b
            llm models options set gpt-4.1 temperature 0.5
        """;

    public override IReadOnlyList<Parameter> Parameters => [model, key, value];

    public override Task<int> RunAsync(Invocation invocation, CancellationToken cancellationToken)
    {
        var (name, text) = (invocation.Get(key), invocation.Get(value));
        var id = invocation.Get(model);
        if (context.Host.Models.Find(id) is { } found)
        {
            id = found.Id;
            Llm.ModelOptions.Validate(found, new JsonObject { [name] = text });
        }

        context.Host.ModelOptions.Set(id, name, text);
        context.Terminal.WriteErrorLine($"Set default option {name}={text} for model {id}");
        return Task.FromResult(0);
    }
}
