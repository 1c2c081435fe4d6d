using Llm.Commands;

namespace Llm.Cli.Commands.Models;

/// <example><c>llm models options clear gpt-4.1 temperature</c></example>
internal sealed class ModelsOptionsClearCommand(CliContext context) : Command
{
    private readonly ValueArgument<string> model = new("MODEL");
    private readonly OptionalArgument<string> key = new("KEY");

    public override string Help => """
        Clear default option(s) for a model

        Example usage:

        \b
            llm models options clear gpt-4.1
            # Or for a single option
            llm models options clear gpt-4.1 temperature
        """;

    public override IReadOnlyList<Parameter> Parameters => [model, key];

    public override Task<int> RunAsync(Invocation invocation, CancellationToken cancellationToken)
    {
        var store = context.Host.ModelOptions;
        var id = ModelsOptionsGroup.Resolve(context.Host, invocation.Get(model));
        List<string> names = invocation.Get(key) is { Length: > 0 } one ? [one] : [.. store.Read(id).Select(option => option.Key)];
        foreach (var name in names) store.Clear(id, name);
        if (names.Count == 1) context.Terminal.WriteLine($"Cleared option '{names[0]}' for model {id}");
        else if (names.Count > 1) context.Terminal.WriteLine($"Cleared {string.Join(", ", names)} options for model {id}");
        return Task.FromResult(0);
    }
}
