using Llm.Commands;

namespace Llm.Cli.Commands.Embeddings;

internal sealed class EmbedModelsDefaultCommand(CliContext context) : Command
{
    public const string Name = "default";

    private readonly OptionalArgument<string> model = new("MODEL");
    private readonly Flag removes = new("--remove-default") { Help = "Reset to specifying no default model" };

    public override string? Example => "llm embed-models default 3-small";

    public override string Help => "Show or set the default embedding model";

    public override IReadOnlyList<Parameter> Parameters => [model, removes];

    public override Task<int> RunAsync(Invocation invocation, CancellationToken cancellationToken)
    {
        var defaults = context.Host.Defaults;
        if (invocation.Get(removes))
        {
            defaults.SetEmbeddingModel(null);
        }
        else if (invocation.Get(model) is { Length: > 0 } name)
        {
            defaults.SetEmbeddingModel(context.GetEmbeddingModel(name).Id);
        }
        else if (defaults.EmbeddingModel is { } current)
        {
            context.Terminal.WriteLine(current);
        }
        else
        {
            context.Terminal.WriteErrorLine("<No default embedding model set>");
        }

        return Task.FromResult(0);
    }
}
