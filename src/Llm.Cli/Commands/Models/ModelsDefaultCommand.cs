using Llm.Commands;

namespace Llm.Cli.Commands.Models;

internal sealed class ModelsDefaultCommand(CliContext context) : Command
{
    public const string Name = "default";

    private readonly OptionalArgument<string> model = new("MODEL");

    public override string? Example => "llm models default gpt-5.5";

    public override string Help => "Show or set the default model";

    public override IReadOnlyList<Parameter> Parameters => [model];

    public override Task<int> RunAsync(Invocation invocation, CancellationToken cancellationToken)
    {
        if (invocation.Get(model) is not { Length: > 0 } name)
        {
            context.Terminal.WriteLine(context.Host.Defaults.Model);
            return Task.FromResult(0);
        }

        var found = context.FindModel(name, "Unknown model: {0}");
        context.Host.Defaults.SetModel(found.Id);
        return Task.FromResult(0);
    }
}
