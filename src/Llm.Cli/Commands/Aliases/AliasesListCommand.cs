using System.Text.Json.Nodes;
using Llm.Commands;
using Llm.Json;

namespace Llm.Cli.Commands.Aliases;

internal sealed class AliasesListCommand(CliContext context) : Command
{
    public const string Name = "list";

    private readonly Flag json = new("--json") { Help = "Output as JSON" };

    public override string? Example => "llm aliases --json";

    public override string Help => "List current aliases";

    public override IReadOnlyList<Parameter> Parameters => [json];

    public override Task<int> RunAsync(Invocation invocation, CancellationToken cancellationToken)
    {
        var aliases = Collect();
        if (invocation.Get(json))
        {
            var map = new JsonObject();
            foreach (var (alias, id, _) in aliases) map[alias] = id;
            context.Terminal.WriteLine(PythonJson.Indented(map, indent: 4));
            return Task.FromResult(0);
        }

        var width = aliases.Max(alias => alias.Alias.Length);
        foreach (var (alias, id, isEmbedding) in aliases)
        {
            context.Terminal.WriteLine($"{alias.PadRight(width)} : {id}{(isEmbedding ? " (embedding)" : "")}");
        }

        return Task.FromResult(0);
    }

    private List<(string Alias, string Id, bool IsEmbedding)> Collect()
    {
        var aliases = context.Host.Models.ByName.Where(entry => entry.Key != entry.Value.Id)
            .Select(entry => (entry.Key, entry.Value.Id, false)).ToList();
        var embeddings = new OrderedDictionary<string, string>();
        foreach (var model in context.Host.EmbeddingModels)
        {
            foreach (var alias in model.Aliases) embeddings[alias] = model.Model.Id;
        }

        aliases.AddRange(embeddings.Select(entry => (entry.Key, entry.Value, true)));
        return aliases;
    }
}
