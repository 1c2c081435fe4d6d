using Llm.Commands;

namespace Llm.Cli.Commands.Embeddings;

internal sealed class EmbedModelsListCommand(CliContext context) : Command
{
    public const string Name = "list";

    private readonly RepeatedOption<string> queries = new("-q", "--query")
    {
        Help = "Search for embedding models matching these strings",
    };

    private readonly Flag all = new("--all") { Help = "Include models of providers whose key is not set" };

    public override string? Example => "llm embed-models -q 3-small";

    public override string Help => "List available embedding models";

    public override IReadOnlyList<Parameter> Parameters => [queries];

    public override IReadOnlyList<Option> Additions => [all];

    public override Task<int> RunAsync(Invocation invocation, CancellationToken cancellationToken)
    {
        context.RefreshPlugins();
        var words = invocation.Get(queries);
        var models = invocation.Get(all) ? context.Host.EmbeddingModels : context.Host.ListedEmbeddingModels;
        var lines = models.Where(model => words.All(word => Matches(model, word))).Select(Describe);
        context.Terminal.WriteLine(string.Join('\n', lines));
        return Task.FromResult(0);
    }

    private static bool Matches(RegisteredEmbeddingModel model, string word) =>
        model.Aliases.Append(model.Model.ToString()).Any(name => name.Contains(word, StringComparison.OrdinalIgnoreCase));

    private static string Describe(RegisteredEmbeddingModel model) =>
        model.Aliases.Count == 0 ? model.Model.ToString() : $"{model.Model} (aliases: {string.Join(", ", model.Aliases)})";
}
