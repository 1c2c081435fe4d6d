using System.Text.Json.Nodes;
using Llm.Cli.Options;
using Llm.Commands;

namespace Llm.Cli.Commands.Aliases;

internal sealed class AliasesListCommand(CliContext context) : Command
{
    public const string Name = "list";

    private readonly ListOptions list = new(indent: 4);

    public override string? Example => "llm aliases --json";

    public override string Help => "List current aliases";

    public override IReadOnlyList<Parameter> Parameters => list.All;

    public override Task<int> RunAsync(Invocation invocation, CancellationToken cancellationToken)
    {
        var aliases = Collect();
        list.Write(invocation, context.Terminal, () => ToJson(aliases), () => ToText(aliases));
        return Task.FromResult(0);
    }

    private static JsonObject ToJson(List<ListedAlias> aliases)
    {
        var map = new JsonObject();
        foreach (var (alias, id, _) in aliases) map[alias] = id;
        return map;
    }

    private static string ToText(List<ListedAlias> aliases)
    {
        var width = aliases.Max(alias => alias.Alias.Length);
        return string.Concat(
            aliases.Select(alias => $"{alias.Alias.PadRight(width)} : {alias.Id}{(alias.IsEmbedding ? " (embedding)" : "")}\n"));
    }

    private List<ListedAlias> Collect()
    {
        var aliases = context.Host.ListedModels.ByName.Where(entry => entry.Key != entry.Value.Id)
            .Select(entry => new ListedAlias(entry.Key, entry.Value.Id, IsEmbedding: false)).ToList();
        var embeddings = new OrderedDictionary<string, string>();
        foreach (var model in context.Host.ListedEmbeddingModels)
        {
            foreach (var alias in model.Aliases) embeddings[alias] = model.Model.Id;
        }

        aliases.AddRange(embeddings.Select(entry => new ListedAlias(entry.Key, entry.Value, IsEmbedding: true)));
        return aliases;
    }

    private sealed record ListedAlias(string Alias, string Id, bool IsEmbedding);
}
