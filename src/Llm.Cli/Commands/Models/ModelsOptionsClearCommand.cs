using Llm.Commands;

namespace Llm.Cli.Commands.Models;

internal sealed class ModelsOptionsClearCommand(CliContext context) : Command
{
    public const string Name = "clear";

    private readonly ValueArgument<string> model = new("MODEL");
    private readonly OptionalArgument<string> key = new("KEY");

    public override string? Example => "llm models options clear gpt-4.1 temperature";

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
        var name = invocation.Get(model);
        // An unknown name is used unchanged.
        var id = context.Host.Models.Find(name)?.Id ?? name;
        List<string> names = invocation.Get(key) is { Length: > 0 } one ? [one] : [.. store.Read(id).Select(option => option.Key)];
        foreach (var option in names) store.Clear(id, option);
        if (names.Count == 1) context.Terminal.WriteLine($"Cleared option '{names[0]}' for model {id}");
        else if (names.Count > 1) context.Terminal.WriteLine($"Cleared {string.Join(", ", names)} options for model {id}");
        return Task.FromResult(0);
    }
}
