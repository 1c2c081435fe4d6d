using Llm.Commands;

namespace Llm.Cli.Commands.Aliases;

internal sealed class AliasesSetCommand(CliContext context) : Command
{
    public const string Name = "set";

    private readonly ValueArgument<string> alias = new("ALIAS");
    private readonly OptionalArgument<string> modelId = new("MODEL_ID");
    private readonly RepeatedOption<string> queries = new("-q", "--query") { Help = "Set alias for model matching these strings" };

    public override string? Example => "llm aliases set luna gpt-5.6-luna";

    public override string Help => """
        Set an alias for a model

        Example usage:

        \b
            llm aliases set luna gpt-5.6-luna

        Alternatively you can omit the model ID and specify one or more -q options. The first model matching all of those query
        strings will be used.

        \b
            llm aliases set luna -q gpt -q luna
        """;

    public override IReadOnlyList<Parameter> Parameters => [alias, modelId, queries];

    public override Task<int> RunAsync(Invocation invocation, CancellationToken cancellationToken)
    {
        var name = invocation.Get(alias);
        if (invocation.Get(modelId) is { Length: > 0 } given)
        {
            context.Host.SetAlias(name, given);
            return Task.FromResult(0);
        }

        var words = invocation.Get(queries);
        if (words.Count == 0) throw new LlmException("You must provide a model_id or at least one -q option");
        var found = context.Host.ListedModels.Models.FirstOrDefault(model => words.All(model.Matches))?.Model.Id
            ?? throw new LlmException($"No model found matching query: {string.Join(", ", words)}");
        context.Host.SetAlias(name, found);
        context.Terminal.WriteErrorLine($"Alias '{name}' set to model '{found}'");
        return Task.FromResult(0);
    }
}
